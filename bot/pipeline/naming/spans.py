"""Where entities stand in a text, and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_JOINED = re.compile(
    r"\s*(/|&|,|,? ?(or|and|n|vs\.?|versus|than|over|to|into|instead of|rather than))"
    r"(\s+(an?|the|in|into))?\s*$",
    re.I,
)
_STATE_AFTER = re.compile(r"^,?\s*$")
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


def absorb_states(found: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """ "Austin, TX" is one place: the state after a city belongs to it."""
    kept: list[dict[str, Any]] = []
    for e in sorted(found, key=lambda e: int(e["start"])):
        previous = kept[-1] if kept else None
        if (
            previous is not None
            and e.get("state")
            and previous["entity"] == "location"
            and not previous.get("state")
            and _STATE_AFTER.match(text[previous["end"] : e["start"]])
        ):
            previous["end"] = e["end"]
        else:
            kept.append(e)
    return kept
