"""The knowledge tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_knowledge"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_revisions")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("retrieved_via", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_sources_year_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("imported", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_corrections_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_table(
        "firm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_firm_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
        sa.UniqueConstraint("fact", name=op.f("uq_firm_fact")),
    )
    op.create_table(
        "glossary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_glossary_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary")),
        sa.UniqueConstraint("term", name=op.f("uq_glossary_term")),
    )
    op.create_table(
        "locations",
        sa.Column("location", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("cbsa_code", sa.String(length=10), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=True),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("price_level_2024", sa.Float(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint("kind IN ('country', 'metro')", name=op.f("ck_locations_kind_known")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_locations_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("location", name=op.f("pk_locations")),
    )
    op.create_table(
        "roles",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("soc_code", sa.String(length=10), nullable=True),
        sa.Column("soc_title", sa.Text(), nullable=True),
        sa.Column("soc_match", sa.String(length=10), nullable=False),
        sa.Column("onet_code", sa.String(length=12), nullable=True),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "soc_match IN ('exact', 'broader', 'proxy', 'title', 'none')",
            name=op.f("ck_roles_soc_match_known"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_roles_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_roles")),
        sa.UniqueConstraint("title", name=op.f("uq_roles_title")),
    )
    op.create_table(
        "education",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("share_pct", sa.Float(), nullable=True),
        sa.Column("match", sa.String(length=10), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "match IN ('exact', 'broader', 'proxy', 'title', 'none')",
            name=op.f("ck_education_match_known"),
        ),
        sa.CheckConstraint(
            "share_pct > 0 AND share_pct <= 100", name=op.f("ck_education_share_pct_range")
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_education_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_education_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education")),
    )
    op.create_index(op.f("ix_education_slug"), "education", ["slug"], unique=False)
    op.create_table(
        "examples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind IN ('product', 'employer', 'industry')", name=op.f("ck_examples_kind_known")
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_examples_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_examples_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examples")),
    )
    op.create_index(op.f("ix_examples_slug"), "examples", ["slug"], unique=False)
    op.create_table(
        "how_to_get_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("match", sa.String(length=10), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "match IN ('exact', 'broader', 'proxy', 'title', 'none')",
            name=op.f("ck_how_to_get_in_match_known"),
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_how_to_get_in_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_how_to_get_in_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_how_to_get_in")),
        sa.UniqueConstraint("slug", "ordinal", "kind", name=op.f("uq_how_to_get_in_slug")),
    )
    op.create_index(op.f("ix_how_to_get_in_slug"), "how_to_get_in", ["slug"], unique=False)
    op.create_table(
        "outlook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("metric", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=True),
        sa.Column("match", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "match IN ('exact', 'broader', 'proxy', 'title', 'none')",
            name=op.f("ck_outlook_match_known"),
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_outlook_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_outlook_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlook")),
        sa.UniqueConstraint("slug", "metric", "period", "scope", name=op.f("uq_outlook_slug")),
    )
    op.create_index(op.f("ix_outlook_slug"), "outlook", ["slug"], unique=False)
    op.create_table(
        "related_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("related_slug", sa.String(length=80), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "relation IN ('overlaps', 'similar', 'classified_as', 'advances_to', 'leads_to', "
            "'feeds')",
            name=op.f("ck_related_roles_relation_known"),
        ),
        sa.ForeignKeyConstraint(
            ["related_slug"], ["roles.slug"], name=op.f("fk_related_roles_related_slug_roles")
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_related_roles_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_related_roles_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_roles")),
        sa.UniqueConstraint("slug", "related_slug", "relation", name=op.f("uq_related_roles_slug")),
    )
    op.create_index(op.f("ix_related_roles_slug"), "related_roles", ["slug"], unique=False)
    op.create_table(
        "responsibilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("responsibility", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["slug"], ["roles.slug"], name=op.f("fk_responsibilities_slug_roles")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_responsibilities_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibilities")),
        sa.UniqueConstraint("slug", "ordinal", name=op.f("uq_responsibilities_slug")),
    )
    op.create_index(op.f("ix_responsibilities_slug"), "responsibilities", ["slug"], unique=False)
    op.create_table(
        "role_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("alias", sa.String(length=120), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_role_aliases_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_role_aliases_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_aliases")),
        sa.UniqueConstraint("alias", name=op.f("uq_role_aliases_alias")),
    )
    op.create_index(op.f("ix_role_aliases_slug"), "role_aliases", ["slug"], unique=False)
    op.create_table(
        "role_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_role_notes_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_role_notes_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_notes")),
    )
    op.create_index(op.f("ix_role_notes_slug"), "role_notes", ["slug"], unique=False)
    op.create_table(
        "salaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("location", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("metric", sa.String(length=10), nullable=False),
        sa.Column("amount_usd", sa.Integer(), nullable=False),
        sa.Column("qualifier", sa.String(length=20), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("match", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=60), nullable=False),
        sa.Column("soc_code", sa.String(length=10), nullable=True),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "level IN ('all', 'base', 'senior', 'staff_or_principal', 'lead', 'director_or_above')",
            name=op.f("ck_salaries_level_known"),
        ),
        sa.CheckConstraint(
            "match IN ('exact', 'broader', 'proxy', 'title', 'none')",
            name=op.f("ck_salaries_match_known"),
        ),
        sa.CheckConstraint(
            "metric IN ('average', 'median', 'p10', 'p25', 'p75', 'p90')",
            name=op.f("ck_salaries_metric_known"),
        ),
        sa.CheckConstraint("amount_usd > 0", name=op.f("ck_salaries_amount_positive")),
        sa.CheckConstraint("sample_size > 0", name=op.f("ck_salaries_sample_positive")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_salaries_year_range")),
        sa.ForeignKeyConstraint(
            ["location"], ["locations.location"], name=op.f("fk_salaries_location_locations")
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_salaries_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_salaries_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_salaries")),
        sa.UniqueConstraint(
            "slug",
            "location",
            "level",
            "metric",
            "source_id",
            "match",
            "year",
            name=op.f("uq_salaries_slug"),
        ),
    )
    op.create_index("ix_salaries_lookup", "salaries", ["slug", "location", "level"], unique=False)
    op.create_index(op.f("ix_salaries_slug"), "salaries", ["slug"], unique=False)
    op.create_table(
        "skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("share_pct", sa.Float(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "category IN ('technical', 'mathematics', 'tool', 'soft', 'business')",
            name=op.f("ck_skills_category_known"),
        ),
        sa.CheckConstraint(
            "share_pct > 0 AND share_pct <= 100", name=op.f("ck_skills_share_pct_range")
        ),
        sa.ForeignKeyConstraint(["slug"], ["roles.slug"], name=op.f("fk_skills_slug_roles")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_skills_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
        sa.UniqueConstraint("slug", "skill", name=op.f("uq_skills_slug")),
    )
    op.create_index(op.f("ix_skills_slug"), "skills", ["slug"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_skills_slug"), table_name="skills")
    op.drop_table("skills")
    op.drop_index(op.f("ix_salaries_slug"), table_name="salaries")
    op.drop_index("ix_salaries_lookup", table_name="salaries")
    op.drop_table("salaries")
    op.drop_index(op.f("ix_role_notes_slug"), table_name="role_notes")
    op.drop_table("role_notes")
    op.drop_index(op.f("ix_role_aliases_slug"), table_name="role_aliases")
    op.drop_table("role_aliases")
    op.drop_index(op.f("ix_responsibilities_slug"), table_name="responsibilities")
    op.drop_table("responsibilities")
    op.drop_index(op.f("ix_related_roles_slug"), table_name="related_roles")
    op.drop_table("related_roles")
    op.drop_index(op.f("ix_outlook_slug"), table_name="outlook")
    op.drop_table("outlook")
    op.drop_index(op.f("ix_how_to_get_in_slug"), table_name="how_to_get_in")
    op.drop_table("how_to_get_in")
    op.drop_index(op.f("ix_examples_slug"), table_name="examples")
    op.drop_table("examples")
    op.drop_index(op.f("ix_education_slug"), table_name="education")
    op.drop_table("education")
    op.drop_table("roles")
    op.drop_table("locations")
    op.drop_table("glossary")
    op.drop_table("firm")
    op.drop_table("corrections")
    op.drop_table("sources")
    op.drop_table("knowledge_revisions")
