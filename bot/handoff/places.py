"""Which of the places in a message somebody wants to work or hire in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.handoff.phrases import pattern

Entity = Mapping[str, Any]

_LEFT = pattern(r"\b{left}\s+$", re.I)
_ORIGIN = pattern(r"\b{origin}\s+$", re.I)
_CURRENT = pattern(r"\b{current}\s+$", re.I)
_DESTINATION = pattern(r"(?:\b|(?='))(?:{destination})\s+$", re.I)
_NO_ORIGIN = pattern(r"\b{no_origin}\s+$", re.I)
_ORIGIN_AFTER = pattern(r"^\s*{origin_after}\b", re.I)
_BELONGS = pattern(r"^[\s-]+(?:\w+\s+)?{belongings}\b", re.I)
_PERMIT = pattern(r"\b{permit}\s+$", re.I)


def wanted_places(text: str, places: Sequence[Entity]) -> list[Entity]:
    """`places` without those that only tell something of the person: an origin, a visa.

    "From Poland, now in Chicago" leaves Chicago; "I am from Boston" alone leaves Boston.
    """
    kept = [e for e in places if not _is_attribute(text, e)]
    kept = [e for e in kept if not _LEFT.search(_before(text, e))]
    kept = [e for e in kept if not _is_origin(text, e)] or kept
    if any(_DESTINATION.search(_before(text, e)) for e in kept):
        # "I live in Boston and want to move to Denver".
        kept = [e for e in kept if not _CURRENT.search(_before(text, e))] or kept
    return kept


def _before(text: str, place: Entity) -> str:
    return text[: place.get("start", 0)]


def _is_attribute(text: str, place: Entity) -> bool:
    """ "A US phone", "authorized to work in the US": no place to work in is meant."""
    if "start" not in place:
        return False
    return bool(_BELONGS.search(text[place["end"] :]) or _PERMIT.search(text[: place["start"]]))


def _is_origin(text: str, place: Entity) -> bool:
    if "start" not in place:
        return False
    before = text[: place["start"]]
    if _ORIGIN_AFTER.search(text[place["end"] :]):
        return True
    return bool(_ORIGIN.search(before)) and not _NO_ORIGIN.search(before)
