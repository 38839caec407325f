"""The words of the form: which response of domain.yml is said, with which buttons."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answers.model import Answer, Choice
from bot.handoff.model import FIELDS, Form
from bot.leads.hours import NextContact
from bot.wording import Wording

SEND, SEND_WITH_TEXTS, CHANGE, DONT_SEND = "send", "send_with_texts", "change", "dont_send"
SKIP, STOP, KEEP, USE_SUGGESTION, DROP = "skip", "stop", "keep", "use_suggestion", "drop"
START_ANEW = "start_anew"

_INTENTS = {
    START_ANEW: "request_human",
    STOP: "stop",
    DONT_SEND: "deny",
    SEND: "affirm",
    SEND_WITH_TEXTS: "affirm",
}
_DETAIL = {"call": "phone", "email": "email"}
_EXPECTS = {"name": "name", "reach": "email"}


def choice_payload(choice: str, intent: str = "inform") -> str:
    """What a button of the form sends; the web process lets no typed text be one."""
    return f"/{intent}{json.dumps({'choice': choice})}"


@dataclass(frozen=True)
class Voice:
    """Says what the form has to say. `title_of` gives a role's title for its slug."""

    wording: Wording
    title_of: Callable[[str], str]

    def say(self, name: str, *choices: str, expects: str | None = None, **values: str) -> Answer:
        """Response `name`, with the form's buttons `choices`."""
        return Answer(
            self.wording.say(name, **values),
            choices=[self._button(choice) for choice in choices],
            expects=expects,
        )

    def ask_contact(self, form: Form) -> Answer:
        """The question for what is missing of name, way of contact and company."""
        missing = form.missing()
        if form.short:
            return self.say("utter_handoff_ask_short", expects="tel")
        expects = next((_EXPECTS[m] for m in missing if m in _EXPECTS), None)
        return self.say(f"utter_handoff_ask_{'_'.join(missing)}", expects=expects)

    def ask_details(self, form: Form, spoken_of: str | None) -> Answer:
        """The one optional question; a button for the role that was spoken of before."""
        missing = "_".join(form.open_details())
        answer = self.say(f"utter_handoff_ask_{form.kind}_{missing}", SKIP)
        if spoken_of and "role" in missing:
            payload = f"/inform{json.dumps({'role': spoken_of})}"
            answer.choices.insert(0, Choice(self.title_of(spoken_of), payload))
        return answer

    def summary(self, form: Form) -> Answer:
        """Everything that would be sent, the consent text, and the question."""
        shown = [name for name in FIELDS if name != "company" or form.kind != "candidate"]
        items = [self._item(form, name) for name in shown if form.details.get(name)]
        if form.texts and form.details.get("phone"):
            items.append(self.wording.say("utter_handoff_item_texts"))
        items += [
            self.wording.say(f"utter_handoff_item_no_{way}")
            for way in form.excluded
            if form.details.get(_DETAIL[way])
        ]
        parts = [
            self.wording.say("utter_handoff_summary", items="\n".join(f"• {i}" for i in items)),
            self.wording.say("utter_consent_text"),
        ]
        choices = [SEND, CHANGE, DONT_SEND]
        if form.details.get("phone") and not form.texts:
            parts.append(self.wording.say("utter_consent_text_messages"))
            choices.insert(1, SEND_WITH_TEXTS)
        answer = self.say("utter_handoff_confirm", *choices)
        return replace(answer, text="\n\n".join([*parts, answer.text]))

    def confirm_again(self, form: Form) -> Answer:
        """The yes that is still missing."""
        return self.say("utter_handoff_confirm_again", SEND, CHANGE, DONT_SEND)

    def sent(self, form: Form, reference: str, contact: NextContact) -> list[Answer]:
        """After the lead was stored: what happens next, when, and how to take it back."""
        named = f", {form.details['name']}" if form.details.get("name") else ""
        texts = [self.wording.say("utter_handoff_sent", comma_name=named)]
        when = "utter_handoff_next_open" if contact.open_now else "utter_handoff_next_closed"
        texts.append(self.wording.say(when, when=contact.words))
        texts.append(self.wording.say("utter_handoff_reference", reference=reference))
        return [Answer("\n\n".join(texts))]

    def offer(self) -> Answer:
        """Whether somebody shall get in touch."""
        answer = self.say("utter_handoff_offer")
        yes = self.wording.say("utter_handoff_button_offer")
        answer.choices = [Choice(yes, "/request_human")]
        return answer

    def parked(self) -> Answer:
        """That the form is left aside, and the button that takes it up again."""
        answer = self.say("utter_handoff_parked")
        title = self.wording.say("utter_handoff_button_take_up")
        answer.choices = [Choice(title, "/request_human")]
        return answer

    def wish(self, intent: str) -> Choice:
        """The button that opens the form where a message may have been such a wish."""
        return Choice(self.wording.say(f"utter_handoff_button_{intent}"), f"/{intent}")

    def private(self) -> Answer:
        """Where others read along: the channel's own form, which this button opens there."""
        answer = self.say("utter_handoff_private")
        title = self.wording.say("utter_handoff_button_private")
        answer.choices = [Choice(title, "/request_human")]
        return answer

    def sent_already(self, form: Form) -> Answer:
        """The lead of this request is stored: it is not stored again."""
        reference = form.reference or ""
        return self.say("utter_handoff_sent_already", START_ANEW, reference=reference)

    def offered_again(self, form: Form) -> str:
        """The details of an earlier request that are used again."""
        shown = [
            form.details[name] for name in ("name", "email", "phone") if form.details.get(name)
        ]
        return self.wording.say("utter_handoff_known", details=", ".join(shown))

    def _item(self, form: Form, name: str) -> str:
        value = form.details[name]
        if name == "role":
            value = self.title_of(value)
        return self.wording.say(f"utter_handoff_item_{name}", value=value)

    def _button(self, choice: str) -> Choice:
        intent = _INTENTS.get(choice, "inform")
        title = self.wording.say(f"utter_handoff_button_{choice}")
        return Choice(title, choice_payload(choice, intent))


def joined(*answers: Answer | str | None) -> Answer:
    """One message out of several texts; buttons and what is expected are those of the last."""
    kept: Sequence[Answer | str] = [answer for answer in answers if answer]
    texts = [answer if isinstance(answer, str) else answer.text for answer in kept]
    last = kept[-1]
    base = Answer("") if isinstance(last, str) else last
    return replace(base, text="\n\n".join(texts))
