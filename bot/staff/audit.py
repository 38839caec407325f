"""The audit log: what staff looked at, changed and exported. Entries are added, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.staff.tables import AuditEntry

PAGE_SIZE = 50


@dataclass(frozen=True)
class Actor:
    """Who does something: a member of staff, or the command line (`account_id` None)."""

    account_id: int | None
    email: str


COMMAND_LINE = Actor(None, "command line")


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Note in the caller's transaction that `actor` did `action` ("lead.view") to `subject`."""
    session.add(
        AuditEntry(
            account_id=actor.account_id,
            actor=actor.email,
            action=action,
            subject=subject,
            data=dict(data) if data else None,
        )
    )


def entries(
    session: Session,
    *,
    account_id: int | None = None,
    action: str | None = None,
    subject: str | None = None,
    before: int | None = None,
    limit: int = PAGE_SIZE,
) -> Sequence[AuditEntry]:
    """The newest entries, at most `limit`; `before` is the id to go on from."""
    query = select(AuditEntry)
    if account_id is not None:
        query = query.where(AuditEntry.account_id == account_id)
    if action:
        # "lead" stands for "lead.view", "lead.status" and so on.
        query = query.where(AuditEntry.action.between(action, f"{action}.~"))
    if subject:
        query = query.where(AuditEntry.subject == subject)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    found: Sequence[AuditEntry] = (
        session.execute(query.order_by(AuditEntry.id.desc()).limit(limit)).scalars().all()
    )
    return found
