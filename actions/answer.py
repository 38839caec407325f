"""action_answer: one action for all topics; which facts and words is data/topics.yml."""

from __future__ import annotations

import threading
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.misses import follows_refusal, refuse
from actions.precedence import taken_before
from actions.privacy import lapse
from actions.replies import Events, answer
from actions.requests import requests_of
from bot.answers import foreign


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
        requests = requests_of(tracker)
        if follows_refusal(tracker, requests):
            refuse(dispatcher, tracker)
            return lapse(tracker)
        return answer(dispatcher, tracker, requests) + lapse(tracker)
