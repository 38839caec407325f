"""One turn at a time per conversation, also when several web processes share PostgreSQL."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.database import Database

POLL_SECONDS = 0.05


class ConversationLocks:
    """Locks by conversation: first come, first served within this process.

    On PostgreSQL an advisory lock keeps other replicas out too. All of a process's advisory
    locks live on one connection, so that waiting turns cannot drain the pool. SQLite has one
    web process by design, and needs none.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shared = database.engine.dialect.name == "postgresql"
        # Weak: a lock exists while somebody holds it or waits for it.
        self._local: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._connection: Connection | None = None
        self._connection_guard = threading.Lock()

    @asynccontextmanager
    async def lock_conversation(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold the conversation; the order of waiting is the order of the calls."""
        lock = self._local.get(conversation_id)
        if lock is None:
            lock = self._local[conversation_id] = asyncio.Lock()
        async with lock:
            if not self._shared:
                yield
                return
            key = advisory_key(conversation_id)
            # Another replica cannot set an event of ours, so the lock is asked for again.
            while not await asyncio.to_thread(  # noqa: ASYNC110
                self._advisory, "pg_try_advisory_lock", key
            ):
                await asyncio.sleep(POLL_SECONDS)
            try:
                yield
            finally:
                await asyncio.shield(asyncio.to_thread(self._advisory, "pg_advisory_unlock", key))

    def close(self) -> None:
        """Give all locks and the connection back."""
        with self._connection_guard:
            if self._connection is not None:
                # Not returned to the pool: a pooled connection would keep its locks.
                self._connection.invalidate()
                self._connection.close()
                self._connection = None

    def _advisory(self, function: str, key: int) -> bool:
        with self._connection_guard:
            try:
                if self._connection is None:
                    self._connection = self._database.engine.connect().execution_options(
                        isolation_level="AUTOCOMMIT"
                    )
                statement = text(f"SELECT {function}(:key)")
                return bool(self._connection.execute(statement, {"key": key}).scalar_one())
            except Exception:
                # The server forgets a lost connection's locks; the next call opens another.
                if self._connection is not None:
                    self._connection.invalidate()
                    self._connection.close()
                    self._connection = None
                raise


def advisory_key(conversation_id: str) -> int:
    """The conversation's number among PostgreSQL's advisory locks: signed, 64 bits."""
    digest = hashlib.sha256(b"conversation:" + conversation_id.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
