"""The contact form: a state and a message in, the next state and what to say out.

The order is always the same: who and how to reach them, once what they are looking for,
then everything that would be sent with the text of the consent. Details are taken from any
message; only a yes that follows the shown text sends anything.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from bot.handoff import replies, signals, voice
from bot.handoff.model import FIELDS, REACH, STARTS, Form, Heard, Kind, Outcome, Step
from bot.handoff.reading import Reading, questions_in, read
from bot.handoff.replies import Reply
from bot.handoff.voice import Voice, joined

_SURE = 0.6
_LONGEST_NOTES = 3000
_ABOUT = frozenset({"role", "location", "timing", "notes"})


@dataclass(frozen=True)
class Handoff:
    """Takes one message after the other."""

    voice: Voice
    spoken_of: str | None = None
    """The role that the conversation was about before; offered, never assumed."""

    def take(self, heard: Heard, before: Form) -> Outcome:
        """What the form makes of `heard`. `before` is not changed."""
        form = copy.deepcopy(before)
        if not form.active:
            return self._begin(heard, form)
        if heard.choice != voice.SKIP and signals.asks_for_erasure(heard.text):
            return Outcome(form, erase=True)
        if form.step is Step.DECLINED:
            return self._after_refusal(heard, form)
        reading = read(heard, form)
        if self._cancels(heard, reading):
            return self._end(form, "utter_handoff_cancelled")
        before_reading = dict(form.details)
        _apply(form, reading, heard)
        changed = form.details != before_reading
        said = _SAID_AT[form.step](self, heard, form, reading, changed)
        said.questions = reading.questions
        if reading.sensitive:
            said.answers.insert(0, self.voice.say("utter_handoff_sensitive"))
        return said

    def offer(self, heard: Heard, before: Form) -> Outcome | None:
        """A question whether to open the form, where contact details are mentioned outside it."""
        details = read(heard, Form(step=Step.DETAILS)).details
        if not any(details.get(way) for way in REACH):
            return None
        form = replace(before, offered={**before.offered, **details})
        return Outcome(form, [self.voice.offer()])

    def resume(self, before: Form) -> Outcome:
        """The open question once more, after something else was talked about."""
        form = copy.deepcopy(before)
        if form.step in (Step.SUMMARY, Step.CHANGE):
            return Outcome(form, [self.voice.confirm_again(form)])
        return self._ask(form)

    # --- the beginning and the end -----------------------------------------------------------

    def _begin(self, heard: Heard, before: Form) -> Outcome:
        questions = questions_in(heard, Form())
        if before.reference and signals.asks_to_send_again(heard.text):
            return Outcome(before, [self.voice.sent_already(before)], questions)
        form = Form(
            run=before.run + 1,
            active=True,
            known=before.known,
            sent=before.sent,
            reference=before.reference,
        )
        person = heard.intent == "request_human" or signals.wants_person(heard.text)
        form.short = person and signals.is_impatient(heard.text)
        reading = read(heard, form)
        form.kind = _kind(heard, reading)
        form.details = {**_still_known(before.known, reading), **before.offered}
        _apply(form, reading, heard)
        if _is_repeated(form, reading, before):
            return Outcome(before, [self.voice.sent_already(before)], questions)
        again = any(form.details.get(f) == v for f, v in before.known.items() if f in REACH)
        intro = (
            self.voice.offered_again(form)
            if again
            else self.voice.wording.say(
                f"utter_handoff_intro_{'short' if form.short else heard.intent}"
                if heard.intent in STARTS
                else f"utter_handoff_intro_{form.kind}"
            )
        )
        outcome = self._reject_wrong(form, reading) or self._ask(form)
        outcome.questions = reading.questions
        outcome.answers[0] = joined(intro, outcome.answers[0])
        if reading.sensitive:
            outcome.answers.insert(0, self.voice.say("utter_handoff_sensitive"))
        return outcome

    def _end(self, form: Form, words: str) -> Outcome:
        ended = Form(run=form.run, known=form.known, sent=form.sent, reference=form.reference)
        return Outcome(ended, [self.voice.say(words)])

    def _cancels(self, heard: Heard, reading: Reading) -> bool:
        if heard.choice:
            return heard.choice == voice.STOP
        if replies.cancels(heard.text):
            return True
        told = reading.attempted or reading.refused or reading.questions
        return heard.intent == "stop" and heard.confidence >= _SURE and not told

    def _after_refusal(self, heard: Heard, form: Form) -> Outcome:
        wanted = heard.choice in (voice.SEND, voice.SEND_WITH_TEXTS)
        if wanted or (not heard.choice and replies.asks_to_send(heard.text)):
            return Outcome(form, submit=True)
        ended = self._end(form, "utter_handoff_dropped")
        small = heard.choice or replies.read_reply(heard.text) or replies.cancels(heard.text)
        if not small:
            # Something new is talked about: no word on the form any more.
            ended.elsewhere, ended.answers = True, []
        return ended

    # --- asking ------------------------------------------------------------------------------

    def _ask(self, form: Form) -> Outcome:
        """The next open question, or the summary."""
        if form.suggestion:
            form.step = Step.CONFIRM_EMAIL
            answer = self.voice.say(
                "utter_handoff_typo",
                voice.USE_SUGGESTION,
                *([voice.KEEP] if form.details.get("email") else []),
                expects="email",
                email=form.suggestion,
            )
            return Outcome(form, [answer])
        if form.missing():
            form.step = Step.CONTACT
            return Outcome(form, [self.voice.ask_contact(form)])
        open_details = [f for f in ("role", "location") if not form.details.get(f)]
        if (
            open_details
            and not form.short
            and (not form.details_asked or form.step is Step.DETAILS)
        ):
            form.step, form.details_asked = Step.DETAILS, True
            return Outcome(form, [self.voice.ask_details(form, self.spoken_of)])
        form.step, form.consent_shown, form.changing = Step.SUMMARY, True, []
        return Outcome(form, [self.voice.summary(form)])

    def _forward(self, form: Form) -> Outcome:
        """On to the next question, past the one that was just answered."""
        if form.step is Step.DETAILS:
            form.step = Step.START
        return self._ask(form)

    def _reject_wrong(self, form: Form, reading: Reading) -> Outcome | None:
        """A wrong address or number is explained; where another way is known, only mentioned."""
        if form.suggestion:
            return None
        for way, problem in (("email", reading.email_problem), ("phone", reading.phone_problem)):
            if problem is None:
                continue
            form.failures[way] = form.failures.get(way, 0) + 1
            words = self.voice.wording.say(f"utter_handoff_{way}_{problem}")
            if form.reachable:
                outcome = self._ask(form)
                left_out = self.voice.wording.say("utter_handoff_left_out")
                outcome.answers[0] = joined(words, left_out, outcome.answers[0])
                return outcome
            form.step = Step.CONTACT
            if form.failures[way] == 1:
                expects = "email" if way == "email" else "tel"
                again = self.voice.say(f"utter_handoff_again_{way}", expects=expects)
            else:
                other = "tel" if way == "email" else "email"
                again = self.voice.say(f"utter_handoff_instead_of_{way}", voice.STOP, expects=other)
            return Outcome(form, [joined(words, again)])
        return None

    # --- what is said at which step ----------------------------------------------------------

    def _contact(self, heard: Heard, form: Form, reading: Reading, changed: bool) -> Outcome:
        if wrong := self._reject_wrong(form, reading):
            return wrong
        if changed or form.suggestion or reading.questions:
            return self._ask(form)
        missing = form.missing()
        unwilling = (
            heard.choice == voice.SKIP
            or bool(reading.refused)
            or signals.is_unwilling(heard.text)
            or replies.skips(heard.text)
            or replies.read_reply(heard.text) in (Reply.NO, Reply.DONE)
        )
        if unwilling:
            return self._refused(form, reading, missing)
        if self._outside(heard):
            return self._aside(form)
        form.failures["contact"] = form.failures.get("contact", 0) + 1
        if form.failures["contact"] == 1:
            return Outcome(
                form,
                [
                    joined(
                        self.voice.wording.say("utter_handoff_unclear"),
                        self.voice.ask_contact(form),
                    )
                ],
            )
        optional = missing != ["reach"]
        choices = [voice.SKIP, voice.STOP] if optional else [voice.STOP]
        words = "utter_handoff_unclear_again" if optional else "utter_handoff_unclear_reach"
        answer = replace(
            self.voice.say(words, *choices), expects=self.voice.ask_contact(form).expects
        )
        return Outcome(form, [answer])

    def _refused(self, form: Form, reading: Reading, missing: list[str]) -> Outcome:
        if not missing:
            return self._ask(form)
        form.refused += [f for f in ("name", "company") if f in missing]
        if "reach" not in missing:
            return self._ask(form)
        form.failures["refused"] = form.failures.get("refused", 0) + 1
        both = {"email", "phone"} <= set(form.refused)
        if form.failures["refused"] > 2 or both:
            return self._end(form, "utter_handoff_unreachable")
        way = next((w for w in REACH if w not in form.refused), "email")
        answer = self.voice.say(
            "utter_handoff_need_reach", voice.STOP, expects="tel" if way == "phone" else "email"
        )
        form.step = Step.CONTACT
        return Outcome(form, [answer])

    def _typo(self, heard: Heard, form: Form, reading: Reading, changed: bool) -> Outcome:
        suggestion, form.suggestion = form.suggestion, reading.suggestion
        if "email" in reading.details and reading.details["email"] != suggestion:
            return self._ask(form)
        if reading.questions and not heard.choice:
            form.suggestion = suggestion
            return self._ask(form)
        reply = replies.read_reply(heard.text)
        use = heard.choice == voice.USE_SUGGESTION or reply is Reply.YES
        if use or reading.details.get("email") == suggestion:
            form.details["email"] = suggestion or ""
            form.suggestion = None
        return self._ask(form)

    def _details(self, heard: Heard, form: Form, reading: Reading, changed: bool) -> Outcome:
        if wrong := self._reject_wrong(form, reading):
            return wrong
        if reading.questions and not changed:
            return self._ask(form)
        if form.suggestion or (reading.details and not _ABOUT & reading.details.keys()):
            # A correction of the name is no answer to this question.
            return self._ask(form)
        if changed or heard.choice:
            return self._forward(form)
        answered = replies.read_reply(heard.text) or replies.skips(heard.text)
        if not answered and not signals.is_unwilling(heard.text):
            if self._outside(heard):
                return self._aside(form)
            _take_bare_detail(form, heard)
        return self._forward(form)

    def _summary(self, heard: Heard, form: Form, reading: Reading, changed: bool) -> Outcome:
        if heard.choice in (voice.SEND, voice.SEND_WITH_TEXTS):
            form.texts = form.texts or heard.choice == voice.SEND_WITH_TEXTS
            return Outcome(form, submit=True)
        if heard.choice == voice.DONT_SEND:
            return self._decline(form)
        if heard.choice == voice.CHANGE:
            return self._change(form, frozenset())
        reply = replies.read_reply(heard.text)
        if reply is Reply.NO and not changed and replies.refuses(heard.text):
            reading.questions = []
            return self._decline(form)
        if wrong := self._reject_wrong(form, reading):
            return wrong
        if changed or form.suggestion:
            form.step = Step.START
            return self._ask(form)
        if reading.refused:
            removed = [f for f in reading.refused if form.details.get(f)]
            if removed and reply is not Reply.YES:
                return self._remove(form, removed)
        if reading.questions:
            return Outcome(form, [self.voice.confirm_again(form)])
        if reply is not Reply.YES and signals.wants_change(heard.text):
            return self._change(form, signals.named_fields(heard.text))
        if signals.restricts(heard.text) and reply in (None, Reply.NO):
            return self._ask(form)
        if reply is Reply.YES and form.purposes():
            return Outcome(form, submit=True)
        if reply is Reply.NO:
            return self._decline(form)
        if reply is None and self._outside(heard):
            return self._aside(form)
        if reply is None and heard.confidence >= _SURE and heard.intent == "deny":
            return self._decline(form)
        return Outcome(form, [self.voice.confirm_again(form)])

    def _decline(self, form: Form) -> Outcome:
        form.step = Step.DECLINED
        return Outcome(form, [self.voice.say("utter_handoff_not_sent", voice.SEND, voice.DROP)])

    def _change(self, form: Form, fields: frozenset[str]) -> Outcome:
        form.step, form.changing = Step.CHANGE, sorted(fields)
        if len(fields) == 1:
            (name,) = fields
            expects = {"name": "name", "email": "email", "phone": "tel"}.get(name)
            return Outcome(form, [self.voice.say(f"utter_handoff_change_{name}", expects=expects)])
        return Outcome(form, [self.voice.say("utter_handoff_change")])

    def _changing(self, heard: Heard, form: Form, reading: Reading, changed: bool) -> Outcome:
        if wrong := self._reject_wrong(form, reading):
            return wrong
        if changed or form.suggestion:
            form.step = Step.START
            return self._ask(form)
        if reading.questions:
            return Outcome(form, [self.voice.say("utter_handoff_change")])
        removed = [f for f in reading.refused if form.details.get(f)]
        if removed:
            return self._remove(form, removed)
        fields = signals.named_fields(heard.text)
        if fields and len(heard.text.split()) <= 6:
            return self._change(form, fields)
        if not replies.read_reply(heard.text) and not signals.is_unwilling(heard.text):
            _take_bare_detail(form, heard)
        form.step = Step.START
        return self._ask(form)

    def _remove(self, form: Form, fields: list[str]) -> Outcome:
        left = {f: v for f, v in form.details.items() if f not in fields}
        if any(left.get(way) for way in REACH):
            form.details = left
            form.refused += fields
            form.step = Step.START
            return self._ask(form)
        return self._refused(form, Reading(), ["reach"])

    def _outside(self, heard: Heard) -> bool:
        return heard.intent in ("out_of_scope", "nlu_fallback") and signals.is_question(heard.text)

    def _aside(self, form: Form) -> Outcome:
        outcome = self.resume(form)
        outside = self.voice.wording.say("utter_out_of_scope")
        outcome.answers[0] = joined(outside, outcome.answers[0])
        return outcome


_SAID_AT = {
    Step.START: Handoff._contact,
    Step.CONTACT: Handoff._contact,
    Step.CONFIRM_EMAIL: Handoff._typo,
    Step.DETAILS: Handoff._details,
    Step.SUMMARY: Handoff._summary,
    Step.CHANGE: Handoff._changing,
}


def _kind(heard: Heard, reading: Reading) -> Kind:
    """Company or candidate, by what is wanted or, asked for a person, by what is said."""
    if heard.intent == "hire_talent":
        return "company"
    if heard.intent == "find_job":
        return "candidate"
    return reading.kind or ("company" if reading.details.get("company") else "candidate")


def _is_repeated(form: Form, reading: Reading, before: Form) -> bool:
    """Whether the very request that was sent last is made once more."""
    told = {name: form.details[name] for name in reading.details if name in form.details}
    return (
        bool(told.keys() & {"role", "location", *REACH})
        and form.kind == before.sent.get("kind")
        and all(before.sent.get(name) == value for name, value in told.items())
    )


def finished(form: Form, reference: str) -> Form:
    """The state after the lead was stored: its details are offered again later."""
    known = {
        f: form.details[f] for f in ("name", "email", "phone", "company") if form.details.get(f)
    }
    return Form(
        run=form.run,
        known={**form.known, **known},
        sent={**form.details, "kind": form.kind or ""},
        reference=reference,
    )


def _still_known(known: dict[str, str], reading: Reading) -> dict[str, str]:
    """The details of an earlier request, unless this one is for somebody else."""
    name = reading.details.get("name")
    if name and known.get("name") and name.lower() != known["name"].lower():
        return {}
    return {f: v for f, v in known.items() if f not in ("company",) or not reading.details.get(f)}


def _apply(form: Form, reading: Reading, heard: Heard) -> None:
    """Put what was read into the form."""
    for name in FIELDS:
        value = reading.details.get(name)
        if not value:
            continue
        if name == "notes":
            _add_note(form, value)
        else:
            form.details[name] = value
        if name in form.refused:
            form.refused.remove(name)
    if reading.suggestion:
        form.suggestion = reading.suggestion
        if reading.email_problem:
            form.details.pop("email", None)
    if form.step in (Step.CONTACT, Step.DETAILS):
        form.refused += [
            f for f in reading.refused if f not in form.refused and not form.details.get(f)
        ]
    if reading.kind and (heard.intent == "correct_detail" or not form.kind):
        form.kind = reading.kind
    if (reading.note and form.step in (Step.DETAILS, Step.CHANGE)) or (
        reading.note and form.step is Step.SUMMARY and _adds(heard)
    ):
        _add_note(form, reading.note)
    texts = signals.wants_texts(heard.text)
    if texts is not None:
        form.texts = texts
    excluded = signals.excluded_ways(heard.text)
    if "email" in reading.details:
        # "No, e-mail is kim@..." excludes nothing.
        excluded -= {"email"}
        form.excluded = [way for way in form.excluded if way != "email"]
    form.excluded = sorted({*form.excluded, *excluded})
    form.preferred = signals.preferred_way(heard.text) or form.preferred


def _adds(heard: Heard) -> bool:
    """Whether a message at the summary adds something worth passing on."""
    if (
        replies.read_reply(heard.text)
        or signals.is_question(heard.text)
        or signals.wants_change(heard.text)
    ):
        return False
    return heard.intent in {*STARTS, "inform", "correct_detail"} or signals.adds(heard.text)


def _add_note(form: Form, note: str) -> None:
    notes = form.details.get("notes", "")
    if note not in notes:
        form.details["notes"] = f"{notes}\n{note}".strip()[-_LONGEST_NOTES:]


def _take_bare_detail(form: Form, heard: Heard) -> None:
    """An answer in words that no table knows: the one thing that was asked for, or a note."""
    text = heard.text.strip(" .!,")
    if not text:
        return
    asked = form.changing or [f for f in ("role", "location") if not form.details.get(f)]
    if len(asked) == 1 and len(text.split()) <= 5 and asked[0] not in REACH:
        form.details[asked[0]] = text
    else:
        _add_note(form, text)
