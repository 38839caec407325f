"""domain.yml, data/topics.yml, stories/ and nlu/ fit each other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.replies import PRIVACY
from bot.answers.topics import Part, load_topics
from bot.handoff.model import STARTS
from bot.settings import PROJECT
from bot.wording import Wording, WordingError

TOPICS = load_topics().topics
DOMAIN: dict[str, Any] = YAML(typ="safe").load(PROJECT / "domain.yml")
INTENTS = [next(iter(item)) if isinstance(item, dict) else item for item in DOMAIN["intents"]]
RULES = YAML(typ="safe").load(PROJECT / "stories" / "rules.yml")["rules"]


def examples_of(intent: str) -> list[str]:
    path = PROJECT / "nlu" / f"{intent}.yml"
    (entry,) = YAML(typ="safe").load(path)["nlu"]
    assert entry["intent"] == intent
    return [line.removeprefix("- ") for line in entry["examples"].splitlines()]


def words_of(part: Part) -> list[str]:
    words = [part.words] if isinstance(part.words, str) else list(part.words.values())
    return [*words, *([part.each] if part.each.startswith("utter_") else [])]


@pytest.mark.parametrize("name", TOPICS)
def test_topic_uses_responses_that_exist(name: str) -> None:
    topic = TOPICS[name]
    used = [words for part in topic.parts for words in words_of(part)]
    used += [words for words in (topic.words, topic.missing) if words]
    used += [f"utter_button_{other}" for other in topic.lead_on]
    assert [response for response in used if response not in DOMAIN["responses"]] == []
    assert [other for other in topic.lead_on if other not in TOPICS] == []


@pytest.mark.parametrize("intent", [i for i in INTENTS if i != "nlu_fallback"])
def test_intent_has_examples_a_rule_and_an_answer(intent: str) -> None:
    assert len(examples_of(intent)) >= 25
    assert [r for r in RULES if r["steps"][0] == {"intent": intent}]
    answered = {topic.intent for topic in TOPICS.values()} | {"inform", "correct_detail"}
    answered |= {*STARTS, PRIVACY}
    assert intent in answered


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    for intent in INTENTS:
        if intent == "nlu_fallback":
            continue
        for example in examples_of(intent):
            plain = re.sub(r"\W+", " ", example.lower()).strip() or example
            assert seen.setdefault(plain, intent) == intent, example


def test_button_payloads_name_intents_that_exist() -> None:
    for name, variations in DOMAIN["responses"].items():
        for variation in variations:
            for button in variation.get("buttons", []):
                intent = re.match(r"/(\w+)", button["payload"])
                assert intent and intent[1] in INTENTS, name


def test_missing_response_and_missing_value_are_clear_errors() -> None:
    with pytest.raises(WordingError, match="no response utter_nothing"):
        Wording.load().say("utter_nothing")
    with pytest.raises(WordingError, match=r"utter_unavailable .* 'email'"):
        Wording.load().say("utter_unavailable")


def test_a_channel_has_words_of_its_own() -> None:
    words = Wording(
        {"utter_x": [{"text": "web"}, {"text": "slack", "channel": "slack"}]}, channel="slack"
    )
    assert words.say("utter_x") == "slack"
    assert (
        Wording({"utter_x": [{"text": "web"}, {"text": "s", "channel": "slack"}]}).say("utter_x")
        == "web"
    )


def test_repeats_are_worded_in_turn() -> None:
    words = Wording({"utter_x": [{"text": "one"}, {"text": "two"}]})
    assert [words.say("utter_x", turn) for turn in range(3)] == ["one", "two", "one"]
