"""Which two figures "which pays more?" and "by how much?" mean in this conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.answers.model import PAIR, PLACED, Memory, Request, Side
from bot.answers.pairs import placed_roles
from bot.answers.subjects import PLACE_WORDS, PROSPECTS
from bot.knowledge.pay import COUNTRY

_PAY = r"(pay\w*|paid|earn\w*|mak(e|es|ing)|money|salar\w*|wages?|bucks|dollars?|\$)"
_MORE = (
    r"(more|less|higher|lower|bett?er|bigger|richer|worse|cheaper|pricier|best|most|highest|least"
    r"|lowest|cheapest)"
)
_DIFFERENCE = re.compile(
    r"\bby how (much|many)\b"
    rf"|\bhow (much|many)\b[^.?!]*\b({_MORE}|between|apart|difference|gap|above|below)\b"
    rf"|\bthe (difference|gap|spread)\b[^.?!]*\b{_PAY}"
    rf"|\b(difference|gap) (in|of) {_PAY}"
    r"|\bby (a lot|much|a little|far)\b"
    r"|\b(wins?|leads?|beats?|ahead|behind) by\b|\b(the|a) gap\b|\bby what\b|\bby\s*\?",
    re.I,
)
# "Difference?" after two figures.
_BARE = re.compile(
    r"^\W*(\w+\W+){0,5}(difference|diff|delta|gap|spread)(\W+\w+){0,4}\W*$"
    r"|\bhow (close|tiny|big|small|large|wide|far apart)\b",
    re.I,
)
_WINNER = re.compile(
    rf"\b(which|what|who|whose|where|whichever|is|are|does|do|would|will)\b[^.?!]*\b{_MORE}\b",
    re.I,
)
# "So less than Houston", "so the back end wins": no question word, and yet two are held together.
_CLAIM = re.compile(
    rf"\b{_MORE}\b[^.?!]*\bthan\b|\bwins?\b|\b{_PAY}\W+(\w+\W+)?{_MORE}\b"
    r"|\b(is|are|it'?s|that'?s)\W+(\w+\W+)?(less|higher|lower|better|worse|cheaper)\b",
    re.I,
)
# "So the first one gets 18k more": an amount that is the difference, not somebody's pay.
_CLAIMED_GAP = re.compile(
    r"\d[\d,.]*\s?(k|grand|thousand|bucks|dollars|usd)?\s+((a|per) (year|month)\s+)?"
    r"(more|less|higher|lower|extra|better|worse|above|below|apart|difference)\b",
    re.I,
)
# "Higher one?", "so that's less?", with nothing else named.
_BARE_CLAIM = re.compile(
    rf"^\W*((so|and|ok|huh|wait|hm+|oh|wow|well|then|really|the|which|it'?s|that'?s|even|way)\W+)*"
    rf"{_MORE}(\W+(one|paid|paying|city|place|of the two)){{0,2}}\W*$",
    re.I,
)
# "Vs a sysadmin there": the other side of what was told last.
_OPPOSED = re.compile(
    r"^\W*((and|or|but|ok|so|now|hm+)\W+)*"
    r"(vs\.?|versus|as opposed to|compared (to|with)|against)\W"
    r"|\b(that|this|it|those|these|they) ((compares?|stacks? up|measures? up) "
    r"(to|with|against)|vs\.?|versus)\b"
    r"|\b(that|how|this|it)'?s (that|this|it|against|vs\.?|versus)\b[^.?!]*"
    r"\b(vs\.?|versus|against)\b",
    re.I,
)
_WHICH = re.compile(rf"\b(which|what|who|whose|where|whichever)\b[^.?!]*\b{_MORE}\b", re.I)
_SUPERLATIVE = re.compile(r"\b(best|most|highest|least|lowest|cheapest)\b", re.I)
# "Which of your jobs pays best?" speaks of all there are.
_OF_ALL = re.compile(
    r"\b(jobs?|careers?|roles?|professions?|occupations?|titles?|you (have|cover|know)|of all)\b",
    re.I,
)
_OF_THOSE = re.compile(r"\b(of|among|from) (those|these|them)\b", re.I)
MANY = 3
_OF_TWO = re.compile(
    r"\b(of|between|out of) (the|these|those) (two|2)\b|\bof (them|these|those)\b"
    r"|\bwhich one\b|\bboth\b",
    re.I,
)
_CITIES = re.compile(r"\b(city|cities|places?|states?|towns?|metros?|where|locations?)\b", re.I)
_ROLES = re.compile(r"\b(roles?|jobs?|careers?|positions?|titles?)\b", re.I)
_OTHER_MATTERS = re.compile(
    r"\b(easier|harder|interesting|grow\w*|openings|stable|fun|stress\w*|better for me)\b", re.I
)
_AT = re.compile(r"\b(in|at|for|around|near|across|over)\s+(the\s+)?$", re.I)
_THAN = re.compile(r"\b(than|vs\.?|versus|over|against|from|beats?)\b[^.?!]*$", re.I)


def asks_difference(text: str) -> bool:
    """True for "by how much?" and "how many dollars more is that?"."""
    return bool(_DIFFERENCE.search(text))


def asks_which(text: str) -> bool:
    """True for "which one pays more?", false for "by how much?"."""
    return bool(_WHICH.search(text)) and not _DIFFERENCE.match(text.strip())


def asks_winner(text: str) -> bool:
    """True for "which pays more?"."""
    return bool(_WINNER.search(text))


def of_two(text: str) -> bool:
    """True for "which of the two pays more?", "which pays more?" and "the higher one?", not for
    "the best-paid"."""
    if _BARE_CLAIM.search(text):
        return True
    if _OF_TWO.search(text):
        return asks_winner(text)
    return bool(_WHICH.search(text)) and not _SUPERLATIVE.search(text)


def sides_of(request: Request, memory: Memory) -> tuple[Side, ...] | None:
    """The two figures that are to be held against each other, or more where the highest of them
    is asked for; None where none are meant."""
    roles, places = request.values("role"), request.values("location")
    text = request.text
    of_pay = memory.topic in PLACED and not (_OTHER_MATTERS.search(text) or PROSPECTS.search(text))
    difference = asks_difference(text) or (of_pay and bool(_BARE.search(text)))
    opposed = of_pay and bool(_OPPOSED.search(text))
    gap = bool(_CLAIMED_GAP.search(text))
    claimed = of_pay and (gap or (bool(_CLAIM.search(text)) and not request.values("amount")))
    if request.first("other_role") or (_SUPERLATIVE.search(text) and PLACE_WORDS.search(text)):
        # "Which city pays them most?" is about all cities.
        return None
    if not (difference or opposed or claimed or asks_winner(text) or _BARE_CLAIM.search(text)):
        return None
    if pair := _pairs(request):
        return pair
    if of_pay and difference and len(roles) == PAIR and not places:
        # "So SRE and cloud nearly tie, how close?"
        of_both = {
            place for role in roles for slug, place in memory.figures[-MANY:] if slug == role
        }
        place = of_both.pop() if len(of_both) == 1 else None
        return (roles[0], place), (roles[1], place)
    role = roles[0] if roles else memory.role
    if len(places) > 1 and role and len(roles) < 2:
        return (role, places[0]), (role, places[1])
    told = memory.figures
    of_role = [side for side in told if roles == [side[0]]]
    if _CITIES.search(text) and len(of_role) > 1:
        # "Which city is better for product managers?"
        return _last_two(text, of_role)
    if len(roles) == 1 and (told or _THAN.search(text)):
        return _against_role(roles[0], places, memory)
    if not roles and not places and memory.offered[2:] and _OF_THOSE.search(text):
        # "Which of those pays best?" after a list of roles.
        listed = tuple((slug, None) for slug in memory.offered)
        return listed if _SUPERLATIVE.search(text) and not memory.together else None
    together = memory.together
    if not roles and not places and len(together) >= MANY and not _OF_ALL.search(text):
        # "Which pays most?" after three were told apart.
        return tuple((slug, memory.location) for slug in together) if _WHICH.search(text) else None
    if not told or roles:
        return None
    if places and (opposed or not _is_setting(request)):
        return _against_place(str(places[0]), memory)
    if places or not of_pay:
        return None
    run = _last_run(told)
    if len(run) >= MANY and _SUPERLATIVE.search(text) and not _OF_ALL.search(text):
        return run
    return _last_two(text, told) if difference or gap or of_two(text) else None


def _against_role(slug: str, places: Sequence[str], memory: Memory) -> tuple[Side, Side] | None:
    """ "How much more than the sysadmin?": the role spoken of, and the one that is named."""
    other = next((role for role in reversed(memory.roles) if role != slug), None)
    if other is None:
        return None
    known = [place for role in (slug, other) for s, place in memory.figures if s == role]
    place = places[0] if places else known[-1] if known else None
    return (other, place), (slug, place)


def _pairs(request: Request) -> tuple[Side, Side] | None:
    """ "A tester in Reno or an analyst in Tampa": each role with the place behind it."""
    pairs = [(str(role["value"]), str(place["value"])) for role, place in placed_roles(request)]
    if len(pairs) != PAIR:
        return None
    one, other = pairs
    return (one, other) if one[0] != other[0] and one[1] != other[1] else None


def _last_run(told: Sequence[Side]) -> tuple[Side, ...]:
    """The figures told last that are of one role in several places, or of several in one."""
    role, place = told[-1]
    runs = []
    for same in (lambda side: side[0] == role, lambda side: side[1] == place):
        run = list(takewhile(same, reversed(told)))
        runs.append(tuple(reversed(run)))
    return max(runs, key=len)


def _against_place(place: str, memory: Memory) -> tuple[Side, Side] | None:
    """ "How much more is that than Miami?": the place told last, and the one that is named."""
    if memory.role is None:
        return None
    of_role = [side for side in memory.figures if side[0] == memory.role]
    other = next((side for side in reversed(of_role) if side[1] != place), None)
    return (other, (memory.role, place)) if other else None


def _is_setting(request: Request) -> bool:
    """ "Which pays more in Dallas?": the place of both, not one of the two."""
    place = next(e for e in request.entities if e["entity"] == "location")
    if place["value"] == COUNTRY:
        # "Which of the two pays more nationally?"
        return True
    before = request.text[: int(place.get("start", 0))]
    return bool(_AT.search(before)) and not _THAN.search(before) and not _CITIES.search(before)


def _last_two(text: str, told: Sequence[Side]) -> tuple[Side, Side] | None:
    last = told[-1]
    others = list(reversed(told[:-1]))
    if _CITIES.search(text):
        others = [side for side in others if side[0] == last[0] and side[1] != last[1]]
    elif _ROLES.search(text):
        others = [side for side in others if side[0] != last[0]]
    return (others[0], last) if others else None
