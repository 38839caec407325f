"""Messages without what tells who wrote them: addresses, numbers, links, names."""

from __future__ import annotations

import re
from collections.abc import Sequence

SHORTEST_NAME = 3
_EMAIL = re.compile(
    r"[\w.+%-]+(?:\s*(?:@|\(at\))\s*[\w-]+(?:\s?\.\s?[\w-]+)+|\s+at\s+[\w-]+\s+dot\s+\w+)", re.I
)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
_PHONE = re.compile(r"(?<![\w$€£])\+?\(?\d[\d\s().-]{6,}\d(?!\w)")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_NAME = r"[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+){0,3}"
_SAID = re.compile(
    rf"(?P<lead>\b(?i:my name is|my name's|name is|i am called|call me|this is|i'm|i am)\s+)"
    rf"(?P<name>{_NAME})"
)
_SAID_LOWER = re.compile(
    r"(?P<lead>\b(?:my name is|my name's|i am called)\s+)(?P<name>[\w'’-]+(?:\s+[\w'’-]+)?)", re.I
)


def mask_personal(text: str, names: Sequence[str] = ()) -> str:
    """`text` with "[email]", "[phone]", "[link]" and "[name]" in place of what is found.

    `names` are names that are known to belong to the person.
    """
    text = _EMAIL.sub("[email]", text)
    text = _LINK.sub("[link]", text)
    text = _PHONE.sub("[phone]", text)
    text = _HANDLE.sub("[name]", text)
    known = {part for name in names for part in (name, *name.split()) if len(part) >= SHORTEST_NAME}
    for part in sorted(known, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "[name]", text, flags=re.I)
    text = _SAID.sub(r"\g<lead>[name]", text)
    return _SAID_LOWER.sub(r"\g<lead>[name]", text)
