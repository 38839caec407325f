"""What people ask, and the messages that staff review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.database import UtcDateTime

revision = "0006_questions"
down_revision = "0005_lead_queue"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _turn(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_turn_id_turns"
    return sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=name, ondelete="SET NULL")


def upgrade() -> None:
    op.create_table(
        "asked_questions",
        sa.Column("id", row_id, nullable=False),
        sa.Column("turn_id", row_id),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("role", sa.String(80)),
        sa.Column("location", sa.String(80)),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asked_questions"),
        _turn("asked_questions"),
    )
    op.create_index("ix_asked_questions_turn_id", "asked_questions", ["turn_id"])
    op.create_index("ix_asked_questions_created_at", "asked_questions", ["created_at"])
    op.create_table(
        "question_reviews",
        sa.Column("id", row_id, nullable=False),
        sa.Column("turn_id", row_id),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("intent", sa.String(60)),
        sa.Column("role", sa.String(80)),
        sa.Column("decided_by", sa.Integer),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_reviews"),
        _turn("question_reviews"),
        sa.UniqueConstraint("turn_id", name="uq_question_reviews_turn_id"),
        sa.CheckConstraint(
            "reason IN ('missed', 'thumbs_down')", name=op.f("ck_question_reviews_reason")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'out_of_scope', 'dismissed')",
            name=op.f("ck_question_reviews_state"),
        ),
    )
    op.create_index("ix_question_reviews_state_id", "question_reviews", ["state", "id"])
    op.create_index("ix_conversations_created_at", "conversations", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_conversations_created_at", "conversations")
    op.drop_table("question_reviews")
    op.drop_table("asked_questions")
