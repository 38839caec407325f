"""PostgreSQL's advisory locks, which several processes agree on."""

from __future__ import annotations

import hashlib
import threading
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.database import Database


def advisory_key(name: str) -> int:
    """The number of `name` among the locks of a database: signed, 64 bits."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class AdvisoryLocks:
    """Locks that are free again the moment this process or its connection is gone.

    All are on one connection of their own, so that waiting cannot drain the pool. Every method but
    `close` raises SQLAlchemyError where the database cannot be reached: then none of the locks is
    held any more, and the next call connects anew. Threads may share it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._guard = threading.Lock()

    def try_lock(self, key: int) -> bool:
        """Take the lock if nobody holds it; whether it is ours now."""
        return bool(self._ask("SELECT pg_try_advisory_lock(:key)", key=key))

    def unlock(self, key: int) -> None:
        """Let others have the lock."""
        self._ask("SELECT pg_advisory_unlock(:key)", key=key)

    def check(self) -> None:
        """See whether the connection, and with it every lock, is still there."""
        self._ask("SELECT 1")

    def close(self) -> None:
        """Give all locks and the connection back."""
        with self._guard:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            # Not returned to the pool: a pooled connection would keep its locks.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _ask(self, statement: str, **parameters: Any) -> Any:
        with self._guard:
            try:
                if self._connection is None:
                    self._connection = self._database.engine.connect().execution_options(
                        isolation_level="AUTOCOMMIT"
                    )
                return self._connection.execute(text(statement), parameters).scalar_one()
            except Exception:
                self._drop()
                raise
