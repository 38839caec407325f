"""What the senders need to know about one delivery, read in one go and free of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery.tables import Delivery
from bot.knowledge.tables import Role
from bot.leads.tables import Lead

_SENT = (
    "id kind name email phone_number preferred_contact company role location timing notes channel "
    "conversation_id page_url utm consent_version consent_purposes status duplicate_of"
).split()


@dataclass(frozen=True)
class Parcel:
    """A delivery with its lead. `id` is the same at each attempt; `lead` is plain JSON.

    `role` is the job in words. Of an erased lead only its `id` is there.
    """

    id: str
    channel: str
    target: str
    event: str
    occurred_at: datetime
    lead: Mapping[str, Any]
    role: str | None = None

    @property
    def about(self) -> str:
        """The lead in a few words, for a subject line."""
        lead = self.lead
        parts = (lead["name"] or "(no name)", lead["company"], self.role, lead["location"])
        return ", ".join(part for part in parts if part)


def read_parcel(session: Session, delivery: Delivery) -> Parcel:
    """The parcel of a delivery."""
    lead = session.get(Lead, delivery.lead_id)
    fields = ["id"] if lead.erased_at else _SENT
    document = {name: getattr(lead, name) for name in fields}
    if not lead.erased_at:
        for name in ("consented_at", "created_at", "updated_at"):
            document[name] = getattr(lead, name).isoformat(timespec="microseconds")
    title = session.execute(select(Role.title).where(Role.slug == lead.role)).scalar_one_or_none()
    return Parcel(
        id=delivery.id,
        channel=delivery.channel,
        target=delivery.target,
        event=delivery.event,
        occurred_at=lead.erased_at or lead.created_at,
        lead=document,
        role=title or lead.role,
    )
