"""validate_handoff_form: every message of the contact form goes to bot.handoff and back."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.misses import answer_in_their_language
from actions.outside import add_choice, read_otherwise, respond, respond_beside
from actions.privacy import ask_confirmation, lapse, take_confirmation
from actions.replies import (
    Events,
    answer,
    answers_to,
    memory_of,
    remembered,
    utter,
    wording_for,
)
from actions.requests import channel_of, heard_in
from bot.answers.model import Answer, Request
from bot.answers.reading.fragments import is_fragment
from bot.database import get_database, utc_now
from bot.delivery.outbox import submit_lead
from bot.handoff import replies, signals
from bot.handoff.dialogue import Handoff
from bot.handoff.drafting import draft_of, idempotency_key
from bot.handoff.model import Form, Heard, Outcome
from bot.handoff.openings import opens
from bot.handoff.replies import Reply
from bot.handoff.runs import finished
from bot.handoff.voice import Voice
from bot.knowledge.facts import RoleFacts, find_role
from bot.leads.hours import BusinessHours
from bot.settings import get_settings

logger = logging.getLogger(__name__)

FORM, SLOT = "handoff_form", "handoff"
_END = SlotSet("requested_slot", None)
_DETAILS = ("inform", "correct_detail", "nlu_fallback")
_COMPLAINTS = ("report_problem", "bot_challenge")


class ValidateHandoffForm(Action):
    """Runs at the start of the form and at every message in it; always sets the slot.

    Without a SlotSet Rasa would reject the form and let another rule answer.
    """

    def name(self) -> str:
        return "validate_handoff_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say what the form says. On an error: nothing, and the state stays as it was."""
        form = Form.from_dict(tracker.get_slot(SLOT))
        try:
            return self._take(dispatcher, tracker, form)
        except Exception as error:
            # The text of the error may quote what was typed.
            logger.error("the contact form did not answer: %s", type(error).__name__)
            dispatcher.messages.clear()
            return _events(form)

    def _take(self, dispatcher: CollectingDispatcher, tracker: Tracker, form: Form) -> Events:
        heard = heard_in(tracker)
        voice = Voice(wording_for(tracker), _title_of)
        handoff = Handoff(voice, spoken_of=tracker.get_slot("role"))
        if (confirmed := take_confirmation(dispatcher, tracker)) is not None:
            if form.active and not _erases(dispatcher):
                utter(dispatcher, handoff.resume(form).answers)
            return _events(form) + confirmed
        if not form.active and not form.offered:
            if answer_in_their_language(dispatcher, tracker):
                return _events(form) + lapse(tracker)
            if goes_on := _goes_on(heard, tracker):
                return answer(dispatcher, tracker, [goes_on]) + _events(form) + lapse(tracker)
            if not opens(heard):
                read_otherwise(tracker)
                other = respond(dispatcher, tracker)
                add_choice(dispatcher, voice.wish(heard.intent))
                return other + _events(form) + lapse(tracker)
        outcome = handoff.take(heard, form)
        if outcome.erase:
            return ask_confirmation(dispatcher, tracker) + _events(form)
        if outcome.submit:
            outcome = _submitted(outcome, voice, tracker)
        events: Events = []
        answers: list[Answer] = []
        if outcome.questions:
            answers, events = answers_to(outcome.questions, tracker, voice.wording)
        elif not outcome.elsewhere:
            events = _mentioned(form, outcome.form, tracker)
        else:
            # After a refusal the conversation goes on without a word about the form.
            speak = respond_beside if outcome.answers else respond
            events = speak(dispatcher, tracker)
        utter(dispatcher, [*answers, *outcome.answers])
        return events + _events(outcome.form) + lapse(tracker)


def _mentioned(before: Form, after: Form, tracker: Tracker) -> Events:
    """The role told to the form, which "what do they earn?" then speaks of."""
    role = after.details.get("role")
    if not role or role == before.details.get("role") or _found(role) is None:
        return []
    memory = memory_of(tracker)
    memory.mention(role)
    return remembered(memory)


def _goes_on(heard: Heard, tracker: Tracker) -> Request | None:
    """The question in "and a DBA, same town", which alone would be somebody who hires."""
    memory = memory_of(tracker)
    if len(heard.requests) != 1 or not heard.text or memory.topic != "salary":
        return None
    goes_on = replace(heard.requests[0], intent="inform")
    named = goes_on.first("role") and not signals.kind_said(heard.text)
    return goes_on if named and is_fragment(goes_on) else None


def beside_the_form(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """What a message outside the form has to do with it; None where that is nothing.

    The classifier takes "I'm Kim, kim@example.com, looking for a job" for details alone: words
    that speak of hiring or of looking for work open the form. Details without such a wish are
    answered with an offer, and a yes to that opens it.
    """
    heard = heard_in(tracker)
    form = Form.from_dict(tracker.get_slot(SLOT))
    voice = Voice(wording_for(tracker), _title_of)
    if form.reference and signals.asks_to_send_again(heard.text):
        utter(dispatcher, [voice.sent_already(form)])
        return []
    if form.offered and replies.read_reply(heard.text) is Reply.YES:
        return [FollowupAction(FORM)]
    if heard.intent in _DETAILS and signals.kind_said(heard.text):
        return [FollowupAction(FORM)]
    if heard.intent in (*_DETAILS, *_COMPLAINTS) and signals.wants_person(heard.text):
        return [FollowupAction(FORM)]
    if heard.intent not in _DETAILS:
        return None
    if Handoff(voice).takes_up(heard, form):
        return [FollowupAction(FORM)]
    if (outcome := Handoff(voice).offer(heard, form)) is None:
        return None
    utter(dispatcher, outcome.answers)
    return [SlotSet(SLOT, outcome.form.as_dict())]


def _submitted(outcome: Outcome, voice: Voice, tracker: Tracker) -> Outcome:
    """Store the lead, then say so: nothing is confirmed before its commit."""
    settings = get_settings()
    form = outcome.form
    draft = draft_of(form, conversation_id=tracker.sender_id, channel=channel_of(tracker) or "web")
    key = idempotency_key(form, tracker.sender_id)
    with get_database(settings.resolved_database_url).writing() as session:
        reference = str(submit_lead(session, draft, key, settings).lead.id)[:8].upper()
    hours = BusinessHours.parse(
        settings.business_hours, settings.business_time_zone, settings.business_closed_on
    )
    after = finished(form, reference)
    after_words = voice.sent(form, reference, hours.next_contact(utc_now()))
    return Outcome(after, after_words, outcome.questions)


def _events(form: Form) -> Events:
    return [SlotSet(SLOT, form.as_dict()), *([] if form.active else [_END])]


def _erases(dispatcher: CollectingDispatcher) -> bool:
    return any((m.get("custom") or {}).get("erase_conversation") for m in dispatcher.messages)


def _title_of(role: str) -> str:
    found = _found(role)
    return found.title if found else role


def _found(role: str) -> RoleFacts | None:
    with get_database(get_settings().resolved_database_url).reading() as session:
        return find_role(session, role)
