"""Reading and writing the message log. Every function takes the caller's session.

Functions that change a conversation expect its lock (`bot.conversations.locks`) to be held.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations import reviews
from bot.conversations.tables import Conversation, InboxEvent, Message, Turn
from bot.database import utc_now


class Offer(BaseModel):
    """A choice as the dialogue offers it: what is shown, and what choosing it means."""

    title: str
    payload: str


class Source(BaseModel):
    """Where a fact in an answer is from."""

    title: str
    url: str | None = None
    year: int | None = None


class Table(BaseModel):
    """Rows of an answer that read better as a table; each row is as long as `columns`."""

    columns: list[str]
    rows: list[list[str | int | float | None]]


class Asked(BaseModel):
    """One request that the dialogue found in the visitor's message, for the statistics."""

    intent: str = Field(max_length=60)
    role: str | None = Field(default=None, max_length=80)
    location: str | None = Field(default=None, max_length=80)
    answered: bool = True


class Reply(BaseModel):
    """One message of the assistant, before it has a place in a conversation."""

    text: str
    choices: list[Offer] = Field(default_factory=list)
    sources: list[Source] = Field(default_factory=list)
    table: Table | None = None
    expects: Literal["name", "email", "tel"] | None = None
    erase_conversation: bool = False
    """The visitor has confirmed that everything is to be erased: this is the last message."""
    asked: list[Asked] = Field(default_factory=list)


class ConversationGoneError(LookupError):
    """There is no such conversation, or it has been erased."""


class TurnState(Enum):
    """What `begin_turn` found."""

    NEW = "new"
    STILL_ASKING = "still asking"
    ANSWERED = "answered"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class BegunTurn:
    """A turn as `begin_turn` found or made it; `messages` is the answer of an answered one."""

    state: TurnState
    turn: Turn
    messages: Sequence[Message] = ()


def request_digest(*, text: str | None, choice: str | None) -> str:
    """A fingerprint of what was asked, to tell a retry from a reused client_id."""
    return hashlib.sha256(json.dumps([text, choice]).encode()).hexdigest()


def start(
    session: Session,
    *,
    channel: str,
    greeting: Sequence[Reply] = (),
    workspace: str | None = None,
    address: str | None = None,
    locale: str | None = None,
    page_url: str | None = None,
    utm: dict[str, str] | None = None,
    origin: str | None = None,
) -> tuple[str, list[Message]]:
    """Begin a conversation with the bot's greeting; its id and the greeting's messages."""
    conversation = Conversation(
        id=str(uuid.uuid4()),
        channel=channel,
        workspace=workspace,
        address=address,
        locale=locale,
        page_url=page_url,
        utm=utm,
        origin=origin,
    )
    session.add(conversation)
    session.flush()
    return str(conversation.id), _append_replies(session, str(conversation.id), None, greeting)


def find_at(session: Session, channel: str, workspace: str, address: str) -> str | None:
    """The conversation that takes place at `address`; None before the first message there."""
    found: str | None = session.execute(
        select(Conversation.id).where(
            Conversation.channel == channel,
            Conversation.workspace == workspace,
            Conversation.address == address,
        )
    ).scalar_one_or_none()
    return found


def find_or_start_at(
    session: Session, channel: str, workspace: str, address: str, greeting: Sequence[Reply] = ()
) -> str:
    """The conversation that takes place at `address`, begun with `greeting` if it is new."""
    if known := find_at(session, channel, workspace, address):
        return known
    try:
        # A savepoint: the caller's transaction goes on when another process was quicker.
        with session.begin_nested():
            return start(
                session,
                channel=channel,
                greeting=greeting,
                workspace=workspace,
                address=address,
            )[0]
    except IntegrityError:
        if known := find_at(session, channel, workspace, address):
            return known
        raise


def begin_turn(
    session: Session, conversation_id: str, client_id: str, digest: str, text: str
) -> BegunTurn:
    """Find the turn of `client_id`, or begin it and log what the visitor said.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased.
    """
    require_open(session, conversation_id)
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
    session.add(
        Message(
            conversation_id=conversation_id,
            turn_id=turn.id,
            seq=_next_seq(session, conversation_id),
            sender="visitor",
            # PostgreSQL cannot store U+0000 in text.
            text=text.replace("\x00", ""),
        )
    )
    _touch(session, conversation_id)
    return BegunTurn(TurnState.NEW, turn)


def finish_turn(session: Session, turn_id: int, replies: Sequence[Reply]) -> Sequence[Message]:
    """Log the answer of a turn; of a turn that has one already, that answer is returned.

    Raises:
        ConversationGoneError: the turn was erased meanwhile.
    """
    turn = session.get(Turn, turn_id)
    if turn is None:
        raise ConversationGoneError(f"turn {turn_id}")
    if turn.state == "answered":
        return _answer(session, turn)
    messages = _append_replies(session, turn.conversation_id, turn_id, replies)
    reviews.record(session, turn_id, [asked for reply in replies for asked in reply.asked])
    turn.state = "answered"
    turn.answered_at = utc_now()
    _touch(session, turn.conversation_id)
    return messages


def messages_after(session: Session, conversation_id: str, after: int) -> Sequence[Message]:
    """Both sides' messages with a seq above `after`, in order.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased.
    """
    require_open(session, conversation_id)
    found: Sequence[Message] = (
        session.execute(
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.seq > after)
            .order_by(Message.seq)
        )
        .scalars()
        .all()
    )
    return found


def resolve_choice(session: Session, conversation_id: str, choice_id: str) -> Offer | None:
    """The choice with this id if this very conversation was offered it, else None."""
    seq = choice_id.partition("-")[0]
    # Longer numbers overflow the column's type on PostgreSQL; no conversation gets there.
    if not (seq.isascii() and seq.isdigit() and len(seq) < 10):
        return None
    offered = session.execute(
        select(Message.choices).where(
            Message.conversation_id == conversation_id, Message.seq == int(seq)
        )
    ).scalar_one_or_none()
    for choice in offered or []:
        if choice["id"] == choice_id:
            return Offer(title=choice["title"], payload=choice["payload"])
    return None


def set_feedback(session: Session, conversation_id: str, seq: int, value: str) -> bool:
    """Note what the visitor thinks of one of the bot's messages; False if there is none.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased.
    """
    require_open(session, conversation_id)
    if value == "down":
        reviews.open_for_message(session, conversation_id, seq)
    changed = session.execute(
        update(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.seq == seq,
            Message.sender == "bot",
        )
        .values(feedback=value)
    )
    return bool(changed.rowcount)


def erase(session: Session, conversation_id: str) -> None:
    """Erase what was said and where from; a tombstone stays, so that the token stays dead.

    Raises:
        ConversationGoneError: the conversation does not exist or was erased before.
    """
    require_open(session, conversation_id)
    session.execute(delete(Message).where(Message.conversation_id == conversation_id))
    reviews.forget(session, conversation_id)
    session.execute(delete(Turn).where(Turn.conversation_id == conversation_id))
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(
            erased_at=utc_now(), address=None, page_url=None, utm=None, locale=None, origin=None
        )
    )
    session.execute(
        update(InboxEvent).where(InboxEvent.conversation_id == conversation_id).values(text=None)
    )


def require_open(session: Session, conversation_id: str) -> None:
    """Raise ConversationGoneError unless the conversation exists and was not erased."""
    found = session.execute(
        select(Conversation.id).where(
            Conversation.id == conversation_id, Conversation.erased_at.is_(None)
        )
    ).scalar_one_or_none()
    if found is None:
        raise ConversationGoneError(conversation_id)


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


def _append_replies(
    session: Session, conversation_id: str, turn_id: int | None, replies: Sequence[Reply]
) -> list[Message]:
    first = _next_seq(session, conversation_id)
    messages = [
        Message(
            conversation_id=conversation_id,
            turn_id=turn_id,
            seq=seq,
            sender="bot",
            text=reply.text,
            # Unguessable, so that the id of one conversation means nothing in another.
            choices=[
                {"id": f"{seq}-{secrets.token_urlsafe(6)}", **offer.dict()}
                for offer in reply.choices
            ],
            sources=[source.dict() for source in reply.sources],
            table_json=reply.table.dict() if reply.table else None,
            expects=reply.expects,
            created_at=utc_now(),
        )
        for seq, reply in enumerate(replies, first)
    ]
    session.add_all(messages)
    session.flush()
    return messages


def _next_seq(session: Session, conversation_id: str) -> int:
    # The newest entry of the unique index on (conversation_id, seq): one look-up, however long
    # the conversation is.
    last: Any = session.execute(
        select(Message.seq)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    return int(last or 0) + 1


def _touch(session: Session, conversation_id: str) -> None:
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(last_active_at=utc_now())
    )
