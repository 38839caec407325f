"""Invented people who want to be called, for the tests of the staff pages."""

from __future__ import annotations

import uuid
from typing import Any

from bot.conversations import log, turns
from bot.conversations.replies import Reply
from bot.database import Database
from bot.leads.capture import LeadDraft, capture
from bot.leads.tables import Lead

AMARA = {
    "name": "Amara Diallo",
    "email": "amara.diallo@example.com",
    "phone_number": "+12125550142",
}


def add_lead(database: Database, said: tuple[str, ...] = (), **fields: Any) -> str:
    """Store a lead, with a conversation if anything was `said`; its id."""
    given: dict[str, Any] = {
        "kind": "candidate",
        "channel": "web",
        "consent_version": "2026-11",
        "consent_purposes": ["call", "email"],
        **AMARA,
        **fields,
    }
    with database.writing() as session:
        if said:
            given["conversation_id"], _ = log.start(
                session, channel="web", page_url="https://www.example.com/careers"
            )
        for text in said:
            turn = turns.begin(session, given["conversation_id"], str(uuid.uuid4()), "x", text)
            turns.finish(session, int(turn.turn.id), [Reply(text=f"You said: {text}")])
        return str(capture(session, LeadDraft(**given), str(uuid.uuid4())).lead.id)


def load_lead(database: Database, lead_id: str) -> Lead:
    """The lead as it is now."""
    with database.reading() as session:
        return session.get(Lead, lead_id)
