"""Store a confirmed lead: once, whatever is repeated, and never over another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import or_, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.advisory import advisory_key
from bot.conversations.tables import Conversation
from bot.database import utc_now
from bot.leads.consent import checked_purposes
from bot.leads.plain_text import visible
from bot.leads.sensitive import mask_sensitive
from bot.leads.tables import Lead, LeadEvent

LONGEST_LINE = 200
LONGEST_NOTES = 4000


@dataclass(frozen=True)
class LeadDraft:
    """What a person has given and confirmed. `email` or `phone_number` (E.164) must be there.

    Left empty, `page_url` and `utm` are those of the conversation.
    """

    kind: Literal["candidate", "company"]
    channel: str
    consent_version: str
    consent_purposes: Sequence[str]
    name: str | None = None
    email: str | None = None
    phone_number: str | None = None
    preferred_contact: Literal["email", "phone", "text"] | None = None
    company: str | None = None
    role: str | None = None
    location: str | None = None
    timing: str | None = None
    notes: str | None = None
    conversation_id: str | None = None
    page_url: str | None = None
    utm: Mapping[str, str] | None = field(default=None)


@dataclass(frozen=True)
class Captured:
    """The lead of an idempotency key; `created` is False if it was there already."""

    lead: Lead
    created: bool


class UnreachableError(ValueError):
    """Neither an e-mail address nor a telephone number: nobody could answer."""


def capture(session: Session, draft: LeadDraft, idempotency_key: str) -> Captured:
    """Store `draft` in the caller's transaction, or find what the same key has stored before.

    A lead of the same e-mail address or telephone number is linked, not changed.

    Raises:
        UnreachableError, ConsentMissingError: the draft must not be stored.
    """
    if known := _by_key(session, idempotency_key):
        return Captured(known, created=False)
    values = _values(session, draft)
    _lock_person(session, values)
    first = _first_of_person(session, values)
    duplicate_of = (first.duplicate_of or first.id) if first else None
    lead = Lead(**values, idempotency_key=idempotency_key, duplicate_of=duplicate_of)
    try:
        # A savepoint: the caller's transaction goes on when another process was quicker.
        with session.begin_nested():
            session.add(lead)
    except IntegrityError:
        if known := _by_key(session, idempotency_key):
            return Captured(known, created=False)
        raise
    session.add(LeadEvent(lead_id=lead.id, kind="created", data={"channel": draft.channel}))
    if duplicate_of:
        session.add(LeadEvent(lead_id=lead.id, kind="duplicate", data={"of": duplicate_of}))
    session.flush()
    return Captured(lead, created=True)


def _by_key(session: Session, idempotency_key: str) -> Lead | None:
    found: Lead | None = session.execute(
        select(Lead).where(Lead.idempotency_key == idempotency_key)
    ).scalar_one_or_none()
    return found


def _first_of_person(session: Session, values: Mapping[str, Any]) -> Lead | None:
    same = [
        column == values[column.key]
        for column in (Lead.email, Lead.phone_number)
        if values[column.key]
    ]
    found: Lead | None = (
        session.execute(
            select(Lead)
            .where(or_(*same), Lead.erased_at.is_(None), Lead.merged_into.is_(None))
            .order_by(Lead.created_at, Lead.id)
            .limit(1)
        )
        .scalars()
        .first()
    )
    return found


def _lock_person(session: Session, values: Mapping[str, Any]) -> None:
    """Two leads of one person at the same moment must see each other; SQLite has one writer."""
    if session.get_bind().dialect.name != "postgresql":
        return
    keys = sorted(
        advisory_key(f"lead:{value}")
        for value in (values["email"], values["phone_number"])
        if value
    )
    # In one order everywhere, so that two transactions cannot wait for each other.
    for key in keys:
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _values(session: Session, draft: LeadDraft) -> dict[str, Any]:
    email = (_line(draft.email) or "").lower() or None
    phone_number = _line(draft.phone_number)
    if not email and not phone_number:
        raise UnreachableError("a lead needs an e-mail address or a telephone number")
    conversation = (
        session.get(Conversation, draft.conversation_id) if draft.conversation_id else None
    )
    utm = draft.utm if draft.utm is not None else getattr(conversation, "utm", None)
    return {
        "kind": draft.kind,
        "name": _line(draft.name),
        "email": email,
        "phone_number": phone_number,
        "preferred_contact": draft.preferred_contact,
        "company": _line(draft.company),
        "role": _line(draft.role),
        "location": _line(draft.location),
        "timing": _line(draft.timing, sensitive=True),
        "notes": _cleaned(draft.notes, LONGEST_NOTES, sensitive=True),
        "channel": draft.channel,
        "conversation_id": draft.conversation_id,
        "page_url": draft.page_url or getattr(conversation, "page_url", None),
        "utm": dict(utm) if utm else None,
        "consent_version": draft.consent_version,
        "consent_purposes": checked_purposes(draft.consent_version, draft.consent_purposes),
        "consented_at": utc_now(),
    }


def _line(value: str | None, *, sensitive: bool = False) -> str | None:
    cleaned = _cleaned(value, LONGEST_LINE, sensitive=sensitive)
    return " ".join(cleaned.split()) if cleaned else None


def _cleaned(value: str | None, longest: int, *, sensitive: bool) -> str | None:
    """Visible text of at most `longest` characters; None if nothing is left."""
    if not value:
        return None
    text = visible(value)
    if sensitive:
        text = mask_sensitive(text)
    return text.strip()[:longest].strip() or None
