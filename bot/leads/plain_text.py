"""Typed text without what cannot be seen."""

from __future__ import annotations

import unicodedata

# Joiners are part of the spelling of Persian and Indic names.
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """`text` in composed form without control characters, invisible marks and direction tricks.

    Line ends stay.
    """
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text).replace("\t", " ")
        if letter == "\n"
        or letter in _JOINERS
        or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Co")
    )


def one_line(text: str) -> str:
    """`text` as `visible` leaves it, each white space one blank."""
    return " ".join(visible(text).split())
