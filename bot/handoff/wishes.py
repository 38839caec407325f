"""The role and the places that a message wishes for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.handoff.contacts import NEGATED, Span
from bot.handoff.model import STARTS, Form, Heard, Step
from bot.handoff.phrases import pattern
from bot.handoff.places import wanted_places
from bot.knowledge.pay import COUNTRY

_WAS = re.compile(
    r"^\s*(?:is|was|are) (?:wrong|incorrect|old|outdated|a typo|not right)\b|^\s*(?:->|→|=>)", re.I
)
_BACKGROUND = pattern(r"\b{background}\s+$", re.I)
_WISHED = pattern(r"\b{wished}\s+$", re.I)
_LISTED = re.compile(
    r"[\s,/&+]*(?:\b(?:and|or|plus|also|a|an|one|two|three|\d+|in|maybe|even)\b[\s,]*)*"
)
_WHOM = pattern(r"\b{whom}s?\b", re.I)
_COUNT = re.compile(
    r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|a dozen|several|a few|a couple of)"
    r"(?: \w+){0,2} $",
    re.I,
)


def find_wishes(
    heard: Heard,
    form: Form,
    stated: Sequence[Mapping[str, Any]],
    text: str = "",
    taken: Sequence[Span] = (),
) -> tuple[dict[str, str], list[Span]]:
    """Role, location and notes for the form, and every place that names a role or a location.

    `stated` are the entities that count, `text` the message in which they stand with its
    questions blanked; `taken` are the places of other details.
    """
    roles = _entities(heard, form, stated, taken, "role", "other_role")
    places = _entities(heard, form, stated, taken, "location")
    spans = [(e["start"], e["end"]) for e in (*roles, *places) if "start" in e]
    # A job outside the table counts only where none of it is named; "your recruiter" is none.
    roles = [e for e in roles if e["entity"] != "other_role"] or [
        e for e in roles if not _WHOM.search(str(e["value"]))
    ]
    details: dict[str, str] = {}
    if wished := _meant(text, roles, form.details.get("role")):
        # The role decides who gets the lead: one. The others are passed on in words.
        details["role"] = wished[0]
        if notes := _notes(text, roles, wished[1:]):
            details["notes"] = notes
    known = form.details.get("location")
    places = wanted_places(text, places)
    # "A US office in Durham": the city says more, wherever it stands.
    wished = _meant(text, [e for e in places if e["value"] != COUNTRY] or places, known)
    # "Anywhere in the US, really" does not replace a city.
    if wished and not (known and wished == [COUNTRY]):
        details["location"] = ", ".join(wished)
    return details, spans


def _entities(
    heard: Heard,
    form: Form,
    stated: Sequence[Mapping[str, Any]],
    taken: Sequence[Span],
    *kinds: str,
) -> list[Mapping[str, Any]]:
    """Those of `kinds`; at the start also those that the request borrows from its neighbours."""
    found = [
        e
        for e in stated
        if e["entity"] in kinds
        and not ("start" in e and any(a < e["end"] and e["start"] < b for a, b in taken))
    ]
    if found or form.step is not Step.START:
        return found
    return [
        e
        for request in heard.requests
        if request.intent in STARTS
        for e in request.entities
        if e["entity"] in kinds and "start" not in e
    ]


def _meant(text: str, found: Sequence[Mapping[str, Any]], known: str | None) -> list[str]:
    """The values that are meant, in order: of "not Boston, Austin" the second one."""
    kept = [
        e
        for e in found
        if "start" not in e
        or not (NEGATED.search(text[: e["start"]]) or _WAS.match(text[e["end"] :]))
    ]
    # "I'm on the help desk, find me a cloud job": what is wished for, not what is left behind.
    wished = [e for e in kept if "start" not in e or not _is_background(text, int(e["start"]))]
    # "I wrote Boston, I meant Austin": the new one.
    wished = [e for e in wished if str(e["value"]) not in (known or "").split(", ")] or wished
    wished = [e for e in wished if e["value"] != COUNTRY] or wished
    return list(dict.fromkeys(str(e["value"]) for e in _together(text, wished or kept)))


def _is_background(text: str, start: int) -> bool:
    before = text[:start]
    return bool(_BACKGROUND.search(before)) and not _WISHED.search(before)


def _together(text: str, found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first value and those that are listed with it: "Austin or Dallas"."""
    kept = list(found[:1])
    for e in found[1:]:
        last = kept[-1]
        if (
            "start" in e
            and "start" in last
            and not _LISTED.fullmatch(text, last["end"], e["start"])
        ):
            break
        kept.append(e)
    return kept


def _notes(text: str, roles: Sequence[Mapping[str, Any]], others: Sequence[str]) -> str:
    """The `others` of the roles, and how many people are wanted."""
    notes = [f"also: {', '.join(others)}"] if others else []
    for e in roles:
        if "start" in e and (count := _COUNT.search(text[: e["start"]])):
            notes.append(count.group() + text[e["start"] : e["end"]])
    return "; ".join(notes)
