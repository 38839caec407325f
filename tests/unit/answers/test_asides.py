"""Questions on the last answer that name nothing new."""

from __future__ import annotations

import pytest

from bot.answers.model import Memory, Request
from bot.answers.reading import asides

AFTER_PAY = Memory(topic="salary", role="qa-engineer", location="Reno")


@pytest.mark.parametrize(
    "text", ["is stock counted too?", "does it include commissions", "with or without bonuses?"]
)
def test_extras_beside_the_base_are_about_the_figures(text: str) -> None:
    assert asides.is_about_figures(Request("inform", text), AFTER_PAY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("quite a jump. why?", True),
        ("how come it is so low", True),
        ("why do they earn that little", True),
        ("why should I trust you", False),
        ("why not ask your boss", False),
        ("that is low", False),
    ],
)
def test_reasons_of_a_figure(text: str, why: bool) -> None:
    assert asides.asks_why(text) == why


@pytest.mark.parametrize(
    ("text", "surprised"),
    [
        ("lower than I hoped", True),
        ("wow, that's really low", True),
        ("is it lower than what I have?", False),
        ("lower than Reno", False),
    ],
)
def test_surprise_asks_for_nothing(text: str, surprised: bool) -> None:
    assert asides.is_surprised(text) == surprised


@pytest.mark.parametrize(
    ("text", "same", "everything"),
    [
        ("now the same for a tester", True, False),
        ("same questions on a tester", True, True),
        ("is a tester the same as a developer", False, False),
        ("he says tester, is that the same thing", False, False),
    ],
)
def test_the_same_of_another_role(text: str, same: bool, everything: bool) -> None:
    assert asides.asks_the_same(text) == same
    assert asides.asks_all_the_same(text) == everything


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("how many years till they let you in", True),
        ("experience required?", True),
        ("how many years of college", False),
        ("how many years old is that figure", False),
    ],
)
def test_years_of_experience(text: str, years: bool) -> None:
    assert asides.asks_for_years(text) == years


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("any stress?", True),
        ("do they sit there on Sundays and weekends", True),
        ("how many hours a week is that", True),
        ("can I study for it on weekends", False),
        ("are there part-time jobs", False),
        ("is overtime paid", False),
        ("what do they do", False),
    ],
)
def test_working_conditions(text: str, asked: bool) -> None:
    assert asides.asks_conditions(text) == asked
