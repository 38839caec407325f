"""A message with a name in place of each described job, so that what follows reads names only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.pipeline.classifying.intent_model import STAND_INS
from bot.pipeline.spelling.speller import Correction

_NAME = STAND_INS["role"]
_ASKED = f"what is a {_NAME}"


@dataclass(frozen=True)
class Rewritten:
    """A text, its entities and corrections, all with their places in it."""

    text: str
    entities: tuple[Mapping[str, Any], ...]
    corrections: tuple[Correction, ...]


def described_in(entities: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The entity for which a description stands, or None; a hint is a name already."""
    return next((e for e in entities if "asked" in e), None)


def without_description(entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entities as they were before the description was looked up."""
    return [dict(e) for e in entities if "asked" not in e]


def with_description(entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Without the entities in the description: what the job works with is not asked about."""
    described = described_in(entities)
    return [
        dict(e)
        for e in entities
        if described is None
        or e is described
        or e["end"] <= described["start"]
        or e["start"] >= described["end"]
    ]


def with_name(
    text: str,
    entities: Sequence[Mapping[str, Any]],
    corrections: Sequence[Correction],
) -> Rewritten:
    """The message with the stand-in for every role where it describes one.

    "Whats that job where u break into computers" becomes "what is a data scientist"; its entity
    keeps its own value.
    """
    described = described_in(entities)
    if described is None:
        return Rewritten(text, tuple(entities), tuple(corrections))
    start, end = described["start"], described["end"]
    words = _ASKED if described["asked"] else _NAME
    shift = len(words) - (end - start)
    moved = [
        {**e, "start": e["start"] + shift, "end": e["end"] + shift} if e["start"] >= end else e
        for e in with_description(entities)
        if "asked" not in e
    ]
    name = {**described, "start": start + len(words) - len(_NAME), "end": start + len(words)}
    return Rewritten(
        f"{text[:start]}{words}{text[end:]}",
        tuple(sorted([*moved, name], key=lambda e: int(e["start"]))),
        tuple(
            replace(c, start=c.start + shift, end=c.end + shift) if c.start >= end else c
            for c in corrections
            if c.end <= start or c.start >= end
        ),
    )
