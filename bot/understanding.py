"""The trained pipeline in this process, without a server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from bot.handoff.model import Form, Heard, Step
from bot.handoff.reading import read

ENTITY_KINDS = ("role", "location", "email", "phone_number", "name", "company")
FALLBACK = "nlu_fallback"
# What people say who they are with.
_TELL = frozenset("inform correct_detail find_job hire_talent request_human greet".split())


class Understanding:
    """Parses messages with a trained model."""

    def __init__(self, model: Path) -> None:
        # Rasa prints every message to standard output until structlog is told not to.
        configure_structlog(logging.ERROR)
        self._agent = Agent.load(str(model))

    async def parse(self, text: str) -> dict[str, Any]:
        """Intent, ranking, entities and requests of a message, as Rasa would see it.

        A leading slash is taken off, as the web process does: typed text is
        never a command.
        """
        parsed: dict[str, Any] = await self._agent.parse_message(text.lstrip().lstrip("/"))
        return parsed


def parse_all(understanding: Understanding, texts: Sequence[str]) -> list[dict[str, Any]]:
    """The parses of all texts in the shape of `careers parse --json`."""

    async def run() -> list[dict[str, Any]]:
        return [readable(text, await understanding.parse(text)) for text in texts]

    return asyncio.run(run())


def readable(text: str, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's shape of a parse; `intents` has the main request first."""
    fallback = parsed["intent"]["name"] == FALLBACK
    main = _guess(parsed) if fallback else parsed["intent"]["name"]
    others = (parsed.get("requests") or [])[1:]
    beside = sorted([*others, *(parsed.get("acts") or [])], key=lambda said: int(said["start"]))
    intents = [main or "out_of_scope", *(said["intent"] for said in beside)]
    entities: dict[str, list[str]] = {kind: [] for kind in ENTITY_KINDS}
    for entity in parsed.get("entities") or []:
        values = entities.get(entity["entity"])
        if values is not None and entity["value"] not in values:
            values.append(entity["value"])
    for kind, value in _who(text, parsed).items():
        entities[kind].append(value)
    return {
        "text": text,
        "intents": list(dict.fromkeys(intents)),
        "entities": entities,
        "confidence": float(parsed["intent"].get("confidence") or 0.0),
        "fallback": fallback,
    }


def _who(text: str, parsed: Mapping[str, Any]) -> dict[str, str]:
    """The name and the company that the contact form would read in the message."""
    intent = str(parsed["intent"]["name"])
    if intent not in _TELL:
        # "What do they earn at Northgate Tile?" names nobody who could be called.
        return {}
    heard = Heard(text, intent, entities=tuple(parsed.get("entities") or ()))
    form = Form(step=Step.CONTACT) if intent == "inform" else Form()
    details = read(heard, form).details
    # Where a name was asked for, "Omaha" would be one; here nothing was.
    others = {text[e["start"] : e["end"]] for e in heard.entities}
    found = {kind: details.get(kind) for kind in ("name", "company")}
    return {kind: value for kind, value in found.items() if value and value not in others}


def _guess(parsed: Mapping[str, Any]) -> str | None:
    ranking = [guess["name"] for guess in parsed.get("intent_ranking") or []]
    return parsed.get("guess") or next((name for name in ranking if name != FALLBACK), None)
