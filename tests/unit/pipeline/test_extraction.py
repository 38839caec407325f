"""Roles, places and the other entities: what is found, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pipeline.naming.extraction import NO_ROLE, Extractor
from bot.pipeline.tables import get_word_lists
from tests.unit.pipeline.conftest import rows


def values(extractor: Extractor, text: str, *kinds: str) -> list[Any]:
    return [e["value"] for e in extractor.extract(text) if e["entity"] in kinds]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("any frontend devs?", ["front-end-developer"]),
        ("front/end engineers", ["front-end-developer"]),
        ("Full-Stack programmer", ["full-stack-developer"]),
        ("ML eng.", ["machine-learning-engineer"]),
        ("mashine lerning enginer", ["machine-learning-engineer"]),
        ("becoming a datascientist", ["data-scientist"]),
        ("dev ops engineers", ["devops-engineer"]),
        ("the SRE's day", ["site-reliability-engineer"]),
        ("senior cloud architect", ["cloud-architect"]),
        ("remote developer", ["software-developer"]),
        ("just a coder", ["software-developer"]),
        ("programmer pay", ["computer-programmer"]),
        ("data analyst or data engineer", ["data-analyst", "data-engineer"]),
        ("help desk", ["it-support-specialist"]),
        ("our cto", ["it-manager"]),
        ("sales engineer", []),
        ("electrical engineers", []),
        ("sound engineer", []),
        ("marketing manager", []),
        ("construction project manager", []),
        ("what does a BA do", ["business-analyst"]),
        ("she has a BA in history", []),
        ("a BA from Ohio", []),
        ("IT manager", ["it-manager"]),
        ("is it manager material", []),
        ("this is manager work or analyst work", []),
        ("an OR analyst", ["operations-research-analyst"]),
    ],
)
def test_roles(extractor: Extractor, text: str, slugs: list[str]) -> None:
    assert values(extractor, text, "role") == slugs


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("a career in data science", ["data-scientist"]),
        ("trying to break into cybersecurity", ["information-security-analyst"]),
        ("devops jobs", ["devops-engineer"]),
        ("I want to switch from nursing to ux", ["ux-ui-designer"]),
        ("what is machine learning", []),
        ("explain devops", []),
        ("machine learning engineer jobs", ["machine-learning-engineer"]),
    ],
)
def test_a_field_is_a_role_only_where_the_job_is_meant(
    extractor: Extractor, text: str, slugs: list[str]
) -> None:
    assert values(extractor, text, "role") == slugs


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("pay in the bay area", ["San Francisco"]),
        ("NY or SF", ["New York", "San Francisco"]),
        ("tell us more", []),
        ("us figures please", ["United States"]),
        ("TELL US MORE", []),
        ("across the US", ["United States"]),
        ("jobs in the us", ["United States"]),
        ("the U.S. median", ["United States"]),
        ("salaries in la", ["Los Angeles"]),
        ("the la area", ["Los Angeles"]),
        ("LA salaries", ["Los Angeles"]),
        ("oh la la", []),
        ("near Washington, D.C.", ["Washington DC"]),
        ("St. Louis", ["St. Louis"]),
        ("seatle", ["Seattle"]),
        ("Austin, TX", ["Austin"]),
        ("Portland", ["Portland OR"]),
        ("Portland, Maine", ["Portland, Maine"]),
        ("the Portland in Maine", ["Portland, Maine"]),
        ("Portland, the Oregon one", ["Portland OR"]),
        ("I meant Portland. The Oregon one.", ["Portland OR"]),
        ("Kansas City on the Missouri side", ["Kansas City"]),
        ("Columbus in Georgia", ["Columbus, Georgia"]),
        ("Boston and the Texas ones", ["Boston", "Texas"]),
        ("and madison wi while you are at it", ["madison"]),
        ("what about sioux falls sd?", ["sioux falls"]),
        ("in Lagos, Nigeria", ["Lagos", "Nigeria"]),
        ("in Timbuktu", ["Timbuktu"]),
        ("in March", []),
        ("in English", []),
        ("in Python", []),
        ("in Google", []),
        ("my name is Chandler", []),
        ("I'm Austin Reed", []),
        ("Hi, this is Charlotte", []),
        ("I'm in Austin", ["Austin"]),
        ("a degree from Boston University", []),
        ("turkey sandwich", []),
        ("in Turkey", ["Turkey"]),
        ("in TX", ["TX"]),
        ("ok in or me", []),
    ],
)
def test_places(extractor: Extractor, text: str, places: list[str]) -> None:
    assert values(extractor, text, "location") == places


@pytest.mark.parametrize(
    ("text", "job", "nearest"),
    [
        ("what does a civil engineer earn", "civil engineer", None),
        ("game developers", "game developer", "software-developer"),
        ("prompt engineer salary", "prompt engineer", "ai-engineer"),
        ("become a metaverse developer", "metaverse developer", "software-developer"),
        ("how to be a lighthouse technician", "lighthouse technician", None),
        ("an aerospace project manager", "aerospace project manager", "it-project-manager"),
    ],
)
def test_jobs_outside_the_table(
    extractor: Extractor, text: str, job: str, nearest: str | None
) -> None:
    found = [e for e in extractor.extract(text) if e["entity"] in ("role", "other_role")]
    assert [(e["entity"], e["value"], e["nearest"]) for e in found] == [
        ("other_role", job, nearest)
    ]


def test_the_own_job_is_no_subject(extractor: Extractor) -> None:
    assert values(extractor, "I'm a nurse, what skills do I need?", "other_role") == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("do I need a Ph.D. or a boot camp", "degree", ["phd", "bootcamp"]),
        ("a Master's degree", "degree", ["master's"]),
        ("a high school senior, what does he need", "level", []),
        ("our junior in college wants it", "level", []),
        ("sr engineers", "level", ["senior"]),
        ("entry-level pay", "level", ["entry"]),
        ("the 90th percentile", "metric", ["p90"]),
        ("the typical pay", "metric", ["median"]),
        ("which job pays best", "ranking", ["highest"]),
        ("is Python or SQL needed", "skill", ["Python", "SQL"]),
        ("should I learn R", "skill", ["R"]),
        ("the R&D team", "skill", []),
        ("what is the outlook", "skill", []),
        ("excel skills", "skill", ["Microsoft Excel"]),
        ("mail ann@example.com.", "email", ["ann@example.com"]),
        ("not@an address", "email", []),
        ("(202) 555-0143", "phone_number", ["+12025550143"]),
        ("+44 20 7946 0958", "phone_number", ["+442079460958"]),
        ("12345", "phone_number", []),
        ("$130k", "amount", [130_000]),
        ("130,000 dollars", "amount", [130_000]),
        ("about 120k", "amount", [120_000]),
        ("$50 an hour", "amount", [104_000]),
        ("my 401k", "amount", []),
        ("200k users", "amount", []),
        ("5 years", "amount", []),
    ],
)
def test_other_entities(extractor: Extractor, text: str, kind: str, expected: list[Any]) -> None:
    assert values(extractor, text, kind) == expected


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("what is deep learning", "deep learning"),
        ("llms", "large language model"),
        ("explain machine learning", "machine learning"),
    ],
)
def test_concepts_in_the_spelling_of_the_glossary(
    extractor: Extractor, text: str, term: str
) -> None:
    glossary = {row["term"].lower(): row["term"] for row in rows("glossary")}
    assert values(extractor, text, "concept") == [glossary.get(term, term)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("I get $40/hr", [40 * 2080]),
        ("is 120 thousand good", [120_000]),
        ("they pay 8000 a month", [96_000]),
        ("90000 a year ok?", [90_000]),
        ("what about benefits? 401k?", []),
        ("two shifts, 3 a week", []),
    ],
)
def test_amounts_are_dollars_a_year(extractor: Extractor, text: str, amounts: list[int]) -> None:
    assert values(extractor, text, "amount") == amounts


def test_every_listed_name_is_found_as_it_is_written(extractor: Extractor) -> None:
    wrong = [
        row["alias"]
        for row in rows("role_aliases")
        if row["slug"] not in values(extractor, row["alias"], "role")
    ]
    # Alone, this is a degree as much as a job.
    assert [alias for alias in wrong if alias != "BA"] == []


def test_word_lists_name_known_roles_only() -> None:
    slugs = {row["slug"] for row in rows("roles")}
    lists = get_word_lists()
    assert {slug for _, slug in lists.fields} <= {*slugs, NO_ROLE}
    assert {slug for _, slug in lists.other_jobs if slug} <= slugs


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.characters(), max_size=80)
    | st.text(alphabet="ab $k,.@19USLAinfo'&-/ ", max_size=60)
)
def test_any_text_gives_entities_inside_it(extractor: Extractor, text: str) -> None:
    for e in extractor.extract(text):
        assert 0 <= e["start"] < e["end"] <= len(text)


def test_an_unlisted_city_in_small_letters_has_a_state(extractor: Extractor) -> None:
    assert values(extractor, "and near lubbock tx?", "location") == ["lubbock"]
    assert values(extractor, "is it in demand or not", "location") == []


def test_a_suburb_belongs_to_its_metro(extractor: Extractor) -> None:
    assert values(extractor, "testers in Tempe", "location") == ["Phoenix"]
    assert values(extractor, "out here in Mesa Arizona", "location") == ["Phoenix"]
    assert values(extractor, "a dba in sandiego", "location") == ["San Diego"]


def test_what_a_person_says_to_be_is_not_what_is_asked_about(extractor: Extractor) -> None:
    assert values(extractor, "florist here, how do I start with websites", "other_role") == []
    assert values(extractor, "what does a florist make", "other_role") == ["florist"]


def test_somebody_who_speaks_is_no_job_that_is_asked_about(extractor: Extractor) -> None:
    assert values(extractor, "our florist says 200k", "other_role") == []


def test_a_city_with_the_name_of_a_person_goes_on(extractor: Extractor) -> None:
    assert values(extractor, "and Augusta?", "location") == ["Augusta"]
    assert values(extractor, "and Augusta called me", "location") == []


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("how about a marine cargo inspector", "marine cargo inspector"),
        ("what would a glazzier earn", "glazzier"),
    ],
)
def test_whatever_is_asked_about_as_a_job_is_one(extractor: Extractor, text: str, job: str) -> None:
    assert values(extractor, text, "other_role") == [job]


@pytest.mark.parametrize(
    "text",
    ["what does the average person make", "how about the hiring manager", "that's a cop out"],
)
def test_not_everybody_is_a_job(extractor: Extractor, text: str) -> None:
    assert values(extractor, text, "other_role") == []


def test_a_role_of_the_table_is_none_of_the_others(extractor: Extractor) -> None:
    text = "how much does a statistician bring home"
    assert values(extractor, text, "role") == ["statistician"]
    assert values(extractor, text, "other_role") == []


def test_letters_spelled_out_are_a_name(extractor: Extractor) -> None:
    assert values(extractor, "she wants to be a d b a", "role") == ["database-administrator"]


def test_the_whole_country_has_many_words(extractor: Extractor) -> None:
    assert values(extractor, "and for the nation as a whole", "location") == ["United States"]


def test_a_short_word_of_a_name_may_lack_a_letter(extractor: Extractor) -> None:
    assert values(extractor, "is a dat scintist needed", "role") == ["data-scientist"]
    assert values(extractor, "is dat engine good", "role") == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("by how much does the latter lead", []),
        ("which leads by more", []),
        ("who takes the lead there", []),
        ("pay of a lead tester", ["lead"]),
    ],
)
def test_what_leads_is_no_level(extractor: Extractor, text: str, levels: list[str]) -> None:
    assert values(extractor, text, "level") == levels
