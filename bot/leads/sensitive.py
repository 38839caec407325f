"""Facts that nobody asked for and that must not be kept: age, health, family, religion, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

MASK = "[removed]"

_LUHN_DOUBLE = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_CARD = re.compile(r"(?<![\w+])(?:\d[ -]?){12,18}\d(?!\w)")
_SSN = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")


def mask_sensitive(text: str) -> str:
    """`text` with each volunteered sensitive fact replaced by `MASK`.

    Contact details, experience, pay and places are left alone.
    """
    text = _SSN.sub(MASK, text)
    return _CARD.sub(_replace_if(_is_card), text)


def _replace_if(test: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    return lambda match: MASK if test(match.group()) else match.group()


def _is_card(number: str) -> bool:
    digits = [int(letter) for letter in number if letter.isdigit()]
    odd = sum(digits[-1::-2])
    even = sum(_LUHN_DOUBLE[digit] for digit in digits[-2::-2])
    return (odd + even) % 10 == 0
