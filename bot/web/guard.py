"""Typed text as it may reach Rasa: in Rasa a leading slash is a command, in a chat it is text."""

from __future__ import annotations

import unicodedata

# What people see as a slash and NFKC leaves as it is.
_SLASHES = frozenset("/\u2044\u2215\u2571\u29f8\u27cb\u3033\u1735\u2cc6")
# Blank on screen although Unicode files them under letters and symbols.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Control, format, surrogate, private, unassigned; separators; marks without a base letter.
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"])


def as_plain_text(typed: str) -> str:
    """`typed` without what would make Rasa take it for a command; empty if nothing is left.

    Invisible and control characters, white space and everything that is or becomes a slash
    under NFKC are dropped from the start, as often as they follow each other.
    """
    start = next((i for i, character in enumerate(typed) if not _droppable(character)), len(typed))
    return typed[start:].rstrip().replace("\x00", "")


def _droppable(character: str) -> bool:
    if character in _BLANKS or unicodedata.category(character) in _INVISIBLE:
        return True
    return unicodedata.normalize("NFKC", character)[:1] in _SLASHES
