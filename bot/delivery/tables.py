"""The outbox: what has to reach somebody, and whether it has."""

from __future__ import annotations

import uuid

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)

from bot.database import Base, UtcDateTime, utc_now

CHANNELS = ("email", "acknowledgement", "slack", "webhook")


class Delivery(Base):
    """One message to one receiver. Its id is the same at each attempt (`webhook-id`).

    No payload is kept: it is made from the lead when it is sent, so that an erased lead leaves
    nothing behind, and a corrected one is sent as corrected. `target` is an account manager's
    address, or names what the settings or the lead know ("lead", "slack", "crm").
    `claimed_until` is a lease: until then no other worker sends it. What fails after `give_up_at`
    is a dead letter, until somebody replays it.
    `last_error` is an error's type or status, never a text that may quote a person.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("lead_id", "event", "channel", "target"),
        CheckConstraint(
            "channel IN ('email', 'acknowledgement', 'slack', 'webhook')", name="channel"
        ),
        CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state"),
        Index("ix_deliveries_state_next_attempt_at", "state", "next_attempt_at"),
    )

    id = Column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))
    lead_id = Column(String(36), ForeignKey("leads.id", ondelete="CASCADE"), nullable=False)
    event = Column(String(20), nullable=False, default="lead.created")
    channel = Column(String(20), nullable=False)
    target = Column(String(320), nullable=False)
    state = Column(String(10), nullable=False, default="pending")
    attempts = Column(Integer, nullable=False, default=0)
    next_attempt_at = Column(UtcDateTime, nullable=False, default=utc_now)
    give_up_at = Column(UtcDateTime, nullable=False)
    claimed_until = Column(UtcDateTime)
    last_error = Column(String(120))
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    delivered_at = Column(UtcDateTime)
