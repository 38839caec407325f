"""The web process with Slack configured, between a stand-in of Slack and one of Rasa."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager

from bot.database import Database
from bot.settings import Settings
from bot.web.app import create_app
from tests.conftest import create_postgres_database
from tests.integration.slack.payloads import SECRET, Document, event_body, signed
from tests.standins.block_kit import problems_of_message, problems_of_view
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack


@pytest.fixture
def rasa() -> Iterator[StandInRasa]:
    standin = StandInRasa()
    yield standin
    standin.close()


@pytest.fixture
def slack() -> Iterator[StandInSlack]:
    standin = StandInSlack()
    yield standin
    standin.close()
    assert standin.refused == []


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite; tests of what the engines do differently ask for both."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return create_postgres_database(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'careers.db'}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path, rasa: StandInRasa, slack: StandInSlack) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        rasa_url=rasa.url,
        actions_url=f"{rasa.url}/webhook",
        secret_key="for tests only",
        turn_timeout_seconds=15,
        slack_signing_secret=SECRET,
        slack_bot_token="xoxb-for-tests-only",
        slack_api_url=slack.url,
        slack_lead_users="U0MANAGER=ann@example.com, U0SECOND=Bo@Example.com",
    )


@dataclass
class FromSlack:
    """What Slack would send to the web process."""

    http: httpx.AsyncClient

    async def post(self, path: str, body: str, content_type: str, **more: str) -> httpx.Response:
        headers = {**signed(body), "Content-Type": content_type, **more}
        return await self.http.post(path, content=body.encode(), headers=headers)

    async def event(
        self, event: Document, event_id: str | None = None, **headers: str
    ) -> httpx.Response:
        body = json.dumps(event_body(event, event_id or f"Ev{uuid.uuid4().hex}"))
        response = await self.post("/slack/events", body, "application/json", **headers)
        assert response.status_code == 200, response.text
        return response

    async def form(self, path: str, body: str) -> httpx.Response:
        response = await self.post(path, body, "application/x-www-form-urlencoded")
        assert response.status_code == 200, response.text
        return response

    async def interact(self, body: str) -> Any:
        return taken(await self.form("/slack/interactive", body))

    async def command(self, body: str) -> Any:
        return taken(await self.form("/slack/commands", body))


def taken(response: httpx.Response) -> Any:
    """The body of an acknowledgement, which Slack takes only within its limits."""
    if not response.content:
        return None
    document = response.json()
    if "view" in document:
        assert problems_of_view(document["view"]) == []
    if "blocks" in document:
        assert problems_of_message(document["blocks"]) == []
    return document


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[FromSlack]:
    """One web process, from its start to its end."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 5000))
    async with (
        LifespanManager(app, startup_timeout=60, shutdown_timeout=60),
        httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as http,
    ):
        yield FromSlack(http)


@pytest.fixture
async def web(settings: Settings, database: Database) -> AsyncIterator[FromSlack]:
    async with running(settings) as started:
        yield started


def elements(message: Document, block_type: str = "actions") -> list[Document]:
    """All elements of a message's blocks of one type."""
    return [
        {**element, "block_id": block.get("block_id", "")}
        for block in message["blocks"]
        if block["type"] == block_type
        for element in block["elements"]
    ]


def element(message: Document, action: str) -> Document:
    """The first element whose action begins with `action`."""
    return next(e for e in elements(message) if e["action_id"].startswith(action))


def answering(**custom: Any) -> Any:
    """Rasa gives this structured answer to everything."""
    return lambda body: [{"recipient_id": body["sender"], "custom": custom}]


both_engines = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
