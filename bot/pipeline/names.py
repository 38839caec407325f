"""The names that the extractor knows, read again when the knowledge table changes."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database, get_database
from bot.knowledge.vocabulary import current_revision, load_names
from bot.settings import get_settings

logger = logging.getLogger(__name__)

CHECK_SECONDS = 2.0


class NamesError(RuntimeError):
    """The knowledge table has no names, so nothing could ever be found."""


@dataclass(frozen=True)
class NameTable:
    """Names and what they stand for: (name as written, canonical value)."""

    roles: tuple[tuple[str, str], ...] = ()
    locations: tuple[tuple[str, str], ...] = ()
    skills: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    states: dict[str, str] = field(default_factory=dict, hash=False)
    """Canonical location to its two-letter state."""

    def words(self) -> set[str]:
        """All lower-case words that occur in a name."""
        rows = self.roles + self.locations + self.skills + self.terms
        return {word for name, _ in rows for word in name.lower().split() if word.isalpha()}


def read_names(database: Database) -> tuple[object, NameTable]:
    """The table's revision and its names; raises SQLAlchemyError when it is away."""
    with database.reading() as session:
        revision = current_revision(session)
        names = load_names(session)
    return revision, NameTable(
        roles=tuple(names.roles),
        locations=tuple(names.locations),
        skills=tuple(names.skills),
        terms=tuple(names.terms),
        states=dict(names.states),
    )


class NameSource:
    """The present names; looks for a new revision at most every two seconds."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._table: NameTable | None = None
        self._revision: object = None
        self._checked = 0.0

    def current(self) -> NameTable:
        """The names; the last known ones while the database is away.

        Raises NamesError when there never were any.
        """
        with self._lock:
            now = self._clock()
            if self._table is None or now - self._checked >= CHECK_SECONDS:
                self._checked = now
                self._refresh()
            if self._table is None:
                raise NamesError(
                    "the knowledge table has no roles yet; run `careers knowledge import` first"
                )
            return self._table

    def _refresh(self) -> None:
        try:
            if self._table is not None:
                with self._database.reading() as session:
                    if current_revision(session) == self._revision:
                        return
            revision, table = read_names(self._database)
        except SQLAlchemyError as error:
            if self._table is None:
                raise NamesError(
                    "the knowledge table cannot be read; check CAREERS_DATABASE_URL and run "
                    "`careers knowledge import`"
                ) from error
            logger.warning("knowledge table away, keeping the last names: %s", type(error).__name__)
            return
        if table.roles:
            self._table, self._revision = table, revision


@lru_cache(maxsize=1)
def get_name_source() -> NameSource:
    """The names of this process."""
    return NameSource(get_database(get_settings().resolved_database_url))
