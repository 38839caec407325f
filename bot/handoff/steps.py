"""What each step of the form makes of a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.handoff import replies, runs, signals, voice
from bot.handoff.filling import fill_bare_detail
from bot.handoff.model import REACH, STARTS, SURE, Form, Heard, Outcome, Step
from bot.handoff.prompts import Prompts
from bot.handoff.reading import Reading
from bot.handoff.replies import Reply
from bot.handoff.voice import joined

_WISHES = frozenset({"role", "location", "timing", "notes"})
_MOST_REFUSALS = 2
_LONGEST_CHANGE = 6
"""Words that name a field to change; where there are more, the new value may be among them."""


@dataclass(frozen=True)
class Turn:
    """A message in the form; `form` already holds what was read from it."""

    heard: Heard
    form: Form
    reading: Reading
    changed: bool
    """Whether a detail is another one than before the message."""

    @property
    def reply(self) -> Reply | None:
        """Whether the words say yes or no."""
        return replies.read_reply(self.heard.text)


def take(turn: Turn, prompts: Prompts) -> Outcome:
    """What is said to the message at the step where the form is, DECLINED excepted."""
    return _AT[turn.form.step](turn, prompts)


def reconsiders(heard: Heard) -> bool:
    """Whether what was declined shall be sent after all."""
    if heard.choice:
        return heard.choice in (voice.SEND, voice.SEND_WITH_TEXTS)
    return replies.asks_to_send(heard.text)


def leave(heard: Heard, form: Form, prompts: Prompts) -> Outcome:
    """The end after a refusal; on something new not a word about the form."""
    if heard.choice or replies.read_reply(heard.text) or replies.cancels(heard.text):
        return end(form, "utter_handoff_dropped", prompts)
    return Outcome(runs.dropped(form), elsewhere=True)


def end(form: Form, words: str, prompts: Prompts) -> Outcome:
    """The end without a lead, with the response `words`."""
    return Outcome(runs.dropped(form), [prompts.voice.say(words)])


def _contact(turn: Turn, prompts: Prompts) -> Outcome:
    heard, form, reading = turn.heard, turn.form, turn.reading
    if wrong := prompts.reject_wrong(form, reading):
        return wrong
    missing = form.missing()
    if turn.changed or form.suggestion or reading.questions or not missing:
        # Nothing may be missing although no detail came: "just text me" makes a number enough.
        return prompts.ask(form)
    if (
        heard.choice == voice.SKIP
        or reading.refused
        or signals.is_unwilling(heard.text)
        or replies.skips(heard.text)
        or turn.reply in (Reply.NO, Reply.DONE)
    ):
        return _refused(form, missing, prompts)
    if heard.intent in STARTS:
        return _wished_again(turn, prompts)
    question = prompts.voice.ask_contact(form)
    failures = form.fail("contact")
    way = signals.preferred_way(heard.text)
    if way in form.failures and failures <= _MOST_REFUSALS:
        # "Phone only", after a number that was none.
        return Outcome(form, [prompts.ask_again(way)])
    if failures == 1:
        unclear = prompts.voice.wording.say("utter_handoff_unclear")
        return Outcome(form, [joined(unclear, question)])
    if missing == ["reach"]:
        again = prompts.voice.say("utter_handoff_unclear_reach", voice.STOP)
    else:
        again = prompts.voice.say("utter_handoff_unclear_again", voice.SKIP, voice.STOP)
    return Outcome(form, [replace(again, expects=question.expects)])


def _typo(turn: Turn, prompts: Prompts) -> Outcome:
    heard, form, reading = turn.heard, turn.form, turn.reading
    suggestion, form.suggestion = form.suggestion, reading.suggestion
    if "email" in reading.details and reading.details["email"] != suggestion:
        return prompts.ask(form)
    if reading.questions and not heard.choice:
        form.suggestion = suggestion
        return prompts.ask(form)
    use = heard.choice == voice.USE_SUGGESTION or turn.reply is Reply.YES
    if use or reading.details.get("email") == suggestion:
        form.details["email"] = suggestion or ""
        form.suggestion = None
    return prompts.ask(form)


def _details(turn: Turn, prompts: Prompts) -> Outcome:
    heard, form, reading = turn.heard, turn.form, turn.reading
    if wrong := prompts.reject_wrong(form, reading):
        return wrong
    if reading.questions and not turn.changed:
        return prompts.ask(form)
    if form.suggestion or (reading.details and not _WISHES & reading.details.keys()):
        # A correction of the name is no answer to this question.
        return prompts.ask(form)
    answered = turn.changed or heard.choice or turn.reply or replies.skips(heard.text)
    if not answered and not signals.is_unwilling(heard.text):
        fill_bare_detail(form, heard)
    return prompts.ask_next(form)


def _summary(turn: Turn, prompts: Prompts) -> Outcome:
    heard, form = turn.heard, turn.form
    if heard.choice in (voice.SEND, voice.SEND_WITH_TEXTS):
        form.texts = form.texts or heard.choice == voice.SEND_WITH_TEXTS
        return Outcome(form, submit=True)
    if heard.choice == voice.DONT_SEND:
        return _declined(form, prompts)
    if heard.choice == voice.CHANGE:
        return prompts.ask_change(form, frozenset())
    if turn.reply is Reply.NO and not turn.changed and replies.refuses(heard.text):
        turn.reading.questions = []
        return _declined(form, prompts)
    return _correction(turn, prompts) or _consent(turn, prompts)


def _correction(turn: Turn, prompts: Prompts) -> Outcome | None:
    """What a message at the summary changes; None where it leaves everything as it is shown."""
    heard, form, reading = turn.heard, turn.form, turn.reading
    if wrong := prompts.reject_wrong(form, reading):
        return wrong
    if turn.changed or form.suggestion:
        return prompts.ask_next(form)
    agreed = turn.reply is Reply.YES
    if not agreed and (removed := _refused_details(turn)):
        return _removed(form, removed, prompts)
    if reading.questions:
        return Outcome(form, [prompts.voice.confirm_again(form)])
    if not agreed and signals.wants_change(heard.text):
        return prompts.ask_change(form, signals.named_fields(heard.text))
    if turn.reply in (None, Reply.NO) and signals.restricts(heard.text):
        return prompts.ask(form)
    return None


def _consent(turn: Turn, prompts: Prompts) -> Outcome:
    """Whether a message at the summary agrees: a yes that no rule finds sends nothing."""
    heard, form = turn.heard, turn.form
    if turn.reply is Reply.YES and form.purposes():
        return Outcome(form, submit=True)
    if turn.reply is Reply.NO:
        return _declined(form, prompts)
    if turn.reply is None and heard.confidence >= SURE and heard.intent == "deny":
        return _declined(form, prompts)
    if heard.intent in STARTS and signals.is_question(heard.text):
        return _wished_again(turn, prompts)
    return Outcome(form, [prompts.voice.confirm_again(form)])


def _wished_again(turn: Turn, prompts: Prompts) -> Outcome:
    """The wish once more is no failed answer; "what are your fees?" is told who knows them."""
    outcome = prompts.resume(turn.form)
    if signals.is_question(turn.heard.text):
        words = prompts.voice.wording.say(f"utter_handoff_intro_{turn.heard.intent}")
        outcome.answers[0] = joined(words, outcome.answers[0])
    return outcome


def _change(turn: Turn, prompts: Prompts) -> Outcome:
    heard, form, reading = turn.heard, turn.form, turn.reading
    if wrong := prompts.reject_wrong(form, reading):
        return wrong
    if turn.changed or form.suggestion:
        return prompts.ask_next(form)
    if reading.questions:
        return Outcome(form, [prompts.voice.say("utter_handoff_change")])
    if removed := _refused_details(turn):
        return _removed(form, removed, prompts)
    fields = signals.named_fields(heard.text)
    if fields and len(heard.text.split()) <= _LONGEST_CHANGE:
        return prompts.ask_change(form, fields)
    if not turn.reply and not signals.is_unwilling(heard.text):
        fill_bare_detail(form, heard)
    return prompts.ask_next(form)


def _refused(form: Form, missing: list[str], prompts: Prompts) -> Outcome:
    """Of what is missing only a way to reach the person is insisted on, and not for long."""
    form.refused += [f for f in ("name", "company") if f in missing]
    if "reach" not in missing:
        return prompts.ask(form)
    refusals = form.fail("refused")
    if refusals > _MOST_REFUSALS or set(REACH) <= set(form.refused):
        return end(form, "utter_handoff_unreachable", prompts)
    return prompts.need_reach(form)


def _refused_details(turn: Turn) -> list[str]:
    """The details in the form that the person would rather not have there."""
    return [f for f in turn.reading.refused if turn.form.details.get(f)]


def _removed(form: Form, fields: list[str], prompts: Prompts) -> Outcome:
    left = {f: v for f, v in form.details.items() if f not in fields}
    if not any(left.get(way) for way in REACH):
        return _refused(form, ["reach"], prompts)
    form.details = left
    form.refused += fields
    return prompts.ask_next(form)


def _declined(form: Form, prompts: Prompts) -> Outcome:
    form.step = Step.DECLINED
    return Outcome(form, [prompts.voice.say("utter_handoff_not_sent", voice.SEND, voice.DROP)])


_AT: dict[Step, Callable[[Turn, Prompts], Outcome]] = {
    Step.START: _contact,
    Step.CONTACT: _contact,
    Step.CONFIRM_EMAIL: _typo,
    Step.DETAILS: _details,
    Step.SUMMARY: _summary,
    Step.CHANGE: _change,
}
