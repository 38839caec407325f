"""The client of Rasa's REST channel."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import httpx
from pydantic import ValidationError

from bot.conversations.replies import Reply

CONNECT_SECONDS = 5.0
# Below the server's own keep-alive, so that no request runs into a connection being closed.
KEEP_ALIVE_SECONDS = 2.0


class AssistantUnavailable(Exception):  # noqa: N818
    """Rasa or the action server is down, silent, or had nothing to say. Ask again later."""


class AssistantClient:
    """Asks Rasa, and reads its answer. One per process; connections are pooled."""

    def __init__(self, rasa_url: str, timeout_seconds: float) -> None:
        self._timeout = timeout_seconds
        self._client = httpx.AsyncClient(
            base_url=rasa_url,
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            limits=httpx.Limits(max_connections=None, keepalive_expiry=KEEP_ALIVE_SECONDS),
            # A proxy for the internet must not get the private traffic.
            trust_env=False,
        )

    async def ask(
        self,
        conversation_id: str,
        client_id: str,
        message: str,
        channel: str,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """What the assistant says to `message`, at least one reply.

        Raises:
            AssistantUnavailable: no connection, no answer in time, an error, or nothing said.
        """
        body = {
            "sender": conversation_id,
            "message": message,
            "metadata": {**(metadata or {}), "client_id": client_id, "channel": channel},
        }
        try:
            # httpx's own time-outs are per read: a trickling answer would never end.
            response = await asyncio.wait_for(
                self._client.post("/webhooks/rest/webhook", json=body), self._timeout
            )
            response.raise_for_status()
            said = response.json()
        except (httpx.HTTPError, ValueError, asyncio.TimeoutError) as error:
            # Only the type: the text of some errors quotes the message.
            raise AssistantUnavailable(type(error).__name__) from None
        if not isinstance(said, list):
            raise AssistantUnavailable("the answer is not a list")
        replies = [
            reply
            for message in said
            for reply in replies_of(
                message.get("text"), message.get("buttons"), message.get("custom")
            )
        ]
        if not replies:
            raise AssistantUnavailable("nothing was said")
        return replies

    def move_to(self, rasa_url: str) -> None:
        """Ask another Rasa from now on: it was started again under another address."""
        self._client.base_url = httpx.URL(rasa_url)

    async def healthy(self, url: str = "/") -> bool:
        """Whether `url` (by default Rasa itself) answers with 200 within two seconds."""
        try:
            response = await self._client.get(url, timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Close the pooled connections."""
        await self._client.aclose()


def replies_of(
    text: str | None,
    buttons: Iterable[Mapping[str, Any]] | None,
    custom: Mapping[str, Any] | None,
) -> list[Reply]:
    """The replies in one message of Rasa: plain text with buttons, a structured answer, or both.

    Raises:
        AssistantUnavailable: a structured answer without the agreed shape.
    """
    found: list[dict[str, Any]] = []
    if text:
        found.append({"text": text, "choices": list(buttons or [])})
    if custom and custom.get("text"):
        found.append({key: value for key, value in custom.items() if value is not None})
    try:
        return [Reply.parse_obj(reply) for reply in found]
    except ValidationError as error:
        wrong = [".".join(map(str, each["loc"])) for each in error.errors()]
        raise AssistantUnavailable(f"malformed answer: {', '.join(wrong)}") from None
