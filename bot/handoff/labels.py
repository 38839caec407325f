"""Details behind a label: "Name: Kim Rivera, company Deloro Labs, place: Denver"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.handoff.contacts import Span
from bot.handoff.names import NOT_NAMES, take_company, take_name
from bot.handoff.phrases import pattern, words

_LABELS = (
    r"(?:(?P<company>{label_company})|(?P<name>{label_name})|(?P<phone>{label_phone})"
    r"|(?P<email>{label_email})|(?P<role>{label_role})|(?P<location>{label_location}))"
)
_MARKED = pattern(rf"(?<![\w'-])(?:(?:my|our|the|your)\s+)?{_LABELS}\s*[:=]\s*", re.IGNORECASE)
# Without a mark a label stands at the beginning of a piece, or is written with a capital.
_BARE = pattern(rf"(?:^|[,;.|•(]\s*|\s-\s)(?:my\s+)?(?i:{_LABELS})\s+(?=[^\W\d_a-z])")
_TITLED = pattern(rf"(?<=\s)(?=[A-Z])(?i:{_LABELS})\s+(?=[^\W\d_a-z])")
_VALUE = re.compile(r"[^,;|•()]*?(?=\s*(?:[,;|•()]|[.!?](?:\s|$)|\s-\s|$))")
_NOTHING = words("no_value")
_LONGEST = 6


@dataclass(frozen=True)
class Labelled:
    """The values of `name` and `company`, and where the value of each label stands."""

    values: Mapping[str, str]
    spans: Mapping[str, Span]


def find_labelled(text: str, taken: Sequence[Span] = ()) -> Labelled:
    """What is labelled in `text`; `taken` are the places of contact details."""
    found: dict[int, tuple[str, int, bool]] = {}
    for labels, marked in ((_MARKED, True), (_BARE, False), (_TITLED, False)):
        for match in labels.finditer(text):
            kind = str(match.lastgroup)
            found.setdefault(match.start(kind), (kind, match.end(), marked))
    starts = sorted(found)
    values: dict[str, str] = {}
    spans: dict[str, Span] = {}
    for number, label in enumerate(starts):
        kind, start, marked = found[label]
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        value = _value(kind, text[:end], start, taken, marked=marked)
        if not value or value.lower().strip(".") in _NOTHING:
            continue
        values[kind] = value
        spans[kind] = (start, start + len(value))
    return Labelled(values, spans)


def _value(kind: str, text: str, start: int, taken: Sequence[Span], *, marked: bool) -> str | None:
    piece = _VALUE.match(text, start)
    whole = piece.group().strip() if piece else ""
    if any(a < start + len(whole) and start < b for a, b in taken):
        whole = ""
    if kind == "name":
        return take_name(text, start, lower=marked, taken=taken)
    if kind == "company" and (company := take_company(text, start, taken)):
        return company
    if kind == "company" and any(word in NOT_NAMES for word in whole.lower().split()):
        # "As an employer: my own company ...".
        return None
    return whole if marked and 0 < len(whole.split()) <= _LONGEST else None
