"""What the pipeline found in the latest message, in the words of bot.answers."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.answers.model import Request


def requests_of(tracker: Tracker) -> list[Request]:
    """The requests of the latest message; a button's payload is one request."""
    message = tracker.latest_message
    text = message.get("text") or ""
    found = message.get("requests") or []
    if not found or text.startswith("/"):
        intent = (message.get("intent") or {}).get("name") or ""
        return [Request(intent, "" if text.startswith("/") else text, _entities(message))]
    return [Request(item["intent"], item.get("text") or text, _entities(item)) for item in found]


def channel_of(tracker: Tracker) -> str:
    """The channel that the web process named in the message's metadata."""
    metadata = tracker.latest_message.get("metadata") or {}
    return str(metadata.get("channel") or "")


def _entities(message: dict) -> tuple[dict, ...]:  # type: ignore[type-arg]
    return tuple(message.get("entities") or ())
