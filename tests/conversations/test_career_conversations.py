"""Whole conversations on careers, written by people who had not seen the code.

The set is no longer blind: its failures have been looked at and mended.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.conversations import Say, load_conversations, score_conversations
from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

HELD_OUT = Path(__file__).parent / "held_out" / "careers.yml"
LEAST = 0.92


def test_turns_go_as_expected(assistant: Assistant) -> None:
    def open_one() -> Say:
        conversation = assistant.open_conversation()
        return lambda text: conversation.say(text).text

    report = score_conversations(load_conversations(HELD_OUT), open_one)
    failed = "\n".join(f"{f['conversation']}: {f['user']}" for f in report["failures"])
    assert report["as_expected"] >= LEAST, failed
