"""What comes before the topic of a message outside the contact form."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff import beside_the_form
from actions.misses import answer_in_their_language
from actions.privacy import before_all, lapse
from actions.replies import Events


def taken_before(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """Events if the message is about erasure or the form, or is not in English; else None."""
    if (events := before_all(dispatcher, tracker)) is not None:
        return events
    if (events := beside_the_form(dispatcher, tracker)) is not None:
        return events + lapse(tracker)
    return lapse(tracker) if answer_in_their_language(dispatcher, tracker) else None
