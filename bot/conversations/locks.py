"""One turn at a time per conversation, also when several web processes share PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.advisory import AdvisoryLocks, advisory_key
from bot.database import Database

POLL_SECONDS = 0.05


class ConversationLocks:
    """Locks by conversation: first come, first served within this process.

    On PostgreSQL an advisory lock keeps other replicas out too. SQLite has one web process by
    design, and needs none.
    """

    def __init__(self, database: Database) -> None:
        self._shared = database.engine.dialect.name == "postgresql"
        # Weak: a lock exists while somebody holds it or waits for it.
        self._local: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._advisory = AdvisoryLocks(database)

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
            key = advisory_key(f"conversation:{conversation_id}")
            # Another replica cannot set an event of ours, so the lock is asked for again.
            while not await asyncio.to_thread(self._advisory.try_lock, key):  # noqa: ASYNC110
                await asyncio.sleep(POLL_SECONDS)
            try:
                yield
            finally:
                await asyncio.shield(asyncio.to_thread(self._advisory.unlock, key))

    def close(self) -> None:
        """Give all locks and the connection back."""
        self._advisory.close()
