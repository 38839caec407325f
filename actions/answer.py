"""action_answer: one action for all topics; which facts and words is data/topics.yml."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.requests import channel_of, requests_of
from bot.answers.model import Memory, Request
from bot.answers.service import Answering
from bot.answers.topics import load_topics
from bot.database import get_database
from bot.settings import get_settings
from bot.wording import Wording

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]


class ActionAnswer(Action):
    """Answers every request of the message from the knowledge table."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say the answers and remember what they were about."""
        return answer(dispatcher, tracker, requests_of(tracker))


def answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, requests: Sequence[Request]
) -> Events:
    """Say the answers to `requests`; the slots that remember what they were about.

    On an error nothing is said: the web process then apologises and the
    visitor may send the same message again. The SDK would send the whole
    conversation in the body of its error, and Rasa would log it.
    """
    memory = memory_of(tracker)
    wording = Wording.load(channel=channel_of(tracker))
    try:
        with get_database(get_settings().resolved_database_url).reading() as session:
            answers = Answering(session, wording, load_topics()).answer_turn(requests, memory)
    except Exception as error:
        logger.error("the message was not answered: %s", type(error).__name__)
        return []
    for each in answers:
        dispatcher.utter_message(json_message=each.payload())
    return [
        SlotSet("memory", memory.as_dict()),
        SlotSet("role", memory.role),
        SlotSet("location", memory.location),
        SlotSet("topic", memory.topic),
    ]


def memory_of(tracker: Tracker) -> Memory:
    """What the conversation has been about."""
    return Memory.from_dict(tracker.get_slot("memory"))
