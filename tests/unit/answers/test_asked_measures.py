"""Measures, levels and ends of a range that a message speaks of."""

from __future__ import annotations

import pytest

from bot.answers.model import Memory, Request
from bot.answers.reading.asked_measures import (
    asked_levels,
    asked_metrics,
    at_range_end,
    is_remote,
    named_amount,
    tells_experience,
)

AFTER_PAY = Memory(topic="salary", role="qa-engineer")


def request(text: str, kind: str = "", value: str = "") -> Request:
    return Request("inform", text, ({"entity": kind, "value": value},) if kind else ())


def test_bare_rank_is_a_percentile() -> None:
    assert asked_metrics(request("and the 10th?")) == ("p10",)
    assert asked_metrics(request("10 of them")) == ()


@pytest.mark.parametrize(("rank", "end"), [("lowest", "p10"), ("highest", "p90")])
def test_end_of_the_range_of_one_role(rank: str, end: str) -> None:
    asked = at_range_end(request(f"what's the {rank}", "ranking", rank), AFTER_PAY)
    assert asked.values("metric") == [end]


@pytest.mark.parametrize(
    ("text", "memory"),
    [
        ("which job is the lowest", AFTER_PAY),
        ("what's the lowest", Memory(topic="salary", role="qa-engineer", ranking="highest")),
        ("what's the lowest", Memory(topic="skills", role="qa-engineer")),
    ],
)
def test_a_rank_of_several_stays_one(text: str, memory: Memory) -> None:
    assert at_range_end(request(text, "ranking", "lowest"), memory).values("metric") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("and with ten years of experience?", True),
        ("what if I have 12 yrs", True),
        ("I was a nurse for 12 years and would like to know what testers do", False),
        ("how many years does it take", False),
    ],
)
def test_experience(text: str, told: bool) -> None:
    assert tells_experience(text) == told
    assert (asked_levels(request(text)) == ("experienced",)) == told


def test_base_money_is_no_level() -> None:
    assert asked_levels(request("what base should I offer", "level", "base")) == ()
    assert asked_levels(request("and at the base level", "level", "base")) == ("base",)


def test_remote_work() -> None:
    assert is_remote("ok and wfh?")
    assert not is_remote("ok and in the office?")


def test_an_amount_that_is_a_difference_is_nobodys_pay() -> None:
    text = "five grand apart then"
    gap = {"entity": "amount", "value": 5000, "start": 0, "end": 10}
    assert named_amount(Request("ask_salary", text, (gap,))) is None
    offer = {**gap, "end": 21}
    assert named_amount(Request("ask_salary", text, (offer,))) == 5000
