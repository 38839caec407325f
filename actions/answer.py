"""action_answer: one action for all topics; which facts and words is data/topics.yml."""

from __future__ import annotations

import threading
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.outside import respond
from actions.precedence import taken_before
from actions.privacy import lapse
from actions.replies import Events
from bot.answers.reading import foreign


class ActionAnswer(Action):
    """Answers every request of the message from the knowledge table."""

    def __init__(self) -> None:
        # Made once, when the action server starts.
        threading.Thread(target=foreign.load_detector, daemon=True).start()

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say the answers and remember what they were about."""
        if (events := taken_before(dispatcher, tracker)) is not None:
            return events
        return respond(dispatcher, tracker) + lapse(tracker)
