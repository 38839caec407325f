"""Roles with a place each."""

from __future__ import annotations

from bot.answers.model import Request
from bot.answers.reading.pairs import each_in_its_place
from tests.entities import entity_at

TWO = "90 as a tester in Reno, 95 as a DBA in Tampa"


def request(text: str, *named: tuple[str, str], intent: str = "ask_salary") -> Request:
    return Request(
        intent, text, tuple(entity_at(text, kind, words, words) for kind, words in named)
    )


def named(found: list[Request]) -> list[list[str]]:
    return [[e["value"] for e in each.entities] for each in found]


def test_each_role_is_asked_about_in_its_own_place() -> None:
    whole = request(
        TWO, ("role", "tester"), ("location", "Reno"), ("role", "DBA"), ("location", "Tampa")
    )
    assert named(each_in_its_place(whole)) == [["tester", "Reno"], ["DBA", "Tampa"]]


def test_amounts_go_with_their_roles() -> None:
    whole = request(
        TWO,
        ("amount", "90"),
        ("role", "tester"),
        ("location", "Reno"),
        ("amount", "95"),
        ("role", "DBA"),
        ("location", "Tampa"),
    )
    assert named(each_in_its_place(whole)) == [["tester", "Reno", "90"], ["DBA", "Tampa", "95"]]


def test_other_orders_and_other_questions_are_left() -> None:
    text = "a tester or a DBA in Reno or Tampa"
    crossed = request(
        text, ("role", "tester"), ("role", "DBA"), ("location", "Reno"), ("location", "Tampa")
    )
    assert each_in_its_place(crossed) == [crossed]
    one = request(text, ("role", "DBA"), ("location", "Reno"))
    assert each_in_its_place(one) == [one]
    other = request(
        TWO,
        ("role", "tester"),
        ("location", "Reno"),
        ("role", "DBA"),
        ("location", "Tampa"),
        intent="compare_roles",
    )
    assert each_in_its_place(other) == [other]
