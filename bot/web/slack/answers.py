"""From an event of the inbox to its answer in Slack: one turn, one answer, sent once."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.conversations import inbox, log
from bot.conversations.log import ConversationGoneError
from bot.conversations.replies import Offer, Reply
from bot.conversations.tables import InboxEvent, Message
from bot.database import Database, utc_now
from bot.settings import Settings
from bot.web.assistant import AssistantUnavailable
from bot.web.slack import blocks
from bot.web.slack.api import MaybeSentError, NotSentError, Place, RefusedError, SlackApi
from bot.web.slack.blocks import Part
from bot.web.slack.events import CHANNEL
from bot.web.slack.limits import UserLimit
from bot.web.slack.markup import encode, shorten
from bot.web.turns import TurnConflictError, Turns, UnknownChoiceError, VisitorMessage
from bot.wording import Wording

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
CLIENT_IDS = uuid.UUID("5c1f0f4e-7a3e-4f43-9d9c-6f3a0f1f5d10")
GIVE_UP_AFTER = timedelta(minutes=30)
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)
APOLOGY = "apology"
QUOTED_CHARACTERS = 300
IN_FLIGHT = timedelta(seconds=5)
"""How long after a crash a message may still be on its way to Slack."""


@dataclass(frozen=True)
class Outgoing:
    """What is sent for an event; an apology leaves the event open for another try.

    `private`: not for the channel, although a sharing was asked for.
    """

    parts: Sequence[Part]
    apology: bool = False
    private: bool = False


def client_id_of(key: str) -> str:
    """The turn's id for an event: the same in every delivery, so that Rasa is asked once."""
    return str(uuid.uuid5(CLIENT_IDS, key))


class Answers:
    """Answers one event after the other; `handle` is what the worker calls."""

    def __init__(
        self, database: Database, turns: Turns, api: SlackApi, wording: Wording, settings: Settings
    ) -> None:
        self._database = database
        self._turns = turns
        self._api = api
        self._wording = wording
        self._settings = settings
        self._limit = UserLimit(settings.rate_limit_session_messages_per_minute)

    async def handle(self, event: InboxEvent) -> None:
        """Answer `event`, and note how far that has come; what cannot be sent now is postponed."""
        try:
            await self._answer(event)
        except RefusedError as error:
            # Nobody will read it: the token was revoked, the channel archived, the app removed.
            word = str(error)[:60]
            logger.warning("Slack refuses an answer: %s", word)
            await self._note(lambda s: inbox.close(s, event.id, "failed", word))
        except NotSentError as error:
            await self._postpone(event, error, error.seconds, unsent=True)
        except MaybeSentError as error:
            await self._postpone(event, error, error.seconds)
        except Exception as error:
            # The database may have failed after a message was sent, before that was noted.
            logger.error("a Slack event is put off: %s", type(error).__name__)
            await self._postpone(event, error, None)

    async def _answer(self, event: InboxEvent) -> None:
        place = Place(**event.payload["place"])
        sent = int(event.parts_sent)
        if event.state == "sending":
            if utc_now() < event.sending_since + IN_FLIGHT:
                until = event.sending_since + IN_FLIGHT
                await self._note(lambda s: inbox.postpone(s, event.id, until, "in flight"))
                return
            oldest = f"{event.happened_at.timestamp():.6f}"
            arrived = await self._api.marks(place, oldest)
            if mark_of(event, APOLOGY) in arrived:
                await self._note(lambda s: inbox.apologise(s, event.id))
                return
            if mark_of(event, sent) in arrived:
                sent += 1
            await self._note(lambda s: inbox.sent(s, event.id, sent))
        outgoing = await self._outgoing(event)
        if outgoing.private:
            place = replace(place, shared=False)
        for number, part in enumerate(outgoing.parts):
            if number < sent:
                continue
            if not await self._note(lambda s: inbox.begin_sending(s, event.id)):
                return
            mark = mark_of(event, APOLOGY if outgoing.apology else number)
            await self._api.post(place, part, mark)
            if number + 1 < len(outgoing.parts):
                sent = number + 1
                await self._note(lambda s: inbox.sent(s, event.id, sent))  # noqa: B023
        done = inbox.apologise if outgoing.apology else inbox.close
        await self._note(lambda s: done(s, event.id))

    async def _outgoing(self, event: InboxEvent) -> Outgoing:
        payload = event.payload
        if event.kind == "share":
            return await self._shared(payload)
        if event.kind == "erase":
            return await self._erased(event)
        # One that is taken up again was counted before.
        if event.conversation_id is None and not self._limit.allows(payload["place"]["user"]):
            return self._say("utter_too_many", email=self._settings.contact_email)
        if event.text is not None and len(event.text) > self._settings.max_text_length:
            limit = f"{self._settings.max_text_length:,}"
            return self._say("utter_too_long", limit=limit, email=self._settings.contact_email)
        files = payload.get("files", False)
        if files and not event.text:
            return self._say("utter_slack_files", email=self._settings.contact_email)
        try:
            messages, notice = await self._turn(event)
        except AssistantUnavailable as error:
            logger.error("a Slack message is not answered: %s", error)
            return self._apology(event)
        except ConversationGoneError:
            return self._say("utter_slack_gone")
        except (UnknownChoiceError, TurnConflictError):
            return self._say("utter_unknown_choice")
        more = self._more(event, messages)
        if files:
            text = self._wording.say("utter_slack_files", email=self._settings.contact_email)
            more = [*blocks.sections(text), *more]
        return Outgoing(blocks.of_turn(messages, self._wording, notice=notice, more=more))

    async def _turn(self, event: InboxEvent) -> tuple[Sequence[Message], str]:
        """The answer of the event's turn, and the notice if it is the conversation's first."""
        payload = event.payload
        conversation_id = await self._note(lambda s: self._conversation(s, event))
        offer = payload.get("offer")
        message = VisitorMessage(
            client_id_of(event.key),
            text=event.text,
            choice=payload.get("choice"),
            offer=Offer.parse_obj(offer) if offer else None,
            public=is_public(event),
        )
        messages = await self._turns.take(conversation_id, message, CHANNEL)
        first = bool(messages) and messages[0].seq == 3
        notice = encode(self._wording.say("utter_slack_notice")) if first else ""
        return messages, notice

    def _conversation(self, session: Session, event: InboxEvent) -> str:
        known = event.conversation_id or event.payload.get("conversation_id")
        conversation_id = str(
            known
            or log.find_or_start_at(
                session,
                CHANNEL,
                event.workspace,
                event.address,
                [Reply(text=self._wording.say("utter_slack_notice"))],
            )
        )
        inbox.belongs_to(session, event.id, conversation_id)
        return conversation_id

    def _more(self, event: InboxEvent, messages: Sequence[Message]) -> list[blocks.Block]:
        if not event.payload["place"].get("response_url"):
            return []
        title = self._wording.say("utter_slack_share")
        first = f"{messages[0].conversation_id}/{messages[0].seq}"
        return [blocks.actions([blocks.button(title, "share", first)], "share")]

    async def _shared(self, payload: dict[str, str]) -> Outgoing:
        """A question and its answer as the whole channel may read them."""

        def read(session: Session) -> tuple[str, list[Message]]:
            seq = int(payload["seq"])
            found = log.messages_after(session, payload["conversation_id"], seq - 2)
            question, answer = found[0], []
            for message in found[1:]:
                if message.sender != "bot":
                    break
                answer.append(message)
            session.expunge_all()
            return str(question.text), answer

        try:
            question, answer = await self._read(read)
        except (ConversationGoneError, IndexError):
            return replace(self._say("utter_slack_gone"), private=True)
        # One line: bold ends with it.
        quoted = shorten(" ".join(question.split()), QUOTED_CHARACTERS)
        asked = f"<@{payload['user']}>: *{encode(quoted)}*"
        return Outgoing(blocks.of_turn(answer, self._wording, notice=asked, buttons=False))

    async def _erased(self, event: InboxEvent) -> Outgoing:
        find = log.find_at
        conversation_id = await self._read(
            lambda s: find(s, CHANNEL, event.workspace, event.address)
        )
        try:
            if conversation_id is not None:
                await self._turns.erase(conversation_id)
        except AssistantUnavailable:
            return self._apology(event)
        return self._say("utter_slack_erased", email=self._settings.contact_email)

    def _say(self, name: str, **values: str) -> Outgoing:
        return Outgoing(blocks.of_text(self._wording.say(name, **values)))

    def _apology(self, event: InboxEvent) -> Outgoing:
        text = self._wording.say("utter_unavailable", email=self._settings.contact_email)
        button = blocks.button(self._wording.say("utter_slack_again"), "again", event.key)
        return Outgoing(blocks.of_text(text, [blocks.actions([button], "again")]), apology=True)

    async def _postpone(
        self, event: InboxEvent, error: Exception, seconds: float | None, *, unsent: bool = False
    ) -> None:
        now = utc_now()
        kind = str(error) if isinstance(error, NotSentError | MaybeSentError) else ""
        kind = (kind or type(error).__name__)[:60]
        if now - event.created_at > GIVE_UP_AFTER:
            logger.error("a Slack event is given up: %s", kind)
            await self._note(lambda s: inbox.close(s, event.id, "failed", kind))
            return
        # Half of its age: the pauses grow by themselves.
        pause = min(max((now - event.created_at) / 2, SHORTEST_PAUSE), LONGEST_PAUSE)
        until = now + (timedelta(seconds=seconds) if seconds is not None else pause)
        await self._note(lambda s: inbox.postpone(s, event.id, until, kind, unsent=unsent))

    async def _note(self, change: Callable[[Session], Result]) -> Result:
        def work() -> Result:
            with self._database.writing() as session:
                return change(session)

        return await asyncio.to_thread(work)

    async def _read(self, look: Callable[[Session], Result]) -> Result:
        def work() -> Result:
            with self._database.reading() as session:
                return look(session)

        return await asyncio.to_thread(work)


def mark_of(event: InboxEvent, part: int | str) -> str:
    """What a message of ours is recognised by in Slack: event, attempt, part (or `APOLOGY`)."""
    return f"{event.key}/{event.attempt}/{part}"


def is_public(event: InboxEvent) -> bool:
    """Whether others can read the answer."""
    place = event.payload["place"]
    return not place.get("response_url") and str(place["channel"]).startswith(("C", "G"))
