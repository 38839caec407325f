"""Look-ups: plain functions that return facts with their sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database import metadata
from bot.knowledge import tables  # noqa: F401  (fills the metadata)


@dataclass(frozen=True)
class SourceRef:
    """Where a fact comes from, as it is shown to people."""

    id: str
    publisher: str
    title: str
    url: str
    year: int | None
    note: str

    @property
    def label(self) -> str:
        """Publisher and year, for use in a sentence."""
        return f"{self.publisher}, {self.year}" if self.year else self.publisher


@dataclass(frozen=True)
class Fact:
    """One row of a fact table: its columns and its source."""

    values: Mapping[str, Any]
    source: SourceRef


@dataclass(frozen=True)
class RoleFacts:
    """A role and the official occupation it belongs to."""

    slug: str
    title: str
    definition: str
    soc_code: str | None
    soc_title: str | None
    soc_match: str
    family: str
    source: SourceRef


def find_facts(
    session: Session,
    table_name: str,
    *,
    where: Mapping[str, Any],
    present: Sequence[str] = (),
    absent: Sequence[str] = (),
    order: Sequence[str] = ("id",),
) -> list[Fact]:
    """Rows of a fact table in `order`, each with its source.

    `where` maps a column to a value or a list of values; `present` and `absent`
    name columns that must or must not be empty; a `-` before a column of `order`
    puts the largest first. An unknown table or column
    raises KeyError: topics.yml names something that does not exist.
    """
    table = metadata.tables[table_name]
    sources = metadata.tables["sources"]
    query = select(table, *(c.label(f"source__{c.name}") for c in sources.c)).join(
        sources, table.c.source_id == sources.c.id
    )
    for column, value in where.items():
        target = table.c[column]
        query = query.where(target.in_(value) if isinstance(value, list) else target == value)
    for column in present:
        query = query.where(table.c[column].is_not(None))
    for column in absent:
        query = query.where(table.c[column].is_(None))
    query = query.order_by(
        *(
            table.c[column[1:]].desc() if column.startswith("-") else table.c[column]
            for column in order
        )
    )
    return [_fact(row) for row in session.execute(query).mappings()]


def count_values(session: Session, table_name: str, column: str) -> dict[Any, int]:
    """Each value of a column of a fact table, and in how many rows it stands."""
    target = metadata.tables[table_name].c[column]
    counted = session.execute(select(target, func.count()).group_by(target))
    return {value: int(count) for value, count in counted}


def find_role(session: Session, slug: str) -> RoleFacts | None:
    """The role of that slug, or None where the table has no such role."""
    found = find_facts(session, "roles", where={"slug": slug}, order=("slug",))
    return _role(found[0]) if found else None


def get_role(session: Session, slug: str) -> RoleFacts:
    """The role of a slug that is known; LookupError where the table has lost it."""
    role = find_role(session, slug)
    if role is None:
        raise LookupError(f"no role {slug} in the knowledge table; run careers knowledge import")
    return role


def family_of(session: Session, slug: str) -> str | None:
    """The family of a role, or None where the table has no such role."""
    role = find_role(session, slug)
    return role.family if role else None


def all_roles(session: Session) -> list[RoleFacts]:
    """Every role that is covered, in the table's order."""
    found = find_facts(session, "roles", where={}, order=("family", "title"))
    return [_role(fact) for fact in found]


def find_sources(session: Session, ids: Sequence[str]) -> list[SourceRef]:
    """The sources of these ids, in the order given; unknown ids are left out."""
    table = metadata.tables["sources"]
    rows = session.execute(select(table).where(table.c.id.in_(list(ids)))).mappings()
    found = {row["id"]: _source(row, "") for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def _role(fact: Fact) -> RoleFacts:
    value = fact.values
    return RoleFacts(
        slug=value["slug"],
        title=value["title"],
        definition=value["definition"],
        soc_code=value["soc_code"],
        soc_title=value["soc_title"],
        soc_match=value["soc_match"],
        family=value["family"],
        source=fact.source,
    )


def _fact(row: Mapping[str, Any]) -> Fact:
    own = {k: v for k, v in row.items() if not k.startswith("source__")}
    return Fact(values=own, source=_source(row, "source__"))


def _source(row: Mapping[str, Any], prefix: str) -> SourceRef:
    return SourceRef(
        id=row[f"{prefix}id"],
        publisher=row[f"{prefix}publisher"],
        title=row[f"{prefix}title"],
        url=row[f"{prefix}url"] or "",
        year=row[f"{prefix}year"],
        note=row[f"{prefix}note"] or "",
    )
