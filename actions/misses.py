"""What is said when a message was not understood."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import memory_of, wording_for
from bot.answers.model import Answer, Choice, Request
from bot.answers.reading.foreign import foreign_language
from bot.answers.reading.turns import MISSES
from bot.answers.topics import load_topics
from bot.settings import get_settings
from bot.wording import Wording

_MISSED = ({"intent": "nlu_fallback", "answered": False},)
"""For staff: nobody could tell what was asked."""
_TOPICS_OFFERED = 2
_IN_ANOTHER_LANGUAGE = ({"intent": "out_of_scope", "answered": False},)
# Names and addresses look foreign in any language.
_DETAILS = ("inform", "correct_detail")


def answer_in_their_language(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Say, in the language of a message that is not in English, that English is needed.

    True if that was said; False for English, and for what is too short to tell.
    """
    message = tracker.latest_message
    text = str(message.get("text") or "")
    intent = (message.get("intent") or {}).get("name")
    if text.startswith("/") or intent in _DETAILS:
        return False
    language = foreign_language(
        text, message.get("entities") or (), understood=intent not in MISSES
    )
    if language is None:
        return False
    words = wording_for(tracker).say(
        f"utter_foreign_{language}", email=get_settings().contact_email
    )
    said = Answer(words, asked=list(_IN_ANOTHER_LANGUAGE))
    dispatcher.utter_message(json_message=said.payload())
    return True


def fall_back(dispatcher: CollectingDispatcher, tracker: Tracker, *, offers: bool = True) -> None:
    """Offer the two likeliest readings; after a second miss in a row, a person.

    Without `offers`, for what stands before a question of the contact form, there are no buttons.
    """
    wording = wording_for(tracker)
    intents = _intents(tracker)
    if offers and len(intents) > 1 and intents[-2] in MISSES:
        dispatcher.utter_message(json_message=_fixed(wording, "utter_fallback_again"))
    elif offers and (choices := _readings(wording, tracker)):
        text = wording.say("utter_fallback")
        offer = Answer(text, choices=choices, asked=list(_MISSED))
        dispatcher.utter_message(json_message=offer.payload())
    else:
        outside = tracker.latest_message["intent"]["name"] == "out_of_scope"
        name = "utter_out_of_scope" if outside else "utter_fallback_open"
        dispatcher.utter_message(json_message=_fixed(wording, name))


def follows_refusal(tracker: Tracker, requests: Sequence[Request]) -> bool:
    """True where a question without a role goes on about what was just refused.

    "Which role do you mean?" would be no answer to "and what skills does that game take?".
    """
    intents = _intents(tracker)
    topic = load_topics().by_intent(requests[0].intent) if len(requests) == 1 else None
    return (
        intents[-2:-1] == ["out_of_scope"]
        and topic is not None
        and load_topics()[topic].needs_role
        and not memory_of(tracker).role
        and not requests[0].entities
    )


def refuse(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say what the assistant is for."""
    dispatcher.utter_message(json_message=_fixed(wording_for(tracker), "utter_out_of_scope"))


def _intents(tracker: Tracker) -> list[str]:
    return [
        event["parse_data"]["intent"]["name"]
        for event in tracker.events
        if event.get("event") == "user"
    ]


def _fixed(wording: Wording, name: str) -> dict[str, Any]:
    choices = [Choice(**button) for button in wording.buttons(name)]
    return Answer(wording.say(name), choices=choices, asked=list(_MISSED)).payload()


def _readings(wording: Wording, tracker: Tracker) -> list[Choice]:
    """The likeliest topics as buttons, for the role that was named or spoken of."""
    message = tracker.latest_message
    if message["intent"]["name"] != "nlu_fallback":
        return []
    named = (e["value"] for e in message.get("entities") or () if e["entity"] == "role")
    role = next(named, None) or tracker.get_slot("role")
    topics = load_topics()
    choices: list[Choice] = []
    for guess in message.get("intent_ranking") or ():
        topic = topics.by_intent(guess["name"])
        if topic is None or f"utter_button_{topic}" not in wording:
            continue
        entities = json.dumps({"role": role}) if role and topics[topic].needs_role else ""
        choices.append(Choice(wording.say(f"utter_button_{topic}"), f"/{guess['name']}{entities}"))
    return choices[:_TOPICS_OFFERED]
