"""The contract's shape of a parse."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding import readable


def parsed(intent: str, *entities: tuple[str, str, int]) -> dict[str, Any]:
    return {
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [
            {"entity": kind, "value": value, "start": start, "end": start + len(value)}
            for kind, value, start in entities
        ],
        "requests": [{"intent": intent}],
    }


@pytest.mark.parametrize(
    ("intent", "text", "name", "company"),
    [
        ("inform", "Orla Quist", ["Orla Quist"], []),
        ("inform", "I'm Orla Quist from Pebblebrook Foods", ["Orla Quist"], ["Pebblebrook Foods"]),
        ("hire_talent", "we are Pebblebrook Foods and short of testers", [], ["Pebblebrook Foods"]),
        ("ask_salary", "what do they earn at Pebblebrook Foods", [], []),
        ("correct_detail", "the number was wrong", [], []),
    ],
)
def test_who_writes_is_read_as_the_contact_form_reads_it(
    intent: str, text: str, name: list[str], company: list[str]
) -> None:
    entities = readable(text, parsed(intent))["entities"]
    assert (entities["name"], entities["company"]) == (name, company)


def test_a_place_is_no_name() -> None:
    entities = readable("Omaha", parsed("inform", ("location", "Omaha", 0)))["entities"]
    assert (entities["name"], entities["location"]) == ([], ["Omaha"])


def test_an_unsure_message_keeps_its_guess() -> None:
    unsure = {**parsed("nlu_fallback"), "guess": "ask_outlook"}
    shape = readable("hm", unsure)
    assert (shape["intents"], shape["fallback"]) == (["ask_outlook"], True)


def test_what_is_said_beside_a_request_stands_after_the_main_one_in_its_order() -> None:
    parse = parsed("find_job")
    parse["requests"] = [
        {"intent": "find_job", "start": 40},
        {"intent": "ask_salary", "start": 20},
    ]
    parse["acts"] = [{"intent": "thank", "start": 0}, {"intent": "goodbye", "start": 60}]
    assert readable("...", parse)["intents"] == ["find_job", "thank", "ask_salary", "goodbye"]
