"""Which of the roles that a message names it asks about.

"I'm a tester, how do I become a developer?" asks about one of its two roles, and so does "no, I
meant project manager, not product manager".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answers.described import DESCRIBED, HINT
from bot.answers.model import Memory, Request

CAREER_PATH, CORRECTION = "ask_career_path", "correct_detail"
_NAMES = frozenset({"role", "other_role", DESCRIBED, HINT})
# Right before a role: the person comes from there.
_ORIGIN = re.compile(
    r"\b(from|as|am|i'?m|was|been|currently|after|former|ex)[\s-]+"
    r"((a|an|the|my|being|doing|working|work|in|current|old|senior|junior|entry|level)\s+){0,4}$",
    re.I,
)
_PRONOUN = re.compile(r"\b(become|be|into|as|to|for|in)\s+(one|it|that|this|there|them)\b", re.I)
_MEANT = re.compile(
    r"\bi\s+(actually\s+)?(meant|mean|was (asking|talking) about|asked (about|for))\b", re.I
)
_NOT = re.compile(r"\bnot\s+((a|an|the)\s+)?$", re.I)
# What is said of roles without asking for anything new.
_PUTS_RIGHT = frozenset({CORRECTION, "inform", "deny", "report_problem"})
# More words after "I meant" ask for something of their own.
_FEW = 6


def aimed(requests: Sequence[Request], text: str, memory: Memory) -> list[Request]:
    """The requests without the roles that only tell where the person comes from, or what was
    not meant; what stands before "I meant ..." was about the wrong one altogether.

    `text` is the whole message: a request has a name where a job is described.
    """
    spoken_of = memory.role is not None and bool(_PRONOUN.search(text))
    narrowed = [_narrowed(request, spoken_of) for request in requests]
    if memory.topic is None:
        return narrowed
    for number in reversed(range(len(narrowed))):
        request = narrowed[number]
        meant = _MEANT.search(request.text)
        if meant and request.first("role") and len(request.text[meant.end() :].split()) <= _FEW:
            return [replace(request, intent=CORRECTION), *narrowed[number + 1 :]]
    return narrowed


def _narrowed(request: Request, spoken_of: bool) -> Request:
    names = [e for e in request.entities if e["entity"] in _NAMES and "start" in e]
    beside: list[Mapping[str, Any]] = []
    if request.intent == CAREER_PATH:
        beside = [e for e in names if _ORIGIN.search(request.text[: e["start"]])]
        if spoken_of:
            # "How do I become one, coming from full stack?" describes no third job.
            beside += [e for e in names if e["entity"] in (DESCRIBED, HINT)]
        if len(beside) == len(names) and not spoken_of:
            return request
    elif (meant := _MEANT.search(request.text)) and any(
        e["entity"] == "role" and e["start"] >= meant.end() for e in names
    ):
        beside = [e for e in names if e["start"] < meant.start()]
    if request.intent in _PUTS_RIGHT:
        denied = [e for e in names if _NOT.search(request.text[: e["start"]])]
        beside += denied if len(denied) < len(names) else []
    return replace(request, entities=tuple(e for e in request.entities if e not in beside))
