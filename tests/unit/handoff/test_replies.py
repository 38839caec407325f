"""What counts as a yes, a no, a stop: consent depends on it."""

from __future__ import annotations

import pytest

from bot.handoff import replies, signals
from bot.handoff.replies import Reply


@pytest.mark.parametrize(
    "text",
    """yes|Yes!|yep please|ok|OK send it|sure thing|I agree.|go ahead|please submit it|👍🏽|y
    no problem, send|no changes, send it|all correct, forward it please|that's fine|sí
    yes but please no text messages|yes, but only by e-mail|no, it's all good, go ahead""".replace(
        "\n", "|"
    ).split("|"),
)
def test_yes(text: str) -> None:
    assert replies.read_reply(text) is Reply.YES


@pytest.mark.parametrize(
    "text",
    """no|No.|nope|nah|don't send it|please don't|I do not agree|I don't want my details shared
    rather not|not yet|👎|hmm, no|I would rather you didn't send it. don't submit|never""".replace(
        "\n", "|"
    ).split("|"),
)
def test_no(text: str) -> None:
    assert replies.read_reply(text) is Reply.NO


@pytest.mark.parametrize(
    "text",
    ["no, that's all", "nothing else", "Nope that's it", "nothing to add"],
)
def test_nothing_more_is_neither(text: str) -> None:
    assert replies.read_reply(text) is Reply.DONE


@pytest.mark.parametrize(
    "text",
    [
        "yes, wait",
        "ok but who sees this",
        "sure, is that safe?",
        "yes... actually no",
        "fine, but not yet",
        "my number is 212 555 0123",
        "right, I'd rather not",
    ],
)
def test_doubtful_words_are_no_consent(text: str) -> None:
    assert replies.read_reply(text) is not Reply.YES


@pytest.mark.parametrize(
    "text",
    ["stop", "Never mind.", "cancel that please", "I changed my mind"],
)
def test_cancels(text: str) -> None:
    assert replies.cancels(text)


@pytest.mark.parametrize("text", ["Stopford", "no", "forget my number, use mail", "stop by Austin"])
def test_does_not_cancel(text: str) -> None:
    assert not replies.cancels(text)


def test_what_is_refused_is_only_what_the_refusal_names() -> None:
    assert signals.refused_fields("I don't have a phone, but my mail is kim@example.com") == {
        "phone"
    }
    assert signals.refused_fields("I'd rather not tell you my name") == {"name"}
    assert signals.refused_fields("my name is Kim") == frozenset()


def test_ways_of_contact() -> None:
    assert signals.excluded_ways("please no calls") == {"call"}
    assert signals.preferred_way("only by e-mail") == "email"
    assert signals.preferred_way("give me a call") == "phone"
    assert signals.wants_texts("you can text me") is True
    assert signals.wants_texts("no text messages") is False
    assert signals.wants_texts("next Monday") is None


def test_erasure_is_asked_for_not_asked_about() -> None:
    assert signals.asks_for_erasure("delete all my data")
    assert signals.asks_for_erasure("can you erase this conversation?")
    assert not signals.asks_for_erasure("how do I get my data deleted")
    assert not signals.asks_for_erasure("what does removing outliers from data mean")


def test_impatience() -> None:
    assert signals.is_impatient("GET ME A HUMAN")
    assert signals.is_impatient("this bot is useless, someone call me")
    assert not signals.is_impatient("may I talk to a colleague of yours")
