"""action_answer: one action for all topics; which facts and words is data/topics.yml."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.requests import channel_of, requests_of
from bot.answers.model import Memory
from bot.answers.service import Answering
from bot.answers.topics import load_topics
from bot.database import get_database
from bot.settings import get_settings
from bot.wording import Wording

logger = logging.getLogger(__name__)


class ActionAnswer(Action):
    """Answers every request of the message from the knowledge table."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say the answers and remember what they were about.

        On an error nothing is said: the web process then apologises and the
        visitor may send the same message again. The SDK would send the whole
        conversation in the body of its error, and Rasa would log it.
        """
        memory = Memory.from_dict(tracker.get_slot("memory"))
        wording = Wording.load(channel=channel_of(tracker))
        try:
            with get_database(get_settings().resolved_database_url).reading() as session:
                answering = Answering(session, wording, load_topics())
                answers = answering.answer_turn(requests_of(tracker), memory)
        except Exception as error:
            logger.error("action_answer failed: %s", type(error).__name__)
            return []
        for answer in answers:
            dispatcher.utter_message(json_message=answer.payload())
        return [
            SlotSet("memory", memory.as_dict()),
            SlotSet("role", memory.role),
            SlotSet("location", memory.location),
            SlotSet("topic", memory.topic),
        ]
