"""Tables of the message log."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

from bot.database import Base, UtcDateTime, utc_now

# SQLite numbers rows by itself only for a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


class Conversation(Base):
    """One conversation with one visitor or Slack user, on whichever channel.

    After an erasure the row stays as a tombstone: `erased_at` set, no page, no campaign,
    no turns, no messages. It is what makes the token of an erased conversation worthless.
    """

    __tablename__ = "conversations"

    id = Column(String(36), primary_key=True)
    channel = Column(String(20), nullable=False)
    workspace = Column(String(64))
    locale = Column(String(35))
    page_url = Column(Text)
    utm = Column(JSON(none_as_null=True))
    origin = Column(String(255))
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    last_active_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    erased_at = Column(UtcDateTime)


class Turn(Base):
    """One message of the visitor together with its answer; `client_id` makes it idempotent."""

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        CheckConstraint("state IN ('asking', 'answered')", name="state"),
    )

    id = Column(RowId, primary_key=True)
    conversation_id = Column(
        String(36), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    )
    client_id = Column(String(64), nullable=False)
    request_digest = Column(String(64), nullable=False)
    state = Column(String(10), nullable=False, default="asking")
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    answered_at = Column(UtcDateTime)


class AskedQuestion(Base):
    """One request found in a message, for the statistics. It holds nothing that tells a person,
    so that it outlives the conversation: `turn_id` is empty then.
    """

    __tablename__ = "asked_questions"

    id = Column(RowId, primary_key=True)
    turn_id = Column(RowId, ForeignKey("turns.id", ondelete="SET NULL"), index=True)
    intent = Column(String(60), nullable=False)
    role = Column(String(80))
    location = Column(String(80))
    answered = Column(Boolean(create_constraint=False), nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)


class QuestionReview(Base):
    """A message that was not understood, or whose answer got a thumbs-down, and what staff say.

    While it is open the words are the turn's; what is decided keeps its own `text`, without
    personal data. `role` is a slug of the knowledge table.
    """

    __tablename__ = "question_reviews"
    __table_args__ = (
        CheckConstraint("reason IN ('missed', 'thumbs_down')", name="reason"),
        CheckConstraint("state IN ('open', 'accepted', 'out_of_scope', 'dismissed')", name="state"),
        Index("ix_question_reviews_state_id", "state", "id"),
    )

    id = Column(RowId, primary_key=True)
    turn_id = Column(RowId, ForeignKey("turns.id", ondelete="SET NULL"), unique=True)
    reason = Column(String(12), nullable=False)
    state = Column(String(12), nullable=False, default="open")
    text = Column(Text)
    intent = Column(String(60))
    role = Column(String(80))
    decided_by = Column(Integer)
    decided_at = Column(UtcDateTime)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)


class Message(Base):
    """One line of a conversation. `seq` counts from 1 in each conversation.

    `choices` is ``[{"id", "title", "payload"}]``: the payload never leaves the server.
    `sources` is ``[{"title", "url", "year"}]``; `table_json` is ``{"columns", "rows"}``.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        CheckConstraint("sender IN ('bot', 'visitor')", name="sender"),
        CheckConstraint("feedback IN ('up', 'down')", name="feedback"),
        CheckConstraint("seq > 0", name="seq_positive"),
    )

    id = Column(RowId, primary_key=True)
    conversation_id = Column(
        String(36), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    )
    turn_id = Column(RowId, ForeignKey("turns.id", ondelete="CASCADE"), index=True)
    seq = Column(Integer, nullable=False)
    sender = Column(String(7), nullable=False)
    text = Column(Text, nullable=False)
    choices = Column(JSON(none_as_null=True), nullable=False, default=list)
    sources = Column(JSON(none_as_null=True), nullable=False, default=list)
    table_json = Column(JSON(none_as_null=True))
    expects = Column(String(10))
    feedback = Column(String(4))
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
