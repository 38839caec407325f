"""What Rasa has said to a message, from its own record of the conversation."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.replies import Reply
from bot.conversations.tracker_events import EVENTS, has_events
from bot.web.assistant import replies_of

# Rasa may run on another machine, whose clock differs.
CLOCK_SLACK = timedelta(minutes=1)


def recover(
    session: Session, conversation_id: str, client_id: str, since: datetime
) -> list[Reply] | None:
    """What Rasa said to the message with `client_id`; None if it never answered it.

    `since` is when the turn began: earlier events are not looked at.
    """
    if not has_events(session):
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
