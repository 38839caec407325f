"""What the pipeline found in the latest message, in the words of bot.answers and bot.handoff."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.answers.model import Request
from bot.answers.reading.turns import Guess, Said
from bot.handoff.model import Heard

CHOICE = "choice"


def requests_of(tracker: Tracker) -> list[Request]:
    """The requests of the latest message; a button's payload is one request."""
    message = tracker.latest_message
    text = message.get("text") or ""
    found = message.get("requests") or []
    if not found or text.startswith("/"):
        intent = (message.get("intent") or {}).get("name") or ""
        return [Request(intent, "" if text.startswith("/") else text, _entities(message))]
    corrections = (tuple(map(tuple, item.get("corrections") or ())) for item in found)
    return [
        Request(item["intent"], item.get("text") or text, _entities(item), words)
        for item, words in zip(found, corrections, strict=True)
    ]


def said_in(tracker: Tracker) -> Said:
    """The latest message for bot.answers."""
    message = tracker.latest_message
    text = str(message.get("text") or "")
    intent = str((message.get("intent") or {}).get("name") or "")
    requests = requests_of(tracker)
    corrections = tuple(map(tuple, message.get("corrections") or ()))
    whole = Request(intent, "" if text.startswith("/") else text, _entities(message), corrections)
    guesses = (Guess(g["name"], g["confidence"]) for g in message.get("intent_ranking") or ())
    return Said(whole, requests, tuple(guesses), message.get("guess"))


def heard_in(tracker: Tracker) -> Heard:
    """The latest message for the contact form."""
    message = tracker.latest_message
    text = str(message.get("text") or "")
    pressed = text.startswith("/")
    intent = message.get("intent") or {}
    # "The ones who fix printers" is no detail; a question in the form keeps it in its request.
    entities = tuple(e for e in _entities(message) if not e.get("described"))
    if pressed:
        # The places are those in the payload, which nobody has typed.
        places = ("start", "end")
        entities = tuple({k: v for k, v in e.items() if k not in places} for e in entities)
    return Heard(
        text="" if pressed else text,
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        requests=tuple(requests_of(tracker)),
        entities=entities,
        choice=choice_in(tracker),
        public=is_public(tracker),
    )


def choice_in(tracker: Tracker) -> str | None:
    """What a button of a form stands for; typed text never has one."""
    message = tracker.latest_message
    if not str(message.get("text") or "").startswith("/"):
        return None
    return next((str(e["value"]) for e in _entities(message) if e["entity"] == CHOICE), None)


def channel_of(tracker: Tracker) -> str:
    """The channel that the web process named in the message's metadata."""
    metadata = tracker.latest_message.get("metadata") or {}
    return str(metadata.get("channel") or "")


def is_public(tracker: Tracker) -> bool:
    """Whether others read the conversation, as the web process says."""
    return (tracker.latest_message.get("metadata") or {}).get("public") is True


def _entities(message: Any) -> tuple[dict[str, Any], ...]:
    return tuple(message.get("entities") or ())
