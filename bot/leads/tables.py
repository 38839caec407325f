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
    String,
    Text,
    text,
)

from bot.database import Base, UtcDateTime, utc_now

# SQLite numbers rows by itself only for a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

KINDS = ("candidate", "company")
STATUSES = ("new", "contacted", "qualified", "placed", "closed", "spam")
CONTACTS = ("email", "phone", "text")


class Lead(Base):
    """One person's wish to be contacted, as it was confirmed; staff move it along.

    `email` is in lower case, `phone_number` in E.164. `role` is a slug of the knowledge table,
    or the job as it was typed if the table does not have it. `duplicate_of` is the first lead of
    the same person, `merged_into` the lead that staff have merged this one into.
    `conversation_id` is no foreign key: a lead outlives the conversation's retention.
    `version` makes two people who edit one lead at once notice each other.

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
        Index("ix_leads_status_created_at", "status", "created_at"),
        Index("ix_leads_owner_id_status", "owner_id", "status"),
        # One for each filter of the staff's queue, in the order that it is read in.
        Index("ix_leads_owner_id_created_at", "owner_id", "created_at"),
        Index("ix_leads_kind_created_at", "kind", "created_at"),
        Index("ix_leads_role_created_at", "role", "created_at"),
        Index("ix_leads_location_created_at", "location", "created_at"),
        Index("ix_leads_channel_created_at", "channel", "created_at"),
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
