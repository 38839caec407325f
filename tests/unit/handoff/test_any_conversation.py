"""Whatever is said in whatever order: the form answers, and sends nothing that was not shown."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.model import Request
from bot.handoff import voice
from bot.handoff.dialogue import Handoff
from bot.handoff.model import Form, Heard, Step
from bot.handoff.runs import finished
from bot.handoff.voice import Voice
from bot.wording import Wording

SAID = """\
yes
no
nope, don't send that
skip
stop
that's all
no, that's all, send it
send it after all
Kim Rivera
Deloro Labs
Deloro Labs, kim@example.com
kim@gmial.com
kim@
512-555-0123
555 01
512-555-0123 ext. 45
text me please
don't call me
no e-mails please
only by e-mail
I'd rather not
I'd rather not give my name
please remove my phone
I don't have an e-mail
change it
change my e-mail
not Austin, Boston
in Austin or Denver
we need 3 data engineers and a web developer
next month
what is the weather?
what does a data engineer earn?
do you keep my data?
also, I can start in June
I have diabetes
delete my data
send it again
I WANT A HUMAN NOW!!
I'm looking for a job
we are hiring for our lab
Name: Kim Rivera Company: Deloro Labs Place: Austin
<script>alert(1)</script>
phone only
asdf
""".splitlines()
CHOICES = (
    *(voice.SEND, voice.SEND_WITH_TEXTS, voice.CHANGE, voice.DONT_SEND, voice.SKIP),
    *(voice.STOP, voice.KEEP, voice.USE_SUGGESTION, voice.DROP, voice.START_ANEW),
)
INTENTS = (
    "find_job hire_talent request_human inform affirm deny stop nlu_fallback out_of_scope "
    "ask_salary"
).split()
TABLE = {
    "data engineer": ("role", "data-engineer"),
    "web developer": ("role", "web-developer"),
    **{city: ("location", city) for city in ("Austin", "Boston", "Denver")},
}


def typed(text: str, intent: str) -> Heard:
    entities: tuple[dict[str, Any], ...] = tuple(
        {"entity": kind, "value": value, "start": text.index(n), "end": text.index(n) + len(n)}
        for n, (kind, value) in TABLE.items()
        if n in text
    )
    return Heard(text, intent, 0.9, (Request(intent, text, entities),), entities)


MESSAGES = st.one_of(
    st.builds(typed, st.sampled_from(SAID), st.sampled_from(INTENTS)),
    st.builds(lambda choice: Heard("", choice=choice), st.sampled_from(CHOICES)),
)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.lists(MESSAGES, min_size=1, max_size=15))
def test_it_answers_and_sends_only_what_was_shown(messages: list[Heard]) -> None:
    handoff = Handoff(Voice(Wording.load(), str))
    consent = Wording.load().say("utter_consent_text")
    form, shown = Form(), None
    for heard in messages:
        before, asked_at = form, form.step
        outcome = handoff.take(heard, before)
        form = outcome.form
        assert outcome.answers or outcome.submit or outcome.erase or outcome.elsewhere
        assert "<" not in form.details.get("name", "")
        if any(consent in answer.text for answer in outcome.answers):
            shown = (dict(form.details), form.kind)
        if outcome.submit:
            assert asked_at in (Step.SUMMARY, Step.DECLINED)
            assert (form.details, form.kind) == shown
            form, shown = finished(form, "ABC12345"), None
