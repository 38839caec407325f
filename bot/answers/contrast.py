"""Which two figures "which pays more?" and "by how much?" mean in this conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.answers import references
from bot.answers.model import PAIR, PLACED, Memory, Request, Side
from bot.answers.pairs import placed_roles
from bot.answers.places import is_here
from bot.answers.subjects import PLACE_WORDS, PROSPECTS
from bot.knowledge.pay import COUNTRY

_PAY = r"(pay\w*|paid|earn\w*|mak(e|es|ing)|money|salar\w*|wages?|bucks|dollars?|\$)"
_OF_PAY = re.compile(rf"\b{_PAY}", re.I)
_MORE = (
    r"(more|less|higher|lower|bett?er|bigger|richer|worse|cheaper|pricier|best|most|highest|least"
    r"|lowest|cheapest)"
)
_DIFFERENCE = re.compile(
    r"\bby how (much|many)\b"
    rf"|\bhow (much|many|far)\b[^.?!]*\b({_MORE}|between|apart|difference|gap|above|below|ahead|"
    r"behind|over (the|an?|that|what))\b"
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
    rf"\b{_MORE}\b[^.?!]*\bthan\b|\bwins?\b(?!\s+(the|a|an|my|this)\b)|\b(beats?|out-?earns?)\b|\b{_PAY}\W+(\w+\W+)?{_MORE}\b"
    r"|\b(is|are|it'?s|that'?s)\W+(\w+\W+)?(less|higher|lower|better|worse|cheaper)\b",
    re.I,
)
# "So the first one gets 18k more": an amount that is the difference, not somebody's pay.
_CLAIMED_GAP = re.compile(
    r"\d[\d,.]*\s?(k|grand|thousand|bucks|dollars|usd)?\s+((a|per) (year|month)\s+)?"
    r"(more|less|higher|lower|extra|better|worse|above|below|apart|difference)\b"
    # "So the premium is roughly 15k?"
    r"|\b(premium|difference|diff|gap|bump|raise|jump|delta|spread)('?s| is"
    r"| of)?\b[^.?!]{0,20}\$?\d",
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
# "Which gets the fatter check?", taken for a comparison, whatever the words for more are.
_WHICH_OPENS = re.compile(
    r"^\W*((ok|okay|so|and|but|lol|hm+|then|well|now|wait|cool|nice|yo|bruh|in your opinion)\W+)*"
    r"(which|who|whose|what one)\b(?!\W+(is|are|was)\W+(it|that|this|those|these|which)\b)",
    re.I,
)
_WHICH_GETS = re.compile(
    r"^\W*((ok|okay|so|and|but|lol|hm+|then|well|now|wait|cool|nice|yo|bruh)\W+)*"
    r"(which|who|whose|whos|what one)( one| of (the|them|those) two)?( (really|actually))?\s+"
    r"(get|make|bring|take|earn|pull|bank|rake|cash|clear)s?\b",
    re.I,
)
_FEW_WORDS = 9
_SUPERLATIVE = re.compile(r"\b(best|most|highest|least|lowest|cheapest)\b", re.I)
# "Which of your jobs pays best?" speaks of all there are.
_OF_ALL = re.compile(
    r"\b(jobs?|careers?|roles?|professions?|occupations?|titles?|you (have|cover|know)|of all)\b",
    re.I,
)
_OF_THOSE = re.compile(r"\b(of|among|from) (those|these|them)\b", re.I)
_OF_BOTH = re.compile(r"\b(between|of|for) (them|the two|those|these|both)\b|\bboth\b", re.I)
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


def asks_which_of_two(request: Request) -> bool:
    """True for "which gets the fatter check?" too, where a question on pay names nothing."""
    text = request.text
    few = len(text.split()) <= _FEW_WORDS and not (
        _SUPERLATIVE.search(text) or _OF_ALL.search(text)
    )
    loosely = few and _WHICH_GETS.match(text) and not request.values("location")
    return of_two(text) or bool(loosely)


def sides_of(request: Request, memory: Memory) -> tuple[Side, ...] | None:
    """The two figures that are to be held against each other, or more where the highest of them
    is asked for; None where none are meant."""
    places, text = request.values("location"), request.text
    roles = request.values("role") or _pointed_at(text, places, memory)
    elsewhere = _OTHER_MATTERS.search(text) or PROSPECTS.search(text)
    if elsewhere and not _OF_PAY.search(text) and not asks_difference(text):
        # "Which one grows faster?"
        return None
    of_pay = memory.topic in PLACED and not elsewhere
    difference = asks_difference(text) or (of_pay and bool(_BARE.search(text)))
    opposed = of_pay and bool(_OPPOSED.search(text))
    gap = bool(_CLAIMED_GAP.search(text))
    claimed = of_pay and (gap or (bool(_CLAIM.search(text)) and not request.values("amount")))
    if request.first("other_role") or (_SUPERLATIVE.search(text) and PLACE_WORDS.search(text)):
        # "Which city pays them most?" is about all cities.
        return None
    loosely = of_pay and _asks_loosely(request)
    asks = difference or opposed or claimed or loosely or asks_winner(text)
    if not (asks or _BARE_CLAIM.search(text)):
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
    if difference and len(places) == 1 and not roles and _OF_BOTH.search(text):
        # "And in Dallas, how much between them?"
        return _both_in(str(places[0]), memory)
    against = references.held_against(text, memory)
    if len(request.values("role")) == 1 and against not in (None, *roles):
        # "Does a data engineer beat the architect, nationally?"
        place = str(places[0]) if places else None
        return (roles[0], place), (str(against), place)
    role = roles[0] if roles else memory.role
    if len(places) > 1 and role and len(roles) < 2:
        return (role, places[0]), (role, places[1])
    told = memory.figures
    of_role = [side for side in told if roles == [side[0]]]
    if _CITIES.search(text) and len(of_role) > 1:
        # "Which city is better for product managers?"
        return _last_two(text, of_role)
    if len(roles) == 1 and not places and memory.place and is_here(text):
        # "40 more than a DBA in this town?"
        places = [memory.place]
    if of_role and places and not request.values("role") and not _is_setting(request):
        # "Is it better than KC for the analyst?"
        return _against_place(str(places[0]), roles[0], memory)
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
        return _against_place(str(places[0]), memory.role, memory)
    if len(places) == 1 and difference and of_two(text):
        # "Which pays more in Dallas, and by how much?"
        return _both_in(str(places[0]), memory)
    if places or not of_pay:
        return None
    run = _last_run(told)
    if len(run) >= MANY and _SUPERLATIVE.search(text) and not _OF_ALL.search(text):
        return run
    return _last_two(text, told) if difference or gap or loosely or of_two(text) else None


def _both_in(place: str, memory: Memory) -> tuple[Side, ...] | None:
    """The two roles told together, or else spoken of last, in one place."""
    both = memory.together if len(memory.together) == PAIR else memory.roles[-PAIR:]
    return tuple((slug, place) for slug in both) if len(both) == PAIR else None


def _asks_loosely(request: Request) -> bool:
    """ "Which gets the fatter check?": in words of its own, but taken for a comparison."""
    text = request.text
    few = len(text.split()) <= _FEW_WORDS
    return few and request.intent == "compare_roles" and bool(_WHICH_OPENS.match(text))


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


def _against_place(place: str, role: str | None, memory: Memory) -> tuple[Side, Side] | None:
    """ "How much more is that than Miami?": the place told last, and the one that is named."""
    if role is None:
        return None
    of_role = [side for side in memory.figures if side[0] == role]
    other = next((side for side in reversed(of_role) if side[1] != place), None)
    return (other, (role, place)) if other else None


def _pointed_at(text: str, places: Sequence[str], memory: Memory) -> list[str]:
    """The role that is not named, but held against another one or looked at in two places:
    "than the administrator", "for the second role which city is cheaper?"."""
    role = references.held_against(text, memory)
    if role is None and (places or _CITIES.search(text)):
        role = references.picked_role(text, memory) or references.role_by_head(text, memory)
    return [role] if role else []


def _is_setting(request: Request) -> bool:
    """ "Which pays more in Dallas?": the place of both, not one of the two."""
    place = next((e for e in request.entities if e["entity"] == "location"), None)
    if place is None or place["value"] == COUNTRY:
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
