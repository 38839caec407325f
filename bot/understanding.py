"""The trained pipeline in this process, without a server."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog


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
