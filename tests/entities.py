"""Entities as the pipeline gives them, for messages that are written out in a test."""

from __future__ import annotations

from typing import Any


def entity_at(text: str, kind: str, words: str, value: Any) -> dict[str, Any]:
    """An entity that stands where `words` stand first in `text`."""
    start = text.index(words)
    return {"entity": kind, "start": start, "end": start + len(words), "value": value}
