"""Where entities stand in a text, and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_JOINED = re.compile(
    r"\s*(/|&|,|,? ?(or|and|n|vs\.?|versus|than|over|to|into|instead of|rather than))"
    r"(\s+(an?|the|in|into))?\s*$",
    re.I,
)
# "Austin, TX", "the Portland in Maine", "Portland, the one in Oregon".
_STATE_AFTER = re.compile(r"(,?\s*|\s+in\s+|,?\s+the\s+one\s+in\s+)$", re.I)
# "Portland, the Oregon one", "Kansas City on the Missouri side".
_THE_BEFORE = re.compile(r"[,.]?\s+((on|as in|i mean)\s+)?the\s+$", re.I)
_ONE_AFTER = re.compile(r"\s+(one|side|part|half)\b", re.I)
# "St. Louis" and "Washington, D.C." are one name across their mark.
_LINKS = frozenset({". ", ", "})
_BREAK = re.compile(r"[,.;:?!()]")


def is_apart(gap: str) -> bool:
    """True where words do not belong to one phrase: a comma or a full stop lies between."""
    return gap not in _LINKS and bool(_BREAK.search(gap))


def is_joined(start: int, end: int, other_start: int, other_end: int, text: str) -> bool:
    """Whether only a word like "or" lies between two places of the text."""
    gap = text[end:other_start] if end <= other_start else text[other_end:start]
    return bool(_JOINED.match(gap))


def is_free(start: int, end: int, found: Iterable[dict[str, Any]]) -> bool:
    """Whether no entity of `found` stands in this part of the text."""
    return all(end <= e["start"] or start >= e["end"] for e in found)


def absorb_states(
    found: list[dict[str, Any]], text: str, states: Mapping[str, str]
) -> list[dict[str, Any]]:
    """ "Austin, TX" is one place: the state after a city belongs to it.

    `states` has the letters of the states that a listed place lies in; of a city in another one
    ("the Portland in Maine") the table has nothing, and it stays as typed.
    """
    kept: list[dict[str, Any]] = []
    for e in sorted(found, key=lambda e: int(e["start"])):
        previous = kept[-1] if kept else None
        if (
            previous is not None
            and e.get("state")
            and previous["entity"] == "location"
            and not previous.get("state")
            and _belongs(text, previous["end"], e)
        ):
            lies_in = states.get(previous["value"], "").split()
            if lies_in and e["state"] not in lies_in:
                city = text[previous["start"] : previous["end"]]
                previous["value"] = f"{city}, {text[e['start'] : e['end']]}"
            if "." not in text[previous["end"] : e["start"]]:
                # "Portland. The Oregon one": what stands in two sentences would be in neither.
                previous["end"] = e["end"]
        else:
            kept.append(e)
    return kept


def _belongs(text: str, city_end: int, state: Mapping[str, Any]) -> bool:
    gap = text[city_end : state["start"]]
    pointed = _THE_BEFORE.match(gap) and _ONE_AFTER.match(text[state["end"] :])
    return bool(pointed or _STATE_AFTER.match(gap))
