"""Redelivery: an event is answered once, whoever delivers it how often, whatever dies between."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.conversations.tables import InboxEvent, Turn
from bot.database import Database, utc_now
from bot.settings import Settings
from tests.integration.slack.conftest import FromSlack, both_engines, running
from tests.integration.slack.payloads import direct_message
from tests.standins.rasa import StandInRasa
from tests.standins.slack import Failure, StandInSlack


@pytest.mark.parametrize(
    "headers", [{}, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}]
)
async def test_a_redelivery_is_answered_once(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, headers: dict[str, str]
) -> None:
    event = direct_message("hello")
    await web.event(event, "Ev1")
    await web.event(event, "Ev1", **headers)
    await slack.wait_for("chat.postMessage")
    await web.event(event, "Ev1", **headers)
    await web.event(direct_message("goodbye"), "Ev2")
    await slack.wait_for("chat.postMessage", 2)
    assert slack.texts() == ["You said: hello", "You said: goodbye"]
    assert rasa.messages == ["hello", "goodbye"]


@both_engines
async def test_what_a_crash_interrupted_is_answered_after_the_restart(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    """Accepted, and the process gone before anything else."""
    rasa.close()
    async with running(settings) as web:
        await web.event(direct_message("hello"), "Ev1")
        # Rasa does not answer, and neither does Slack take the apology.
        slack.always["chat.postMessage"] = Failure(status=429, error="ratelimited", retry_after=60)
        await slack.wait_for("chat.postMessage")
    slack.always.clear()
    again = StandInRasa()
    with database.writing() as session:
        session.execute(update(InboxEvent).values(next_attempt_at=utc_now()))
    async with running(settings.copy(update={"rasa_url": again.url})):
        await slack.wait_for("chat.postMessage", 2)
    again.close()
    assert slack.texts() == ["You said: hello"]


async def test_rasa_is_not_asked_twice_after_a_crash(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    """Answered by Rasa, and the process gone before Slack had it."""
    slack.always["chat.postMessage"] = Failure(status=429, error="ratelimited", retry_after=60)
    async with running(settings) as web:
        await web.event(direct_message("hello"), "Ev1")
        await slack.wait_for("chat.postMessage")
    slack.always.clear()
    with database.writing() as session:
        session.execute(update(InboxEvent).values(next_attempt_at=utc_now()))
        # As if the process had died before it noted the answer: Rasa's own record has it.
        assert session.execute(select(Turn.state)).scalar_one() == "answered"
    async with running(settings):
        await slack.wait_for("chat.postMessage", 2)
    assert slack.texts() == ["You said: hello"]
    assert Counter(rasa.messages) == {"hello": 1}


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_message_under_way_when_the_process_died_is_looked_for(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa, arrived: bool
) -> None:
    async with running(settings) as web:
        # The answer reaches Slack (or not), and we do not hear of it.
        slack.fail("chat.postMessage", Failure(drop=True, after=arrived))
        await web.event(direct_message("hello"), "Ev1")
        await slack.wait_for("chat.postMessage")
    with database.writing() as session:
        long_ago = utc_now() - timedelta(minutes=1)
        session.execute(
            update(InboxEvent).values(
                state="sending", sending_since=long_ago, next_attempt_at=long_ago
            )
        )
    async with running(settings) as web:
        await web.event(direct_message("goodbye"), "Ev2")
        await asyncio.to_thread(
            slack.wait_until, lambda: "You said: goodbye" in [m["text"] for m in slack.messages]
        )
    assert slack.texts() == ["You said: hello", "You said: goodbye"]
    assert slack.of("conversations.history")


@both_engines
async def test_one_of_two_processes_answers(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    """Both accept; the one that leads answers, and when it goes the other takes over."""
    async with running(settings) as second:
        async with running(settings) as first:
            for number, web in enumerate([first, second, first, second]):
                await web.event(direct_message(f"message {number}"))
            await slack.wait_for("chat.postMessage", 4)
        await second.event(direct_message("message 4"))
        await slack.wait_for("chat.postMessage", 5)
    assert slack.texts() == [f"You said: message {number}" for number in range(5)]


@both_engines
async def test_old_events_are_forgotten(database: Database) -> None:
    from bot.conversations import inbox

    def row(key: str, state: str, days: int) -> dict[str, Any]:
        moment = utc_now() - timedelta(days=days)
        return {
            **{"channel": "slack", "key": key, "workspace": "T", "address": "user:U"},
            **{"kind": "message", "state": state, "happened_at": moment, "created_at": moment},
        }

    with database.writing() as session:
        session.add_all(
            InboxEvent(**row(*each))
            for each in (("old", "done", 8), ("new", "done", 1), ("owed", "waiting", 8))
        )
    with database.writing() as session:
        assert inbox.forget(session, "slack", utc_now() - timedelta(days=7)) == 1
        kept = session.execute(select(InboxEvent.key).order_by(InboxEvent.key)).scalars().all()
    assert kept == ["new", "owed"]
