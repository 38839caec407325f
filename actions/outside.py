"""What is said to a message outside the contact form, whichever action hears it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.misses import answer_in_their_language, fall_back, follows_refusal, refuse
from actions.replies import Events, answer, family_of, memory_of, remembered
from actions.requests import said_in
from bot.answers.model import Choice, Memory, Request
from bot.answers.reading import turns
from bot.answers.reading.turns import MISSES, Said
from bot.answers.topics import load_topics
from bot.handoff.model import STARTS

_PLAIN = 0.35
"""The share, of what speaks for no wish, from which on one reading is the best other one."""
_MOST_CHOICES = 3
_POLITE = frozenset({"report_problem", "thank", "goodbye", "greet", "out_of_scope"})


def respond(dispatcher: CollectingDispatcher, tracker: Tracker, *, offers: bool = True) -> Events:
    """Answer the latest message; the slots that remember what it was about."""
    said, memory = said_in(tracker), memory_of(tracker)
    requests = turns.read(said, memory, load_topics(), family_of)
    if not requests:
        fall_back(dispatcher, tracker, offers=offers)
        return _role_noted(said, memory)
    if follows_refusal(tracker, requests):
        refuse(dispatcher, tracker)
        return []
    return answer(dispatcher, tracker, requests)


def respond_beside(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Answer a message in the open form as outside it; its buttons are left to the form."""
    if _intent(tracker.latest_message) in MISSES and answer_in_their_language(dispatcher, tracker):
        return []
    events = respond(dispatcher, tracker, offers=False)
    for message in dispatcher.messages:
        (message.get("custom") or {}).update(choices=[])
    return events


def add_choice(dispatcher: CollectingDispatcher, choice: Choice) -> None:
    """Add a button to what was said last, in the place of one too many."""
    if not dispatcher.messages:
        return
    said: dict[str, Any] = dispatcher.messages[-1].get("custom") or {}
    kept = list(said.get("choices") or [])[: _MOST_CHOICES - 1]
    said["choices"] = [*kept, {"title": choice.title, "payload": choice.payload}]


def read_otherwise(tracker: Tracker) -> None:
    """Take the latest message, which seemed to be a wish and says none, for what else it may be."""
    message: dict[str, Any] = tracker.latest_message
    others = [r for r in message.get("requests") or [] if r["intent"] not in STARTS]
    if others:
        name = others[0]["intent"]
    else:
        name = _other_reading(message)
        others = [{"intent": name, "text": message.get("text"), "entities": message["entities"]}]
    tracker.latest_message = {
        **message,
        "intent": {**message["intent"], "name": name},
        "requests": others,
    }


def _other_reading(message: dict[str, Any]) -> str:
    ranking = [g for g in message.get("intent_ranking") or () if g["name"] not in STARTS]
    left = sum(guess["confidence"] for guess in ranking)
    if ranking and ranking[0]["confidence"] >= _PLAIN * left:
        best = str(ranking[0]["name"])
        if best in _POLITE or load_topics().by_intent(best):
            return best
    request = Request("inform", "", tuple(message.get("entities") or ()))
    return "inform" if request.values("role") or request.values("location") else "nlu_fallback"


def _role_noted(said: Said, memory: Memory) -> Events:
    """Whatever was asked about a role, the next message goes on about it."""
    role = said.whole.first("role")
    if role is None or said.whole.intent == "out_of_scope":
        return []
    memory.mention(role)
    return remembered(memory)


def _intent(message: Any) -> str | None:
    return (message.get("intent") or {}).get("name")
