"""Markup and payloads where a name was expected: nobody is called ``<script>``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.handoff.contacts import Span, without

# "Kim <kim@example.com>", arrows, hearts and quoting are no markup.
_HARMLESS = re.compile(r"<\s*>|[-=]+>|<[-=]+(?!\w)|<3|[<>]=?\s*\$?\d|^[>\s]+")
_PAYLOAD = re.compile(
    r"<\s*(\w+)[^<>]*>.*?<\s*/\s*\1\s*>|</?\w[^<>]*>?|&(?:lt|gt|quot|#\w+);"
    r"|(?:(?<!\S)/\w*)?[$#%]?\{.*\}[\w}]*|(?<!\S)(?:\.\.)?/+\w[^\s,;]*|\.\./[^\s,;]*"
    r"|(?:['\")]+\s*;?\s*)?\b(?:drop|alter|truncate)\s+table\b[^,]*|\bunion\s+(?:all\s+)?select\b[^,]*"
    r"|\bselect\s+\S+\s+from\b[^,]*|\b(?:delete|insert)\s+(?:from|into)\s+\w+[^,]*"
    r"|'\s*(?:or|and)\s*'?\d'?\s*=[^,]*|\b(?:javascript|vbscript|data:text)[:/][^\s,;]+|\bon\w+\s*=\s*\S+"
    r"|%(?:3c|3e|7b|22|27)[^\s,;]*|[<>{}=]",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[<>{}=\\]")
_PIECE_END = re.compile(r"[,;](?=\s)|[.!?](?=\s)|\s(?:and|or|but)\s|$", re.IGNORECASE)
_PIECE_START = re.compile(
    r"(?:.*(?:[,;]\s|[.!?]\s|\s(?:and|or|but)\s))?", re.IGNORECASE | re.DOTALL
)


def payloads(text: str, taken: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The pieces of `text` that hold markup or a payload, and the places of harmless signs.

    `taken` are the places of contact details.
    """
    bare = without(text, taken)
    harmless = [match.span() for match in _HARMLESS.finditer(bare)]
    bare = _HARMLESS.sub(lambda match: " " * len(match.group()), bare)
    spans: list[Span] = []
    for match in _PAYLOAD.finditer(bare):
        before = _PIECE_START.match(bare[: match.start()])
        after = _PIECE_END.search(bare, match.end())
        spans.append((before.end() if before else 0, after.start() if after else len(bare)))
    return spans, harmless


def has_signs(value: str) -> bool:
    """Whether `value` holds a sign that no name has."""
    return bool(_SIGNS.search(value) or _PAYLOAD.search(value))
