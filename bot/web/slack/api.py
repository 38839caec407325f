"""Calls to Slack's Web API, and what their failures mean for who has to call again."""

from __future__ import annotations

import asyncio
import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.web.slack.blocks import Block, Part

TIMEOUT_SECONDS = 20
DEFAULT_RETRY_AFTER = 1.0
HISTORY_LIMIT = 100
EVENT_TYPE = "career_answer"
# "It is possible that some aspect of the operation succeeded", says Slack about these.
UNCERTAIN = frozenset(
    ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"]
)
BAD_BLOCKS = frozenset(["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
# About `client_msg_id`, see `_client_msg_id`: the message is not there, and may be sent without it.
BAD_CLIENT_ID = frozenset(
    ["duplicate_message_not_found", "duplicate_channel_not_found", "invalid_arguments"]
)
# The one-time addresses may also say so with status 200.
_IS_REFUSED = re.compile(r'^\s*\{\s*"ok"\s*:\s*false')


class NotSentError(Exception):
    """Certainly not sent; worth another try after `seconds`. The text is an error's type."""

    def __init__(self, kind: str, seconds: float | None = None) -> None:
        super().__init__(kind)
        self.seconds = seconds


class MaybeSentError(Exception):
    """Nobody knows whether it has arrived; to be looked for after `seconds`.

    The text is an error's type.
    """

    def __init__(self, kind: str, seconds: float | None = None) -> None:
        super().__init__(kind)
        self.seconds = seconds


class RefusedError(Exception):
    """Slack will never take it: token revoked, channel archived. The text is Slack's word."""


@dataclass(frozen=True)
class Place:
    """Where an answer goes: into a channel or thread, or by the one-time address of a command.

    What goes to such an address only its user sees, unless it is `shared`.
    """

    channel: str
    user: str = ""
    thread_ts: str | None = None
    response_url: str | None = None
    shared: bool = False


class SlackApi:
    """The Web API of one workspace. `start` opens its connections on the running loop."""

    def __init__(self, token: str, base_url: str) -> None:
        # Its own handler of connection errors would repeat a message that has arrived.
        self.client = AsyncWebClient(
            token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[]
        )
        self.patient = AsyncWebClient(
            token=token,
            base_url=base_url,
            timeout=TIMEOUT_SECONDS,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=3)],
        )
        for client in (self.client, self.patient):
            if is_local(base_url):
                # A proxy for the internet must not get private traffic.
                client.proxy = None

    def start(self) -> None:
        """Open one pool of connections for all calls."""
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        self.client.session = self.patient.session = session

    async def close(self) -> None:
        """Close the pool."""
        if self.client.session is not None:
            await self.client.session.close()

    async def post(self, place: Place, part: Part, mark: str) -> None:
        """Send one message. `mark` is kept with it, for `marks`.

        Raises:
            NotSentError, MaybeSentError, RefusedError.
        """
        if place.response_url:
            await self._post_to_url(place, part)
            return
        await self._say(
            "chat.postMessage",
            Part(part.text, _marked(part.blocks, mark)),
            channel=place.channel,
            thread_ts=place.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"id": mark}},
            client_msg_id=_client_msg_id(mark),
        )

    async def _post_to_url(self, place: Place, part: Part) -> None:
        visible = "in_channel" if place.shared else "ephemeral"
        try:
            await self.respond(
                str(place.response_url), part, response_type=visible, replace_original=False
            )
        except RefusedError:
            # Such an address is good for half an hour and five messages.
            if place.shared:
                await self._say("chat.postMessage", part, channel=place.channel)
            else:
                await self._say("chat.postEphemeral", part, channel=place.channel, user=place.user)

    async def _say(self, method: str, part: Part, **message: Any) -> None:
        """Send with blocks; only as text if Slack does not take them."""
        message["text"] = part.text
        try:
            await self._call(method, **message, blocks=part.blocks)
        except RefusedError as error:
            message.pop("client_msg_id", None)
            if str(error) in BAD_BLOCKS:
                await self._call(method, **message)
            elif str(error) in BAD_CLIENT_ID:
                await self._call(method, **message, blocks=part.blocks)
            else:
                raise

    async def marks(self, place: Place, oldest: str) -> frozenset[str]:
        """The marks of what has arrived since `oldest`; none where nothing can be seen.

        Raises:
            MaybeSentError: nothing can be read now.
        """
        if place.response_url:
            return frozenset()
        method = "conversations.replies" if place.thread_ts else "conversations.history"
        arguments = {
            "channel": place.channel,
            "ts": place.thread_ts,
            "oldest": oldest,
            "limit": HISTORY_LIMIT,
            "include_all_metadata": True,
        }
        try:
            answer = await self._call(method, in_query=True, **arguments)
        except RefusedError:
            # Without the scope to read there; see docs/slack.md.
            return frozenset()
        except NotSentError as error:
            # What was not sent is our question; the message may be there all the same.
            raise MaybeSentError(str(error), error.seconds) from None
        return frozenset(
            mark for message in answer.get("messages") or [] for mark in _marks(message)
        )

    async def respond(self, response_url: str, part: Part, **options: Any) -> None:
        """Send to the one-time address of a command or a button.

        Raises:
            NotSentError, MaybeSentError, RefusedError.
        """
        client = AsyncWebhookClient(
            response_url, session=self.client.session, timeout=TIMEOUT_SECONDS, retry_handlers=[]
        )
        if is_local(response_url):
            client.proxy = None
        body = {"text": part.text, "blocks": part.blocks, "unfurl_links": False, **options}
        try:
            answer = await client.send_dict(body)
        except aiohttp.ClientConnectorError as error:
            raise NotSentError(type(error).__name__) from None
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise MaybeSentError(type(error).__name__) from None
        if answer.status_code == 429:
            raise NotSentError("ratelimited", _retry_after(answer.headers))
        if answer.status_code >= 500:
            raise MaybeSentError(f"status {answer.status_code}")
        if answer.status_code >= 400 or _IS_REFUSED.search(answer.body or ""):
            raise RefusedError(f"status {answer.status_code}")

    async def update(self, channel: str, ts: str, part: Part) -> None:
        """Replace a message of ours; waits when Slack says so, for twice changes nothing.

        Raises:
            SlackApiError, aiohttp.ClientError, asyncio.TimeoutError.
        """
        await self.patient.chat_update(channel=channel, ts=ts, text=part.text, blocks=part.blocks)

    async def _call(
        self, method: str, *, in_query: bool = False, **arguments: Any
    ) -> Mapping[str, Any]:
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            # Methods that read do not understand JSON.
            answer = await (
                self.client.api_call(method, http_verb="GET", params=given)
                if in_query
                else self.client.api_call(method, json=given)
            )
        except SlackApiError as error:
            raise _meaning(error) from None
        except aiohttp.ClientConnectorError as error:
            raise NotSentError(type(error).__name__) from None
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise MaybeSentError(type(error).__name__) from None
        return answer.data if isinstance(answer.data, dict) else {}


def _marked(blocks: Sequence[Block], mark: str) -> list[Block]:
    """The blocks with `mark` as the id of the first that has none."""
    free = next((n for n, block in enumerate(blocks) if "block_id" not in block), None)
    return [
        {**block, "block_id": mark} if number == free else block
        for number, block in enumerate(blocks)
    ]


def _marks(message: Mapping[str, Any]) -> list[str]:
    """What a message may be recognised by; its metadata cannot be read with every scope."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    ids = [block.get("block_id") for block in message.get("blocks") or []]
    return [str(each) for each in (payload.get("id"), *ids) if each]


def _client_msg_id(mark: str) -> str:
    """The same for every try to send one message.

    Slack has errors that speak of it and takes it from its own clients, but promises nothing: where
    it drops repeats by it, so much the better; nothing here depends on that.
    """
    return str(uuid.UUID(bytes=hashlib.sha256(mark.encode()).digest()[:16], version=4))


def kind_of(error: Exception) -> str:
    """What may be logged of a failed call: Slack's word or the type, never what was sent."""
    if isinstance(error, SlackApiError):
        return str(_meaning(error))
    if isinstance(error, NotSentError | MaybeSentError | RefusedError):
        return str(error)
    return type(error).__name__


def _meaning(error: SlackApiError) -> Exception:
    status = int(getattr(error.response, "status_code", None) or getattr(error.response, "status"))  # noqa: B009
    data = getattr(error.response, "data", None)
    word = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return NotSentError("ratelimited", _retry_after(error.response.headers))
    if status >= 500 or word in UNCERTAIN or not word:
        return MaybeSentError(word or f"status {status}")
    return RefusedError(word)


def _retry_after(headers: Mapping[str, Any]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return float(value[0] if isinstance(value, list) else value)
            except ValueError:
                break
    return DEFAULT_RETRY_AFTER


def is_local(url: str) -> bool:
    """Whether `url` is on this machine or in a private network."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost"
