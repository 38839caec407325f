"""What is let in: signed requests of the present; 503 until Slack is configured."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from bot.database import Database
from bot.settings import Settings
from tests.integration.slack.conftest import FromSlack, running
from tests.integration.slack.payloads import direct_message, event_body, signed
from tests.standins.rasa import StandInRasa

BODY = json.dumps(event_body(direct_message("hello")))
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(BODY, secret="another secret"),
        signed(BODY + " "),
        signed(BODY, timestamp=int(time.time()) - 600),
        {**signed(BODY, secret="x"), "X-Slack-Bolt-Lazy-Only": "1"},
    ],
)
@pytest.mark.parametrize("path", ["events", "interactive", "commands"])
async def test_what_slack_has_not_signed_is_refused(
    web: FromSlack, rasa: StandInRasa, path: str, headers: dict[str, str]
) -> None:
    response = await web.http.post(f"/slack/{path}", content=BODY, headers={**headers, **JSON})
    assert response.status_code == 401
    assert set(response.json()["error"]) == {"code", "message"}
    assert rasa.asked == []


async def test_the_address_is_verified(web: FromSlack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"})
    response = await web.post("/slack/events", body, "application/json")
    assert (response.status_code, response.json()) == (200, {"challenge": "3eZbrw1a"})


@pytest.mark.parametrize("missing", ["slack_signing_secret", "slack_bot_token"])
async def test_503_until_configured(settings: Settings, database: Database, missing: str) -> None:
    async with running(settings.copy(update={missing: ""})) as web:
        for path in ("events", "interactive", "commands"):
            response = await web.http.post(
                f"/slack/{path}", content=BODY, headers={**signed(BODY), **JSON}
            )
            assert response.status_code == 503
            assert response.json()["error"]["code"] == "unavailable"


async def test_an_event_that_cannot_be_kept_is_not_acknowledged(
    web: FromSlack, database: Database
) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox_events RENAME TO elsewhere")
    response: httpx.Response = await web.post("/slack/events", BODY, "application/json")
    assert response.status_code == 503


async def test_other_events_are_acknowledged(web: FromSlack) -> None:
    for event in ({"type": "app_uninstalled"}, {"type": "channel_rename", "channel": {}}):
        await web.event(event)
