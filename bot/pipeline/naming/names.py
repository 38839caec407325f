"""The names that the extractor knows, read again when the knowledge table changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database, get_database
from bot.knowledge.vocabulary import Names, current_revision, load_names
from bot.settings import get_settings

logger = logging.getLogger(__name__)

CHECK_SECONDS = 2.0


class NamesError(RuntimeError):
    """The knowledge table has no names, so nothing could ever be found."""


def words_of(names: Names) -> set[str]:
    """All lower-case words that occur in a name."""
    pairs = names.roles + names.locations
    written = [name for name, _ in pairs] + [*names.skills, *names.terms]
    return {word for name in written for word in name.lower().split() if word.isalpha()}


class NameSource:
    """The present names; looks for a new revision at most every two seconds."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._names: Names | None = None
        self._revision = 0
        self._checked = 0.0

    def current(self) -> Names:
        """The names; the last known ones while the database is away.

        Raises NamesError when there never were any.
        """
        with self._lock:
            now = self._clock()
            if self._names is None or now - self._checked >= CHECK_SECONDS:
                self._checked = now
                self._refresh()
            if self._names is None:
                raise NamesError(
                    "the knowledge table has no roles yet; run `careers knowledge import` first"
                )
            return self._names

    def _refresh(self) -> None:
        try:
            if self._names is not None:
                with self._database.reading() as session:
                    if current_revision(session) == self._revision:
                        return
            with self._database.reading() as session:
                revision, names = current_revision(session), load_names(session)
        except SQLAlchemyError as error:
            if self._names is None:
                raise NamesError(
                    "the knowledge table cannot be read; check CAREERS_DATABASE_URL and run "
                    "`careers knowledge import`"
                ) from error
            logger.warning("knowledge table away, keeping the last names: %s", type(error).__name__)
            return
        if names.roles:
            self._revision = revision
            # A corrected figure changes no name: nothing need be built anew then.
            self._names = self._names if names == self._names else names


@lru_cache(maxsize=1)
def get_name_source() -> NameSource:
    """The names of this process."""
    return NameSource(get_database(get_settings().resolved_database_url))
