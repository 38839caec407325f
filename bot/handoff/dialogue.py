"""The contact form: a state and a message in, the next state and what to say out.

The order is always the same: who and how to reach them, once what they are looking for,
then everything that would be sent with the text of the consent. Details are taken from any
message; only a yes that follows the shown text sends anything.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from bot.handoff import names, replies, runs, signals, steps, voice
from bot.handoff.elsewhere import goes_elsewhere, goes_on
from bot.handoff.filling import fill
from bot.handoff.model import REACH, STARTS, SURE, Form, Heard, Kind, Outcome, Step
from bot.handoff.prompts import Prompts
from bot.handoff.questions import questions_in
from bot.handoff.reading import Reading, read
from bot.handoff.steps import Turn
from bot.handoff.voice import Voice, joined

_INTENT: dict[Kind, str] = {"company": "hire_talent", "candidate": "find_job"}


@dataclass(frozen=True)
class Handoff:
    """Takes one message after the other."""

    voice: Voice
    spoken_of: str | None = None
    """Slug of the role that the conversation was about before; offered, never assumed."""

    @property
    def _prompts(self) -> Prompts:
        return Prompts(self.voice, self.spoken_of)

    def take(self, heard: Heard, before: Form) -> Outcome:
        """What the form makes of `heard`. `before` is not changed."""
        form = copy.deepcopy(before)
        if not form.active or heard.public:
            return self._begin(heard, form)
        if heard.choice != voice.SKIP and signals.asks_for_erasure(heard.text):
            return Outcome(form, erase=True)
        if form.step is Step.DECLINED:
            if not steps.reconsiders(heard):
                return steps.leave(heard, form, self._prompts)
            # What comes with it counts: "send it, but don't call me".
            form.step = Step.SUMMARY
        elsewhere = goes_elsewhere(heard, form)
        reading = read(heard, form)
        if elsewhere and (goes_on(heard, form) or not _tells_too(reading)):
            return self._prompts.turn_aside(form, farewell=heard.intent == "goodbye")
        if _cancels(heard, reading):
            return steps.end(form, "utter_handoff_cancelled", self._prompts)
        known = (dict(form.details), form.kind)
        fill(form, reading, heard)
        turn = Turn(heard, form, reading, changed=(form.details, form.kind) != known)
        form.asides = 0 if turn.changed or heard.choice else form.asides
        return self._complete(steps.take(turn, self._prompts), reading)

    def offer(self, heard: Heard, before: Form) -> Outcome | None:
        """A question whether to open the form, where contact details are mentioned outside it."""
        details = read(heard, Form(step=Step.DETAILS)).details
        if not any(details.get(way) for way in REACH):
            return None
        form = replace(before, offered={**before.offered, **details})
        return Outcome(form, [self.voice.offer()])

    def resume(self, before: Form) -> Outcome:
        """The open question once more, after something else was talked about."""
        return self._prompts.resume(copy.deepcopy(before))

    def takes_up(self, heard: Heard, before: Form) -> bool:
        """Whether `heard` brings the details that a form which was put aside has waited for."""
        if not before.parked:
            return False
        found = read(heard, Form(step=Step.DETAILS)).details
        return any(found.get(way) for way in REACH) or names.introduces(heard.text)

    def _begin(self, heard: Heard, before: Form) -> Outcome:
        if before.reference and signals.asks_to_send_again(heard.text):
            return self._sent_already(heard, before)
        if before.parked and not heard.public:
            return self._take_up(heard, before)
        form = runs.opened(before)
        form.short = _is_short(heard)
        reading = read(heard, form)
        form.kind = runs.kind_of(heard, reading)
        form.settled = reading.kind is not None or heard.intent in _INTENT.values()
        form.details = {**runs.still_known(before.known, reading), **before.offered}
        fill(form, reading, heard)
        if runs.is_repeated(form, reading, before):
            return self._sent_already(heard, before)
        intro = self._intro(heard, form)
        if heard.public:
            # Whoever reads along could see the details, and agree in the person's stead.
            nothing = replace(before, active=False, details={}, offered={})
            private = joined(intro, self.voice.private())
            return self._complete(Outcome(nothing, [private]), reading)
        outcome = self._prompts.reject_wrong(form, reading) or self._prompts.ask(form)
        outcome.answers[0] = joined(intro, outcome.answers[0])
        return self._complete(outcome, reading)

    def _take_up(self, heard: Heard, before: Form) -> Outcome:
        """Go on with a form that was put aside: nothing that was told is lost."""
        form = replace(before, active=True, parked=False, asides=0, step=Step.CONTACT)
        form.short = form.short or _is_short(heard)
        reading = read(heard, form)
        fill(form, reading, heard)
        if heard.text and not form.settled and heard.intent in STARTS:
            form.kind = runs.kind_of(heard, reading)
        outcome = self._prompts.reject_wrong(form, reading) or self._prompts.ask(form)
        words = self.voice.wording.say("utter_handoff_taken_up")
        outcome.answers[0] = joined(words, outcome.answers[0])
        return self._complete(outcome, reading)

    def _sent_already(self, heard: Heard, before: Form) -> Outcome:
        return Outcome(before, [self.voice.sent_already(before)], questions_in(heard, Form()))

    def _intro(self, heard: Heard, form: Form) -> str:
        if any(form.details.get(f) == v for f, v in form.known.items() if f in REACH):
            return self.voice.offered_again(form)
        if heard.intent not in STARTS:
            return self.voice.wording.say(f"utter_handoff_intro_{form.kind}")
        of = "short" if form.short else heard.intent
        if of in _INTENT.values() and form.kind:
            # What is said may be another wish than what it was taken for.
            of = _INTENT[form.kind]
        return self.voice.wording.say(f"utter_handoff_intro_{of}")

    def _complete(self, outcome: Outcome, reading: Reading) -> Outcome:
        outcome.questions = reading.questions
        if reading.sensitive:
            outcome.answers.insert(0, self.voice.say("utter_handoff_sensitive"))
        return outcome


def _is_short(heard: Heard) -> bool:
    """Whether somebody who is angry or in a hurry wants a person."""
    person = heard.intent == "request_human" or signals.wants_person(heard.text)
    return person and signals.is_impatient(heard.text)


def _tells_too(reading: Reading) -> bool:
    """Whether a message that asks something tells the form something beside its questions."""
    return bool(reading.questions and {"role", "location", "timing"} & reading.details.keys())


def _cancels(heard: Heard, reading: Reading) -> bool:
    if heard.choice:
        return heard.choice == voice.STOP
    if replies.cancels(heard.text):
        return True
    told = reading.attempted or reading.refused or reading.questions
    return heard.intent == "stop" and heard.confidence >= SURE and not told
