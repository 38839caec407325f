"""Two leads of one person become one: preview, choose per field, undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.leads.tables import Lead, LeadEvent
from bot.leads.workflow import (
    LeadGoneError,
    Selected,
    WorkflowError,
    load,
    load_to_change,
    save,
)

CHOSEN = "name email phone_number preferred_contact company role location timing notes".split()
"""Details of which one of the two is kept."""
CONSENT = ("consent_version", "consent_purposes")
KEEP, OTHER = "keep", "other"


@dataclass(frozen=True)
class Difference:
    """One detail of the two leads; `suggested` is the side that is kept unless told otherwise."""

    field: str
    keep: Any
    other: Any
    suggested: str

    @property
    def same(self) -> bool:
        """Whether there is nothing to choose."""
        return bool(self.keep == self.other)


def preview(keep: Lead, other: Lead) -> list[Difference]:
    """What a merge would have to decide; the newer lead is taken to know better."""
    newer = OTHER if other.created_at > keep.created_at else KEEP
    differences = []
    for field in CHOSEN:
        values = {KEEP: getattr(keep, field), OTHER: getattr(other, field)}
        suggested = newer if values[newer] else (KEEP if values[KEEP] else OTHER)
        differences.append(Difference(field, values[KEEP], values[OTHER], suggested))
    return differences


def merge(
    session: Session,
    keep_seen: Selected,
    other_seen: Selected,
    choices: Mapping[str, str],
    actor: str,
) -> Lead:
    """Put `other` into `keep`; `choices` names the side of each field.

    Both consents were the same person's, so the newer one counts.

    Raises:
        WorkflowError: a lead with itself, with one that is merged already, or nothing to reach
            the person by.
        LeadGoneError, StaleLeadError.
    """
    if keep_seen.lead_id == other_seen.lead_id:
        raise WorkflowError("Choose two different leads.")
    keep, other = load_to_change(session, keep_seen), load_to_change(session, other_seen)
    if keep.merged_into or other.merged_into:
        raise WorkflowError("One of the two is merged already.")
    taken = {field: getattr(other, field) for field in CHOSEN if choices.get(field) == OTHER}
    if other.consented_at > keep.consented_at:
        taken |= {field: getattr(other, field) for field in (*CONSENT, "consented_at")}
    if other.first_response_at and (
        keep.first_response_at is None or other.first_response_at < keep.first_response_at
    ):
        taken["first_response_at"] = other.first_response_at
    before = {field: getattr(keep, field) for field in taken}
    for field, value in taken.items():
        setattr(keep, field, value)
    if not keep.email and not keep.phone_number:
        raise WorkflowError("Keep an e-mail address or a telephone number.")
    # Leads that were merged into the other one follow it.
    followers = _merged_into(session, str(other.id))
    for follower in (other, *followers):
        follower.merged_into = keep.id
    data = {
        "other": other.id,
        "followers": [follower.id for follower in followers],
        "before": {field: _plain(value) for field, value in before.items()},
        "after": {field: _plain(value) for field, value in taken.items()},
    }
    session.add(LeadEvent(lead_id=keep.id, kind="merged", actor=actor, data=data))
    session.add(
        LeadEvent(lead_id=other.id, kind="merged_into", actor=actor, data={"lead": keep.id})
    )
    save(session, keep)
    return keep


def undo(session: Session, keep_seen: Selected, event_id: int, actor: str) -> Lead:
    """Take a merge back. What was changed since stays as it is.

    Raises:
        WorkflowError: the merge was undone before.
        LeadGoneError, StaleLeadError.
    """
    keep = load_to_change(session, keep_seen)
    event = session.get(LeadEvent, event_id)
    if event is None or event.lead_id != keep.id or event.kind != "merged" or not event.data:
        raise LeadGoneError(str(event_id))
    other = load(session, event.data["other"])
    if other.merged_into != keep.id or other.erased_at is not None:
        raise WorkflowError("That merge has been undone already.")
    for field, value in event.data["before"].items():
        if _plain(getattr(keep, field)) == event.data["after"][field]:
            setattr(keep, field, _read(field, value))
    other.merged_into = None
    for follower_id in event.data.get("followers", ()):
        follower = load(session, follower_id)
        if follower.merged_into == keep.id:
            follower.merged_into = other.id
    for lead_id, about in ((keep.id, other.id), (other.id, keep.id)):
        session.add(LeadEvent(lead_id=lead_id, kind="unmerged", actor=actor, data={"other": about}))
    save(session, keep)
    return keep


def merged_ids(session: Session, lead_id: str) -> list[str]:
    """The lead and all that were merged into it."""
    others = session.execute(select(Lead.id).where(Lead.merged_into == lead_id)).scalars()
    return [lead_id, *others]


def _merged_into(session: Session, lead_id: str) -> list[Lead]:
    return list(session.execute(select(Lead).where(Lead.merged_into == lead_id)).scalars())


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(field: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if field.endswith("_at") and value else value
