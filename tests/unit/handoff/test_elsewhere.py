"""What in the open form is meant for something else, and when the form steps back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Request
from bot.handoff.dialogue import Handoff
from bot.handoff.elsewhere import goes_elsewhere
from bot.handoff.model import Form, Heard, Step
from bot.handoff.voice import Voice
from bot.wording import Wording

PLACES = ("Tucson", "Omaha", "Fresno")


def heard(text: str, intent: str, confidence: float = 0.9) -> Heard:
    entities: list[dict[str, Any]] = [
        {"entity": "location", "value": p, "start": text.index(p), "end": text.index(p) + len(p)}
        for p in PLACES
        if p in text
    ]
    request = Request(intent, text, tuple(entities))
    return Heard(text, intent, confidence, (request,), tuple(entities))


def form(step: Step = Step.CONTACT, **state: Any) -> Form:
    return Form(run=1, active=True, step=step, kind="candidate", **state)


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("in Tucson?", "inform", 0.8),
        ("what about Tucson and Omaha", "ask_salary", 0.8),
        ("compared to Omaha", "ask_salary", 0.4),
        ("which tools would I test them on, roughly?", "nlu_fallback", 0.2),
        ("do you like cheese", "out_of_scope", 0.8),
        ("Good grief, seriously?!", "nlu_fallback", 0.2),
        ("thanks a lot, the kids are home", "thank", 0.5),
        ("see you, my shift starts", "goodbye", 0.9),
        ("that was no help to anybody", "report_problem", 0.7),
        ("the wages of it", "ask_salary", 0.7),
        ("the wages of it", "ask_salary", 0.4),
        ("write me a poem on routers", "out_of_scope", 0.9),
        ("Thanks, that will do.", "thank", 0.9),
        ("thx gotta run", "thank", 0.4),
        ("as before. where did that number come from", "ask_source", 0.7),
    ],
)
def test_is_no_answer_to_who_are_you(text: str, intent: str, confidence: float) -> None:
    assert goes_elsewhere(heard(text, intent, confidence), form())


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("Hiroto Kanda", "greet", 0.8),
        ("Copperleaf Health", "out_of_scope", 0.8),
        ("Will", "ask_privacy", 0.4),
        ("Soledad Grace", "thank", 0.4),
        ("soledad@example.com, what do you pay?", "ask_salary", 0.9),
        ("Tucson", "inform", 0.9),
        ("I'd rather not say", "deny", 0.9),
        ("the phone will do", "goodbye", 0.4),
        ("stop", "stop", 0.9),
        ("I want to hire two testers, what do they earn?", "hire_talent", 0.9),
        ("Robert'); DROP TABLE leads;--", "out_of_scope", 0.9),
        ("ok", "affirm", 0.9),
    ],
)
def test_is_meant_for_the_form(text: str, intent: str, confidence: float) -> None:
    assert not goes_elsewhere(heard(text, intent, confidence), form())


def test_a_bare_place_is_a_detail_until_other_things_are_asked() -> None:
    assert not goes_elsewhere(heard("Fresno", "inform"), form())
    assert goes_elsewhere(heard("Fresno", "inform"), form(asides=1))
    assert not goes_elsewhere(heard("Fresno?", "inform"), form(Step.DETAILS))


def test_who_has_just_asked_and_told_nothing_goes_on_asking() -> None:
    correction = heard("no, Omaha I meant", "correct_detail")
    assert not goes_elsewhere(correction, form())
    assert goes_elsewhere(correction, form(asides=1))
    assert not goes_elsewhere(heard("Soledad Grace", "inform"), form(asides=1))


def test_at_the_summary_a_change_is_no_question() -> None:
    assert not goes_elsewhere(
        heard("could you change the city?", "nlu_fallback"), form(Step.SUMMARY)
    )
    assert goes_elsewhere(heard("and what do they earn?", "ask_salary"), form(Step.SUMMARY))


class Talk:
    def __init__(self) -> None:
        self.handoff = Handoff(Voice(Wording.load(), str))
        self.form = Form()

    def say(self, text: str, intent: str) -> str:
        self.outcome = self.handoff.take(heard(text, intent), self.form)
        self.form = self.outcome.form
        return "\n".join(answer.text for answer in self.outcome.answers)


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say("I'd like a job in Omaha", "find_job")
    return talk


def parked(talk: Talk) -> bool:
    return talk.form.parked and not talk.form.active


def test_after_two_questions_and_no_detail_the_form_steps_back(talk: Talk) -> None:
    assert "your name" in talk.say("what do they earn?", "ask_salary")
    said = talk.say("what about Tucson?", "ask_salary")
    assert parked(talk) and talk.outcome.elsewhere
    assert "your name" not in said
    assert [c.payload for c in talk.outcome.answers[-1].choices] == ["/request_human"]


def test_who_asks_about_terms_hears_who_knows_them(talk: Talk) -> None:
    talk.say("I'm Soledad Grace, soledad@example.com, a statistician", "inform")
    talk.say("skip", "inform")
    assert talk.form.step is Step.SUMMARY
    said = talk.say("do your fees depend on the pay?", "hire_talent")
    assert "terms" in said and "Shall I send" in said and not talk.outcome.submit


def test_a_detail_between_two_questions_keeps_the_form_open(talk: Talk) -> None:
    talk.say("what do they earn?", "ask_salary")
    talk.say("my name is Soledad Grace", "inform")
    talk.say("is it a safe job?", "ask_outlook")
    said = talk.say("says who", "ask_source")
    assert not parked(talk) and "reach you" in said


def test_a_farewell_steps_back_at_once(talk: Talk) -> None:
    talk.say("bye, my bus is here", "goodbye")
    assert parked(talk)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("soledad@example.com", "inform"), ("please have somebody call me", "request_human")],
)
def test_what_was_given_is_there_when_the_form_is_taken_up(
    talk: Talk, text: str, intent: str
) -> None:
    talk.say("what do they earn?", "ask_salary")
    talk.say("is it a safe job?", "ask_outlook")
    again = heard(text, intent)
    assert talk.handoff.takes_up(again, talk.form) == (intent == "inform")
    assert "name" in talk.say(text, intent)
    assert talk.form.active and not talk.form.parked
    assert talk.form.run == 1 and talk.form.kind == "candidate"
    assert talk.form.details["location"] == "Omaha"


def test_a_fragment_does_not_take_up_the_form(talk: Talk) -> None:
    talk.say("what do they earn?", "ask_salary")
    talk.say("is it a safe job?", "ask_outlook")
    assert not talk.handoff.takes_up(heard("Tucson", "inform"), talk.form)
