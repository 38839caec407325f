"""What a message changes in the form."""

from __future__ import annotations

from bot.handoff import replies, signals
from bot.handoff.markup import has_signs
from bot.handoff.model import FIELDS, REACH, STARTS, SURE, Form, Heard, Step
from bot.handoff.reading import Reading

_RECONSIDERS = frozenset({"correct_detail", "find_job", "deny"})
_LONGEST_NOTES = 3000
_LONGEST_BARE_DETAIL = 5


def fill(form: Form, reading: Reading, heard: Heard) -> None:
    """Put what was read from `heard` into `form`."""
    for name in FIELDS:
        value = reading.details.get(name)
        if not value:
            continue
        if name == "notes":
            _add_note(form, value)
        else:
            form.details[name] = value
        if name in form.refused:
            form.refused.remove(name)
    if reading.suggestion:
        form.suggestion = reading.suggestion
        if reading.email_problem:
            form.details.pop("email", None)
    if form.step in (Step.CONTACT, Step.DETAILS):
        form.refused += [
            f for f in reading.refused if f not in form.refused and not form.details.get(f)
        ]
    _fill_kind(form, reading, heard)
    if reading.note and _belongs_in_notes(form, heard):
        _add_note(form, reading.note)
    _fill_ways(form, reading, heard.text)


def _fill_kind(form: Form, reading: Reading, heard: Heard) -> None:
    """Company or candidate, where the message decides it anew.

    Somebody who asked for a job or for a person may turn out to hire; who hires is taken for a
    candidate only when they say so as a correction or a new wish.
    """
    said = reading.kind
    if said is None and not form.settled and heard.confidence >= SURE:
        if heard.intent == "hire_talent" or reading.details.get("company"):
            said = "company"
        elif heard.intent == "find_job":
            said = "candidate"
    elif said == "candidate" and form.settled and heard.intent not in _RECONSIDERS:
        said = None
    if said:
        form.kind = said
        form.settled = form.settled or bool(reading.kind) or heard.intent in STARTS


def fill_bare_detail(form: Form, heard: Heard) -> None:
    """An answer in words that no table knows: the one thing that was asked for, or a note."""
    text = heard.text.strip(" .!,")
    if not text:
        return
    asked = form.changing or form.open_details()
    if has_signs(text):
        asked = []
    if len(asked) == 1 and len(text.split()) <= _LONGEST_BARE_DETAIL and asked[0] not in REACH:
        form.details[asked[0]] = text
    else:
        _add_note(form, text)


def _fill_ways(form: Form, reading: Reading, text: str) -> None:
    """How to get in touch, and how not."""
    texts = signals.wants_texts(text)
    if texts is not None:
        form.texts = texts
    excluded = signals.excluded_ways(text)
    if "email" in reading.details:
        # "No, e-mail is kim@..." excludes nothing.
        excluded -= {"email"}
        form.excluded = [way for way in form.excluded if way != "email"]
    form.excluded = sorted({*form.excluded, *excluded})
    form.preferred = signals.preferred_way(text) or form.preferred


def _belongs_in_notes(form: Form, heard: Heard) -> bool:
    """Whether what the message says beside its details is worth passing on."""
    if form.step is not Step.SUMMARY:
        return form.step in (Step.DETAILS, Step.CHANGE)
    if (
        replies.read_reply(heard.text)
        or signals.is_question(heard.text)
        or signals.wants_change(heard.text)
    ):
        return False
    return heard.intent in {*STARTS, "inform", "correct_detail"} or signals.adds(heard.text)


def _add_note(form: Form, note: str) -> None:
    notes = form.details.get("notes", "")
    if note not in notes:
        form.details["notes"] = f"{notes}\n{note}".strip()[-_LONGEST_NOTES:]
