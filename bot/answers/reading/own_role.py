"""The role that the person has: "I'm a tester, ..." and later "and what do I make now?"."""

from __future__ import annotations

import re

from bot.answers.model import Memory, Request

_SAYS_BEFORE = re.compile(
    r"\b(i'?m|i am|i work as|i'?ve been|i have been|i currently work as|been working as"
    r"|my (job|role|title|position) is|working as|been)\s+"
    r"((currently|now|also|just|only|already|an?|the|your)\s+)*"
    # "I'm hiring testers" is no tester.
    r"((?!\w+ing\b|not\b)\w+\s+)?$"
    # "Sysadmin here, ..."
    r"|^\W*((hi|hey|hello|ok|so)\W+)*(\w+\s+)?$",
    re.I,
)
_SAYS_AFTER = re.compile(
    r"^\s*(here\b(?!\s+in\b)|by (trade|day)\b|((of|for)\s+)?\d+ (years|yrs))",
    re.I,
)
_I_AM = re.compile(r"\bi\b|\bi'?m\b|\bmy\b|\bbeen\b", re.I)
_SENTENCE = re.compile(r"[.!?]\s+(?=\w)")
_MINE = re.compile(
    r"\bmy (own|(current|present|existing|actual|old|day|real) "
    r"(role|job|position|title|one|gig|work|field|pay|salary))\b"
    r"|\bwhat (do |should |would )?i (currently |already )?(make|have|earn|get|am|do)\b[^.?!]*"
    r"\b(now|today|currently|at the moment|right now)\b"
    r"|\bmy (job|role|position|title)( (there|here)|'?s)?\W*$",
    re.I,
)


def note_own_role(request: Request, memory: Memory) -> None:
    """Keep the role that the person says to have; `request` is the whole message."""
    for role in request.standing("role"):
        before, after = request.text[: role["start"]], request.text[role["end"] :]
        says = _SAYS_BEFORE.search(before)
        if says and (_I_AM.search(says[0]) or _SAYS_AFTER.match(after)):
            memory.own = str(role["value"])


def asks_of_own_role(request: Request) -> bool:
    """True for "and my current role?", whatever roles the sentences before it name."""
    text = request.text
    last = max((mark.end() for mark in _SENTENCE.finditer(text)), default=0)
    named = any(role["start"] >= last for role in request.standing("role"))
    return not named and bool(_MINE.search(text[last:]))
