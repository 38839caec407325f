"""What one message says to the form: details, refusals, questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.answers.model import Request
from bot.handoff import contacts, names, replies, signals
from bot.handoff.contacts import NEGATED, Span, without
from bot.handoff.model import STARTS, Form, Heard, Kind, Step
from bot.handoff.phrases import pattern, words
from bot.handoff.timing import find_timing
from bot.knowledge.pay import COUNTRY
from bot.leads.contact_details import read_email, read_name
from bot.leads.sensitive import mask_sensitive

_ANSWERED_ELSEWHERE = frozenset(
    {"ask_privacy", "bot_challenge", "ask_help", "report_problem", "list_roles"}
)
_ASIDES = frozenset({"report_problem", "bot_challenge", "ask_help"})
_NO_QUESTION = (
    frozenset(
        {
            "inform",
            "correct_detail",
            "affirm",
            "deny",
            "stop",
            "greet",
            "thank",
            "goodbye",
            "nlu_fallback",
            "out_of_scope",
        }
    )
    | STARTS
)
_SURE = 0.6
_TOPIC_WORDS = pattern(r"\b{topics}\b")
_WAS = re.compile(
    r"^\s*(?:is|was|are) (?:wrong|incorrect|old|outdated|a typo|not right)\b|^\s*(?:->|→|=>)", re.I
)
_SENTENCE = re.compile(r"[^.!?\n;]+(?:\.(?=\S)[^.!?\n;]*)*[.!?\n;]*")
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
_WORD = re.compile(r"[^\W\d_][\w']*")
_SMALL_TALK = words("small_talk")
_NAMED = ("email", "phone_number", "role", "other_role", "location", "skill", "amount", "level")
LONGEST_NAME = 80


@dataclass
class Reading:
    """What was found; `details` are values of fields, `removed` fields that are taken back."""

    details: dict[str, str] = field(default_factory=dict)
    email_problem: str | None = None
    phone_problem: str | None = None
    suggestion: str | None = None
    refused: frozenset[str] = frozenset()
    questions: list[Request] = field(default_factory=list)
    kind: Kind | None = None
    sensitive: bool = False
    note: str | None = None
    """The message, where it holds more than its details."""

    @property
    def attempted(self) -> bool:
        """Whether the message holds a detail, be it a wrong one."""
        return bool(self.details or self.email_problem or self.phone_problem or self.suggestion)


def read(heard: Heard, form: Form) -> Reading:
    """Everything that `heard` says to `form`, whatever was asked."""
    reading = Reading(questions=questions_in(heard, form))
    reading.kind = signals.kind_said(heard.text)
    if not heard.text:
        _read_table(heard, reading, form, heard.entities, "")
        return reading
    statement = without(heard.text, _question_spans(heard, reading.questions))
    spans = _read_contacts(heard.text, reading, form)
    if timing := find_timing(without(statement, spans)):
        reading.details["timing"] = timing[0]
        spans.append(timing[1])
    reading.refused = signals.refused_fields(heard.text)
    stated = [
        e for e in heard.entities if "start" in e and statement[e["start"] : e["end"]].strip()
    ]
    spans += _read_names(heard, statement, reading, form, spans, stated)
    spans += _read_table(heard, reading, form, stated, statement, spans)
    reading.sensitive = mask_sensitive(heard.text) != heard.text
    if _has_more(statement, [*spans, *_places(stated, *_NAMED)]):
        reading.note = mask_sensitive(" ".join(statement.split()))
    return reading


def questions_in(heard: Heard, form: Form) -> list[Request]:
    """The requests of the message that ask something from the knowledge table, or about us."""
    if heard.choice:
        return []
    found = [request for request in heard.requests if request.intent not in _NO_QUESTION]
    if form.step is Step.START or not heard.text:
        # "This is useless, I want a human": the one wish says it all.
        return [r for r in found if r.intent not in _ASIDES and (not r.text or _is_topical(r))]
    return [request for request in found if _asks(request, heard)]


def _asks(request: Request, heard: Heard) -> bool:
    """Whether a request in the middle of the form is no answer to it."""
    if signals.is_question(request.text):
        return True
    if len(heard.requests) > 1 or heard.confidence < _SURE or read_email(heard.text).email:
        return False
    told = request.intent in _ANSWERED_ELSEWHERE and len(request.text.split()) > 1
    return told or _is_topical(request)


def _is_topical(request: Request) -> bool:
    said = replies.plain(request.text)
    return signals.is_question(said) or bool(_TOPIC_WORDS.search(said))


def _question_spans(heard: Heard, questions: Sequence[Request]) -> list[Span]:
    """Where the message asks and does not tell."""
    spans: list[Span] = []
    for question in questions:
        start = heard.text.find(question.text)
        if start < 0 or not question.text:
            continue
        for sentence in _SENTENCE.finditer(question.text):
            if signals.is_question(sentence.group()) or question.text != heard.text:
                spans.append((start + sentence.start(), start + sentence.end()))
    return spans


def _read_contacts(text: str, reading: Reading, form: Form) -> list[Span]:
    email = contacts.find_email(text)
    asked = form.step is Step.CONTACT and not form.reachable
    phone = contacts.find_phone(without(text, email.spans), asked=asked)
    found = {"email": email.value, "phone": phone.value, "notes": phone.note}
    reading.details |= {name: value for name, value in found.items() if value}
    reading.suggestion = email.suggestion
    reading.email_problem, reading.phone_problem = email.problem, phone.problem
    return [*email.spans, *phone.spans]


def _read_table(
    heard: Heard,
    reading: Reading,
    form: Form,
    stated: Sequence[Mapping[str, Any]],
    text: str,
    taken: Sequence[Span] = (),
) -> list[Span]:
    """Roles and places; at the start also those that the request borrows from its neighbours."""
    spans: list[Span] = []
    for name, kinds in (("role", ("role", "other_role")), ("location", ("location",))):
        found = [
            e
            for e in stated
            if e["entity"] in kinds
            and not ("start" in e and any(a < e["end"] and e["start"] < b for a, b in taken))
        ]
        if not found and form.step is Step.START:
            found = [
                {k: v for k, v in e.items() if k not in ("start", "end")}
                for request in heard.requests
                if request.intent in STARTS
                for e in request.entities
                if e["entity"] in kinds and "start" not in e
            ]
        spans += [(e["start"], e["end"]) for e in found if "start" in e]
        # A job outside the table counts only where none of it is named; "your recruiter" is none.
        found = [e for e in found if e["entity"] != "other_role"] or [
            e for e in found if not _WHOM.search(str(e["value"]))
        ]
        values = _meant(text, found, form.details.get(name))
        if name == "location":
            values = _most_precise(values, form.details.get(name))
        if values:
            # The role decides who gets the lead: one. The others are passed on in words.
            reading.details[name] = values[0] if name == "role" else ", ".join(values)
            if name == "role":
                _note_headcount(text, found, values, reading)
    return spans


def _most_precise(places: Sequence[str], known: str | None) -> list[str]:
    """The places; the country alone does not replace a city: "anywhere in the US, really"."""
    return [] if known and list(places) == [COUNTRY] else list(places)


def _note_headcount(
    text: str, found: Sequence[Mapping[str, Any]], values: Sequence[str], reading: Reading
) -> None:
    """Other roles, and how many people, are passed on in words."""
    notes = [f"also: {', '.join(values[1:])}"] if values[1:] else []
    for e in found:
        if "start" in e and (count := _COUNT.search(text[: e["start"]])):
            notes.append(count.group() + text[e["start"] : e["end"]])
    if notes:
        reading.details["notes"] = "; ".join(notes)


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


def _places(entities: Sequence[Mapping[str, Any]], *kinds: str) -> list[Span]:
    return [(e["start"], e["end"]) for e in entities if e["entity"] in kinds]


def _read_names(
    heard: Heard,
    text: str,
    reading: Reading,
    form: Form,
    contacts: Sequence[Span],
    stated: Sequence[Mapping[str, Any]],
) -> list[Span]:
    """Name and company, and where they stand. A place may be part of a name: "Austin Berg"."""
    asked = set(form.missing()) if form.step is Step.CONTACT else set(form.changing)
    taken = [*contacts, *_places(stated, *(kind for kind in _NAMED if kind != "location"))]
    cities = {text[a:b].lower() for a, b in _places(stated, "location")}
    company = names.named_company(text, taken)
    if company and company.lower() in cities:
        company = None
    name = names.introduced_name(text, [*taken, *_found(text, company)], weak=not form.short)
    if name and name.lower() in cities and "name" not in asked:
        name = None
    if asked & {"name", "company"} and not _is_reply(heard, reading):
        free = [*taken, *_found(text, name), *_found(text, company)]
        parts = [
            p for p in names.pieces(text, free) if p.lower() not in cities or p == text.strip()
        ]
        found_name, found_company = names.answered(
            parts,
            want_name="name" in asked and not name,
            want_company="company" in asked and not company,
        )
        name, company = name or found_name, company or found_company
    trained = {
        k: [str(e["value"]) for e in stated if e["entity"] == k] for k in ("name", "company")
    }
    if not name and not form.details.get("name"):
        usable = (n for n in trained["name"] if _plausible(n) and n != company)
        name = next((n for n in usable if n.lower() not in cities), None)
    if not company and not form.details.get("company"):
        usable = (c for c in trained["company"] if c != name and not c[0].islower())
        company = next((c for c in usable if c.lower() not in cities), None)
    if not name and form.step is Step.START and {"email", "phone"} & reading.details.keys():
        free = [*taken, *_found(text, company)]
        name = names.written_name(p for p in names.pieces(text, free) if p.lower() not in cities)
    if name and len(name) <= LONGEST_NAME and (cleaned := read_name(name).name):
        reading.details["name"] = cleaned
    if company and company != name:
        reading.details["company"] = company
    return [*_found(text, name), *_found(text, company)]


def _is_reply(heard: Heard, reading: Reading) -> bool:
    """Whether a message is no bare answer: a question, a refusal, a yes, a sentence."""
    text = heard.text
    if reading.refused or "?" in text or signals.is_unwilling(text) or replies.cancels(text):
        return True
    if reading.details:
        return False
    words = len(text.split())
    said = replies.read_reply(text)
    return bool(reading.questions or replies.skips(text) or (said and words < 3) or words > 10)


def _plausible(name: str) -> bool:
    words = [word.lower().strip(".,") for word in name.split()]
    return 0 < len(words) <= names.LONGEST_NAME_WORDS and not any(
        w in names.NOT_NAMES for w in words
    )


def _found(text: str, value: str | None) -> list[Span]:
    start = text.find(value) if value else -1
    return [(start, start + len(value or ""))] if start >= 0 else []


def _has_more(text: str, spans: Sequence[Span]) -> bool:
    """Whether the message says something that is no detail, worth passing on."""
    words = [word.lower() for word in _WORD.findall(without(text, spans))]
    return sum(word not in _SMALL_TALK for word in words) >= 2
