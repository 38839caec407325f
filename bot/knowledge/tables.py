"""Tables of the facts: one per CSV file in data/ (data/README.md describes the columns).

Every fact points at its source. A row keeps its place in its file in `position`,
so that an export gives the files back in their order.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import declared_attr

from bot.database import Base
from bot.knowledge.values import (
    CATEGORIES,
    EXAMPLE_KINDS,
    FIRST_YEAR,
    LAST_YEAR,
    LEVELS,
    LOCATION_KINDS,
    MATCHES,
    METRICS,
    RELATIONS,
)


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _share() -> CheckConstraint:
    return CheckConstraint("share_pct > 0 AND share_pct <= 100", name="share_pct_range")


def _role() -> Any:
    return Column(String(80), ForeignKey("roles.slug"), nullable=False, index=True)


class _Row(Base):
    __abstract__ = True
    position = Column(Integer, nullable=False)


class _Fact(_Row):
    __abstract__ = True

    # Made for each table after its own columns: an export writes the source last.
    @declared_attr
    def source_id(cls) -> Any:  # noqa: N805  (SQLAlchemy gives it the class)
        """The source of the fact."""
        return Column(String(80), ForeignKey("sources.id"), nullable=False)


class _NumberedFact(_Fact):
    __abstract__ = True
    id = Column(Integer, primary_key=True)


class Source(_Row):
    """Where facts come from."""

    __tablename__ = "sources"
    __table_args__ = (
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_range"),
    )
    id = Column(String(80), primary_key=True)
    publisher = Column(Text, nullable=False)
    title = Column(Text, nullable=False)
    url = Column(Text)
    year = Column(Integer)
    licence = Column(Text, nullable=False)
    retrieved_via = Column(Text, nullable=False)
    note = Column(Text)


class Role(_Fact):
    """A role that the assistant covers."""

    __tablename__ = "roles"
    __table_args__ = (_one_of("soc_match", MATCHES),)
    slug = Column(String(80), primary_key=True)
    title = Column(String(120), nullable=False, unique=True)
    definition = Column(Text, nullable=False)
    soc_code = Column(String(10))
    soc_title = Column(Text)
    soc_match = Column(String(10), nullable=False)
    onet_code = Column(String(12))
    family = Column(Text, nullable=False)
    note = Column(Text)


class RoleAlias(_NumberedFact):
    """Another name of one role; any case names one role only."""

    __tablename__ = "role_aliases"
    slug = _role()
    alias = Column(String(120), nullable=False, unique=True)


class Responsibility(_NumberedFact):
    """A duty of a role."""

    __tablename__ = "responsibilities"
    __table_args__ = (UniqueConstraint("slug", "ordinal"),)
    slug = _role()
    ordinal = Column(Integer, nullable=False)
    responsibility = Column(Text, nullable=False)


class Skill(_NumberedFact):
    """A skill or tool of a role; `share_pct` of postings or workers that name it."""

    __tablename__ = "skills"
    __table_args__ = (
        UniqueConstraint("slug", "skill"),
        _one_of("category", CATEGORIES),
        _share(),
    )
    slug = _role()
    skill = Column(String(200), nullable=False)
    category = Column(String(20), nullable=False)
    note = Column(Text)
    share_pct = Column(Float)


class Education(_NumberedFact):
    """A level, a field or a program of study for a role."""

    __tablename__ = "education"
    __table_args__ = (_one_of("match", MATCHES), _share())
    slug = _role()
    level = Column(Text)
    field = Column(Text)
    program = Column(Text)
    note = Column(Text, nullable=False)
    share_pct = Column(Float)
    match = Column(String(10))


class HowToGetIn(_NumberedFact):
    """A step on the way into a role."""

    __tablename__ = "how_to_get_in"
    __table_args__ = (UniqueConstraint("slug", "ordinal", "kind"), _one_of("match", MATCHES))
    slug = _role()
    ordinal = Column(Integer, nullable=False)
    kind = Column(String(40), nullable=False)
    text = Column(Text, nullable=False)
    match = Column(String(10))


class Location(_Fact):
    """A place with pay figures; `price_level_2024`: U.S. = 100. Aliases are split by |."""

    __tablename__ = "locations"
    __table_args__ = (_one_of("kind", LOCATION_KINDS),)
    location = Column(String(80), primary_key=True)
    full_name = Column(Text, nullable=False)
    cbsa_code = Column(String(10))
    kind = Column(String(20), nullable=False)
    state = Column(String(2))
    aliases = Column(Text, nullable=False)
    price_level_2024 = Column(Float)


class Salary(_NumberedFact):
    """A pay figure in US dollars a year."""

    __tablename__ = "salaries"
    __table_args__ = (
        UniqueConstraint("slug", "location", "level", "metric", "source_id", "match", "year"),
        CheckConstraint("amount_usd > 0", name="amount_positive"),
        CheckConstraint("sample_size > 0", name="sample_positive"),
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_range"),
        _one_of("level", LEVELS),
        _one_of("metric", METRICS),
        _one_of("match", MATCHES),
        Index("ix_salaries_lookup", "slug", "location", "level"),
    )
    slug = _role()
    location = Column(String(80), ForeignKey("locations.location"), nullable=False)
    level = Column(String(20), nullable=False)
    metric = Column(String(10), nullable=False)
    amount_usd = Column(Integer, nullable=False)
    qualifier = Column(String(20))
    year = Column(Integer, nullable=False)
    match = Column(String(10), nullable=False)
    basis = Column(String(60), nullable=False)
    soc_code = Column(String(10))
    sample_size = Column(Integer)


class Outlook(_NumberedFact):
    """A figure or a sentence on demand; `scope` says which group it describes."""

    __tablename__ = "outlook"
    __table_args__ = (
        UniqueConstraint("slug", "metric", "period", "scope"),
        _one_of("match", MATCHES),
    )
    slug = _role()
    metric = Column(String(60), nullable=False)
    value = Column(Text, nullable=False)
    unit = Column(String(40), nullable=False)
    period = Column(String(60), nullable=False)
    scope = Column(String(200))
    match = Column(String(10), nullable=False)
    note = Column(Text)


class Example(_NumberedFact):
    """A product, an employer or an industry."""

    __tablename__ = "examples"
    __table_args__ = (_one_of("kind", EXAMPLE_KINDS),)
    slug = _role()
    kind = Column(String(20), nullable=False)
    organisation = Column(Text)
    example = Column(Text, nullable=False)


class RelatedRole(_NumberedFact):
    """How two roles relate."""

    __tablename__ = "related_roles"
    __table_args__ = (
        UniqueConstraint("slug", "related_slug", "relation"),
        _one_of("relation", RELATIONS),
    )
    slug = _role()
    related_slug = Column(String(80), ForeignKey("roles.slug"), nullable=False)
    relation = Column(String(20), nullable=False)
    note = Column(Text)


class RoleNote(_NumberedFact):
    """A qualitative fact on a role."""

    __tablename__ = "role_notes"
    slug = _role()
    topic = Column(String(40), nullable=False)
    note = Column(Text, nullable=False)


class GlossaryTerm(_NumberedFact):
    """A term and its meaning."""

    __tablename__ = "glossary"
    term = Column(String(120), nullable=False, unique=True)
    definition = Column(Text, nullable=False)
    note = Column(Text)


class FirmFact(_NumberedFact):
    """What is known of eNamix."""

    __tablename__ = "firm"
    fact = Column(String(60), nullable=False, unique=True)
    value = Column(Text, nullable=False)


FACT_TABLES: dict[str, Any] = {
    "sources": Source,
    "roles": Role,
    "role_aliases": RoleAlias,
    "responsibilities": Responsibility,
    "skills": Skill,
    "education": Education,
    "how_to_get_in": HowToGetIn,
    "locations": Location,
    "salaries": Salary,
    "outlook": Outlook,
    "examples": Example,
    "related_roles": RelatedRole,
    "role_notes": RoleNote,
    "glossary": GlossaryTerm,
    "firm": FirmFact,
}
"""CSV file name without its ending → model; parents come before the tables that point at them."""
