"""Tables of the leads: who wants to be called, and what has happened since."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Text,
    func,
    select,
    text,
)

from bot.database import Base, UtcDateTime, utc_now

# SQLite numbers rows by itself only for a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

KINDS = ("candidate", "company")
STATUSES = ("new", "contacted", "qualified", "placed", "closed", "spam")
CONTACTS = ("email", "phone", "text")
NUMBERS = Sequence("lead_numbers", metadata=Base.metadata)
"""Where PostgreSQL takes the numbers of leads from; SQLite, with its one writer, counts on."""


def _next_number(context: Any) -> int:
    if context.dialect.supports_sequences:
        return int(context.connection.scalar(select(NUMBERS.next_value())))
    return int(context.connection.scalar(select(func.coalesce(func.max(Lead.number), 0) + 1)))


def _in_use_index(*columns: str) -> Index:
    """Of the leads that staff work on only: their number is read from the index alone."""
    in_use = text("merged_into IS NULL AND erased_at IS NULL")
    name = "_".join(("ix_leads_in_use", *columns))
    return Index(name, *columns, sqlite_where=in_use, postgresql_where=in_use)


class Lead(Base):
    """One person's wish to be contacted, as it was confirmed; staff move it along.

    `email` is in lower case, `phone_number` in E.164. `role` is a slug of the knowledge table,
    or the job as it was typed if the table does not have it. `duplicate_of` is the first lead of
    the same person, `merged_into` the lead that staff have merged this one into.
    `conversation_id` is no foreign key: a lead outlives the conversation's retention.
    `number` counts the leads in the order of their arrival: the queue's order, and what the words
    to search by point to. `version` makes two people who edit one lead at once notice each other.

    After an erasure the row stays as a tombstone: `erased_at` set, nothing that tells the person.
    """

    __tablename__ = "leads"
    __table_args__ = (
        CheckConstraint("kind IN ('candidate', 'company')", name="kind"),
        CheckConstraint("preferred_contact IN ('email', 'phone', 'text')", name="contact"),
        CheckConstraint(
            "status IN ('new', 'contacted', 'qualified', 'placed', 'closed', 'spam')",
            name="status",
        ),
        CheckConstraint(
            "erased_at IS NOT NULL OR email IS NOT NULL OR phone_number IS NOT NULL",
            name="reachable",
        ),
        Index("uq_leads_number", "number", unique=True),
        # One for each filter of the staff's queue, in the order that it is read in.
        _in_use_index("number"),
        *(
            _in_use_index(each, "number")
            for each in ("status", "owner_id", "kind", "role", "location", "channel")
        ),
        # Only of merged leads: nearly all are not, and SQLite would go through an index of empty
        # values rather than through the one that gives the order.
        Index(
            "ix_leads_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )

    id = Column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))
    number = Column(RowId, nullable=False, default=_next_number)
    kind = Column(String(10), nullable=False)
    name = Column(Text)
    email = Column(String(254), index=True)
    phone_number = Column(String(16), index=True)
    preferred_contact = Column(String(10))
    company = Column(Text)
    role = Column(Text)
    location = Column(Text)
    timing = Column(Text)
    notes = Column(Text)
    channel = Column(String(20), nullable=False)
    conversation_id = Column(String(36), index=True)
    page_url = Column(Text)
    utm = Column(JSON(none_as_null=True))
    consent_version = Column(String(20), nullable=False)
    consent_purposes = Column(JSON, nullable=False)
    consented_at = Column(UtcDateTime, nullable=False)
    status = Column(String(10), nullable=False, default="new")
    owner_id = Column(Integer)
    first_response_at = Column(UtcDateTime)
    duplicate_of = Column(String(36), ForeignKey("leads.id", ondelete="SET NULL"), index=True)
    merged_into = Column(String(36), ForeignKey("leads.id", ondelete="SET NULL"))
    version = Column(Integer, nullable=False)
    idempotency_key = Column(String(200), nullable=False, unique=True)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now, index=True)
    erased_at = Column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


def in_use() -> list[Any]:
    """Conditions for the leads that staff work on: neither merged into another nor erased."""
    return [Lead.merged_into.is_(None), Lead.erased_at.is_(None)]


class LeadEvent(Base):
    """One step in a lead's history, or a note. `actor` is "system", "staff:ID" or "slack:U…".

    `data` holds what the kind of event needs; nothing in it survives the lead's erasure.
    """

    __tablename__ = "lead_events"
    __table_args__ = (Index("ix_lead_events_lead_id_id", "lead_id", "id"),)

    id = Column(RowId, primary_key=True)
    lead_id = Column(String(36), ForeignKey("leads.id", ondelete="CASCADE"), nullable=False)
    kind = Column(String(40), nullable=False)
    actor = Column(String(80), nullable=False, default="system")
    data = Column(JSON(none_as_null=True))
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
