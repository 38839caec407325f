"""The role that the person says to have."""

from __future__ import annotations

import pytest

from bot.answers.model import Memory, Request
from bot.answers.reading.own_role import asks_of_own_role, note_own_role
from tests.entities import entity_at

TESTER = "qa-engineer"


def own_after(text: str) -> str | None:
    memory = Memory()
    note_own_role(Request("ask_salary", text, (entity_at(text, "role", "tester", TESTER),)), memory)
    return memory.own


@pytest.mark.parametrize(
    "text",
    [
        "I'm a senior tester, what do DBAs get",
        "been working as a tester since 2009",
        "tester here, thinking of a change",
        "my current job? well my job is tester",
        "hi, tester 12 years, is it dying",
    ],
)
def test_a_role_that_the_person_has(text: str) -> None:
    assert own_after(text) == TESTER


@pytest.mark.parametrize(
    "text",
    [
        "what does a tester get",
        "how do I become a tester",
        "tester or DBA",
        "my wife is a tester here in Reno",
    ],
)
def test_a_role_that_is_only_asked_about(text: str) -> None:
    assert own_after(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "and my current job",
        "what do I make now, roughly",
        "versus my own role",
        "my position there",
    ],
)
def test_the_own_role_is_meant(text: str) -> None:
    assert asks_of_own_role(Request("inform", text))


@pytest.mark.parametrize(
    "text", ["would I make more now", "what do I need to learn", "my son's job at the bank pays 50"]
)
def test_another_role_is_meant(text: str) -> None:
    assert not asks_of_own_role(Request("inform", text))


def test_a_role_in_a_sentence_before_is_none_that_is_asked_about() -> None:
    text = "so the tester wins. and my current job?"
    entity = entity_at(text, "role", "tester", TESTER)
    assert asks_of_own_role(Request("ask_salary", text, (entity,)))
    text = "is my current job paid like a tester"
    entity = entity_at(text, "role", "tester", TESTER)
    assert not asks_of_own_role(Request("ask_salary", text, (entity,)))


def test_who_hires_testers_is_none() -> None:
    for text in ("I'm hiring testers", "i'm paying testers 90k", "I am not a tester"):
        memory = Memory()
        role = "testers" if "testers" in text else "tester"
        note_own_role(
            Request("inform", text, (entity_at(text, "role", role, "qa-engineer"),)), memory
        )
        assert memory.own is None, text
