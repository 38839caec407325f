"""Staff corrections: rows of their own that win over the imported ones and survive imports.

The fact tables always hold what is in force, so that look-ups need not know.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.knowledge.history import Correction, KnowledgeRevision
from bot.knowledge.rows import KEYS, Row, key_of
from bot.knowledge.tables import FACT_TABLES, Source
from bot.knowledge.values import FIRST_YEAR, LAST_YEAR

STAFF_SOURCE = "staff_"
"""How the ids of sources begin that staff have entered; an import leaves those alone."""


class CorrectionError(ValueError):
    """The correction cannot be made; the text says why."""


def correct(
    session: Session,
    table_name: str,
    natural_key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    source_id: str,
    created_by: str,
) -> int:
    """Put `values` in place of an imported row's, from `source_id`; the correction's id.

    Raises CorrectionError for an unknown table, row or column, and for a row
    that is corrected already (undo that first).
    """
    model = FACT_TABLES.get(table_name)
    if model is None or table_name == "sources":
        raise CorrectionError(f"{table_name} has no facts to correct")
    table = model.__table__
    unknown = (values.keys() - table.columns.keys()) | (natural_key.keys() ^ set(KEYS[table_name]))
    if unknown:
        raise CorrectionError(f"{table_name}: unknown or missing columns {sorted(unknown)}")
    row = session.execute(select(table).where(_matches(table, natural_key))).mappings().first()
    if row is None:
        raise CorrectionError(f"{table_name} has no row {dict(natural_key)}")
    changed = {**values, "source_id": source_id}
    before = {column: row[column] for column in changed}
    session.execute(update(table).where(_matches(table, natural_key)).values(**changed))
    made = session.execute(
        insert(Correction.__table__).values(
            table_name=table_name,
            natural_key=json.dumps(dict(natural_key)),
            values=json.dumps(changed),
            imported=json.dumps(before),
            source_id=source_id,
            created_at=utc_now(),
            created_by=created_by,
        )
    )
    _note_change(session)
    return int(made.inserted_primary_key[0])


def is_staff_source(source_id: str) -> bool:
    """Whether staff have entered this source."""
    return source_id.startswith(STAFF_SOURCE)


def add_source(session: Session, publisher: str, title: str, url: str, year: int | None) -> str:
    """A new source for corrections; its id.

    Raises CorrectionError where publisher or title is missing, or the year cannot be one.
    """
    if not publisher or not title:
        raise CorrectionError("Name the publisher and the title of the new source.")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise CorrectionError(f"The source's year must be {FIRST_YEAR} to {LAST_YEAR}.")
    if url and not url.startswith(("https://", "http://")):
        raise CorrectionError("The source's address must begin with https://.")
    last = session.execute(select(func.max(Source.position))).scalar_one()
    source_id = f"{STAFF_SOURCE}{secrets.token_hex(6)}"
    session.add(
        Source(
            id=source_id,
            position=(last or 0) + 1,
            publisher=publisher,
            title=title,
            url=url or None,
            year=year,
            licence="as the publisher states it",
            retrieved_via="entered by staff",
        )
    )
    session.flush()
    return source_id


def undo(session: Session, correction_id: int) -> None:
    """Bring the imported row back; CorrectionError where that was done before."""
    correction = session.get(Correction, correction_id)
    if correction is None or correction.undone_at is not None:
        raise CorrectionError(f"correction {correction_id} is not in force")
    table = FACT_TABLES[correction.table_name].__table__
    key = {**json.loads(correction.natural_key), **_key_part(correction)}
    session.execute(
        update(table).where(_matches(table, key)).values(**json.loads(correction.imported))
    )
    correction.undone_at = utc_now()
    _note_change(session)


def overlay_corrections(session: Session, rows: Mapping[str, list[Row]]) -> None:
    """Put the corrections in force on freshly read rows, in place.

    A correction whose row is no longer in the files rests until it is back.
    """
    query = select(Correction).where(Correction.undone_at.is_(None)).order_by(Correction.id)
    for correction in session.execute(query).scalars():
        name = correction.table_name
        wanted = key_of(name, json.loads(correction.natural_key))
        row = next((row for row in rows[name] if key_of(name, row) == wanted), None)
        if row is None:
            continue
        values = json.loads(correction.values)
        correction.imported = json.dumps({column: row[column] for column in values})
        row.update(values)


def _key_part(correction: Any) -> dict[str, Any]:
    """Columns of the natural key that the correction itself has changed."""
    values: dict[str, Any] = json.loads(correction.values)
    return {c: v for c, v in values.items() if c in KEYS[correction.table_name]}


def _matches(table: Any, key: Mapping[str, Any]) -> Any:
    return and_(*(table.c[c].is_(None) if v is None else table.c[c] == v for c, v in key.items()))


def _note_change(session: Session) -> None:
    session.add(KnowledgeRevision(created_at=utc_now(), reason="correction"))
    session.flush()
