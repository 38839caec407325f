"""The message log: conversations, turns, messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.database import UtcDateTime

revision = "0002_conversations"
down_revision = "0001_knowledge"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("workspace", sa.String(64)),
        sa.Column("locale", sa.String(35)),
        sa.Column("page_url", sa.Text),
        sa.Column("utm", sa.JSON),
        sa.Column("origin", sa.String(255)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("last_active_at", UtcDateTime, nullable=False),
        sa.Column("erased_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_last_active_at", "conversations", ["last_active_at"])
    op.create_table(
        "turns",
        sa.Column("id", row_id, nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_turns_conversation_id_conversations",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_turns_conversation_id"),
        sa.CheckConstraint("state IN ('asking', 'answered')", name=op.f("ck_turns_state")),
    )
    op.create_table(
        "messages",
        sa.Column("id", row_id, nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("turn_id", row_id),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("sender", sa.String(7), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("table_json", sa.JSON),
        sa.Column("expects", sa.String(10)),
        sa.Column("feedback", sa.String(4)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_messages_conversation_id_conversations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name="fk_messages_turn_id_turns", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id"),
        sa.CheckConstraint("sender IN ('bot', 'visitor')", name=op.f("ck_messages_sender")),
        sa.CheckConstraint("feedback IN ('up', 'down')", name=op.f("ck_messages_feedback")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_messages_seq_positive")),
    )
    op.create_index("ix_messages_turn_id", "messages", ["turn_id"])


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("turns")
    op.drop_table("conversations")
