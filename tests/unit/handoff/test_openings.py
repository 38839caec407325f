"""Which messages that are taken for a wish open the form, and which only may be one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.handoff.model import Heard
from bot.handoff.openings import opens, says_wish

WISHES = """\
any vacancy for a tester in your side?
me search work as web developer
we could do with another pair of admins
u got react people for a short contract
what's ur fee
pls i want speak with human
have a recruiter ring my daughter
my cousin needs a job, can you help her
i was let go on monday
do your clients sponsor
could you get us somebody by March
where do I send my résumé
"""
NO_WISHES = """\
do data engineers build bridges
that can't be right, half my street got laid off
Lisbon, any luck?
I study part time. statistician, Tucson
the job who paint the web page, how is name?
my husband may get a job in Omaha, so that too
people who plan routes
anything fresher?
polish my résumé for me
"""


@pytest.mark.parametrize("text", WISHES.splitlines())
def test_says_a_wish(text: str) -> None:
    assert says_wish(text)
    assert opens(Heard(text, "find_job", 0.4))


@pytest.mark.parametrize("text", NO_WISHES.splitlines())
def test_says_none(text: str) -> None:
    assert not says_wish(text)
    assert not opens(Heard(text, "find_job", 0.6))


def test_a_sure_wish_needs_no_words_and_a_button_none_at_all() -> None:
    assert opens(Heard("SRE, remote", "find_job", 0.9))
    assert opens(Heard("", "hire_talent", 0.0))


def test_wishes_that_others_wrote_are_found_in_their_words() -> None:
    """Of the labelled wishes five in six are told by their words alone, typos included."""
    path = Path(__file__).parents[2] / "understanding" / "test.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    wishes = {"hire_talent", "find_job", "request_human"}
    found = [says_wish(e["text"]) for e in lines if e["intents"][0] in wishes]
    others = [says_wish(e["text"]) for e in lines if e["intents"][0] not in wishes]
    assert sum(found) >= 0.8 * len(found) > 0
    assert sum(others) <= 0.2 * len(others)


@pytest.mark.parametrize(
    "text",
    [
        "do companies even hire grandmothers for that",
        "could you help me get onto the neighbour's wifi",
        "what's the fee for renewing a passport",
    ],
)
def test_what_only_sounds_like_a_wish_opens_no_form(text: str) -> None:
    assert not opens(Heard(text, "find_job", 0.6))
