"""One message of the visitor with its answer: begun once, finished once, however often it is sent.

Every function takes the caller's session and expects the conversation's lock
(`bot.conversations.locks`) to be held.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import log, reviews
from bot.conversations.log import ConversationGoneError
from bot.conversations.replies import Reply
from bot.conversations.tables import Message, Turn
from bot.database import utc_now


class TurnState(Enum):
    """What `begin` found."""

    NEW = "new"
    STILL_ASKING = "still asking"
    ANSWERED = "answered"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class BegunTurn:
    """A turn as `begin` found or made it; `messages` is the answer of an answered one."""

    state: TurnState
    turn: Turn
    messages: Sequence[Message] = ()


def request_digest(*, text: str | None, choice: str | None) -> str:
    """A fingerprint of what was asked, to tell a retry from a reused client_id."""
    return hashlib.sha256(json.dumps([text, choice]).encode()).hexdigest()


def begin(
    session: Session, conversation_id: str, client_id: str, digest: str, text: str
) -> BegunTurn:
    """Find the turn of `client_id`, or begin it and log what the visitor said.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased.
    """
    log.require_open(session, conversation_id)
    turn = session.execute(
        select(Turn).where(Turn.conversation_id == conversation_id, Turn.client_id == client_id)
    ).scalar_one_or_none()
    if turn is not None:
        if turn.request_digest != digest:
            return BegunTurn(TurnState.CONFLICT, turn)
        if turn.state == "answered":
            return BegunTurn(TurnState.ANSWERED, turn, _answer(session, turn))
        return BegunTurn(TurnState.STILL_ASKING, turn)
    turn = Turn(conversation_id=conversation_id, client_id=client_id, request_digest=digest)
    session.add(turn)
    session.flush()
    log.append_text(session, conversation_id, int(turn.id), text)
    log.touch(session, conversation_id)
    return BegunTurn(TurnState.NEW, turn)


def finish(session: Session, turn_id: int, replies: Sequence[Reply]) -> Sequence[Message]:
    """Log the answer of a turn; of a turn that has one already, that answer is returned.

    Raises:
        ConversationGoneError: the turn was erased meanwhile.
    """
    turn = session.get(Turn, turn_id)
    if turn is None:
        raise ConversationGoneError(f"turn {turn_id}")
    if turn.state == "answered":
        return _answer(session, turn)
    messages = log.append_replies(session, turn.conversation_id, turn_id, replies)
    reviews.record(session, turn_id, [asked for reply in replies for asked in reply.asked])
    turn.state = "answered"
    turn.answered_at = utc_now()
    log.touch(session, turn.conversation_id)
    return messages


def _answer(session: Session, turn: Turn) -> Sequence[Message]:
    found: Sequence[Message] = (
        session.execute(
            select(Message)
            .where(Message.turn_id == turn.id, Message.sender == "bot")
            .order_by(Message.seq)
        )
        .scalars()
        .all()
    )
    return found
