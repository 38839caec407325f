"""Rasa's record of a conversation: what it said to a message, and how that is erased.

The table is Rasa's own (`bot.dialogue.tracker_store` says where); this module only knows
the columns that it reads.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Float, Integer, String, Text, column, delete, inspect, select, table
from sqlalchemy.orm import Session

from bot.conversations.log import Reply
from bot.web.assistant import replies_of

EVENTS = table(
    "events",
    column("id", Integer),
    column("sender_id", String),
    column("type_name", String),
    column("timestamp", Float),
    column("data", Text),
)
# Rasa may run on another machine, whose clock differs.
CLOCK_SLACK = timedelta(minutes=1)


def recover(
    session: Session, conversation_id: str, client_id: str, since: datetime
) -> list[Reply] | None:
    """What Rasa said to the message with `client_id`; None if it never answered it.

    `since` is when the turn began: earlier events are not looked at.
    """
    if not _has_events(session):
        return None
    rows = session.execute(
        select(EVENTS.c.type_name, EVENTS.c.data)
        .where(
            EVENTS.c.sender_id == conversation_id,
            EVENTS.c.timestamp >= (since - CLOCK_SLACK).timestamp(),
            EVENTS.c.type_name.in_(["user", "bot"]),
        )
        .order_by(EVENTS.c.id)
    )
    answer: list[Reply] = []
    ours = False
    for type_name, data in rows:
        event: dict[str, Any] = json.loads(data)
        if type_name == "user":
            # Asked twice, the first attempt without an answer: the answered one counts.
            ours = not answer and (event.get("metadata") or {}).get("client_id") == client_id
        elif ours:
            extra = event.get("data") or {}
            answer += replies_of(event.get("text"), extra.get("buttons"), extra.get("custom"))
    return answer or None


def erase(session: Session, conversation_id: str) -> None:
    """Erase everything that Rasa has kept of the conversation."""
    if _has_events(session):
        session.execute(delete(EVENTS).where(EVENTS.c.sender_id == conversation_id))


def _has_events(session: Session) -> bool:
    # Rasa makes its table when it first starts.
    return bool(inspect(session.connection()).has_table(EVENTS.name))
