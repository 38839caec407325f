"""What staff do with a lead: take it, move it along, note, correct. Nothing is lost silently.

Whoever changes a lead says which version they have seen; if somebody else was quicker,
`StaleLeadError` tells so instead of overwriting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.database import utc_now
from bot.leads.contact_details import read_email, read_phone
from bot.leads.plain_text import visible
from bot.leads.tables import CONTACTS, STATUSES, Lead, LeadEvent, in_use

RESPONSES = ("contacted", "qualified", "placed")
"""Statuses that mean that somebody has spoken to the person."""
EDITABLE = ("name email phone_number preferred_contact company role location timing notes").split()
LONGEST_NOTE = 4_000


class StaleLeadError(Exception):
    """Somebody else has changed the lead since it was looked at."""


class LeadGoneError(LookupError):
    """There is no such lead, or nothing of it is left."""


class WorkflowError(ValueError):
    """The change makes no sense; the text says why."""


@dataclass(frozen=True)
class Selected:
    """A lead in the version that was looked at."""

    lead_id: str
    version: int


def load(session: Session, lead_id: str) -> Lead:
    """The lead, erased and merged ones included.

    Raises:
        LeadGoneError: there is none.
    """
    lead: Lead | None = session.get(Lead, lead_id)
    if lead is None:
        raise LeadGoneError(lead_id)
    return lead


def load_to_change(session: Session, seen: Selected) -> Lead:
    """The lead, if it is still as it was looked at.

    Raises:
        LeadGoneError, StaleLeadError.
    """
    lead = load(session, seen.lead_id)
    if lead.erased_at is not None:
        raise LeadGoneError(seen.lead_id)
    if lead.version != seen.version:
        raise StaleLeadError(seen.lead_id)
    return lead


def assign(session: Session, seen: Selected, owner_id: int | None, actor: str) -> Lead:
    """Make the lead somebody's, or nobody's."""
    lead = load_to_change(session, seen)
    if lead.owner_id != owner_id:
        _note(session, lead, "assigned", actor, {"from": lead.owner_id, "to": owner_id})
        lead.owner_id = owner_id
        save(session, lead)
    return lead


def set_status(session: Session, seen: Selected, status: str, actor: str) -> Lead:
    """Move the lead along; the first answer to the person stops its clock."""
    if status not in STATUSES:
        raise WorkflowError(f"There is no status {status!r}.")
    lead = load_to_change(session, seen)
    if lead.status != status:
        _note(session, lead, "status", actor, {"from": lead.status, "to": status})
        lead.status = status
        if status in RESPONSES and lead.first_response_at is None:
            lead.first_response_at = utc_now()
        save(session, lead)
    return lead


def add_note(session: Session, lead_id: str, text: str, actor: str) -> None:
    """Write something down; a note overwrites nothing, so that it needs no version."""
    lead = load(session, lead_id)
    if lead.erased_at is not None:
        raise LeadGoneError(lead_id)
    note = visible(text).strip()[:LONGEST_NOTE]
    if not note:
        raise WorkflowError("Write something first.")
    _note(session, lead, "note", actor, {"text": note})
    session.flush()


def edit(session: Session, seen: Selected, values: Mapping[str, str], actor: str) -> Lead:
    """Correct details; an empty text takes a detail away.

    Raises:
        WorkflowError: an address or number that is none, or no way left to reach the person.
        LeadGoneError, StaleLeadError.
    """
    lead = load_to_change(session, seen)
    wanted = {name: _checked(name, value) for name, value in values.items() if name in EDITABLE}
    changes = {
        name: {"from": getattr(lead, name), "to": value}
        for name, value in wanted.items()
        if getattr(lead, name) != value
    }
    if not changes:
        return lead
    for name, change in changes.items():
        setattr(lead, name, change["to"])
    if not lead.email and not lead.phone_number:
        raise WorkflowError("Keep an e-mail address or a telephone number.")
    _note(session, lead, "edited", actor, {"fields": changes})
    save(session, lead)
    return lead


def history(session: Session, lead_ids: Sequence[str]) -> Sequence[LeadEvent]:
    """What has happened to these leads, the newest first."""
    found: Sequence[LeadEvent] = (
        session.execute(
            select(LeadEvent)
            .where(LeadEvent.lead_id.in_(list(lead_ids)))
            .order_by(LeadEvent.created_at.desc(), LeadEvent.id.desc())
        )
        .scalars()
        .all()
    )
    return found


def possible_duplicates(session: Session, lead: Lead, limit: int = 10) -> Sequence[Lead]:
    """Other leads that may be the same person's, the newest first."""
    first = lead.duplicate_of or lead.id
    same = [Lead.id == first, Lead.duplicate_of == first]
    if lead.email:
        same.append(Lead.email == lead.email)
    if lead.phone_number:
        same.append(Lead.phone_number == lead.phone_number)
    found: Sequence[Lead] = (
        session.execute(
            select(Lead)
            .where(
                or_(*same),
                Lead.id != lead.id,
                *in_use(),
            )
            .order_by(Lead.created_at.desc())
            .limit(limit)
        )
        .scalars()
        .all()
    )
    return found


def _checked(name: str, value: str) -> str | None:
    text = visible(value).strip()
    if not text:
        return None
    if name == "email":
        address = read_email(text).email
        if address is None:
            raise WorkflowError("That is not an e-mail address.")
        return address.lower()
    if name == "phone_number":
        number = read_phone(text).number
        if number is None:
            raise WorkflowError("That is not a telephone number.")
        return number
    if name == "preferred_contact" and text not in CONTACTS:
        raise WorkflowError("Choose e-mail, phone or text message.")
    return text if name == "notes" else " ".join(text.split())


def _note(session: Session, lead: Lead, kind: str, actor: str, data: Mapping[str, Any]) -> None:
    session.add(LeadEvent(lead_id=lead.id, kind=kind, actor=actor, data=dict(data)))


def save(session: Session, lead: Lead) -> None:
    """Write the changes of a lead that was read by `load_to_change`.

    Raises:
        StaleLeadError: somebody else has written between that and this.
    """
    lead_id = str(lead.id)
    try:
        session.flush()
    except StaleDataError:
        raise StaleLeadError(lead_id) from None
