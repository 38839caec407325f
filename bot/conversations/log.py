"""Reading and writing the message log. Every function takes the caller's session.

Functions that change a conversation expect its lock (`bot.conversations.locks`) to be held.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations import reviews
from bot.conversations.replies import Offer, Reply
from bot.conversations.tables import Conversation, InboxEvent, Message, Turn
from bot.database import utc_now


class ConversationGoneError(LookupError):
    """There is no such conversation, or it has been erased."""


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
    return str(conversation.id), append_replies(session, str(conversation.id), None, greeting)


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


def append_text(session: Session, conversation_id: str, turn_id: int, text: str) -> None:
    """Log what the visitor said."""
    session.add(
        Message(
            conversation_id=conversation_id,
            turn_id=turn_id,
            seq=_next_seq(session, conversation_id),
            sender="visitor",
            # PostgreSQL cannot store U+0000 in text.
            text=text.replace("\x00", ""),
        )
    )


def append_replies(
    session: Session, conversation_id: str, turn_id: int | None, replies: Sequence[Reply]
) -> list[Message]:
    """Log what the assistant says; the messages with their seq and the ids of their choices."""
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


def touch(session: Session, conversation_id: str) -> None:
    """Note that the conversation goes on."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(last_active_at=utc_now())
    )
