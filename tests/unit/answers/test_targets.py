"""Which of the roles that a message names it asks about."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Memory, Request
from bot.answers.reading.targets import aimed
from tests.entities import entity_at

TESTER, DBA, PLANNER = "qa-engineer", "database-administrator", "it-project-manager"


def naming(intent: str, text: str, **entities: Any) -> Request:
    """A request whose entities stand where their words stand: tester=("role", slug)."""
    found = [entity_at(text, kind, words, value) for words, (kind, value) in entities.items()]
    return Request(intent, text, tuple(found))


def roles(request: Request, memory: Memory | None = None, text: str | None = None) -> list[str]:
    (found,) = aimed([request], text or request.text, memory or Memory())
    return found.values("role")


def after(topic: str, *mentioned: str) -> Memory:
    memory = Memory(topic=topic)
    for slug in mentioned:
        memory.mention(slug)
    return memory


@pytest.mark.parametrize(
    "text",
    [
        "moving over from tester, how would planner work out",
        "I'm a senior tester, path to planner please",
        "can somebody working as a tester turn planner",
    ],
)
def test_where_a_person_comes_from_is_not_where_the_path_leads(text: str) -> None:
    both = naming("ask_career_path", text, tester=("role", TESTER), planner=("role", PLANNER))
    assert roles(both) == [PLANNER]


def test_the_only_role_stays_whatever_stands_before_it() -> None:
    request = naming("ask_career_path", "how to start as a tester", tester=("role", TESTER))
    assert roles(request) == [TESTER]


def test_origin_matters_for_other_questions() -> None:
    request = naming(
        "ask_related_roles", "I work as a tester, what is next", tester=("role", TESTER)
    )
    assert roles(request) == [TESTER]


def test_the_role_spoken_of_is_the_target_of_a_pronoun() -> None:
    text = "and how does one get into that, as a tester"
    request = naming("ask_career_path", text, tester=("role", TESTER))
    assert roles(request, after("salary", DBA)) == []
    described = naming(
        "ask_career_path", "become data scientist", data=("described", [TESTER, DBA])
    )
    (found,) = aimed([described], "become one, out of testing", after("salary", DBA))
    assert found.entities == ()


def test_what_was_meant_wins_over_what_stands_before() -> None:
    text = "tester money, really? i meant planner"
    request = naming("ask_salary", text, tester=("role", TESTER), planner=("role", PLANNER))
    (found,) = aimed([request], text, after("salary", TESTER))
    assert (found.intent, found.values("role")) == ("correct_detail", [PLANNER])


def test_what_was_not_meant_is_left_out() -> None:
    text = "planner please, not tester"
    request = naming("correct_detail", text, tester=("role", TESTER), planner=("role", PLANNER))
    assert roles(request, after("salary", TESTER)) == [PLANNER]
    only = naming("correct_detail", "not tester", tester=("role", TESTER))
    assert roles(only, after("salary", TESTER)) == [TESTER]


def test_requests_before_the_one_that_was_meant_are_dropped() -> None:
    wrong = naming("ask_skills", "tester tools, hm", tester=("role", TESTER))
    right = naming("inform", "I meant planner", planner=("role", PLANNER))
    more = Request("ask_outlook", "and will there be work?")
    found = aimed([wrong, right, more], "", after("skills", TESTER))
    assert [request.intent for request in found] == ["correct_detail", "ask_outlook"]
    # Nothing has been said that could have been meant otherwise.
    assert len(aimed([wrong, right, more], "", Memory())) == 3


def test_what_is_dropped_is_asked_no_more() -> None:
    dropped = naming("ask_salary", "Oh, scratch Reno.", Reno=("location", "Reno"))
    asked = naming("ask_salary", "what of Omaha?", Omaha=("location", "Omaha"))
    assert aimed([dropped, asked], "", after("salary", TESTER)) == [asked]
    # Alone it stays: the refusal is all there is.
    assert aimed([dropped], "", after("salary", TESTER)) == [dropped]
    stays = Request("stop", "forget it")
    assert len(aimed([stays, asked], "", after("salary", TESTER))) == 2


def test_who_speaks_is_not_who_is_asked_about() -> None:
    text = "Tester here, what would planner pay"
    both = naming("ask_salary", text, Tester=("role", TESTER), planner=("role", PLANNER))
    assert roles(both) == [PLANNER]
    text = "Tester here, how much more would planner pay"
    held = naming("ask_salary", text, Tester=("role", TESTER), planner=("role", PLANNER))
    assert roles(held) == [TESTER, PLANNER]


def test_a_place_that_was_not_meant_is_left_out() -> None:
    text = "oh no, I wanted to say Omaha, not Reno"
    both = naming("correct_detail", text, Omaha=("location", "Omaha"), Reno=("location", "Reno"))
    (found,) = aimed([both], text, after("salary", TESTER))
    assert found.values("location") == ["Omaha"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("is it dying with the cloud", []), ("is the cloud dying", ["cloud-engineer"])],
)
def test_field_that_something_spoken_of_has_to_do_with_is_no_job(
    text: str, kept: list[str]
) -> None:
    field = {**entity_at(text, "role", "the cloud", "cloud-engineer"), "field": True}
    memory = Memory(topic="outlook", role="qa-engineer")
    (found,) = aimed([Request("ask_outlook", text, (field,))], text, memory)
    assert found.values("role") == kept


def test_question_on_a_job_outside_the_table_is_nobody_s_own_job() -> None:
    text = "how is a tailor different from a tester"
    entities = (
        entity_at(text, "other_role", "tailor", "tailor"),
        entity_at(text, "role", "tester", "qa-engineer"),
    )
    (found,) = aimed([Request("ask_definition", text, entities)], text, Memory())
    assert found.values("other_role") == ["tailor"]


def test_one_role_put_in_the_place_of_another() -> None:
    text = "scratch the DBA, make it a tester"
    request = naming("compare_roles", text, DBA=("role", DBA), tester=("role", TESTER))
    (found,) = aimed([request], text, after("salary", DBA))
    assert (found.intent, found.values("role")) == ("correct_detail", [TESTER])


def test_as_a_tester_here_is_no_speaker() -> None:
    text = "bakers get 40 around here. what would I make as a tester here?"
    request = naming("ask_salary", text, bakers=("other_role", "baker"), tester=("role", TESTER))
    assert roles(request) == [TESTER]


def test_a_figure_of_speech_is_no_job_that_is_asked_about() -> None:
    text = "so kind of a locksmith for websites, and is that well paid"
    asked = naming("ask_salary", text, locksmith=("other_role", "locksmith"))
    (found,) = aimed([asked], text, after("definition", TESTER))
    assert found.values("other_role") == []
    text = "so what is a locksmith paid"
    asked = naming("ask_salary", text, locksmith=("other_role", "locksmith"))
    (found,) = aimed([asked], text, after("definition", TESTER))
    assert found.values("other_role") == ["locksmith"]


def test_the_first_of_a_list_is_no_speaker() -> None:
    text = "Tampa. tester, planner, a DBA. what is each paid"
    asked = naming(
        "ask_salary", text, tester=("role", TESTER), planner=("role", PLANNER), DBA=("role", DBA)
    )
    assert roles(asked) == [TESTER, PLANNER, DBA]
    text = "tester, forty. what is a DBA paid. roughly"
    asked = naming("ask_salary", text, tester=("role", TESTER), DBA=("role", DBA))
    assert roles(asked) == [DBA]


def test_the_part_that_only_denies_asks_for_nothing() -> None:
    denies = naming("correct_detail", "oh no, not Tampa", Tampa=("location", "Tampa"))
    means = naming("correct_detail", "I mean Boise of course", Boise=("location", "Boise"))
    text = "oh no, not Tampa, I mean Boise of course"
    found = aimed([denies, means], text, after("salary", TESTER))
    assert [request.values("location") for request in found] == [["Boise"]]
    found = aimed([denies], "oh no, not Tampa", after("salary", TESTER))
    assert [request.values("location") for request in found] == [["Tampa"]]


def test_what_stands_before_i_mean_may_be_the_question() -> None:
    text = "what else is open to a person like him, a tester I mean"
    asked = Request("ask_related_roles", text, (entity_at(text, "role", "tester", TESTER),))
    (kept,) = aimed([asked], text, Memory(topic="salary", role=TESTER, roles=[TESTER]))
    assert kept.intent == "ask_related_roles"
