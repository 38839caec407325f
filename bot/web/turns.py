"""One turn: logged, asked, answered; each exactly once, in order, whether or not anyone waits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.conversations import log, turns
from bot.conversations.locks import ConversationLocks
from bot.conversations.replies import Offer, Reply
from bot.conversations.tables import Message
from bot.conversations.turns import BegunTurn, TurnState
from bot.database import Database
from bot.leads.sensitive import mask_sensitive
from bot.privacy.erasure import erase_conversation, forget_pages
from bot.web import tracker_events
from bot.web.assistant import AssistantClient, AssistantUnavailable
from bot.web.guard import as_plain_text
from bot.wording import Wording

Result = TypeVar("Result")
SHUTDOWN_SECONDS = 4.0


class TurnConflictError(Exception):
    """The client_id belongs to another text."""


class UnknownChoiceError(LookupError):
    """The choice was never offered in this conversation."""


@dataclass(frozen=True)
class VisitorMessage:
    """What the visitor sent: typed text, the id of an offered choice, or `offer`; only one.

    `offer` is a choice that the channel always has on show, such as the topics in Slack's home.
    It comes from our own files, never from the visitor. `public`: others read along.
    """

    client_id: str
    text: str | None = None
    choice: str | None = None
    offer: Offer | None = None
    public: bool = False

    @property
    def digest(self) -> str:
        """Fingerprint that tells a retry from a reused client_id."""
        choice = self.offer.payload if self.offer else self.choice
        return turns.request_digest(text=self.text, choice=choice)


class Turns:
    """Runs the turns of all conversations of this process."""

    def __init__(
        self,
        database: Database,
        assistant: AssistantClient,
        wording: Wording,
        timeout_seconds: float,
    ) -> None:
        self._database = database
        self._assistant = assistant
        self._wording = wording
        self._timeout = timeout_seconds
        self._locks = ConversationLocks(database)
        self._running: dict[tuple[str, str], tuple[str, asyncio.Task[Sequence[Message]]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def take(
        self,
        conversation_id: str,
        message: VisitorMessage,
        channel: str,
    ) -> Sequence[Message]:
        """The bot's messages to `message`. Cancelling the wait does not cancel the turn.

        Until the turn is in line nothing is awaited: the order of the calls is the order
        of the conversation.

        Raises:
            AssistantUnavailable: no answer (yet); the same client_id may be sent again.
            TurnConflictError, UnknownChoiceError, log.ConversationGoneError.
        """
        key = (conversation_id, message.client_id)
        running = self._running.get(key)
        if running is None:
            task = self._detach(self._run(conversation_id, message, channel))
            self._running[key] = (message.digest, task)
            task.add_done_callback(lambda _: self._running.pop(key, None))
        elif running[0] == message.digest:
            task = running[1]
        else:
            raise TurnConflictError(message.client_id)
        return await self._wait(task)

    async def erase(self, conversation_id: str) -> None:
        """Erase the conversation, after the turns that are in line before.

        Raises:
            AssistantUnavailable: a turn before takes too long; it will be erased all the same.
            log.ConversationGoneError.
        """
        await self._wait(self._detach(self._erase(conversation_id)))

    async def close(self) -> None:
        """Give running turns a moment, then let go."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SHUTDOWN_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._locks.close)

    def _detach(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        # The loop itself keeps only weak references to tasks.
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        # Nobody may be waiting any more: read the error, or asyncio complains about it.
        if not task.cancelled():
            task.exception()

    async def _wait(self, task: asyncio.Task[Result]) -> Result:
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._timeout)
        except asyncio.TimeoutError:
            raise AssistantUnavailable("no answer in time") from None

    async def _run(
        self, conversation_id: str, message: VisitorMessage, channel: str
    ) -> Sequence[Message]:
        async with self._locks.lock_conversation(conversation_id):
            begun, for_rasa = await asyncio.to_thread(self._begin, conversation_id, message)
            if begun.state is TurnState.CONFLICT:
                raise TurnConflictError(message.client_id)
            if begun.state is TurnState.ANSWERED:
                return begun.messages
            replies: list[Reply] | None = None
            if not for_rasa:
                replies = [Reply(text=self._wording.say("utter_empty"))]
            elif begun.state is TurnState.STILL_ASKING:
                replies = await asyncio.to_thread(self._recover, conversation_id, begun)
            if replies is None:
                metadata = {"public": message.public}
                replies = await self._assistant.ask(
                    conversation_id, message.client_id, for_rasa, channel, metadata
                )
            last = any(reply.erase_conversation for reply in replies)
            finish = self._finish_and_erase if last else self._finish
            return await asyncio.to_thread(finish, int(begun.turn.id), replies)

    def _begin(self, conversation_id: str, message: VisitorMessage) -> tuple[BegunTurn, str]:
        with self._database.writing() as session:
            if message.offer is not None:
                shown, for_rasa = message.offer.title, message.offer.payload
            elif message.choice is None:
                typed = message.text or ""
                # Rasa gets all of it: the form says that it does not keep such facts.
                shown, for_rasa = mask_sensitive(typed), as_plain_text(typed)
            else:
                log.require_open(session, conversation_id)
                offer = log.resolve_choice(session, conversation_id, message.choice)
                if offer is None:
                    raise UnknownChoiceError(message.choice)
                shown, for_rasa = offer.title, offer.payload
            begun = turns.begin(session, conversation_id, message.client_id, message.digest, shown)
            return begun, for_rasa

    def _recover(self, conversation_id: str, begun: BegunTurn) -> list[Reply] | None:
        turn = begun.turn
        with self._database.reading() as session:
            return tracker_events.recover(
                session, conversation_id, str(turn.client_id), turn.created_at
            )

    def _finish(self, turn_id: int, replies: Sequence[Reply]) -> Sequence[Message]:
        with self._database.writing() as session:
            return turns.finish(session, turn_id, replies)

    def _finish_and_erase(self, turn_id: int, replies: Sequence[Reply]) -> Sequence[Message]:
        """Erase the conversation; its last messages are still said, but kept nowhere."""
        with self._database.writing() as session:
            messages = turns.finish(session, turn_id, replies)
            session.flush()
            for message in messages:
                session.expunge(message)
            erase_conversation(session, str(messages[0].conversation_id))
        forget_pages(self._database)
        return messages

    async def _erase(self, conversation_id: str) -> None:
        def work() -> None:
            with self._database.writing() as session:
                erase_conversation(session, conversation_id)
            forget_pages(self._database)

        async with self._locks.lock_conversation(conversation_id):
            await asyncio.to_thread(work)
