"""What is old is erased: conversations and leads past the configured days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.conversations.tables import Conversation
from bot.conversations.tracker_events import EVENTS, has_events
from bot.database import Database
from bot.leads.tables import Lead
from bot.privacy.erasure import erase_leads_only, erase_log, forget_pages
from bot.settings import Settings

BATCH = 100
"""Rows in one transaction: a visitor's turn waits for the writer's lock no longer than that."""


@dataclass
class Forgotten:
    """How many conversations and leads were erased."""

    conversations: int = 0
    leads: int = 0


def forget_old(database: Database, settings: Settings, now: datetime) -> Forgotten:
    """Erase what is past its time; leads outlive the conversations that they came from."""
    forgotten = Forgotten()
    last_message = now - timedelta(days=settings.retention_conversation_days)
    while found := _batch(
        database,
        select(Conversation.id).where(
            Conversation.last_active_at < last_message, Conversation.erased_at.is_(None)
        ),
    ):
        with database.writing() as session:
            for conversation_id in found:
                erase_log(session, conversation_id)
        forgotten.conversations += len(found)
    last_change = now - timedelta(days=settings.retention_lead_days)
    while found := _batch(
        database,
        select(Lead.id).where(Lead.updated_at < last_change, Lead.erased_at.is_(None)),
    ):
        with database.writing() as session:
            erase_leads_only(session, found, "system")
        forgotten.leads += len(found)
    with database.writing() as session:
        _sweep(session)
    forget_pages(database)
    return forgotten


def _batch(database: Database, query: Any) -> list[str]:
    with database.reading() as session:
        return list(session.execute(query.limit(BATCH)).scalars())


def _sweep(session: Session) -> None:
    """Rasa may have saved a turn that was on its way when its conversation was erased."""
    if has_events(session):
        erased = select(Conversation.id).where(Conversation.erased_at.is_not(None))
        session.execute(delete(EVENTS).where(EVENTS.c.sender_id.in_(erased)))
