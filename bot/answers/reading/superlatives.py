"""Questions on all roles at once: "which job grows fastest?", "what can I do without a degree?"."""

from __future__ import annotations

import re

from bot.answers.model import HIGHEST, LOWEST

_MOST = re.compile(
    r"\b(fastest|quickest|most|highest|best|biggest|largest|hottest|top|strongest|safest|brightest)\b",
    re.I,
)
_LEAST = re.compile(
    r"\b(slowest|least|lowest|worst|smallest|weakest|shrink\w*|dying|declin\w+|disappear\w*)\b",
    re.I,
)
_JOBS = re.compile(
    r"\b(which|what|any|are there|is there|list|name|show|give me|tell me)\b[^.?!]*"
    r"\b(jobs?|roles?|careers?|positions?|fields?|professions?|occupations?|titles?|gigs?)\b"
    r"|\b(jobs?|roles?|careers?) (that|which|where|for people)\b|\bwhat (pays|can i (do|get|be))\b"
    r"|\b(is there|know of) (anything|something)\b",
    re.I,
)
# "Which one grows fastest?" speaks of a few roles where a few have been told.
_WHICH = re.compile(
    r"\b(which|any|list|name|show|give me|tell me)\b[^.?!]*\bones?\b"
    r"|^\W*((and|so|ok|then)\W+)*(which|what)('s| is| are)?\b",
    re.I,
)
_DEGREE = (
    r"(degrees?|college|school(ing)?|bachelor'?s?|diplomas?|university|uni|"
    r"(4|four)[- ]?years?( degree)?)"
)
_NO_DEGREE = re.compile(
    r"\b(only|just|nothing but|no more than) (with )?(an? |my |the )?(high school|hs|g\.?e\.?d)\b|"
    rf"\b(no|without|w/o|minus|sans)\s+(an?\s+|any\s+|the\s+|going to\s+|having\s+)*{_DEGREE}\b"
    r"|(n'?t|\bnot)\s+(\w+\s+){0,3}(need|requires?|ask for|have|finish\w*)\s+(\w+\s+){0,3}"
    rf"{_DEGREE}\b",
    re.I,
)


_EASY = re.compile(
    r"\b(easy|easier|easiest|quick|quickest|fast|fastest|simple|simplest|beginners?|starters?|newbies?|"
    r"no experience|without experience|barriers?)\b",
    re.I,
)


def growth_rank(text: str) -> str | None:
    """ "highest" for "which role is growing fastest?", "lowest" for "and the slowest?"; None
    where no rank is asked for."""
    if _LEAST.search(text):
        return LOWEST
    return HIGHEST if _MOST.search(text) else None


def asks_any_job(text: str) -> bool:
    """True where all roles are asked about: "what jobs are there that ..."."""
    return speaks_of_jobs(text) or bool(_WHICH.search(text))


def speaks_of_jobs(text: str) -> bool:
    """True for "which job ...", false for "which one ...", which may mean one just told."""
    return bool(_JOBS.search(text))


def asks_without_degree(text: str) -> bool:
    """True for "which tech job needs no degree?"."""
    return bool(_NO_DEGREE.search(text)) and asks_any_job(text)


def asks_easy_way_in(text: str) -> bool:
    """True for "which of your jobs is the easiest to get into?"."""
    return bool(_EASY.search(text)) and speaks_of_jobs(text)
