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

    `address` is where on its channel it takes place, so that the next message there goes on with
    it: "user:U…" or "thread:C…:TS" in a Slack workspace. None where the client keeps a token.

    After an erasure the row stays as a tombstone: `erased_at` set, no page, no campaign,
    no turns, no messages. It is what makes the token of an erased conversation worthless.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        # An erased conversation has no address: the next one may begin in the same place.
        Index("uq_conversations_address", "channel", "workspace", "address", unique=True),
    )

    id = Column(String(36), primary_key=True)
    channel = Column(String(20), nullable=False)
    workspace = Column(String(64))
    address = Column(String(100))
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


class InboxEvent(Base):
    """What a platform has handed over and we owe an answer for; `key` is the platform's own id.

    Written before the platform is told that it has arrived. `text` is what the person wrote,
    `payload` what else is needed to answer; both are gone once it is answered, and `text` with
    an erasure, while the row stays for as long as the platform may deliver it again.

    Events of one `address` are answered one after the other, by `happened_at`. `parts_sent` counts
    the messages of the answer that have been sent. "sending" means that one more is under way:
    who finds that after a crash cannot know whether it has arrived. "apologised" ones may be
    tried again.
    """

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        CheckConstraint(
            "state IN ('waiting', 'sending', 'apologised', 'done', 'failed')", name="state"
        ),
        Index("ix_inbox_events_state_next_attempt_at", "state", "next_attempt_at"),
        Index("ix_inbox_events_address", "workspace", "address", "state", "happened_at"),
    )

    id = Column(RowId, primary_key=True)
    channel = Column(String(20), nullable=False)
    key = Column(String(255), nullable=False)
    workspace = Column(String(64), nullable=False)
    address = Column(String(100), nullable=False)
    kind = Column(String(20), nullable=False)
    text = Column(Text)
    payload = Column(JSON(none_as_null=True))
    conversation_id = Column(String(36), index=True)
    state = Column(String(10), nullable=False, default="waiting")
    attempt = Column(Integer, nullable=False, default=0)
    parts_sent = Column(Integer, nullable=False, default=0)
    happened_at = Column(UtcDateTime, nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    next_attempt_at = Column(UtcDateTime, nullable=False, default=utc_now)
    sending_since = Column(UtcDateTime)
    last_error = Column(String(60))
