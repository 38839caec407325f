"""The held-out sets stay apart from the training data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.settings import PROJECT

SETS = sorted(Path(__file__).parent.rglob("*.jsonl"))


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def training_sentences() -> set[str]:
    found = set()
    for path in (PROJECT / "nlu").glob("*.yml"):
        for entry in YAML(typ="safe").load(path)["nlu"]:
            for line in entry["examples"].splitlines():
                bare = re.sub(r"\[([^\]]+)\]\(\w+\)", r"\1", line.removeprefix("- "))
                found.add(plain(bare))
    return found


def typed_in_conversations() -> list[str]:
    cases = (PROJECT / "tests" / "conversations" / "cases").glob("*.yml")
    return [
        str(turn["user"])
        for path in cases
        for case in YAML(typ="safe").load(path)["conversations"]
        for turn in case["turns"]
        # Typed commands are the same whoever types them.
        if not str(turn["user"]).startswith("/")
    ]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_no_message_of_a_set_is_a_training_sentence(path: Path) -> None:
    training = training_sentences()
    messages = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line]
    assert messages
    # A bare "yes" or "thanks" is the same whoever writes it.
    shared = [m for m in messages if len(plain(m).split()) > 2 and plain(m) in training]
    assert shared == []


def test_no_sentence_of_a_conversation_is_a_training_sentence() -> None:
    training = training_sentences()
    # A bare "Denver" is the same whoever types it.
    typed = [m for m in typed_in_conversations() if len(plain(m).split()) > 1]
    shared = [m for m in typed if plain(m) in training]
    assert shared == []


def test_no_turn_of_a_held_out_conversation_is_a_training_sentence() -> None:
    training = training_sentences()
    held_out = (PROJECT / "tests" / "conversations" / "held_out").glob("*.yml")
    typed = [
        str(said)
        for path in held_out
        for conversation in YAML(typ="safe").load(path)["conversations"]
        for said in (
            *(turn["user"] for turn in conversation.get("turns", ())),
            *conversation.get("opening", ()),
        )
    ]
    # "And in Boston?" is the same whoever asks.
    shared = [text for text in typed if len(plain(text).split()) > 4 and plain(text) in training]
    assert typed
    assert shared == []


def test_the_two_sets_share_nothing() -> None:
    seen: dict[str, str] = {}
    for path in SETS:
        for line in path.read_text("utf-8").splitlines():
            text = plain(json.loads(line)["text"])
            if len(text.split()) > 2:
                assert seen.setdefault(text, path.stem) == path.stem, text
