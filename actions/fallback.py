"""action_fallback: the action for messages that were not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff import beside_the_form
from actions.misses import answer_in_their_language, fall_back
from actions.privacy import before_all, lapse
from actions.replies import Events


class ActionFallback(Action):
    """Understands a fragment from the conversation, or says that nothing was understood."""

    def name(self) -> str:
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Answer, with a way on."""
        if (events := before_all(dispatcher, tracker)) is not None:
            return events
        if (events := beside_the_form(dispatcher, tracker)) is not None:
            return events + lapse(tracker)
        if answer_in_their_language(dispatcher, tracker):
            return lapse(tracker)
        return fall_back(dispatcher, tracker) + lapse(tracker)
