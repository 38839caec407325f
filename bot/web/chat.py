"""The chat API; docs/chat-api.md is its contract."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Controller, Request, Router, delete, get, post
from litestar.datastructures import State
from litestar.exceptions import ValidationException
from litestar.params import JSONBody, Parameter

from bot.conversations import log
from bot.conversations.replies import Reply
from bot.conversations.tables import Message
from bot.settings import Settings
from bot.web import limits
from bot.web.errors import TextTooLongError
from bot.web.origins import require_allowed_origin
from bot.web.sessions import STATE_KEY, require_session
from bot.web.turns import VisitorMessage

CHANNEL = "web"
ORIGIN_LENGTH = 255
LOCALE_LENGTH = 35
PAGE_URL_LENGTH = 2_000
LARGEST_SEQ = 2**31 - 1
AnyRequest = Request[Any, Any, State]
Seq = Annotated[int, Parameter(ge=0, le=LARGEST_SEQ)]


@dataclass
class SessionRequest:
    """Where the visitor is; all of it optional, and cut to a sensible length."""

    page_url: str | None = None
    utm: dict[str, str] | None = None
    locale: str | None = None


@dataclass
class MessageRequest:
    """`text` or `choice`; `client_id` is the client's, and the same in every retry."""

    client_id: UUID
    text: str | None = None
    choice: str | None = None


@dataclass
class FeedbackRequest:
    """What the visitor thinks of the bot's message `seq`."""

    seq: int
    value: Literal["up", "down"]


class ConversationController(Controller):
    """Everything that needs a session token."""

    guards = [require_session]  # noqa: RUF012

    @post("/messages", status_code=200)
    async def send(
        self, request: AnyRequest, state: State, data: JSONBody[MessageRequest]
    ) -> dict[str, list[dict[str, Any]]]:
        """One message; the bot's messages of this turn."""
        if (data.text is None) == (data.choice is None):
            raise ValidationException(
                extra=[{"key": "text", "message": "send either text or choice"}]
            )
        if data.text is not None and len(data.text) > state.settings.max_text_length:
            raise TextTooLongError
        message = VisitorMessage(str(data.client_id), data.text, data.choice)
        answer = await state.turns.take(request.state[STATE_KEY], message, CHANNEL)
        return {"messages": public(answer)}

    @get("/messages")
    async def history(
        self, request: AnyRequest, state: State, after: Seq = 0
    ) -> dict[str, list[dict[str, Any]]]:
        """Both sides' messages after a seq."""

        def read() -> list[dict[str, Any]]:
            with state.database.reading() as session:
                return public(log.messages_after(session, request.state[STATE_KEY], after))

        return {"messages": await asyncio.to_thread(read)}

    @post("/feedback", status_code=204)
    async def feedback(
        self, request: AnyRequest, state: State, data: JSONBody[FeedbackRequest]
    ) -> None:
        """Thumbs up or down for one of the bot's messages."""

        def write() -> bool:
            with state.database.writing() as session:
                return log.set_feedback(session, request.state[STATE_KEY], data.seq, data.value)

        known = 0 < data.seq <= LARGEST_SEQ and await asyncio.to_thread(write)
        if not known:
            raise ValidationException(
                extra=[{"key": "seq", "message": "is not a message of the assistant"}]
            )

    @delete("/conversation")
    async def erase(self, request: AnyRequest, state: State) -> None:
        """Erase this conversation."""
        await state.turns.erase(request.state[STATE_KEY])


@post("/sessions", status_code=201)
async def open_session(
    request: AnyRequest, state: State, data: JSONBody[SessionRequest | None] = None
) -> dict[str, Any]:
    """Begin a conversation."""
    where = data or SessionRequest()
    wording = state.wording
    greeting = Reply(
        text=wording.say("utter_welcome", email=state.settings.contact_email),
        choices=wording.buttons("utter_welcome"),
    )

    def write() -> tuple[str, list[dict[str, Any]]]:
        with state.database.writing() as session:
            conversation_id, messages = log.start(
                session,
                channel=CHANNEL,
                greeting=[greeting],
                locale=storable(where.locale, LOCALE_LENGTH),
                page_url=storable(where.page_url, PAGE_URL_LENGTH),
                utm=where.utm,
                origin=storable(request.headers.get("origin"), ORIGIN_LENGTH),
            )
            return conversation_id, public(messages)

    conversation_id, messages = await asyncio.to_thread(write)
    return {
        "token": state.sessions.token(conversation_id, request.headers.get("origin")),
        "conversation_id": conversation_id,
        "messages": messages,
    }


def chat_router(settings: Settings) -> Router:
    """The chat API under its rate limits."""
    per_minute = settings.rate_limit_messages_per_minute
    conversation = Router(
        "/",
        route_handlers=[ConversationController],
        middleware=[
            limits.messages_per_address(per_minute),
            limits.messages_per_session(settings.rate_limit_session_messages_per_minute),
        ],
    )
    opening = Router(
        "/",
        route_handlers=[open_session],
        middleware=[limits.sessions_per_address(settings.rate_limit_sessions_per_minute)],
    )
    return Router(
        "/api/chat", route_handlers=[opening, conversation], guards=[require_allowed_origin]
    )


def public(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Messages as the API shows them: without payloads."""
    return [
        {
            "seq": message.seq,
            "from": message.sender,
            "text": message.text,
            "choices": [
                {"id": choice["id"], "title": choice["title"]} for choice in message.choices
            ],
            "sources": message.sources,
            "table": message.table_json,
            "expects": message.expects,
            "created_at": message.created_at.isoformat(timespec="microseconds"),
        }
        for message in messages
    ]


def storable(value: str | None, length: int) -> str | None:
    """A value that the client made up, as the database can keep it."""
    return value.replace("\x00", "")[:length] if value else None
