"""Rasa's own table of events, as far as this side of the assistant knows it.

`bot.dialogue.tracker_store` says where the table is; Rasa makes it when it first starts.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Float, Integer, String, Text, column, delete, inspect, table
from sqlalchemy.orm import Session

EVENTS = table(
    "events",
    column("id", Integer),
    column("sender_id", String),
    column("type_name", String),
    column("timestamp", Float),
    column("data", Text),
)


def has_events(session: Session) -> bool:
    """Whether Rasa has made its table."""
    return bool(inspect(session.connection()).has_table(EVENTS.name))


def erase_events(session: Session, conversation_ids: Sequence[str]) -> None:
    """Erase everything that Rasa has kept of the conversations."""
    if has_events(session):
        session.execute(delete(EVENTS).where(EVENTS.c.sender_id.in_(conversation_ids)))
