"""Import of the CSV folder: all or nothing, and nothing where nothing has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from bot.database import Database, utc_now
from bot.knowledge.corrections import is_staff_source, overlay_corrections
from bot.knowledge.history import KnowledgeRevision
from bot.knowledge.rows import Fault, Folder, Row, key_of, read_folder
from bot.knowledge.tables import FACT_TABLES
from bot.knowledge.vocabulary import current_revision

Progress = Callable[[str, int, int], None]
"""Called with the table's name, how many tables are done, and how many there are."""


class KnowledgeImportError(Exception):
    """The folder has faults; nothing was changed. The text has a line for each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True)
class Changes:
    """Rows of one table that an import touched."""

    added: int
    changed: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass
class ImportReport:
    """What an import did."""

    changes: dict[str, Changes] = field(default_factory=dict)
    revision: int = 0
    unchanged: bool = True


def check_folder(folder: Path) -> list[Fault]:
    """All faults of a folder, in the order of files and lines."""
    return read_folder(folder).faults


def import_folder(
    database: Database, folder: Path, progress: Progress | None = None
) -> ImportReport:
    """Make the fact tables equal to the folder, with the staff's corrections on top.

    One transaction; raises KnowledgeImportError with every fault and changes nothing
    when there is one. Reading and checking come first, so that the database is
    locked only for the writing.
    """
    content = read_folder(folder)
    if content.faults:
        raise KnowledgeImportError(content.faults)
    with database.writing() as session:
        return _write(session, content, _checksum(folder), progress)


def bump_revision(session: Session, reason: str, checksum: str | None = None) -> int:
    """Tell other processes that the knowledge has changed; the new revision."""
    revision = KnowledgeRevision(created_at=utc_now(), reason=reason, checksum=checksum)
    session.add(revision)
    session.flush()
    return int(revision.id)


def _write(
    session: Session, content: Folder, checksum: str, progress: Progress | None
) -> ImportReport:
    overlay_corrections(session, content.rows)
    report = ImportReport()
    removals: list[tuple[Any, list[Any]]] = []
    for done, (name, model) in enumerate(FACT_TABLES.items(), 1):
        report.changes[name] = _write_table(session, name, model.__table__, content, removals)
        if progress:
            progress(name, done, len(FACT_TABLES))
    # Rows that point at others go before those.
    for key, ids in reversed(removals):
        if ids:
            gone = [{"gone": id_} for id_ in ids]
            session.execute(delete(key.table).where(key == bindparam("gone")), gone)
    report.unchanged = not any(report.changes.values())
    if report.unchanged:
        report.revision = current_revision(session)
    else:
        report.revision = bump_revision(session, "import", checksum)
    return report


def _write_table(
    session: Session, name: str, table: Any, content: Folder, removals: list[tuple[Any, list[Any]]]
) -> Changes:
    (key,) = table.primary_key.columns
    existing = {key_of(name, row): dict(row) for row in session.execute(select(table)).mappings()}
    wanted = {key_of(name, row): row for row in content.rows[name]}
    added = [row for natural, row in wanted.items() if natural not in existing]
    changed = [
        {"key_": existing[natural][key.name], **row}
        for natural, row in wanted.items()
        if natural in existing and _differs(existing[natural], row)
    ]
    removed = [
        row[key.name]
        for natural, row in existing.items()
        if natural not in wanted and not (name == "sources" and is_staff_source(row["id"]))
    ]
    if changed:
        columns = {c: bindparam(c) for c in changed[0] if c != "key_"}
        session.execute(update(table).where(key == bindparam("key_")).values(columns), changed)
    if added:
        session.execute(insert(table), added)
    removals.append((key, removed))
    return Changes(len(added), len(changed), len(removed))


def _differs(existing: Row, wanted: Row) -> bool:
    return any(existing[column] != value for column, value in wanted.items())


def _checksum(folder: Path) -> str:
    digests = {
        name: hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
        for name in FACT_TABLES
    }
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()
