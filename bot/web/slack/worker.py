"""Takes events out of the inbox: each conversation in order, several conversations at once.

Only one process does it at a time (`bot.conversations.leader`); every replica accepts events.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.conversations import inbox
from bot.conversations.inbox import Arrival
from bot.conversations.leader import Leadership
from bot.conversations.tables import InboxEvent
from bot.database import Database, utc_now

logger = logging.getLogger(__name__)

SETTLE_SECONDS = 0.15
"""Slack promises no order: for so long an event waits for an earlier one that may overtake it."""
POLL_SECONDS = 0.3
FOLLOWER_POLL_SECONDS = 1.0
CONVERSATIONS_AT_ONCE = 16
SHUTDOWN_SECONDS = 4.0
KEPT = timedelta(days=7)
"""Longer than Slack delivers anything again."""
FORGET_EVERY = timedelta(hours=1)


class Intake:
    """Writes events as they arrive; those that arrive at the same time in one transaction."""

    def __init__(self, database: Database, channel: str, written: Callable[[], None]) -> None:
        self._database = database
        self._channel = channel
        self._written = written
        self._pending: list[tuple[Arrival, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def accept(self, arrival: Arrival) -> None:
        """Return once the event is in the database.

        Raises:
            SQLAlchemyError: it is not; let the platform deliver it again.
        """
        future = asyncio.get_running_loop().create_future()
        self._pending.append((arrival, future))
        if self._task is None:
            self._task = asyncio.create_task(self._write_all())
        await future

    async def _write_all(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, []
            try:
                await asyncio.to_thread(self._write, [arrival for arrival, _ in batch])
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
            else:
                for _, future in batch:
                    if not future.done():
                        future.set_result(None)
                self._written()
        self._task = None

    def _write(self, arrivals: list[Arrival]) -> None:
        not_before = utc_now() + timedelta(seconds=SETTLE_SECONDS)
        with self._database.writing() as session:
            inbox.accept(session, self._channel, arrivals, not_before)


class Worker:
    """Hands events to `handle`, which closes or postpones each."""

    def __init__(
        self,
        database: Database,
        leadership: Leadership,
        channel: str,
        handle: Callable[[InboxEvent], Awaitable[None]],
    ) -> None:
        self._database = database
        self._leadership = leadership
        self._channel = channel
        self._handle = handle
        self._room = asyncio.Semaphore(CONVERSATIONS_AT_ONCE)
        self._wake = asyncio.Event()
        self._draining: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None
        self._leads = False
        self._forgot_at = utc_now() - FORGET_EVERY

    def start(self) -> None:
        """Begin, with what was left unanswered before."""
        self._loop = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Look at the inbox as soon as what has just arrived may be taken out."""
        asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._wake.set)

    async def stop(self) -> None:
        """Finish the answers under way, for a moment; the rest is found by whoever leads next."""
        self._leads = False
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        if self._draining:
            await asyncio.wait(self._draining.values(), timeout=SHUTDOWN_SECONDS)
        await self._abandon()
        await asyncio.to_thread(self._leadership.release)

    async def _run(self) -> None:
        while True:
            try:
                self._leads = await asyncio.to_thread(self._leadership.hold)
                if self._leads:
                    await self._dispatch()
                else:
                    await self._abandon()
            except Exception as error:
                # The database is down. Whoever leads after that must not meet our half-done work.
                logger.error("the Slack inbox cannot be read: %s", type(error).__name__)
                await self._abandon()
            pause = POLL_SECONDS if self._leads else FOLLOWER_POLL_SECONDS
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except asyncio.TimeoutError:
                continue
            finally:
                self._wake.clear()

    async def _dispatch(self) -> None:
        for place in await asyncio.to_thread(self._due):
            if place not in self._draining:
                task = asyncio.create_task(self._drain(*place))
                self._draining[place] = task
                task.add_done_callback(partial(self._drained, place))
        if utc_now() - self._forgot_at > FORGET_EVERY:
            self._forgot_at = utc_now()
            await asyncio.to_thread(self._forget)

    async def _drain(self, workspace: str, address: str) -> None:
        async with self._room:
            while self._leads:
                event = await asyncio.to_thread(self._next, workspace, address)
                if event is None:
                    return
                await self._handle(event)

    def _drained(self, place: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._draining.pop(place, None)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a Slack event was not dealt with: %s", type(error).__name__)

    async def _abandon(self) -> None:
        tasks = list(self._draining.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _due(self) -> list[tuple[str, str]]:
        with self._database.reading() as session:
            return inbox.due_addresses(session, self._channel)

    def _next(self, workspace: str, address: str) -> InboxEvent | None:
        with self._database.reading() as session:
            event = inbox.next_event(session, self._channel, workspace, address)
            if event is not None:
                session.expunge(event)
            return event

    def _forget(self) -> None:
        with self._database.writing() as session:
            inbox.forget(session, self._channel, utc_now() - KEPT)
