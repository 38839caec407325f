"""The web process in this process, in front of a stand-in Rasa, on both engines."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from litestar import Litestar

from bot.database import Database
from bot.settings import Settings
from bot.web.app import create_app
from tests.standins.rasa import StandInRasa


@pytest.fixture
def rasa() -> Iterator[StandInRasa]:
    standin = StandInRasa()
    yield standin
    standin.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path, rasa: StandInRasa) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        rasa_url=rasa.url,
        actions_url=f"{rasa.url}/webhook",
        secret_key="for tests only",
        turn_timeout_seconds=5,
    )


@pytest.fixture
def app(settings: Settings, database: Database) -> Litestar:
    return create_app(settings)


@pytest.fixture
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    # httpx's transport has no lifespan; the manager runs it in one task from start to end.
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 5000))
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=transport, base_url="http://test", timeout=30) as client,
    ):
        yield client


@dataclass
class Visitor:
    """One conversation, as a browser would hold it."""

    http: httpx.AsyncClient
    token: str
    conversation_id: str
    greeting: list[dict[str, Any]]

    @classmethod
    async def arrive(cls, http: httpx.AsyncClient) -> Visitor:
        response = await http.post("/api/chat/sessions")
        assert response.status_code == 201, response.text
        body = response.json()
        return cls(http, body["token"], body["conversation_id"], body["messages"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def send(
        self, text: str | None = None, choice: str | None = None, client_id: str | None = None
    ) -> httpx.Response:
        body = {"client_id": client_id or str(uuid.uuid4())}
        body |= {"text": text} if text is not None else {}
        body |= {"choice": choice} if choice is not None else {}
        return await self.http.post("/api/chat/messages", json=body, headers=self.headers)

    async def history(self, after: int = 0) -> list[dict[str, Any]]:
        response = await self.http.get(
            "/api/chat/messages", params={"after": after}, headers=self.headers
        )
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


@pytest.fixture
async def visitor(http: httpx.AsyncClient) -> Visitor:
    return await Visitor.arrive(http)
