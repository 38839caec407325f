"""Where a message describes a job, and the message with a name in its place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.pipeline.describing.descriptions import Form, find_description
from bot.pipeline.rewriting import with_name
from bot.pipeline.spelling.speller import Correction
from tests.entities import entity_at


def named(text: str, kind: str, words: str, value: str) -> dict[str, Any]:
    start = text.index(words)
    return {"entity": kind, "value": value, "start": start, "end": start + len(words)}


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("what do you call whoever trims the bots' answers", "trims the bots' answers"),
        ("is there a job where you tame robots?", "tame robots"),
        ("I tame robots at a fair. Which of your jobs is that?", "I tame robots at a fair"),
        ("job that tame the robots, how call?", "tame the robots"),
        ("the guy who tames robots, whats that job", "tames robots"),
    ],
)
def test_who_asks_for_the_name_describes_the_job(text: str, described: str) -> None:
    found = find_description(text, [])
    assert found is not None
    assert (found.text, found.form) == (described, Form.ASKED)
    assert text[: found.start].strip() == ""


@pytest.mark.parametrize(
    ("text", "described", "left"),
    [
        (
            "and the ones who tame robots, what do they make",
            "tame robots",
            "and X, what do they make",
        ),
        ("what about people taming robots instead of apes?", "taming robots", "what about X?"),
        ("the one who tames the robots how much is that", "tames the robots", "X how much is that"),
        (
            "not the ones who sell, the ones who tame robots",
            "tame robots",
            "not the ones who sell, X",
        ),
    ],
)
def test_a_description_stands_where_a_name_would(text: str, described: str, left: str) -> None:
    found = find_description(text, [])
    assert found is not None
    assert (found.text, found.form) == (described, Form.STANDS)
    assert f"{text[: found.start]}X{text[found.end :]}" == left


def test_a_place_ends_a_description() -> None:
    text = "the folks that tame robots, still in Reno"
    found = find_description(text, [named(text, "location", "Reno", "Reno")])
    assert found is not None and found.text == "tame robots"


@pytest.mark.parametrize(
    "text",
    [
        "who are you",
        "who pays for this",
        "I need someone who can start tomorrow",
        "which of your jobs pays best",
        "tell me one that lasts",
        "is there a job for me",
        "what do you call the degree they need",
        "the second one",
        "what is that job",
    ],
)
def test_other_messages_describe_no_job(text: str) -> None:
    assert find_description(text, []) is None


def test_a_named_role_is_not_described() -> None:
    text = "the tester who sits beside me"
    assert find_description(text, [named(text, "role", "tester", "qa-engineer")]) is None
    text = "what do you call a junior tester"
    assert find_description(text, [named(text, "role", "tester", "qa-engineer")]) is None


def test_a_role_inside_a_description_is_what_the_job_works_with() -> None:
    text = "what do you call the one who schedules the testers for a launch"
    found = find_description(text, [named(text, "role", "testers", "qa-engineer")])
    assert found is not None and found.text == "schedules the testers for a launch"


def test_an_address_is_of_the_contact_form() -> None:
    text = "the one who tames robots, kim@example.com"
    entity = named(text, "email", "kim@example.com", "kim@example.com")
    assert find_description(text, [entity]) is None


def test_a_word_points_back_at_a_role() -> None:
    found = find_description("back to the robot job then", [])
    assert found is not None
    assert (found.text, found.form) == ("robot", Form.HINT)


def test_the_message_is_read_with_a_name_in_place_of_the_description() -> None:
    text = "hm the ones who tame robots, waht do they make in Reno"
    role = {**named(text, "role", "the ones who tame robots", "ai-engineer"), "asked": False}
    inside = named(text, "field", "robots", "ai-engineer")
    place = named(text, "location", "Reno", "Reno")
    at = text.index("waht")
    read = with_name(text, [role, inside, place], [Correction(at, at + 4, "what")])
    assert read.text == "hm data scientist, waht do they make in Reno"
    assert [(e["value"], read.text[e["start"] : e["end"]]) for e in read.entities] == [
        ("ai-engineer", "data scientist"),
        ("Reno", "Reno"),
    ]
    (correction,) = read.corrections
    assert read.text[correction.start : correction.end] == "waht"


def test_who_asks_for_the_name_is_read_as_asking_what_it_is() -> None:
    text = "is there a job where you tame robots?"
    role = {**named(text, "role", text[:-1], "ai-engineer"), "asked": True}
    read = with_name(text, [role], [])
    assert read.text == "what is a data scientist?"
    (entity,) = read.entities
    assert read.text[entity["start"] : entity["end"]] == "data scientist"


def test_a_job_that_somebody_wants_to_be_is_named() -> None:
    text = "She'd like to become a zookeeper. What's that job?"
    name = entity_at(text, "other_role", "zookeeper", "zookeeper")
    assert find_description(text, [name]) is None


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("do people get paid for breaking into banks", "breaking into banks"),
        ("and what if he drew the screens instead", "drew the screens"),
    ],
)
def test_what_somebody_might_do_describes_a_job(text: str, described: str) -> None:
    found = find_description(text, [])
    assert found is not None
    assert (found.text, found.weak) == (described, True)


@pytest.mark.parametrize(
    "text",
    [
        "for the second role which town is nicer",
        "back to the robot thing which languages should I learn",
    ],
)
def test_a_question_after_a_role_pointed_at_describes_none(text: str) -> None:
    found = find_description(text, [])
    assert found is None or found.form is Form.HINT
