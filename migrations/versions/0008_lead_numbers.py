"""Leads are numbered as they arrive: the queue's order, and what the words to search by point to.

The queue's indexes hold the leads in use only, so that views are counted without reading leads.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_lead_numbers"
down_revision = "0007_inbox"
branch_labels = None
depends_on = None

FILTERS = ("status", "owner_id", "kind", "role", "location", "channel")
IN_USE = sa.text("merged_into IS NULL AND erased_at IS NULL")
POINTER = {"name": "fk_lead_words_number_leads", "ondelete": "CASCADE"}
WORD = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _number_leads()
    for column in FILTERS:
        op.drop_index(f"ix_leads_{column}_created_at", "leads")
    op.drop_index("ix_leads_owner_id_status", "leads")
    for columns in (["number"], *([column, "number"] for column in FILTERS)):
        name = "_".join(["ix_leads_in_use", *columns])
        op.create_index(name, "leads", columns, sqlite_where=IN_USE, postgresql_where=IN_USE)
    # Databases that were made before 0005 had it this way hold unmerged leads in it, too.
    op.execute("DROP INDEX IF EXISTS ix_leads_merged_into")
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_leads_merged_into",
        "leads",
        ["merged_into"],
        sqlite_where=merged,
        postgresql_where=merged,
    )
    op.execute(
        "CREATE TEMPORARY TABLE kept_words AS SELECT leads.number, lead_words.word"
        " FROM lead_words JOIN leads ON leads.id = lead_words.lead_id"
    )
    op.drop_table("lead_words")
    op.create_table(
        "lead_words",
        sa.Column("number", row_id, nullable=False, autoincrement=False),
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("number", "word", name="pk_lead_words"),
        # PostgreSQL checks a million rows at once, below, much quicker than one by one.
        *(
            []
            if _on_postgresql()
            else [sa.ForeignKeyConstraint(["number"], ["leads.number"], **POINTER)]
        ),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO lead_words (number, word) SELECT number, word FROM kept_words")
    op.execute("DROP TABLE kept_words")
    op.create_index("ix_lead_words_word_number", "lead_words", ["word", "number"])
    if _on_postgresql():
        op.create_foreign_key(
            POINTER["name"], "lead_words", "leads", ["number"], ["number"], ondelete="CASCADE"
        )
        # Its plans go by how many there are, and nobody has counted the new table yet.
        op.execute("ANALYZE leads")
        op.execute("ANALYZE lead_words")


def downgrade() -> None:
    op.execute(
        "CREATE TEMPORARY TABLE kept_words AS SELECT leads.id AS lead_id, lead_words.word"
        " FROM lead_words JOIN leads ON leads.number = lead_words.number"
    )
    op.drop_table("lead_words")
    op.create_table(
        "lead_words",
        sa.Column("lead_id", sa.String(36), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "word", name="pk_lead_words"),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name="fk_lead_words_lead_id_leads", ondelete="CASCADE"
        ),
    )
    op.execute("INSERT INTO lead_words (lead_id, word) SELECT lead_id, word FROM kept_words")
    op.execute("DROP TABLE kept_words")
    op.create_index("ix_lead_words_word_lead_id", "lead_words", ["word", "lead_id"])
    for columns in (["number"], *([column, "number"] for column in FILTERS)):
        op.drop_index("_".join(["ix_leads_in_use", *columns]), "leads")
    op.create_index("ix_leads_owner_id_status", "leads", ["owner_id", "status"])
    for column in FILTERS:
        op.create_index(f"ix_leads_{column}_created_at", "leads", [column, "created_at"])
    op.drop_index("uq_leads_number", "leads")
    op.drop_column("leads", "number")
    if _on_postgresql():
        op.execute(sa.schema.DropSequence(sa.Sequence("lead_numbers")))


def _number_leads() -> None:
    op.add_column("leads", sa.Column("number", row_id, nullable=False, server_default=sa.text("0")))
    op.execute(
        "UPDATE leads SET number = arrived.number FROM"
        " (SELECT id, row_number() OVER (ORDER BY created_at, id) AS number FROM leads) AS arrived"
        " WHERE arrived.id = leads.id"
    )
    op.create_index("uq_leads_number", "leads", ["number"], unique=True)
    if _on_postgresql():
        op.alter_column("leads", "number", server_default=None)
        op.execute(sa.schema.CreateSequence(sa.Sequence("lead_numbers")))
        op.execute(
            "SELECT setval('lead_numbers', (SELECT coalesce(max(number), 0) + 1 FROM leads), false)"
        )


def _on_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
