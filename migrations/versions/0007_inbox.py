"""The inbox of platforms that deliver at least once; where a conversation takes place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.database import UtcDateTime

revision = "0007_inbox"
down_revision = "0006_questions"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("address", sa.String(100)))
    op.create_index(
        "uq_conversations_address",
        "conversations",
        ["channel", "workspace", "address"],
        unique=True,
    )
    op.create_table(
        "inbox_events",
        sa.Column("id", row_id, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("address", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("payload", sa.JSON),
        sa.Column("conversation_id", sa.String(36)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("parts_sent", sa.Integer, nullable=False),
        sa.Column("happened_at", UtcDateTime, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime, nullable=False),
        sa.Column("sending_since", UtcDateTime),
        sa.Column("last_error", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_events"),
        sa.UniqueConstraint("channel", "key", name="uq_inbox_events_channel"),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'apologised', 'done', 'failed')",
            name=op.f("ck_inbox_events_state"),
        ),
    )
    op.create_index(
        "ix_inbox_events_state_next_attempt_at", "inbox_events", ["state", "next_attempt_at"]
    )
    op.create_index(
        "ix_inbox_events_address", "inbox_events", ["workspace", "address", "state", "happened_at"]
    )
    op.create_index("ix_inbox_events_conversation_id", "inbox_events", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("inbox_events")
    op.drop_index("uq_conversations_address", "conversations")
    op.drop_column("conversations", "address")
