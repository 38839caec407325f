"""Erase a conversation or a lead everywhere; what stays tells nothing of the person.

A lead's tombstone keeps its idempotency key, so that a late retry does not bring it back.
Receivers outside that had the lead by webhook are told with a `lead.erased` event.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.conversations import log
from bot.conversations.tables import Conversation
from bot.conversations.tracker_events import erase_events
from bot.database import Database, utc_now
from bot.delivery.tables import Delivery
from bot.leads.search import LeadWord
from bot.leads.tables import Lead, LeadEvent

PERSONAL = (
    "name email phone_number preferred_contact company role location timing notes page_url utm"
).split()
ERASURE_NOTICE = timedelta(days=30)
"""How long a receiver outside is tried to be told of an erasure."""
CHECKPOINT_MILLISECONDS = 200


def erase_conversation(session: Session, conversation_id: str, actor: str = "visitor") -> list[str]:
    """Erase what was said, what Rasa kept of it, and its leads; the ids of those leads.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased before.
    """
    erase_log(session, conversation_id)
    lead_ids = list(
        session.execute(
            select(Lead.id).where(Lead.conversation_id == conversation_id, Lead.erased_at.is_(None))
        ).scalars()
    )
    lead_ids = _with_merged(session, lead_ids)
    erase_leads_only(session, lead_ids, actor)
    return lead_ids


def erase_log(session: Session, conversation_id: str) -> None:
    """Erase what was said and what Rasa kept of it; leads stay.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased before.
    """
    log.erase(session, conversation_id)
    erase_events(session, [conversation_id])


def erase_leads(session: Session, lead_ids: Sequence[str], actor: str) -> list[str]:
    """Erase leads, those merged with them, and their conversations; the conversations' ids."""
    lead_ids = _with_merged(session, lead_ids)
    conversations = list(
        session.execute(
            select(Conversation.id)
            .join(Lead, Lead.conversation_id == Conversation.id)
            .where(Lead.id.in_(lead_ids), Conversation.erased_at.is_(None))
            .distinct()
        ).scalars()
    )
    for conversation_id in conversations:
        erase_conversation(session, conversation_id, actor)
    remaining = select(Lead.id).where(Lead.id.in_(lead_ids), Lead.erased_at.is_(None))
    erase_leads_only(session, list(session.execute(remaining).scalars()), actor)
    return conversations


def erase_leads_only(session: Session, lead_ids: Sequence[str], actor: str) -> None:
    """Erase leads; the conversations that they came from stay."""
    if not lead_ids:
        return
    known_outside = list(
        session.execute(
            select(Delivery.lead_id, Delivery.target).where(
                Delivery.lead_id.in_(lead_ids),
                Delivery.channel == "webhook",
                # What was tried may have arrived, whatever the answer was.
                Delivery.attempts > 0,
            )
        )
    )
    session.execute(
        delete(Delivery).where(Delivery.lead_id.in_(lead_ids), Delivery.state != "delivered")
    )
    session.execute(update(LeadEvent).where(LeadEvent.lead_id.in_(lead_ids)).values(data=None))
    numbers = select(Lead.number).where(Lead.id.in_(lead_ids))
    session.execute(
        delete(LeadWord)
        .where(LeadWord.number.in_(numbers))
        .execution_options(synchronize_session=False)
    )
    now = utc_now()
    session.execute(
        update(Lead)
        .where(Lead.id.in_(lead_ids))
        .values({**dict.fromkeys(PERSONAL), "erased_at": now, "version": Lead.version + 1})
        .execution_options(synchronize_session="fetch")
    )
    session.add_all(LeadEvent(lead_id=each, kind="erased", actor=actor) for each in lead_ids)
    session.add_all(
        Delivery(
            lead_id=lead_id,
            event="lead.erased",
            channel="webhook",
            target=target,
            give_up_at=now + ERASURE_NOTICE,
        )
        for lead_id, target in known_outside
    )
    session.flush()


def forget_pages(database: Database) -> None:
    """Take erased rows out of SQLite's write-ahead log, too.

    Gives up quickly when others are reading: the worker does it again.
    """
    if database.engine.dialect.name != "sqlite":
        return
    with closing(database.engine.raw_connection()) as connection:
        waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.execute(f"PRAGMA busy_timeout={CHECKPOINT_MILLISECONDS}")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.execute(f"PRAGMA busy_timeout={waits}")


def _with_merged(session: Session, lead_ids: Sequence[str]) -> list[str]:
    """These leads and those that were merged with them: they hold details of each other."""
    into = session.execute(
        select(Lead.merged_into).where(Lead.id.in_(lead_ids), Lead.merged_into.is_not(None))
    ).scalars()
    kept = {*lead_ids, *into}
    found = session.execute(
        select(Lead.id).where(
            or_(Lead.id.in_(kept), Lead.merged_into.in_(kept)), Lead.erased_at.is_(None)
        )
    ).scalars()
    return list(found)
