"""action_fallback: the action for messages that were not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.outside import respond
from actions.precedence import taken_before
from actions.privacy import lapse
from actions.replies import Events


class ActionFallback(Action):
    """Understands a fragment from the conversation, or says that nothing was understood."""

    def name(self) -> str:
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Answer, with a way on."""
        if (events := taken_before(dispatcher, tracker)) is not None:
            return events
        return respond(dispatcher, tracker) + lapse(tracker)
