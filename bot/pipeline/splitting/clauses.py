"""Where one message may fall into several requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SENTENCE_END = re.compile(
    r"(?<=[?!;])\s*|(?<=[a-z0-9)\"']\.)\s+|\s+-\s+|\s*\n+\s*"
    # "(a) the duties and (b) the outlook".
    r"|(?:,?\s+(?:and|or))?\s+(?=\(?[a-d1-9]\)\s)"
    # "SWE outlook + similar careers", "pay / what to learn".
    r"|\s+[+/]\s+(?=[a-z])",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\s+[+/]$")
# Of single letters only initials and "u.s.": "r u. whats" has two sentences.
_ABBREVIATED = re.compile(
    r"(?:\b(?:(?-i:[A-Z])|(?<=\.)[a-z]|dr|mr|mrs|ms|st|ft|mt|sr|jr|vs|etc|inc|ltd|co|e\.g|i\.e)\.)\s*$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r",?\s*\b(?:and also|and then|as well as|and|also|plus|then|but|n)\b\s*,?\s*|\s*[,&:]\s+",
    re.IGNORECASE,
)
# Where a new question may begin without a mark: dictated and hurried messages have none.
# "Testers what does that pay": the question word belongs to what follows it.
_RUN_ON = re.compile(
    # "That is where he would go" asks nothing.
    r"(?<!\bwhat)(?<!\bhow)(?<!\bmuch)"
    r"(?<!\bthat is)(?<!\bthat's)(?<!\bthats)(?<!\bthis is)(?<!\bwhich is)\s+"
    r"(?=(?:what|whats|what's|how|hows|which|where|who|is it|is that|is there|are there|"
    r"are they|do i|do they|does it|does that|do you need|can i|can you|could you|should i|would i|"
    r"would it|will it|will they|tell me)\b)",
    re.IGNORECASE,
)
# Between two names of a list.
_LISTED = re.compile(r"\s*(,|&|/|,?\s*\b(and|or|plus|n))\s*((an?|the)\s+)?", re.IGNORECASE)
# "What do testers and analysts make", "are they in demand": the verb is still to come.
_AUXILIARY = re.compile(
    r"\b(do|does|did|would|will|can|could|should|are|is|were|was)\s+((an?|the|most|your)\s+)?$",
    re.IGNORECASE,
)
MIN_WORDS = 2
MIN_LISTED = 3


@dataclass(frozen=True)
class Clause:
    """A part of a message that may be a request: its place and text."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> list[Clause]:
    """The sentences of `text`; abbreviations and initials do not end one."""
    cuts = [0]
    for match in _SENTENCE_END.finditer(text):
        if match.end() > cuts[-1] and not _ABBREVIATED.search(text[: match.start()]):
            cuts.append(match.end())
    return _clauses(text, cuts)


def joints(text: str, names: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Commas and conjunctions with at least one word on either side.

    Those of a list of `names`, given as their places in order, join no clauses: "what do testers
    and developers earn". Of two names alone, the verb must be still to come.
    """
    listed = _in_lists(text, names)
    return [
        match.span()
        for match in _JOINT.finditer(text)
        if text[: match.start()].strip()
        and text[match.end() :].strip()
        and not any(start <= match.start() < end for start, end in listed)
    ]


def _in_lists(text: str, names: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """From where to where lists of names go."""
    runs: list[list[tuple[int, int]]] = []
    for span in names:
        if runs and _LISTED.fullmatch(text[runs[-1][-1][1] : span[0]]):
            runs[-1].append(span)
        else:
            runs.append([span])
    return [
        (run[0][0], run[-1][1])
        for run in runs
        if len(run) >= MIN_LISTED or (len(run) > 1 and _AUXILIARY.search(text[: run[0][0]]))
    ]


def run_ons(text: str) -> list[tuple[int, int]]:
    """Spaces before words that often begin a question."""
    return [match.span() for match in _RUN_ON.finditer(text) if match.start()]


def long_enough(clause: Clause) -> bool:
    """A single word is hardly ever a request of its own."""
    return len(clause.text.split()) >= MIN_WORDS


def _clauses(text: str, cuts: list[int]) -> list[Clause]:
    result = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        stripped = _SIGN.sub("", text[start:end].strip())
        if any(character.isalnum() for character in stripped):
            begin = text.index(stripped, start)
            result.append(Clause(begin, begin + len(stripped), stripped))
    return result
