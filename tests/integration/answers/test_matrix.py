"""The whole matrix role × topic × place: facts with source and year, or a plain "I have none".

The expectations are read from the CSV files, not through the code under test.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from bot.answers.model import Answer, Memory, Question, Request
from bot.answers.service import Answering
from bot.settings import PROJECT

DATA = PROJECT / "data"
NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# "H-1B" is a name, not a figure.
NAMES_WITH_DIGITS = re.compile(r"H-1B")


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROLES = [row["slug"] for row in read("roles.csv")]
PLACES = [row["location"] for row in read("locations.csv")]
SOURCES = {row["id"]: row for row in read("sources.csv")}
FACT_FILES = {
    "definition": "roles.csv",
    "responsibilities": "responsibilities.csv",
    "skills": "skills.csv",
    "education": "education.csv",
    "outlook": "outlook.csv",
    "examples": "examples.csv",
    "related_roles": "related_roles.csv",
    "career_path": "how_to_get_in.csv",
}
TOLD_BASES = {
    "self-reported average",
    "employer wage survey (base pay)",
    "wage offered in H-1B filings",
}


def numbers(text: str) -> set[float]:
    bare = NAMES_WITH_DIGITS.sub("", text)
    return {float(found.replace(",", "")) for found in NUMBER.findall(bare)}


@pytest.fixture(scope="module")
def known_numbers() -> dict[str, set[float]]:
    """Every number in any row of a role, and in the sources' names and years."""
    found: dict[str, set[float]] = defaultdict(set)
    general = set()
    for source in SOURCES.values():
        general |= numbers(" ".join((source["publisher"], source["title"], source["year"])))
    for file in (*FACT_FILES.values(), "salaries.csv", "role_notes.csv"):
        for row in read(file):
            found[row["slug"]] |= numbers(" ".join(row.values()))
    return {role: found[role] | general for role in ROLES}


def ask(answering: Answering, topic: str, role: str, place: str | None = None) -> Answer:
    question = Question(topic, roles=(role,), locations=(place,) if place else ())
    (answer,) = answering.answer(question, Memory())
    return answer


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("topic", FACT_FILES)
def test_topic_of_a_role(
    answering: Answering, known_numbers: dict[str, set[float]], topic: str, role: str
) -> None:
    rows = [row for row in read(FACT_FILES[topic]) if row["slug"] == role]
    answer = ask(answering, topic, role)
    assert numbers(answer.text) <= known_numbers[role]
    if not rows:
        assert answer.text.startswith("I have no")
        return
    ids = {row["source_id"] for row in rows}
    assert answer.sources, "an answer with facts names its source"
    assert {source.id for source in answer.sources} & ids
    for source in answer.sources:
        assert source.publisher in answer.text
        assert source.year is None or str(source.year) in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_places_do_not_change_national_facts(answering: Answering, role: str) -> None:
    national = ask(answering, "outlook", role)
    for place in PLACES:
        local = ask(answering, "outlook", role, place)
        assert local.text.startswith(national.text)
        if national.sources:
            # Of the country itself there is nothing to be said.
            said = "for the whole country" in local.text[len(national.text) :]
            assert said == (place != "United States")


@pytest.mark.parametrize("role", ROLES)
def test_pay_in_every_place(answering: Answering, role: str) -> None:
    rows = [
        row
        for row in read("salaries.csv")
        if row["slug"] == role and row["level"] == "all" and row["basis"] in TOLD_BASES
    ]
    for place in PLACES:
        here = [row for row in rows if row["location"] == place]
        national = [row for row in rows if row["location"] == "United States"]
        answer = ask(answering, "salary", role, place)
        told = {float(a.replace(",", "")) for a in re.findall(r"\$([\d,]+\d)", answer.text)}
        if not here:
            assert answer.text.startswith(("I have no pay figure", "There is no official")), place
        expected = here or national
        if not expected:
            continue  # the nearest role's figures: test_role_without_any_pay
        assert told, f"{role} in {place}: a figure exists, none was told"
        assert told <= {float(row["amount_usd"]) for row in expected}
        for basis in {row["basis"] for row in expected}:
            row = next(
                r for r in expected if r["basis"] == basis and r["metric"] in ("median", "average")
            )
            main = [r for r in expected if r["basis"] == basis and r["metric"] == "median"]
            amount = int((main or [row])[0]["amount_usd"])
            assert f"${amount:,}" in answer.text
            assert row["year"] in answer.text
            assert SOURCES[row["source_id"]]["publisher"] in answer.text
        matches = {row["match"] for row in expected}
        if matches & {"proxy", "broader"}:
            assert "no official figure" in answer.text


def test_bases_are_never_mixed_in_one_sentence(answering: Answering) -> None:
    marks = ("self-reported", "employer wage survey", "H-1B filings")
    for role in ROLES:
        for sentence in re.split(r"(?<=[.)])\s", ask(answering, "salary", role).text):
            assert sum(mark in sentence for mark in marks) <= 1, sentence


@pytest.mark.parametrize(
    ("role", "nearest"),
    [
        ("computer-vision-engineer", "computer-hardware-engineer"),
        ("mlops-engineer", "machine-learning-engineer"),
    ],
)
def test_role_without_any_pay(answering: Answering, role: str, nearest: str) -> None:
    answer = ask(answering, "salary", role)
    assert answer.text.startswith("I have no pay figure")
    amounts = {f"{int(r['amount_usd']):,}" for r in read("salaries.csv") if r["slug"] == nearest}
    told = re.findall(r"\$([\d,]+\d)", answer.text)
    assert told
    assert set(told) <= amounts


def test_every_role_pair_compares_without_a_made_up_number(
    answering: Answering, known_numbers: dict[str, set[float]]
) -> None:
    amounts: dict[str, set[int]] = defaultdict(set)
    for row in read("salaries.csv"):
        if row["location"] == "United States" and row["level"] == "all":
            amounts[row["slug"]].add(int(row["amount_usd"]))
    for first in ROLES:
        for second in ROLES:
            if first >= second:
                continue
            question = Question("comparison", roles=(first, second))
            (answer,) = answering.answer(question, Memory())
            *rest, computed = answer.text.split("\n\n")
            known = known_numbers[first] | known_numbers[second]
            assert numbers("\n".join(rest)) <= known
            if "computed from the two figures" in computed:
                (difference,) = re.findall(r"\$([\d,]+\d)", computed)
                value = int(difference.replace(",", ""))
                told = [int(a.replace(",", "")) for a in re.findall(r"\$([\d,]+\d)", answer.text)]
                assert any(
                    abs(a - b) == value
                    for a in amounts[first] & set(told)
                    for b in amounts[second] & set(told)
                )
            else:
                assert numbers(computed) <= known


@pytest.mark.parametrize(
    ("first", "second"),
    [("data-analyst", "data-engineer"), ("software-developer", "qa-engineer")],
)
def test_comparison_names_only_skills_that_the_other_role_lacks(
    answering: Answering, first: str, second: str
) -> None:
    skills = defaultdict(set)
    for row in read("skills.csv"):
        skills[row["slug"]].add(row["skill"])
    (answer,) = answering.answer(Question("comparison", roles=(first, second)), Memory())
    told = re.findall(r"Skills named for .+?: (.+?) \(", answer.text)
    assert len(told) == 2
    for listed, own, other in zip(told, (first, second), (second, first), strict=True):
        named = set(re.split(r", | and ", listed))
        assert named <= skills[own] - skills[other]


def test_long_list_of_tools_names_the_particular_and_the_common(answering: Answering) -> None:
    (answer,) = answering.answer(Question("skills", roles=("penetration-tester",)), Memory())
    subject, tools = answer.text.split("\n\n")[:2]
    assert "penetration tester" in subject
    listed = re.split(r", | and ", tools)
    assert "Metasploit" in listed[0:10]
    assert any("Python" in tool for tool in listed)


def test_data_folder_names_every_fact_of_the_article() -> None:
    rows = read("article_coverage.csv")
    assert len(rows) == 29
    for row in rows:
        assert (Path(DATA) / row["file"]).exists()


def test_two_parts_of_a_message_that_ask_the_same_get_one_answer(answering: Answering) -> None:
    role = {"entity": "role", "value": "data-engineer"}
    requests = [
        Request("ask_salary", "the pay of a data engineer", (role,)),
        Request("ask_salary", "what they earn", (role,)),
        Request("ask_skills", "what they know", (role,)),
    ]
    first, second = answering.answer_turn(requests, Memory())
    assert "$" in first.text and "$" not in second.text
