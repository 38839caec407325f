"""Which measure, level or amount of pay a message speaks of."""

from __future__ import annotations

import re

from bot.answers.model import Request

# "118 base" and "base salary" speak of money, not of a level.
_BASE_PAY = re.compile(
    r"(?<![\d.,])(?P<thousands>\d{2,3})\s?k?\s+base\b|\bbase (pay|salary|comp\w*|wages?)\b", re.I
)
_RULED_OUT = re.compile(r"\b(not|isn'?t|without|instead of|rather than)\s+(\w+\s+){0,2}$", re.I)
_SPREAD = {"p25", "p75"}


def asked_metrics(request: Request) -> tuple[str, ...]:
    """The measures asked for, without one that is ruled out: "not the average"."""
    asked = [
        str(e["value"])
        for e in request.entities
        if e["entity"] == "metric" and not _RULED_OUT.search(request.text[: e.get("start", 0)])
    ]
    # "The 25th and the 75th": the whole spread, which is told with the median.
    return () if set(asked) == _SPREAD else tuple(dict.fromkeys(asked))


def asked_level(request: Request) -> str | None:
    """The level asked for; "base pay" names none."""
    level = request.first("level")
    return None if level == "base" and _BASE_PAY.search(request.text) else level


def named_amount(request: Request) -> int | None:
    """The amount in US dollars that the message holds against the figures, or None."""
    amount = request.first("amount")
    if amount is not None:
        return int(amount)
    base = _BASE_PAY.search(request.text)
    return int(base["thousands"]) * 1000 if base and base["thousands"] else None
