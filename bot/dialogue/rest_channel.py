"""Rasa's REST channel without what it logs: on every failure it quotes what the visitor wrote."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput

from bot.dialogue.action_results import check_results_quickly

logger = logging.getLogger(__name__)


class CareersRestInput(RestInput):
    """Answers `/webhooks/rest/webhook` as Rasa's own does; a turn that fails says nothing."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Any:
        """The routes of the channel."""
        check_results_quickly()

        async def quietly(message: UserMessage) -> None:
            try:
                await on_new_message(message)
                return
            except asyncio.CancelledError:
                logger.warning("a turn was cut off: whoever asked has hung up")
            except Exception as error:
                # Only the type: the text may quote the message.
                logger.error("a turn failed: %s", type(error).__name__)
            # Said, but not kept: Rasa would not know of it at the retry.
            message.output_channel.messages.clear()

        return super().blueprint(quietly)
