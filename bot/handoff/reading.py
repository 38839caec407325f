"""What one message says to the form: details, refusals, questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.answers.model import Request
from bot.handoff import contacts, markup, names, replies, signals
from bot.handoff.contacts import Span, without
from bot.handoff.labels import Labelled, find_labelled
from bot.handoff.model import Form, Heard, Kind, Step
from bot.handoff.people import Named
from bot.handoff.phrases import words
from bot.handoff.questions import questions_in, spans_of
from bot.handoff.timing import find_timing
from bot.handoff.wishes import find_wishes
from bot.leads.contact_details import read_name
from bot.leads.sensitive import mask_sensitive

_WORD = re.compile(r"[^\W\d_][\w']*")
_SMALL_TALK = words("small_talk")
_NAMED = ("email", "phone_number", "role", "other_role", "location", "skill", "amount", "level")
_LONGEST_NAME = 80
_LONGEST_ANSWER = 10


@dataclass
class Reading:
    """What was found; `details` are values of fields, `refused` fields that are kept back."""

    details: dict[str, str] = field(default_factory=dict)
    email_problem: str | None = None
    phone_problem: str | None = None
    name_problem: str | None = None
    """"markup": what was given for a name is code, and is not kept."""
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
    if not heard.text:
        reading.details, _ = find_wishes(heard, form, heard.entities)
        return reading
    statement = without(heard.text, spans_of(heard, reading.questions))
    spans = _read_contacts(heard.text, reading, form)
    if timing := find_timing(without(statement, spans)):
        reading.details["timing"] = timing[0]
        spans.append(timing[1])
    reading.refused = signals.refused_fields(heard.text)
    stated = [
        e for e in heard.entities if "start" in e and statement[e["start"] : e["end"]].strip()
    ]
    stated = [e for e in stated if not _is_first_name(statement, e, stated)]
    labelled = find_labelled(statement, spans)
    spans += _read_names(heard, statement, reading, form, spans, stated, labelled)
    of_fields = _of_fields(stated, labelled)
    wishes, wished = find_wishes(heard, form, of_fields, statement, spans)
    for name in ("role", "location"):
        # What a label points at, also where no table knows it.
        if name not in wishes and (value := labelled.values.get(name)) and _is_word(value):
            wishes[name] = value
    if (extension := reading.details.get("notes")) and "notes" in wishes:
        wishes["notes"] = f"{extension}; {wishes['notes']}"
    reading.details |= wishes
    spans += wished
    of_role = form.step is Step.START or "role" in wishes
    reading.kind = signals.kind_said(heard.text, of_role=of_role)
    reading.sensitive = mask_sensitive(heard.text) != heard.text
    if not reading.name_problem and _has_more(statement, [*spans, *_places(stated, *_NAMED)]):
        reading.note = mask_sensitive(" ".join(statement.split()))
    return reading


def _read_contacts(text: str, reading: Reading, form: Form) -> list[Span]:
    email = contacts.find_email(text)
    asked = form.step is Step.CONTACT and not form.reachable
    phone = contacts.find_phone(without(text, email.spans), asked=asked)
    found = {"email": email.value, "phone": phone.value, "notes": phone.note}
    reading.details |= {name: value for name, value in found.items() if value}
    reading.suggestion = email.suggestion
    reading.email_problem, reading.phone_problem = email.problem, phone.problem
    return [*email.spans, *phone.spans]


def _places(entities: Sequence[Mapping[str, Any]], *kinds: str) -> list[Span]:
    return [(e["start"], e["end"]) for e in entities if e["entity"] in kinds]


def _is_first_name(
    text: str, entity: Mapping[str, Any], stated: Sequence[Mapping[str, Any]]
) -> bool:
    """ "Dev Chatterjee" is no developer; "Developer Denver" is one, with a place."""
    start, end = entity["start"], entity["end"]
    if entity["entity"] not in ("role", "other_role") or " " in text[start:end]:
        return False
    return names.is_first_name(text, start, end) and not any(
        e["start"] == end + 1 and e["entity"] != "name" for e in stated
    )


def _of_fields(stated: Sequence[Mapping[str, Any]], labelled: Labelled) -> list[Mapping[str, Any]]:
    """The entities that count: those of a labelled field only where its value stands."""
    kept = []
    for e in stated:
        span = labelled.spans.get(e["entity"].removeprefix("other_"))
        if not span or (span[0] <= e["start"] and e["end"] <= span[1]):
            kept.append(e)
    return kept


def _is_word(value: str) -> bool:
    return any(letter.isalpha() for letter in value) and not markup.has_signs(value)


def _read_names(
    heard: Heard,
    text: str,
    reading: Reading,
    form: Form,
    contact_spans: Sequence[Span],
    stated: Sequence[Mapping[str, Any]],
    labelled: Labelled,
) -> list[Span]:
    """Name and company, and where they stand."""
    asked = set(form.missing()) if form.step is Step.CONTACT else set(form.changing)
    code, signs = markup.payloads(text, contact_spans)
    others = _places(stated, *(kind for kind in _NAMED if kind != "location"))
    named = Named(
        text,
        taken=[*contact_spans, *others, *code, *signs],
        cities={text[start:end].lower() for start, end in _places(stated, "location")},
        name=labelled.values.get("name"),
        company=labelled.values.get("company"),
    )
    named.introduced(name_asked="name" in asked, weak=not form.short)
    if asked & {"name", "company"} and _is_bare_answer(heard, reading):
        named.answered(name="name" in asked, company="company" in asked)
    opens = form.step is Step.START or (form.short and not form.details.get("name"))
    if opens and {"email", "phone"} & reading.details.keys():
        named.written()
    name, company = (None if v and markup.has_signs(v) else v for v in (named.name, named.company))
    if not name and any("name" in asked or names.introduces(text[a:b]) for a, b in code):
        reading.name_problem = "markup"
    if name and len(name) <= _LONGEST_NAME and (cleaned := read_name(name).name):
        reading.details["name"] = cleaned
    if company and company != name:
        reading.details["company"] = company
    return named.spans


def _is_bare_answer(heard: Heard, reading: Reading) -> bool:
    """Whether a message may be a name and nothing else: no question, refusal, yes, sentence."""
    text = heard.text
    if reading.refused or "?" in text or signals.is_unwilling(text) or replies.cancels(text):
        return False
    if reading.details:
        return True
    count = len(text.split())
    if reading.questions or replies.skips(text) or count > _LONGEST_ANSWER:
        return False
    return count > 2 or not replies.read_reply(text)


def _has_more(text: str, spans: Sequence[Span]) -> bool:
    """Whether the message says something that is no detail, worth passing on."""
    words = [word.lower() for word in _WORD.findall(without(text, spans))]
    return sum(word not in _SMALL_TALK for word in words) >= 2
