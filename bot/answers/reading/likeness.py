"""Whether two jobs are likened to each other, or asked how they differ."""

from __future__ import annotations

import re

from bot.answers.model import Memory, Request

# "So is that what we used to call an administrator?"
_SAME_THING = re.compile(
    r"\b(is|isn'?t|are|aren'?t|so) (that|this|it|they|he|she|those|these)\b.*"
    r"\b(just|basically|essentially|really|same|like|called?|another (name|word)|kind of)\b"
    # "He asks whether that is the same thing as a tester."
    r"|\b(that|this|it)('?s| is) (just |basically |really )?(the )?same (thing|job)? ?as\b"
    # "So same thing as a tester or nah?"
    r"|^\W*((so|and|ok|wait|oh|basically|pretty much|more or less|isn'?t (that|it)|is (that"
    r"|it))\W+)*"
    r"(the )?same (thing|job|deal)?\s*as\b",
    re.I,
)
_DIFFERS = re.compile(
    r"\bdifferent (from|than|to)\b|\bdifference between\b|\bthe same (thing|as|job)\b"
    r"|\b(what'?s|what is|whats|what|is there an?y?) (the )?diff(erence)?\b(?! in pay| in salary)",
    re.I,
)


def asks_if_the_same(text: str) -> bool:
    """True for "is that the same thing?"."""
    return bool(_SAME_THING.search(text))


def asks_how_they_differ(text: str) -> bool:
    """True for "what is the difference between the two?"."""
    return bool(_DIFFERS.search(text))


def is_its_other_name(request: Request, named: list[str], memory: Memory) -> bool:
    """ "Is it the same as a CIO?", said of that very role."""
    # "I write software" names no role.
    names = [role for role in request.standing("role") if not role.get("field")]
    is_it = bool(names) and named == [memory.role]
    return is_it and bool(_SAME_THING.search(request.text))


def is_likened(request: Request, named: list[str], memory: Memory) -> bool:
    """ "Is that just a tester, then?", said of another role that was spoken of."""
    one_other = len(named) == 1 and memory.role not in (None, *named)
    return one_other and bool(_SAME_THING.search(request.text))
