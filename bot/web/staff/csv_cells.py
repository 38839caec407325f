"""Cells of a CSV file that a spreadsheet cannot take for formulas."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Digits alone compute nothing: a number in E.164 stays as it is read.
_PHONE = re.compile(r"\+\d{7,15}")


def cell(value: Any) -> str:
    """`value` as text; what begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    dangerous = text.lstrip(" ").startswith(_STARTS_FORMULA) and not _PHONE.fullmatch(text)
    return f"'{text}" if dangerous else text
