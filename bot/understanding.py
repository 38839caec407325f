"""The trained pipeline in this process, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.agent import Agent


class Understanding:
    """Parses messages with a trained model."""

    def __init__(self, model: Path) -> None:
        self._agent = Agent.load(str(model))

    async def parse(self, text: str) -> dict[str, Any]:
        """Intent, ranking, entities and requests of a message, as Rasa would see it.

        A leading slash is taken off, as the web process does: typed text is
        never a command.
        """
        parsed: dict[str, Any] = await self._agent.parse_message(text.lstrip().lstrip("/"))
        return parsed
