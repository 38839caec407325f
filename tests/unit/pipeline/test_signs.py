"""Words by which a part of a message shows what it is."""

from __future__ import annotations

import pytest

from bot.pipeline.splitting import signs


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("wut do they earn", True),
        ("after that tell me of schools", True),
        ("(b) what it pays", True),
        ("was my last pay normal", True),
        ("in Boston for somebody like me", True),
        # A place more, and no question of its own.
        ("for Charleston", False),
        ("the weather", False),
    ],
)
def test_beginnings_that_can_stand_alone(text: str, opens: bool) -> None:
    assert signs.opens_clause(text) == opens


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("also should I leave", True),
        ("In America what is that called", True),
        ("if not what else", True),
        ("somebody said so", False),
    ],
)
def test_questions(text: str, question: bool) -> None:
    assert signs.is_question(text) == question


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("we are needing two of them", True),
        ("I do chip design work, nine years", False),
        ("hello I'm from Oslo, I work as a nurse", False),
        ("I work as a nurse and want a new job", True),
    ],
)
def test_wishes(text: str, wish: bool) -> None:
    assert signs.says_wish(text) == wish


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("two quick questions: this and that", True),
        ("Two matters.", True),
        ("a question", False),
        ("two testers", False),
    ],
)
def test_announced_requests(text: str, counted: bool) -> None:
    assert signs.counts_requests(text) == counted


@pytest.mark.parametrize(
    ("text", "named"), [("my name's Ada", True), ("I'm Ada Quist", True), ("I'm tired", False)]
)
def test_names_that_are_given(text: str, named: bool) -> None:
    assert signs.gives_name(text) == named
