"""The queue of leads: words to search by, an index for each filter, none of unmerged leads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.leads.search import SEARCHED, words_of

revision = "0005_lead_queue"
down_revision = "0004_staff"
branch_labels = None
depends_on = None

FILTERS = ("owner_id", "kind", "role", "location", "channel")
LEADS = sa.table("leads", sa.column("id"), sa.column("erased_at"), *map(sa.column, SEARCHED))


def upgrade() -> None:
    word = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    words = op.create_table(
        "lead_words",
        sa.Column("lead_id", sa.String(36), nullable=False),
        sa.Column("word", word, nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "word", name="pk_lead_words"),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name="fk_lead_words_lead_id_leads", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_lead_words_word_lead_id", "lead_words", ["word", "lead_id"])
    for column in FILTERS:
        op.create_index(f"ix_leads_{column}_created_at", "leads", [column, "created_at"])
    op.create_index("ix_leads_updated_at", "leads", ["updated_at"])
    op.drop_index("ix_leads_merged_into", "leads")
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_leads_merged_into",
        "leads",
        ["merged_into"],
        sqlite_where=merged,
        postgresql_where=merged,
    )
    connection = op.get_bind()
    for lead in connection.execute(sa.select(LEADS).where(LEADS.c.erased_at.is_(None))).all():
        rows = [{"lead_id": lead.id, "word": each} for each in sorted(words_of(lead))]
        if rows:
            op.bulk_insert(words, rows)


def downgrade() -> None:
    op.drop_index("ix_leads_merged_into", "leads")
    op.create_index("ix_leads_merged_into", "leads", ["merged_into"])
    op.drop_index("ix_leads_updated_at", "leads")
    for column in FILTERS:
        op.drop_index(f"ix_leads_{column}_created_at", "leads")
    op.drop_table("lead_words")
