"""When somebody wants to start, as they say it: "next month", "asap", "by the end of Q1"."""

from __future__ import annotations

import re

from bot.handoff.phrases import pattern

_TIMING = pattern(r"\b{timing}(?!\w)", re.IGNORECASE)


def find_timing(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first phrase of time in `text` and its place; None if there is none."""
    match = _TIMING.search(text)
    return (match.group().strip(), match.span()) if match else None
