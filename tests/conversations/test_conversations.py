"""Conversations with the running assistant: context, several requests, hostile text.

The cases are in cases/*.yml: turns of `user`, with patterns that must all occur
in the answer (`all_of`) and patterns that must not (`none_of`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]


def load_cases() -> dict[str, list[dict[str, Any]]]:
    cases: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((Path(__file__).parent / "cases").glob("*.yml")):
        for case in YAML(typ="safe").load(path)["conversations"]:
            assert case["name"] not in cases
            cases[case["name"]] = case["turns"]
    return cases


CASES = load_cases()


@pytest.mark.parametrize("name", CASES)
def test_conversation(assistant: Assistant, name: str) -> None:
    conversation = assistant.open_conversation()
    for turn in CASES[name]:
        answer = conversation.say(turn["user"]).text
        for pattern in turn.get("all_of", []):
            assert re.search(pattern, answer), f"{turn['user']!r}: no {pattern!r} in\n{answer}"
        for pattern in turn.get("none_of", []):
            assert not re.search(pattern, answer), f"{turn['user']!r}: {pattern!r} in\n{answer}"
