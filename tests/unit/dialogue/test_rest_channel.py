"""What a visitor wrote is in no log, whatever becomes of the turn."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.dialogue.rest_channel import CareersRestInput

TYPED = "I'm Ottoline, ottoline@example.com"


async def post(on_new_message: Any) -> Any:
    """What the channel answers to a message."""
    blueprint = CareersRestInput().blueprint(on_new_message)
    (receive,) = [
        route.handler for route in blueprint._future_routes if "POST" in (route.methods or ())
    ]
    body = {"sender": "some-conversation", "message": TYPED, "metadata": {}}
    response = await receive(SimpleNamespace(json=body, args={}, headers={}))
    return json.loads(response.body)


@pytest.mark.parametrize("error", [ValueError(TYPED), asyncio.CancelledError()])
async def test_failed_turn_says_nothing_and_logs_no_text(
    error: BaseException, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def fail(message: UserMessage) -> None:
        await message.output_channel.send_text_message("some-conversation", "half an answer")
        raise error

    assert await post(fail) == []
    written = "".join(capfd.readouterr()) + caplog.text
    assert "Ottoline" not in written
    assert "a turn" in caplog.text


async def test_answer_is_passed_on() -> None:
    async def answer(message: UserMessage) -> None:
        assert message.text == TYPED
        await message.output_channel.send_text_message("some-conversation", "Hello")

    assert [said["text"] for said in await post(answer)] == ["Hello"]
