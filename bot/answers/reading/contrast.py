"""Which two figures "which pays more?" and "by how much?" mean in this conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from bot.answers.model import PAIR, Memory, Request, Side
from bot.answers.reading import contrast_words as say
from bot.answers.reading.contrast_asked import Asked
from bot.answers.reading.pairs import placed_roles

MANY = 3
Sides = tuple[Side, ...]


def sides_of(request: Request, memory: Memory) -> Sides | None:
    """The two figures that are to be held against each other, or more where the highest of them
    is asked for; None where none are meant."""
    asked = Asked(request, memory)
    if not asked.holds_figures:
        return None
    return next((sides(asked) for applies, sides in _KINDS if applies(asked)), None)


Applies = Callable[[Asked], object]
Finds = Callable[[Asked], Sides | None]


def _both_roles(asked: Asked) -> Sides:
    """ "So SRE and cloud nearly tie, how close?"."""
    newest = asked.memory.figures[-MANY:]
    of_both = {place for role in asked.roles for slug, place in newest if slug == role}
    place = of_both.pop() if len(of_both) == 1 else None
    return (asked.roles[0], place), (asked.roles[1], place)


def _both_in(asked: Asked) -> Sides | None:
    """The two roles told together, or else spoken of last, in one place."""
    memory = asked.memory
    both = memory.together if len(memory.together) == PAIR else memory.roles[-PAIR:]
    return tuple((slug, asked.places[0]) for slug in both) if len(both) == PAIR else None


def _against_head(asked: Asked) -> Sides:
    """ "Does a data engineer beat the architect, nationally?"."""
    place = asked.places[0] if asked.places else None
    return (asked.roles[0], place), (str(asked.against), place)


def _two_places(asked: Asked) -> Sides:
    role = str(asked.one_role)
    return (role, asked.places[0]), (role, asked.places[1])


def _against_role(asked: Asked) -> Sides | None:
    """ "How much more than the sysadmin?": the role spoken of, and the one that is named."""
    slug, memory = asked.roles[0], asked.memory
    other = next((role for role in reversed(memory.roles) if role != slug), None)
    if other is None:
        return None
    known = [place for role in (slug, other) for s, place in memory.figures if s == role]
    place = asked.places[0] if asked.places else known[-1] if known else None
    return (other, place), (slug, place)


def _against_place(asked: Asked) -> Sides | None:
    """ "How much more is that than Miami?": the place told last, and the one that is named."""
    role, place = asked.one_role, asked.places[0]
    if role is None:
        return None
    of_role = [side for side in asked.memory.figures if side[0] == role]
    other = next((side for side in reversed(of_role) if side[1] != place), None)
    return (other, (role, place)) if other else None


def _all_listed(asked: Asked) -> Sides | None:
    """ "Which of those pays best?" after a list of roles."""
    best = say.SUPERLATIVE.search(asked.text) and not asked.memory.together
    return tuple((slug, None) for slug in asked.memory.offered) if best else None


def _all_together(asked: Asked) -> Sides | None:
    """ "Which pays most?" after three were told apart."""
    memory = asked.memory
    asks = say.WHICH.search(asked.text)
    return tuple((slug, memory.location) for slug in memory.together) if asks else None


def _told_last(asked: Asked) -> Sides | None:
    told, text = asked.memory.figures, asked.text
    run = _last_run(told)
    if len(run) >= MANY and say.SUPERLATIVE.search(text) and not say.OF_ALL.search(text):
        return run
    of_two = asked.difference or asked.gap or asked.loosely or say.of_two(text)
    return _last_two(text, told) if of_two else None


def _none(asked: Asked) -> None:
    """Nothing has been told that the message could hold against anything."""


# The first kind that applies decides, whether it finds two figures or not.
_KINDS: tuple[tuple[Applies, Finds], ...] = (
    (lambda a: _pairs(a.request), lambda a: _pairs(a.request)),
    (
        lambda a: a.of_pay and a.difference and len(a.roles) == PAIR and not a.places,
        _both_roles,
    ),
    # "And in Dallas, how much between them?"
    (
        lambda a: (
            a.difference and len(a.places) == 1 and not a.roles and say.OF_BOTH.search(a.text)
        ),
        _both_in,
    ),
    (lambda a: len(a.named) == 1 and a.against not in (None, *a.roles), _against_head),
    (lambda a: len(a.places) > 1 and a.one_role, _two_places),
    # "Which city is better for product managers?"
    (
        lambda a: say.CITIES.search(a.text) and len(a.told_of_role) > 1,
        lambda a: _last_two(a.text, a.told_of_role),
    ),
    # "Is it better than KC for the analyst?"
    (
        lambda a: a.told_of_role and a.places and not a.named and not a.is_setting,
        _against_place,
    ),
    (
        lambda a: len(a.roles) == 1 and (a.memory.figures or say.THAN.search(a.text)),
        _against_role,
    ),
    (
        lambda a: a.nothing_named and a.memory.offered[2:] and say.OF_THOSE.search(a.text),
        _all_listed,
    ),
    (
        lambda a: (
            a.nothing_named and len(a.memory.together) >= MANY and not say.OF_ALL.search(a.text)
        ),
        _all_together,
    ),
    (lambda a: not a.memory.figures or a.roles, _none),
    (lambda a: a.places and (a.opposed or not a.is_setting), _against_place),
    # "Which pays more in Dallas, and by how much?"
    (lambda a: len(a.places) == 1 and a.difference and say.of_two(a.text), _both_in),
    (lambda a: a.places or not a.of_pay, _none),
    (lambda a: True, _told_last),
)


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


def _last_two(text: str, told: Sequence[Side]) -> tuple[Side, Side] | None:
    last = told[-1]
    others = list(reversed(told[:-1]))
    if say.CITIES.search(text):
        others = [side for side in others if side[0] == last[0] and side[1] != last[1]]
    elif say.ROLES.search(text):
        others = [side for side in others if side[0] != last[0]]
    return (others[0], last) if others else None
