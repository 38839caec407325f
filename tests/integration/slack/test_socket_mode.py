"""Socket Mode: the same answers over a connection that we open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.database import Database
from bot.settings import Settings, get_settings
from bot.web.slack.socket_mode import SocketModeError, run
from tests.integration.slack.payloads import command, direct_message, envelope, event_body
from tests.standins.rasa import StandInRasa
from tests.standins.slack import Failure, StandInSlack


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without a signing secret: nothing comes over HTTP."""
    return settings.copy(update={"slack_signing_secret": "", "slack_app_token": "xapp-for-tests"})


@asynccontextmanager
async def connected(settings: Settings, slack: StandInSlack) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop))
    try:
        await slack.wait_for("hello")
        yield
    finally:
        stop.set()
        await task


async def test_events_are_acknowledged_and_answered_once(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    first = event_body(direct_message("hello"), "Ev1")
    async with connected(settings, slack):
        for body in (first, first, event_body(direct_message("goodbye"), "Ev2")):
            await asyncio.to_thread(slack.send_envelope, envelope("events_api", body))
        await slack.wait_for("acknowledged", 3)
        await slack.wait_for("chat.postMessage", 2)
    assert slack.texts() == ["You said: hello", "You said: goodbye"]
    assert rasa.messages == ["hello", "goodbye"]


async def test_a_command_is_answered(
    settings: Settings, database: Database, slack: StandInSlack
) -> None:
    body = dict(parse_qsl(command("what do nurses earn", f"{slack.hooks}one")))
    async with connected(settings, slack):
        await asyncio.to_thread(slack.send_envelope, envelope("slash_commands", body))
        (answer,) = await slack.wait_for("hook:one")
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == "You said: what do nurses earn"


async def test_a_lost_connection_is_opened_again(
    settings: Settings, database: Database, slack: StandInSlack
) -> None:
    async with connected(settings, slack):
        await asyncio.to_thread(slack.send_envelope, {"type": "disconnect", "reason": "refresh"})
        await slack.wait_for("hello", 2)
        body = event_body(direct_message("hello"))
        await asyncio.to_thread(slack.send_envelope, envelope("events_api", body))
        await slack.wait_for("chat.postMessage")
    assert slack.texts() == ["You said: hello"]


async def test_an_assistant_that_was_started_again_is_found(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    again = StandInRasa()
    looks: list[str] = []
    looked_twice = threading.Event()

    def find_rasa() -> str:
        looks.append(again.url)
        if len(looks) == 2:
            looked_twice.set()
        return again.url

    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop, find_rasa))
    try:
        await slack.wait_for("hello")
        # The second look is made after the first was acted upon.
        assert await asyncio.to_thread(looked_twice.wait, 60)
        body = event_body(direct_message("hello"))
        await asyncio.to_thread(slack.send_envelope, envelope("events_api", body))
        await slack.wait_for("chat.postMessage")
    finally:
        stop.set()
        await task
        again.close()
    assert (rasa.messages, again.messages) == ([], ["hello"])


async def test_a_wrong_token_is_said(
    settings: Settings, database: Database, slack: StandInSlack
) -> None:
    slack.fail("apps.connections.open", Failure(error="invalid_auth"))
    with pytest.raises(SocketModeError, match="invalid_auth"):
        await run(settings, asyncio.Event())


@pytest.mark.parametrize(
    ("app_token", "missing"),
    [("", "SLACK_APP_TOKEN is not set"), ("xapp-for-tests-only", "No `careers serve` runs")],
)
def test_the_command_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app_token: str, missing: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-for-tests-only")
    monkeypatch.setenv("SLACK_APP_TOKEN", app_token)
    monkeypatch.delenv("CAREERS_RASA_URL", raising=False)
    # The command chooses the data folder for all processes that it starts.
    monkeypatch.setenv("CAREERS_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "slack"])
    get_settings.cache_clear()
    assert result.exit_code == 1
    assert missing in result.output
