"""What the conversation makes of a described job."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Memory, Request
from bot.answers.reading.described import (
    as_first,
    settle,
    shared_name,
    told_by_description,
    undecided,
)
from tests.entities import entity_at

FAMILIES = {
    "database-administrator": "databases",
    "database-architect": "databases",
    "network-administrator": "networks",
    "information-security-analyst": "security",
    "product-manager": "leading",
}


def request(kind: str, value: Any, **more: Any) -> Request:
    return Request("ask_salary", "", ({"entity": kind, "value": value, **more},))


def spoken_of(*roles: str) -> Memory:
    memory = Memory(topic="salary")
    for role in roles:
        memory.mention(role)
    return memory


def settled(asked: Request, *roles: str) -> Request:
    return settle(asked, spoken_of(*roles), FAMILIES.get)


def test_two_near_roles_are_left_to_the_person() -> None:
    asked = request("described", ["database-administrator", "network-administrator"])
    left = settled(asked, "product-manager")
    assert undecided(left) == ["database-administrator", "network-administrator"]
    assert as_first(left).values("role") == ["database-administrator"]


def test_of_two_near_roles_the_family_spoken_of_decides() -> None:
    asked = request("described", ["database-administrator", "network-administrator"])
    found = settled(asked, "database-architect")
    assert undecided(found) is None
    assert told_by_description(found) == "database-administrator"


def test_a_job_outside_the_table_stays_outside() -> None:
    assert undecided(settled(request("described", []), "product-manager")) == []


@pytest.mark.parametrize(
    ("words", "likely", "expected"),
    [
        ("security", ["information-security-analyst"], "information-security-analyst"),
        # By its name, though another is nearer by meaning.
        ("network", ["information-security-analyst"], "network-administrator"),
        # By meaning alone.
        ("wiring", ["network-administrator", "database-architect"], "network-administrator"),
        ("cooking", ["database-architect"], None),
    ],
)
def test_a_hint_points_at_a_role_spoken_of(
    words: str, likely: list[str], expected: str | None
) -> None:
    asked = request("role_hint", likely, words=words)
    found = settled(asked, "network-administrator", "information-security-analyst")
    assert found.first("role") == expected
    # The person said which; it need not be said back.
    assert told_by_description(found) is None


def test_it_means_what_was_spoken_of_last() -> None:
    likely = ["network-administrator", "database-architect", "database-administrator"]
    found = settled(request("role_hint", likely, words=""), "database-architect")
    assert found.first("role") == "database-administrator"


def test_a_hint_without_a_conversation_means_nothing() -> None:
    asked = request("role_hint", ["product-manager"], words="planning")
    assert settled(asked).entities == ()


def test_a_named_role_is_not_overruled_by_a_hint() -> None:
    hint = {"entity": "role_hint", "value": ["product-manager"], "words": "product"}
    role = {"entity": "role", "value": "network-administrator"}
    asked = Request("ask_salary", "", (role, hint))
    assert settled(asked, "product-manager").values("role") == ["network-administrator"]


def test_a_lone_head_means_the_sibling_of_the_role_spoken_of() -> None:
    asked = Request("correct_detail", "pardon, the administrator")
    assert settled(asked, "database-architect").values("role") == ["database-administrator"]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("pardon, the scientist", "database-architect"),  # no database scientist is in the table
        ("the administrator and the architect", "database-architect"),
        ("pardon, the administrator", "network-administrator"),
    ],
)
def test_a_head_without_one_sibling_names_no_role(text: str, spoken: str) -> None:
    assert settled(Request("correct_detail", text), spoken).values("role") == []


def test_of_two_roles_with_one_short_name_the_one_spoken_of_is_meant() -> None:
    asked = request("described", ["product-manager", "it-project-manager"], name="PM")
    assert shared_name(settled(asked, "database-architect")) == "PM"
    found = settled(asked, "it-project-manager", "database-architect")
    assert undecided(found) is None
    assert found.values("role") == ["it-project-manager"]
    # A name is no description of which anything is to be said first.
    assert told_by_description(found) is None


PMS = ["product-manager", "it-project-manager"]


def test_a_shared_name_is_left_where_a_later_sentence_says_which() -> None:
    text = "I mix up PM and the others. Product manager first: duties?"
    entities = (
        {**entity_at(text, "described", "PM", PMS), "name": "PM"},
        entity_at(text, "role", "Product manager", "product-manager"),
    )
    settled = settle(Request("ask_responsibilities", text, entities), Memory(), lambda slug: None)
    assert undecided(settled) is None
    assert settled.values("role") == ["product-manager"]


def test_both_that_were_offered_are_asked_for_again() -> None:
    text = "PM salary"
    shared = {**entity_at(text, "described", "PM", PMS), "name": "PM"}
    asked = Request("ask_salary", text, (shared,))
    offered = Memory(offered=PMS)
    assert undecided(settle(asked, offered, lambda slug: None)) == PMS
    spoken_of = Memory(roles=["it-project-manager"])
    assert undecided(settle(asked, spoken_of, lambda slug: None)) is None
