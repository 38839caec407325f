"""What the form asks next, and how it comes back to an open question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.model import Answer
from bot.handoff import voice
from bot.handoff.model import REACH, Form, Outcome, Step
from bot.handoff.reading import Reading
from bot.handoff.voice import Voice, joined

_EXPECTS = {"name": "name", "email": "email", "phone": "tel"}
_OTHER = {"email": "phone", "phone": "email"}
_MOST_NAMES = 2
_MOST_ASIDES = 1


@dataclass(frozen=True)
class Prompts:
    """Asks; each method sets the step of the form that it is given to what it asks."""

    voice: Voice
    spoken_of: str | None = None
    """Slug of the role that the conversation was about before; offered, never assumed."""

    def ask(self, form: Form) -> Outcome:
        """The next open question, or the summary."""
        if form.suggestion:
            return self._ask_typo(form, form.suggestion)
        if form.missing():
            form.step = Step.CONTACT
            return Outcome(form, [self.voice.ask_contact(form)])
        unasked = not form.details_asked or form.step is Step.DETAILS
        if form.open_details() and not form.short and unasked:
            form.step, form.details_asked = Step.DETAILS, True
            return Outcome(form, [self.voice.ask_details(form, self.spoken_of)])
        form.step, form.changing = Step.SUMMARY, []
        return Outcome(form, [self.voice.summary(form)])

    def ask_next(self, form: Form) -> Outcome:
        """The question after the one that was just answered, or the summary anew."""
        form.step = Step.START
        return self.ask(form)

    def resume(self, form: Form) -> Outcome:
        """The open question once more, after something else was talked about."""
        if form.step in (Step.SUMMARY, Step.CHANGE):
            return Outcome(form, [self.voice.confirm_again(form)])
        return self.ask(form)

    def turn_aside(self, form: Form, *, farewell: bool = False) -> Outcome:
        """The open question after something else, or that it is left aside from now on.

        Who has told nothing yet and goes on with other things, or leaves, is asked no more.
        """
        form.asides += 1
        if form.untouched and (farewell or form.asides > _MOST_ASIDES):
            form.active, form.parked = False, True
            return Outcome(form, [self.voice.parked()], elsewhere=True)
        outcome = self.resume(form)
        outcome.elsewhere = True
        return outcome

    def ask_change(self, form: Form, fields: frozenset[str]) -> Outcome:
        """The new value of the one field that is wrong, or else what is wrong."""
        form.step, form.changing = Step.CHANGE, sorted(fields)
        if len(fields) == 1:
            (name,) = fields
            words = f"utter_handoff_change_{name}"
            return Outcome(form, [self.voice.say(words, expects=_EXPECTS.get(name))])
        return Outcome(form, [self.voice.say("utter_handoff_change")])

    def reject_wrong(self, form: Form, reading: Reading) -> Outcome | None:
        """A wrong address or number is explained; where another way is known, only mentioned."""
        if form.suggestion:
            return None
        for way, problem in (("email", reading.email_problem), ("phone", reading.phone_problem)):
            if problem is None:
                continue
            words = self.voice.wording.say(f"utter_handoff_{way}_{problem}")
            failures = form.fail(way)
            if form.reachable:
                outcome = self.ask(form)
                left_out = self.voice.wording.say("utter_handoff_left_out")
                outcome.answers[0] = joined(words, left_out, outcome.answers[0])
                return outcome
            form.step = Step.CONTACT
            if failures == 1:
                again = self.ask_again(way)
            else:
                other = _EXPECTS[_OTHER[way]]
                again = self.voice.say(f"utter_handoff_instead_of_{way}", voice.STOP, expects=other)
            return Outcome(form, [joined(words, again)])
        return self._reject_name(form, reading) if reading.name_problem else None

    def ask_again(self, way: str) -> Answer:
        """The question for the e-mail address or the phone number that was wrong."""
        return self.voice.say(f"utter_handoff_again_{way}", expects=_EXPECTS[way])

    def _reject_name(self, form: Form, reading: Reading) -> Outcome | None:
        """That code is no name, and the question for the name again, but not for ever."""
        if "name" not in form.missing() and "name" not in form.changing:
            return None
        words = self.voice.wording.say(f"utter_handoff_name_{reading.name_problem}")
        if "name" in form.changing:
            outcome = self.ask_change(form, frozenset({"name"}))
        else:
            if form.fail("name") > _MOST_NAMES:
                form.refused.append("name")
            outcome = self.ask(form)
        outcome.answers[0] = joined(words, outcome.answers[0])
        return outcome

    def need_reach(self, form: Form) -> Outcome:
        """That there is no call without a way to reach the person, and the question for one."""
        form.step = Step.CONTACT
        way = next((way for way in REACH if way not in form.refused), "email")
        words = "utter_handoff_need_reach"
        return Outcome(form, [self.voice.say(words, voice.STOP, expects=_EXPECTS[way])])

    def _ask_typo(self, form: Form, suggestion: str) -> Outcome:
        form.step = Step.CONFIRM_EMAIL
        choices = [voice.USE_SUGGESTION, *([voice.KEEP] if form.details.get("email") else [])]
        answer = self.voice.say("utter_handoff_typo", *choices, expects="email", email=suggestion)
        return Outcome(form, [answer])
