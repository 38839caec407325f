"""What is old is forgotten, what is not stays."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import sqlalchemy
from sqlalchemy import select, update

from bot.conversations import log, turns
from bot.conversations.tables import Conversation, Message
from bot.database import Database, utc_now
from bot.delivery.outbox import submit_lead
from bot.leads.capture import LeadDraft
from bot.leads.tables import Lead
from bot.privacy import retention
from bot.settings import Settings

SETTINGS = Settings(retention_conversation_days=90, retention_lead_days=730)


def converse(database: Database, days_ago: float, with_lead: bool = False) -> str:
    """A conversation whose last message is that old, with a lead as old if so wished."""
    moment = utc_now() - timedelta(days=days_ago)
    with database.writing() as session:
        conversation_id, _ = log.start(session, channel="web")
        turns.begin(session, conversation_id, str(uuid.uuid4()), "digest", "hello there")
        if with_lead:
            draft = LeadDraft(
                kind="candidate",
                channel="web",
                consent_version="2026-11",
                consent_purposes=["email"],
                email="ines@example.com",
                conversation_id=conversation_id,
            )
            submit_lead(session, draft, conversation_id, SETTINGS)
            session.execute(update(Lead).values(updated_at=moment))
        session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .values(last_active_at=moment)
        )
    return conversation_id


def open_conversations(database: Database) -> set[str]:
    with database.reading() as session:
        return set(
            session.execute(
                select(Conversation.id).where(Conversation.erased_at.is_(None))
            ).scalars()
        )


def test_old_conversations_are_forgotten_and_their_leads_stay(database: Database) -> None:
    old = converse(database, 90.1, with_lead=True)
    young = converse(database, 89.9)
    forgotten = retention.forget_old(database, SETTINGS, utc_now())
    assert (forgotten.conversations, forgotten.leads) == (1, 0)
    assert open_conversations(database) == {young}
    with database.reading() as session:
        said = session.execute(select(Message.conversation_id).distinct()).scalars()
        assert set(said) == {young}
        (lead,) = session.execute(select(Lead)).scalars()
        assert (lead.conversation_id, lead.email, lead.erased_at) == (old, "ines@example.com", None)


def test_old_leads_are_forgotten(database: Database) -> None:
    converse(database, 731, with_lead=True)
    retention.forget_old(database, SETTINGS, utc_now())
    with database.reading() as session:
        (lead,) = session.execute(select(Lead)).scalars()
        assert lead.email is None and lead.erased_at is not None


def test_more_than_a_batch_is_forgotten(database: Database) -> None:
    for _ in range(7):
        converse(database, 100)
    before, retention.BATCH = retention.BATCH, 3
    try:
        assert retention.forget_old(database, SETTINGS, utc_now()).conversations == 7
    finally:
        retention.BATCH = before
    assert open_conversations(database) == set()
    assert retention.forget_old(database, SETTINGS, utc_now()).conversations == 0


def test_what_rasa_saves_after_an_erasure_is_swept(database: Database) -> None:
    erased, kept = converse(database, 1), converse(database, 1)
    with database.writing() as session:
        log.erase(session, erased)
        session.execute(
            sqlalchemy.text(
                "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255), "
                "type_name VARCHAR(255), timestamp FLOAT, data TEXT)"
            )
        )
        for number, sender in enumerate((erased, kept)):
            session.execute(
                sqlalchemy.text("INSERT INTO events VALUES (:id, :sender, 'user', 0, :data)"),
                {"id": number, "sender": sender, "data": json.dumps({"text": "hello"})},
            )
    retention.forget_old(database, SETTINGS, utc_now())
    with database.reading() as session:
        left = session.execute(sqlalchemy.text("SELECT sender_id FROM events")).scalars()
        assert list(left) == [kept]
