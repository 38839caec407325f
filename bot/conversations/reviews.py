"""What people ask, and the messages that staff look at because they were not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.conversations.masking import mask_personal
from bot.conversations.tables import AskedQuestion, Message, QuestionReview, Turn
from bot.database import utc_now

OUT_OF_SCOPE = "out_of_scope"
PAGE_SIZE = 20
LONGEST_EXAMPLE = 300


class AskedLike(Protocol):
    """What the dialogue says of one request (`bot.conversations.replies.Asked`)."""

    intent: str
    role: str | None
    location: str | None
    answered: bool


@dataclass(frozen=True)
class OpenReview:
    """A message to look at, as staff see it: `text` has no personal data that could be found."""

    id: int
    reason: str
    text: str
    answer: str
    created_at: Any
    conversation_id: str


class ReviewError(ValueError):
    """The decision cannot be recorded; the text says why."""


def record(session: Session, turn_id: int, asked: Sequence[AskedLike]) -> None:
    """Count what was asked in a turn; a turn that was not understood is put up for review."""
    session.add_all(
        AskedQuestion(
            turn_id=turn_id,
            intent=each.intent,
            role=each.role,
            location=each.location,
            answered=each.answered,
        )
        for each in asked
    )
    if any(not each.answered for each in asked):
        _open(session, turn_id, "missed")


def open_for_message(session: Session, conversation_id: str, seq: int) -> None:
    """Put the turn of one of the bot's messages up for review: it got a thumbs-down."""
    turn_id = session.execute(
        select(Message.turn_id).where(
            Message.conversation_id == conversation_id, Message.seq == seq
        )
    ).scalar_one_or_none()
    if turn_id is not None:
        _open(session, int(turn_id), "thumbs_down")


def forget(session: Session, conversation_id: str) -> None:
    """Take the open reviews of a conversation away, before its messages go."""
    turns = select(Turn.id).where(Turn.conversation_id == conversation_id)
    session.execute(
        delete(QuestionReview)
        .where(QuestionReview.turn_id.in_(turns), QuestionReview.state == "open")
        .execution_options(synchronize_session=False)
    )


def waiting(session: Session, after: int = 0, limit: int = PAGE_SIZE) -> list[OpenReview]:
    """The oldest messages to look at; `after` is the id to go on from."""
    rows = session.execute(
        select(QuestionReview, Message, Turn.conversation_id)
        .join(Turn, Turn.id == QuestionReview.turn_id)
        .join(Message, (Message.turn_id == Turn.id) & (Message.sender == "visitor"))
        .where(QuestionReview.state == "open", QuestionReview.id > after)
        .order_by(QuestionReview.id)
        .limit(limit)
    ).all()
    return [
        OpenReview(
            int(review.id),
            str(review.reason),
            mask_personal(str(message.text)),
            _answer(session, int(review.turn_id)),
            review.created_at,
            str(conversation_id),
        )
        for review, message, conversation_id in rows
    ]


def decide(
    session: Session,
    review_id: int,
    state: str,
    *,
    text: str,
    intent: str,
    role: str | None,
    account_id: int,
    names: Sequence[str] = (),
) -> None:
    """Record what staff say; `names` are taken out of the text once more, with addresses.

    Raises:
        ReviewError: somebody decided before, or an accepted message has no words or no intent.
    """
    review = session.get(QuestionReview, review_id)
    if review is None or review.state != "open":
        raise ReviewError("Somebody has looked at this message meanwhile.")
    words = mask_personal(" ".join(text.split()), names)[:LONGEST_EXAMPLE]
    if state == "accepted" and not intent:
        raise ReviewError("Choose what the message means.")
    if state != "dismissed" and not words:
        raise ReviewError("Keep the words of the message.")
    review.state = state
    review.text = words if state != "dismissed" else None
    review.intent = OUT_OF_SCOPE if state == OUT_OF_SCOPE else intent or None
    review.role = role
    review.decided_by = account_id
    review.decided_at = utc_now()
    session.flush()


def accepted(session: Session) -> Sequence[QuestionReview]:
    """The decided examples, by intent."""
    found: Sequence[QuestionReview] = (
        session.execute(
            select(QuestionReview)
            .where(QuestionReview.state.in_(["accepted", OUT_OF_SCOPE]))
            .order_by(QuestionReview.intent, QuestionReview.id)
        )
        .scalars()
        .all()
    )
    return found


def _open(session: Session, turn_id: int, reason: str) -> None:
    known = session.execute(
        select(QuestionReview.id).where(QuestionReview.turn_id == turn_id)
    ).first()
    if known is None:
        session.add(QuestionReview(turn_id=turn_id, reason=reason))
        session.flush()


def _answer(session: Session, turn_id: int) -> str:
    texts = session.execute(
        select(Message.text)
        .where(Message.turn_id == turn_id, Message.sender == "bot")
        .order_by(Message.seq)
    ).scalars()
    return mask_personal(" ".join(texts))[:LONGEST_EXAMPLE]
