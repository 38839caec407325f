"""action_privacy: what is kept, and its erasure after a confirmation.

The web process erases: it has the message log and is told so by a mark in the last message.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import Events, answer, utter, wording_for
from actions.requests import choice_in, requests_of
from bot.answers.model import Answer, Choice
from bot.handoff import replies, signals
from bot.handoff.replies import Reply
from bot.settings import get_settings
from bot.wording import Wording

ASKED = "erasure"
"""The slot that is true while the confirmation is open."""
ERASE, YES, NO = "erase", "erase_yes", "erase_no"


class ActionPrivacy(Action):
    """Explains what is kept, or asks whether everything shall be erased."""

    def name(self) -> str:
        return "action_privacy"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Answer; a wish to erase is asked about first."""
        if (events := before_all(dispatcher, tracker)) is not None:
            return events
        return answer(dispatcher, tracker, requests_of(tracker)) + lapse(tracker)


def before_all(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """Events if the message is about the erasure of everything, whatever its intent; else None."""
    if (events := take_confirmation(dispatcher, tracker)) is not None:
        return events
    return ask_confirmation(dispatcher, tracker) if _wants_erasure(tracker) else None


def _wants_erasure(tracker: Tracker) -> bool:
    text = str(tracker.latest_message.get("text") or "")
    return choice_in(tracker) == ERASE or signals.asks_for_erasure(text)


def ask_confirmation(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Ask whether everything shall be erased."""
    utter(dispatcher, [_with_buttons(wording_for(tracker), "utter_erase_ask")])
    return [SlotSet(ASKED, True)]


def take_confirmation(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """Events if the latest message answers the question; None if nothing was asked or it does not.

    Anything but a yes erases nothing.
    """
    if not tracker.get_slot(ASKED):
        return None
    wording = wording_for(tracker)
    choice = choice_in(tracker)
    text = str(tracker.latest_message.get("text") or "")
    typed = None if choice or text.startswith("/") else _confirmation(text)
    if choice == YES or typed is Reply.YES:
        last = Answer(wording.say("utter_erased", email=get_settings().contact_email))
        dispatcher.utter_message(json_message={**last.payload(), "erase_conversation": True})
        return [SlotSet(ASKED, None)]
    if choice == NO or typed is not None:
        utter(dispatcher, [Answer(wording.say("utter_erase_kept"))])
        return [SlotSet(ASKED, None)]
    return None


def lapse(tracker: Tracker) -> Events:
    """A confirmation that was not given at once: a later yes is about something else."""
    return [SlotSet(ASKED, None)] if tracker.get_slot(ASKED) else []


def _confirmation(text: str) -> Reply | None:
    if replies.cancels(text):
        return Reply.NO
    return Reply.YES if signals.asks_for_erasure(text) else replies.read_reply(text)


def _with_buttons(wording: Wording, name: str) -> Answer:
    return Answer(wording.say(name), choices=[Choice(**b) for b in wording.buttons(name)])
