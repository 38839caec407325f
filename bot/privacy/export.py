"""Everything that is kept about one person, for that person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from bot.conversations.tables import Conversation, Message
from bot.delivery.tables import Delivery
from bot.leads.contact_details import read_email, read_phone
from bot.leads.tables import Lead, LeadEvent

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def find_leads(session: Session, who: str) -> list[Lead]:
    """The leads of a person, oldest first; `who` is a lead's id, an e-mail address or a number."""
    same: Any
    if _UUID.fullmatch(who.strip().lower()):
        same = Lead.id == who.strip().lower()
    elif email := read_email(who).email:
        same = Lead.email == email
    elif number := read_phone(who).number:
        same = Lead.phone_number == number
    else:
        return []
    found: Sequence[Lead] = (
        session.execute(
            select(Lead).where(same, Lead.erased_at.is_(None)).order_by(Lead.created_at, Lead.id)
        )
        .scalars()
        .all()
    )
    return list(found)


def export_person(session: Session, leads: Sequence[Lead]) -> dict[str, Any]:
    """Leads with their history and deliveries, and the conversations that they came from.

    The document is plain JSON; times are ISO 8601 in UTC.
    """
    conversation_ids = sorted({lead.conversation_id for lead in leads if lead.conversation_id})
    return {
        "leads": [
            {
                **_plain(lead),
                "history": _rows(session, LeadEvent, LeadEvent.lead_id == lead.id),
                "deliveries": _rows(session, Delivery, Delivery.lead_id == lead.id),
            }
            for lead in leads
        ],
        "conversations": [
            {
                **_plain(conversation),
                "messages": _rows(session, Message, Message.conversation_id == conversation.id),
            }
            for conversation in session.execute(
                select(Conversation)
                .where(Conversation.id.in_(conversation_ids))
                .order_by(Conversation.created_at)
            ).scalars()
        ],
    }


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with microseconds."""
    return moment.isoformat(timespec="microseconds") if moment else None


def _rows(session: Session, model: Any, condition: Any) -> list[dict[str, Any]]:
    order = Message.seq if model is Message else model.created_at
    rows = session.execute(select(model).where(condition).order_by(order, model.id)).scalars()
    return [_plain(row) for row in rows]


def _plain(row: Any) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}
    return {
        name: iso(value) if isinstance(value, datetime) else value for name, value in values.items()
    }
