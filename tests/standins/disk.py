"""Trouble with the database's file: somebody else holds it, or there is no room for more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

# SQLite never goes below the pages that there are: no room for another one.
NO_MORE_PAGES, MANY_PAGES = 1, 1_000_000


@contextmanager
def full_disk() -> Iterator[Callable[[], None]]:
    """No SQLite database of this process can grow, until the given function has been called."""
    pages = NO_MORE_PAGES

    def limit(connection: Any) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def make_room() -> None:
        nonlocal pages
        pages = MANY_PAGES

    sa.event.listen(sa.engine.Engine, "begin", limit)
    try:
        yield make_room
    finally:
        sa.event.remove(sa.engine.Engine, "begin", limit)


def hold(database: Path) -> Callable[[], None]:
    """Take the writer's lock of an SQLite file; the function gives it back, from any thread."""
    connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA busy_timeout=60000")
    connection.execute("BEGIN IMMEDIATE")
    return connection.close
