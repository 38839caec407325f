"""Where an e-mail address or a telephone number stands in a message, and what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.handoff.phrases import pattern
from bot.leads.contact_details import read_email, read_phone
from bot.leads.sensitive import mask_sensitive

Span = tuple[int, int]

NEGATED = pattern(r"\b{negated}\s+(?:in |for |a |an |the |at |to |just )*$", re.IGNORECASE)
"""Right before something that is not meant: "not Boston", "instead of"."""

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]*")
_SPOKEN_EMAIL = re.compile(
    r"\S+(?:\s+(?:dot|underscore|dash)\s+\S+)*\s+\(?at\)?\s+\S+(?:\s+\(?(?:dot|dash)\)?\s+\w+)+|"
    r"\S+\s+\(?at\)?\s+\w[\w-]*\.\w{2,}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\d(?:[\s().\-/·]*\d){5,}")
_BEFORE_PHONE = re.compile(r"\+?\(?\s*$")
_DIGIT = r"(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|triple|\d+)"
_SPOKEN_PHONE = re.compile(rf"\b{_DIGIT}(?:[\s-]+{_DIGIT}\b){{5,}}", re.IGNORECASE)
_FEW_DIGITS = re.compile(r"(?<![\w$])\d[\d\s().-]{2,}\d(?!\w)")
_ABOUT_PHONES = re.compile(r"\b(?:phone|number|cell|mobile|call|tel|area code)\b", re.IGNORECASE)
_SHORT = 4


@dataclass
class Found:
    """What was read, why not, and all places that hold something of the kind."""

    value: str | None = None
    problem: str | None = None
    suggestion: str | None = None
    note: str | None = None
    spans: list[Span] = field(default_factory=list)


def find_email(text: str) -> Found:
    """The address that is meant. `problem` is "incomplete" or "invalid"."""
    read = read_email(text)
    spans = [match.span() for match in _EMAIL.finditer(text)]
    if read.email:
        if not spans and (spoken := _SPOKEN_EMAIL.search(text)):
            spans = [spoken.span()]
        return Found(read.email, suggestion=read.suggestion, spans=spans)
    if "@" in text and read.problem != "missing":
        return Found(problem=read.problem, suggestion=read.suggestion, spans=spans)
    return Found(spans=spans)


def find_phone(text: str, *, asked: bool) -> Found:
    """The number that is meant, in E.164. `problem` is "area_code", "too_short" or "too_long".

    `text` has no e-mail address in it. A few digits are a number only where one was asked for.
    """
    written = list(_PHONE.finditer(text)) or list(_SPOKEN_PHONE.finditer(text))
    written = [match for match in written if mask_sensitive(match.group()) == match.group()]
    if not written:
        about = _ABOUT_PHONES.search(text) or (asked and len(text.split()) <= _SHORT)
        return Found(problem="too_short" if about and _FEW_DIGITS.search(text) else None)
    # Of several the last one, as people correct themselves; never the one after "not".
    meant = [m for m in written if not NEGATED.search(text[: m.start()])] or written
    return _read(text, meant[-1], written)


def without(text: str, spans: Sequence[Span]) -> str:
    """`text` with blanks in these places."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _read(text: str, meant: re.Match[str], written: Sequence[re.Match[str]]) -> Found:
    start = len(_BEFORE_PHONE.sub("", text[: meant.start()]))
    end = next((m.start() for m in written if m.start() > meant.start()), len(text))
    read = read_phone(text[start:end])
    spans = [(len(_BEFORE_PHONE.sub("", text[: m.start()])), m.end()) for m in written]
    note = f"ext. {read.extension}" if read.number and read.extension else None
    problem = None if read.problem == "missing" else read.problem
    return Found(read.number, problem=problem, note=note, spans=spans)
