"""Leads, their history, and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.database import UtcDateTime

revision = "0003_leads"
down_revision = "0002_conversations"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "leads",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.String(254)),
        sa.Column("phone_number", sa.String(16)),
        sa.Column("preferred_contact", sa.String(10)),
        sa.Column("company", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("location", sa.Text),
        sa.Column("timing", sa.Text),
        sa.Column("notes", sa.Text),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.String(36)),
        sa.Column("page_url", sa.Text),
        sa.Column("utm", sa.JSON),
        sa.Column("consent_version", sa.String(20), nullable=False),
        sa.Column("consent_purposes", sa.JSON, nullable=False),
        sa.Column("consented_at", UtcDateTime, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("owner_id", sa.Integer),
        sa.Column("first_response_at", UtcDateTime),
        sa.Column("duplicate_of", sa.String(36)),
        sa.Column("merged_into", sa.String(36)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("idempotency_key", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("erased_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_leads"),
        sa.ForeignKeyConstraint(
            ["duplicate_of"], ["leads.id"], name="fk_leads_duplicate_of_leads", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["leads.id"], name="fk_leads_merged_into_leads", ondelete="SET NULL"
        ),
        sa.UniqueConstraint("idempotency_key", name="uq_leads_idempotency_key"),
        sa.CheckConstraint("kind IN ('candidate', 'company')", name=op.f("ck_leads_kind")),
        sa.CheckConstraint(
            "preferred_contact IN ('email', 'phone', 'text')", name=op.f("ck_leads_contact")
        ),
        sa.CheckConstraint(
            "status IN ('new', 'contacted', 'qualified', 'placed', 'closed', 'spam')",
            name=op.f("ck_leads_status"),
        ),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR email IS NOT NULL OR phone_number IS NOT NULL",
            name=op.f("ck_leads_reachable"),
        ),
    )
    op.create_index("ix_leads_status_created_at", "leads", ["status", "created_at"])
    op.create_index("ix_leads_owner_id_status", "leads", ["owner_id", "status"])
    for column in (
        "email",
        "phone_number",
        "conversation_id",
        "created_at",
        "duplicate_of",
        "merged_into",
    ):
        op.create_index(f"ix_leads_{column}", "leads", [column])
    op.create_table(
        "lead_events",
        sa.Column("id", row_id, nullable=False),
        sa.Column("lead_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("data", sa.JSON),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lead_events"),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name="fk_lead_events_lead_id_leads", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_lead_events_lead_id_id", "lead_events", ["lead_id", "id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("lead_id", sa.String(36), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("target", sa.String(320), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime, nullable=False),
        sa.Column("give_up_at", UtcDateTime, nullable=False),
        sa.Column("claimed_until", UtcDateTime),
        sa.Column("last_error", sa.String(120)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("delivered_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name="fk_deliveries_lead_id_leads", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("lead_id", "event", "channel", "target", name="uq_deliveries_lead_id"),
        sa.CheckConstraint(
            "channel IN ('email', 'acknowledgement', 'slack', 'webhook')",
            name=op.f("ck_deliveries_channel"),
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'delivered', 'dead')", name=op.f("ck_deliveries_state")
        ),
    )
    op.create_index(
        "ix_deliveries_state_next_attempt_at", "deliveries", ["state", "next_attempt_at"]
    )


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("lead_events")
    op.drop_table("leads")
