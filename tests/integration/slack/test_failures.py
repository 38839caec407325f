"""Slack or Rasa in trouble: patience where it helps, an end where it does not."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import datetime, timezone

import pytest
from sqlalchemy import select

from bot.conversations.tables import InboxEvent
from bot.database import Database
from bot.settings import Settings
from bot.web.slack import limits
from tests.integration.slack.conftest import FromSlack, element, running
from tests.integration.slack.payloads import direct_message, press
from tests.standins.rasa import StandInRasa
from tests.standins.slack import Failure, StandInSlack


async def test_retry_after_is_obeyed(web: FromSlack, slack: StandInSlack) -> None:
    slack.fail("chat.postMessage", Failure(status=429, error="ratelimited", retry_after=5))
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    await web.event(direct_message("from another", user="U0OTHER"))
    await slack.wait_for("chat.postMessage", 3)
    # The other conversation did not wait, and the first was not tried before its time.
    assert slack.texts() == ["You said: from another", "You said: hello"]


async def test_the_mark_of_a_press_waits_too(web: FromSlack, slack: StandInSlack) -> None:
    slack.fail("chat.update", Failure(status=429, error="ratelimited", retry_after=1))
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    message = slack.messages[0]
    thumb = element(message, "feedback_up")
    await web.interact(press(thumb, thumb["block_id"], message=message, channel="D0PERSON"))
    first, second = await slack.wait_for("chat.update", 2)
    assert first == second


@pytest.mark.parametrize("readable", [True, False])
@pytest.mark.parametrize("failure", [Failure(status=503), Failure(error="internal_error")])
async def test_a_server_error_is_tried_again(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, failure: Failure, readable: bool
) -> None:
    slack.readable = readable
    slack.fail("chat.postMessage", failure)
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage", 2)
    assert slack.texts() == ["You said: hello"]
    assert rasa.messages == ["hello"]


async def test_a_message_that_arrived_in_spite_of_an_error_is_not_sent_again(
    web: FromSlack, slack: StandInSlack
) -> None:
    slack.fail("chat.postMessage", Failure(status=500, after=True))
    await web.event(direct_message("hello"))
    await slack.wait_for("conversations.history")
    await web.event(direct_message("goodbye"))
    await slack.wait_for("chat.postMessage", 2)
    assert slack.texts() == ["You said: hello", "You said: goodbye"]


@pytest.mark.parametrize("word", ["token_revoked", "is_archived", "not_in_channel"])
async def test_a_refusal_ends_it_without_a_word_of_what_was_said(
    web: FromSlack,
    slack: StandInSlack,
    database: Database,
    caplog: pytest.LogCaptureFixture,
    word: str,
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    slack.fail("chat.postMessage", Failure(error=word))
    await web.event(direct_message("my secret is blue"), "Ev1")
    await slack.wait_for("chat.postMessage")
    await web.event(direct_message("next"), "Ev2")
    await slack.wait_for("chat.postMessage", 2)
    assert slack.texts() == ["You said: next"]
    with database.reading() as session:
        failed = session.execute(
            select(InboxEvent).where(InboxEvent.key == "event:Ev1")
        ).scalar_one()
    assert (failed.state, failed.last_error, failed.text) == ("failed", word, None)
    assert word in caplog.text
    assert "blue" not in caplog.text


async def test_blocks_that_slack_does_not_take_are_sent_as_text(
    web: FromSlack, slack: StandInSlack
) -> None:
    slack.fail("chat.postMessage", Failure(error="invalid_blocks"))
    await web.event(direct_message("hello"))
    _, second = await slack.wait_for("chat.postMessage", 2)
    assert second["text"] == "You said: hello"
    assert "blocks" not in second


async def test_a_slow_slack_delays_nobody_else(web: FromSlack, slack: StandInSlack) -> None:
    slack.hold("chat.postMessage")
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    # Acknowledged although the first answer hangs.
    await web.event(direct_message("hello", user="U0OTHER"))
    await slack.wait_for("chat.postMessage", 2)
    slack.release()


async def test_an_apology_can_be_tried_again(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    rasa.status = 500
    async with running(settings) as web:
        await web.event(direct_message("hello"), "Ev1")
        await slack.wait_for("chat.postMessage")
        apology = slack.messages[0]
        assert "info@enamix.com" in apology["text"]
        rasa.status = 200
        await asyncio.to_thread(wait_for_state, database, "apologised")
        button = element(apology, "again")
        body = press(button, button["block_id"], message=apology, channel="D0PERSON")
        await web.interact(body)
        await web.interact(body)
        await slack.wait_for("chat.postMessage", 2)
        update, *_ = await slack.wait_for("chat.update", 2)
        await web.event(direct_message("goodbye"))
        await slack.wait_for("chat.postMessage", 3)
    assert slack.texts()[1:] == ["You said: hello", "You said: goodbye"]
    assert "Trying again" in str(update["blocks"])


async def test_one_person_cannot_flood(
    settings: Settings,
    database: Database,
    slack: StandInSlack,
    rasa: StandInRasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All within one minute.
    monkeypatch.setattr(limits, "utc_now", lambda: datetime(2026, 1, 1, tzinfo=timezone.utc))
    few = settings.copy(update={"rate_limit_session_messages_per_minute": 2})
    async with running(few) as web:
        for number in range(3):
            await web.event(direct_message(f"message {number}"))
        await slack.wait_for("chat.postMessage", 3)
    assert rasa.messages == ["message 0", "message 1"]
    assert "a lot of messages" in slack.texts()[2]


def wait_for_state(database: Database, state: str) -> None:
    """Until the only event is in this state."""
    for _ in range(600):
        with database.reading() as session:
            if session.execute(select(InboxEvent.state)).scalars().all() == [state]:
                return
        time.sleep(0.1)
    raise AssertionError(f"not {state} after a minute")
