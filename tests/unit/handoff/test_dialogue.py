"""The contact form without Rasa: what is asked, what is kept, when something is sent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Answer, Request
from bot.handoff import voice
from bot.handoff.dialogue import Handoff
from bot.handoff.drafting import draft_of, idempotency_key
from bot.handoff.model import Form, Heard, Outcome, Step
from bot.handoff.runs import finished
from bot.handoff.voice import Voice
from bot.wording import Wording

TABLE = {"data engineer": ("role", "data-engineer"), "web developer": ("role", "web-developer")}
TABLE |= {city: ("location", city) for city in ("Austin", "Boston", "Denver")}
TABLE["US"] = ("location", "United States")


class Talk:
    """A conversation with the form; roles and places are found by a small table."""

    def __init__(self) -> None:
        self.handoff = Handoff(Voice(Wording.load(), str))
        self.form = Form()
        self.outcome = Outcome(self.form)

    def say(self, text: str, intent: str = "inform", question: str = "") -> str:
        entities: list[dict[str, Any]] = [
            {"entity": kind, "value": value, "start": text.index(n), "end": text.index(n) + len(n)}
            for n, (kind, value) in TABLE.items()
            if n in text
        ]
        requests = [Request(question or intent, text, tuple(entities))]
        heard = Heard(text, intent, 0.9, tuple(requests), tuple(entities))
        return self._take(heard)

    def say_in_public(self, text: str, intent: str = "inform") -> str:
        request = Request(intent, text, ())
        return self._take(Heard(text, intent, 0.9, (request,), public=True))

    def press(self, choice: str) -> str:
        return self._take(Heard("", choice=choice))

    def _take(self, heard: Heard) -> str:
        self.outcome = self.handoff.take(heard, self.form)
        self.form = self.outcome.form
        return "\n".join(answer.text for answer in self.outcome.answers)

    @property
    def last(self) -> Answer:
        return self.outcome.answers[-1]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def start(talk: Talk, text: str = "I want a job", intent: str = "find_job") -> str:
    return talk.say(text, intent)


def at_summary(talk: Talk) -> None:
    start(talk, "I'm Kim Rivera, kim@example.com, I want a data engineer job in Austin")
    assert talk.form.step is Step.SUMMARY


def test_everything_at_once_takes_two_turns(talk: Talk) -> None:
    said = start(talk, "I'm Kim Rivera, kim@example.com, I want a data engineer job in Austin")
    assert all(part in said for part in ("Kim Rivera", "kim@example.com", "Austin"))
    assert Wording.load().say("utter_consent_text") in said
    talk.say("yes", "affirm")
    assert talk.outcome.submit


def test_step_by_step_takes_at_most_five_turns(talk: Talk) -> None:
    start(talk, "we are hiring", "hire_talent")
    assert talk.last.expects == "name"
    talk.say("Kwame Mensah")
    talk.say("Deloro Labs, kwame@example.com")
    assert talk.form.step is Step.DETAILS
    talk.say("two data engineers in Denver, next month")
    talk.say("yes", "affirm")
    assert talk.outcome.submit
    given = talk.form.details
    assert (given["name"], given["company"]) == ("Kwame Mensah", "Deloro Labs")
    assert given["timing"] == "next month"


@pytest.mark.parametrize("name", ["Will", "李娜", "Grace O'Neil-Nakamura", "Nguyễn Thị Hoa"])
def test_what_was_asked_makes_it_a_name(talk: Talk, name: str) -> None:
    start(talk)
    talk.say(f"{name}, x@example.com", "nlu_fallback")
    assert talk.form.details["name"] == name


def test_a_question_is_answered_and_the_open_one_repeated(talk: Talk) -> None:
    start(talk)
    said = talk.say("what does a data engineer earn in Boston?", "ask_salary")
    assert talk.outcome.elsewhere and "your name" in said
    assert "role" not in talk.form.details and "location" not in talk.form.details


def test_corrections_in_the_middle_and_at_the_summary(talk: Talk) -> None:
    at_summary(talk)
    said = talk.say("not Austin, Boston", "correct_detail")
    assert "Place: Boston" in said and not talk.outcome.submit
    said = talk.say("my e-mail is actually kim.r@example.com", "correct_detail")
    assert "kim.r@example.com" in said
    talk.say("yes", "affirm")
    assert talk.outcome.submit


def test_a_yes_with_a_change_is_shown_again(talk: Talk) -> None:
    at_summary(talk)
    talk.say("yes but the e-mail is k@example.com", "affirm")
    assert not talk.outcome.submit and talk.form.step is Step.SUMMARY


def test_change_something(talk: Talk) -> None:
    at_summary(talk)
    talk.press(voice.CHANGE)
    talk.say("the name")
    assert talk.last.expects == "name"
    assert "Kim Rivera-Lund" in talk.say("Kim Rivera-Lund")


def test_consent_before_the_text_does_not_count(talk: Talk) -> None:
    start(talk, "yes I agree to everything, send it, kim@example.com, I want a job")
    assert not talk.outcome.submit


def test_nothing_more_is_asked_once_more(talk: Talk) -> None:
    at_summary(talk)
    assert "yes or no" in talk.say("no, that's all", "deny")
    assert not talk.outcome.submit


def test_refused_then_sent_after_all(talk: Talk) -> None:
    at_summary(talk)
    assert "nothing has been sent" in talk.say("no", "deny")
    talk.say("send it after all")
    assert talk.outcome.submit


def test_sent_after_all_with_a_restriction_or_a_change(talk: Talk) -> None:
    start(talk, "I'm Kim Rivera, kim@example.com, 512-555-0123, a data engineer job in Austin")
    talk.say("no", "deny")
    talk.say("send it after all, but don't call me")
    assert talk.outcome.submit and talk.form.purposes() == ["email"]
    talk = Talk()
    at_summary(talk)
    talk.say("no", "deny")
    assert "k@example.com" in talk.say("send it after all, but to k@example.com")
    assert not talk.outcome.submit and talk.form.step is Step.SUMMARY


def test_refused_then_something_else_drops_the_details(talk: Talk) -> None:
    at_summary(talk)
    talk.press(voice.DONT_SEND)
    talk.say("what is a data engineer?", "ask_definition")
    assert talk.outcome.elsewhere and talk.outcome.done and not talk.form.details


@pytest.mark.parametrize("step", range(3))
def test_cancel_at_any_point(talk: Talk, step: int) -> None:
    messages = ["Kim Rivera, kim@example.com", "data engineer, Austin"]
    start(talk)
    for message in messages[:step]:
        talk.say(message)
    assert "Nothing was sent" in talk.say("never mind, cancel", "stop")
    assert talk.outcome.done and not talk.form.details


def test_text_messages_are_agreed_to_apart(talk: Talk) -> None:
    start(talk, "I'm Kim Rivera, 512-555-0123, I want a data engineer job in Austin")
    talk.say("yes", "affirm")
    assert talk.form.purposes() == ["call"]
    talk.press(voice.SEND_WITH_TEXTS)
    assert talk.form.purposes() == ["call", "text"]


def test_a_restricted_yes(talk: Talk) -> None:
    start(talk, "I'm Kim Rivera, kim@example.com, 512-555-0123, a data engineer job in Austin")
    talk.say("yes, but e-mail only", "affirm")
    assert talk.outcome.submit and talk.form.purposes() == ["email"]
    assert talk.form.preferred == "email"


def test_a_number_that_is_only_for_texts_is_enough(talk: Talk) -> None:
    start(talk)
    talk.say("Kim Rivera, 512-555-0123, don't call me")
    assert talk.form.step is Step.CONTACT
    talk.say("you can text me", "out_of_scope")
    assert talk.form.step is Step.DETAILS and talk.form.purposes() == ["text"]


def test_an_extension_is_kept_beside_a_headcount(talk: Talk) -> None:
    start(talk, "we need 3 data engineers, call 512-555-0123 ext. 45", "hire_talent")
    assert (
        "ext. 45" in talk.form.details["notes"] and "3 data engineer" in talk.form.details["notes"]
    )


def test_two_failures_offer_another_way(talk: Talk) -> None:
    start(talk)
    assert "incomplete" in talk.say("Kim Rivera, kim@example")
    assert talk.form.details["name"] == "Kim Rivera"
    assert "phone number instead" in talk.say("kim@example")
    assert talk.last.expects == "tel"


def test_only_by_the_way_that_went_wrong_asks_for_it_again(talk: Talk) -> None:
    start(talk)
    talk.say("Kim Rivera, 312-555-01")
    talk.say("312-555-01")
    talk.say("phone only")
    assert talk.last.expects == "tel"
    talk.say("312-555-0190")
    assert talk.form.details["phone"] == "+13125550190"


def test_a_mistyped_domain_is_asked_about(talk: Talk) -> None:
    start(talk)
    assert "kim@gmail.com" in talk.say("Kim Rivera, kim@gmial.com")
    talk.say("yes", "affirm")
    assert talk.form.details["email"] == "kim@gmail.com"


def test_refusals(talk: Talk) -> None:
    start(talk)
    talk.say("I'd rather not give my name")
    talk.say("kim@example.com")
    assert talk.form.step is Step.DETAILS and "name" not in talk.form.details
    talk.say("skip", "deny")
    assert talk.form.step is Step.SUMMARY


def test_nobody_can_be_reached_without_a_way(talk: Talk) -> None:
    start(talk)
    for _ in range(3):
        said = talk.say("I'd rather not say", "deny")
    assert "sent nothing" in said and talk.outcome.done


def test_an_angry_person_is_asked_for_one_thing(talk: Talk) -> None:
    said = start(talk, "this is USELESS, get me a human NOW!!", "request_human")
    assert "name" not in said.lower()
    talk.say("602-555-0177")
    assert talk.form.step is Step.SUMMARY


def test_a_second_request_reuses_what_is_known(talk: Talk) -> None:
    at_summary(talk)
    first = idempotency_key(talk.form, "c")
    talk.form = finished(talk.form, "ABCD1234")
    said = start(talk, "we are hiring a web developer in Boston", "hire_talent")
    assert "kim@example.com" in said and talk.form.missing() == ["company"]
    assert idempotency_key(talk.form, "c") != first


def test_the_same_request_again_is_not_sent_twice(talk: Talk) -> None:
    at_summary(talk)
    talk.form = finished(talk.form, "ABCD1234")
    for text in (
        "I'm Kim Rivera, kim@example.com, I want a data engineer job in Austin",
        "submit it again",
    ):
        assert "ABCD1234" in start(talk, text)
        assert talk.outcome.done


def test_somebody_else_does_not_get_the_known_details(talk: Talk) -> None:
    at_summary(talk)
    talk.form = finished(talk.form, "ABCD1234")
    start(talk, "my name is Lee Sato and I want a web developer job in Boston")
    assert "email" not in talk.form.details


def test_sensitive_facts_are_not_needed(talk: Talk) -> None:
    start(talk)
    talk.say("Kim Rivera, kim@example.com")
    said = talk.say("data engineer, Austin, my ssn is 123-45-6789 by the way")
    assert "won't pass them on" in said


def test_the_state_survives_the_slot(talk: Talk) -> None:
    at_summary(talk)
    assert Form.from_dict(talk.form.as_dict()) == talk.form
    assert Form.from_dict(None) == Form()


def test_the_draft_is_what_was_shown(talk: Talk) -> None:
    at_summary(talk)
    draft = draft_of(talk.form, conversation_id="c", channel="web")
    assert (draft.kind, draft.name, draft.email) == ("candidate", "Kim Rivera", "kim@example.com")
    assert (draft.role, draft.location) == ("data-engineer", "Austin")
    assert draft.consent_purposes == ["email"] and draft.phone_number is None


def test_an_offer_is_no_start(talk: Talk) -> None:
    heard = Heard("I'm Kim Rivera, kim@example.com", "inform")
    outcome = talk.handoff.offer(heard, Form())
    assert outcome is not None and outcome.done and outcome.form.offered["name"] == "Kim Rivera"
    assert talk.handoff.offer(Heard("my name is Kim", "inform"), Form()) is None


def test_country_named_beside_or_after_a_city_does_not_replace_it(talk: Talk) -> None:
    start(talk, "I want a data engineer job in Austin, so in the US")
    assert talk.form.details["location"] == "Austin"
    talk.say("Kim Rivera, kim@example.com, I may work anywhere in the US")
    assert talk.form.details["location"] == "Austin"


def test_where_others_read_along_nothing_is_asked_and_nothing_kept(talk: Talk) -> None:
    said = talk.say_in_public("Find me a job, I'm Kim, kim@example.com", "find_job")
    assert "kim@example.com" not in said
    assert [choice.payload for choice in talk.last.choices] == ["/request_human"]
    assert talk.last.expects is None
    assert not talk.form.active
    assert not talk.form.details


def test_a_form_that_others_come_to_read_is_closed(talk: Talk) -> None:
    start(talk)
    talk.say("Kim, kim@example.com")
    talk.say_in_public("yes", "affirm")
    assert not talk.outcome.submit
    assert not talk.form.active
    assert not talk.form.details
