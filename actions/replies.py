"""Saying answers, and answering requests from the knowledge table."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.requests import channel_of, said_in
from bot.answers.model import Answer, Choice, Memory, Request
from bot.answers.reading.own_role import note_own_role
from bot.answers.service import Answering
from bot.answers.telling import language
from bot.answers.topics import load_topics
from bot.database import get_database
from bot.knowledge import facts
from bot.settings import get_settings
from bot.wording import Wording

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]
PRIVACY = "ask_privacy"


def memory_of(tracker: Tracker) -> Memory:
    """What the conversation has been about, the latest message's word on the person included."""
    memory = Memory.from_dict(tracker.get_slot("memory"))
    if memory != Memory():
        # Where the database is away, the answer will say so.
        with (
            suppress(SQLAlchemyError),
            get_database(get_settings().resolved_database_url).reading() as session,
        ):
            roles = {role.slug for role in facts.all_roles(session)}
            memory.forget_unknown(load_topics().topics, roles)
    note_own_role(said_in(tracker).whole, memory)
    return memory


def family_of(slug: str) -> str | None:
    """The family of a role, None where there is no such role."""
    with get_database(get_settings().resolved_database_url).reading() as session:
        return facts.family_of(session, slug)


def wording_for(tracker: Tracker) -> Wording:
    """The words for the channel of the latest message."""
    return Wording.load(channel=channel_of(tracker))


def answers_to(
    requests: Sequence[Request], tracker: Tracker, wording: Wording
) -> tuple[list[Answer], Events]:
    """The answers to `requests`, and the slots that remember what they were about.

    Raises:
        Exception: whatever the database raises.
    """
    memory = memory_of(tracker)
    known = [request for request in requests if request.intent != PRIVACY]
    answers: list[Answer] = []
    if known:
        with get_database(get_settings().resolved_database_url).reading() as session:
            answers = Answering(session, wording, load_topics()).answer_turn(known, memory)
    if len(known) < len(requests):
        answers.append(privacy_answer(wording))
    if answers:
        answers[0].asked = [
            {
                "intent": request.intent,
                "role": request.first("role") or memory.role,
                "location": request.first("location"),
            }
            for request in requests
        ]
    return answers, remembered(memory)


def remembered(memory: Memory) -> Events:
    """The slots that keep what the conversation has been about."""
    return [
        SlotSet("memory", memory.as_dict()),
        SlotSet("role", memory.role),
        SlotSet("location", memory.location),
        SlotSet("topic", memory.topic),
    ]


def privacy_answer(wording: Wording) -> Answer:
    """What is kept, why, for how long, and who sees it."""
    settings = get_settings()
    text = wording.say(
        "utter_privacy",
        conversation_days=language.number(settings.retention_conversation_days),
        lead_days=language.number(settings.retention_lead_days),
        email=settings.contact_email,
    )
    return Answer(text, choices=[Choice(**button) for button in wording.buttons("utter_privacy")])


def utter(dispatcher: CollectingDispatcher, answers: Sequence[Answer]) -> None:
    """Say the answers; only the last one keeps its buttons."""
    for answer in answers[:-1]:
        answer.choices = []
    for answer in answers:
        dispatcher.utter_message(json_message=answer.payload())


def answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, requests: Sequence[Request]
) -> Events:
    """Say the answers to `requests`; the slots that remember what they were about.

    On an error nothing is said: the web process then apologises and the
    visitor may send the same message again. The SDK would send the whole
    conversation in the body of its error, and Rasa would log it.
    """
    try:
        answers, events = answers_to(requests, tracker, wording_for(tracker))
    except Exception as error:
        logger.error("the message was not answered: %s", type(error).__name__)
        return []
    utter(dispatcher, answers)
    return events
