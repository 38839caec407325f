"""The chat API's edges: sessions, refusals, sizes, history, feedback, erasure, health."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer
from litestar import Litestar

from bot.conversations.tables import Conversation, Message, Turn
from bot.database import Database
from bot.knowledge.tables import Role, Source
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.turns import VisitorMessage
from tests.integration.web.conftest import Visitor
from tests.standins.rasa import EVENTS, StandInRasa

PROTECTED = [
    ("POST", "/api/chat/messages"),
    ("GET", "/api/chat/messages"),
    ("POST", "/api/chat/feedback"),
    ("DELETE", "/api/chat/conversation"),
]


def assert_error(response: httpx.Response, status: int, code: str) -> str:
    assert response.status_code == status, response.text
    body = response.json()
    assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    return str(body["error"]["message"])


@pytest.mark.parametrize("body", [None, {}, {"page_url": "https://x", "utm": {"a": "b"}}])
async def test_a_session_begins_with_a_greeting_that_says_what_it_is(
    http: httpx.AsyncClient, body: dict[str, Any] | None
) -> None:
    response = await http.post("/api/chat/sessions", json=body)
    assert response.status_code == 201
    (greeting,) = response.json()["messages"]
    assert "automated" in greeting["text"]
    assert greeting["choices"]
    assert set(greeting) == {
        *("seq", "from", "text", "choices", "sources", "table", "expects", "created_at")
    }


async def test_a_session_without_any_body(http: httpx.AsyncClient) -> None:
    assert (await http.post("/api/chat/sessions")).status_code == 201


@pytest.mark.parametrize(("method", "path"), PROTECTED)
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic abc", "old", "other key"])
async def test_a_missing_or_forged_token_is_refused_before_the_body_is_looked_at(
    http: httpx.AsyncClient, visitor: Visitor, method: str, path: str, header: str
) -> None:
    if header == "old":
        # Its beginning: the last letter of a signature has bits that mean nothing.
        signed, _, signature = visitor.token.rpartition(".")
        changed = "B" if signature.startswith("A") else "A"
        header = f"Bearer {signed}.{changed}{signature[1:]}"
    if header == "other key":
        forged = URLSafeTimedSerializer("guessed", salt="chat-session")
        header = f"Bearer {forged.dumps(visitor.conversation_id)}"
    response = await http.request(
        method, path, content=b"{not json", headers={"Authorization": header} if header else {}
    )
    assert_error(response, 401, "unauthorized")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": "not a uuid", "text": "x"},
        {"client_id": str(uuid.uuid4())},
        {"client_id": str(uuid.uuid4()), "text": "x", "choice": "y"},
        {"client_id": str(uuid.uuid4()), "text": 5},
    ],
)
async def test_an_invalid_body_is_described(visitor: Visitor, body: dict[str, Any]) -> None:
    response = await visitor.http.post("/api/chat/messages", json=body, headers=visitor.headers)
    assert_error(response, 422, "invalid")


async def test_what_is_not_json_is_refused(visitor: Visitor) -> None:
    response = await visitor.http.post(
        "/api/chat/messages", content=b"{secret", headers=visitor.headers
    )
    assert "secret" not in assert_error(response, 400, "bad_request")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/nowhere.js", 404, "not_found"),
        ("PUT", "/api/chat/messages", 405, "method_not_allowed"),
        ("POST", "/slack/events", 503, "unavailable"),
    ],
)
async def test_errors_have_one_shape(
    http: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    assert_error(await http.request(method, path), status, code)


async def test_an_unexpected_error_keeps_its_secrets(
    app: Litestar, http: httpx.AsyncClient, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def take(self, _conversation: str, message: VisitorMessage, _channel: str) -> None:
            raise RuntimeError(message.text)

        async def close(self) -> None:
            pass

    turns, app.state.turns = app.state.turns, Broken()
    response = await visitor.send("something private")
    app.state.turns = turns
    assert "private" not in assert_error(response, 500, "internal_error")
    assert "RuntimeError" in caplog.text and "private" not in caplog.text


async def test_the_longest_text_passes_and_one_more_is_too_long(
    visitor: Visitor, rasa: StandInRasa, settings: Settings
) -> None:
    longest = "é" * settings.max_text_length
    assert (await visitor.send(longest)).status_code == 200
    message = assert_error(await visitor.send(longest + "!"), 413, "too_long")
    assert "4,000" in message
    assert len(rasa.asked) == 1


async def test_a_large_body_is_refused_unread(visitor: Visitor, rasa: StandInRasa) -> None:
    read = 0

    async def endless() -> Any:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b"x" * 65_536

    response = await visitor.http.post(
        "/api/chat/messages", content=endless(), headers=visitor.headers
    )
    assert_error(response, 413, "too_long")
    large = await visitor.send("x" * 1_000_000)
    assert_error(large, 413, "too_long")
    assert rasa.asked == []


async def test_history_has_both_sides_after_a_seq(visitor: Visitor) -> None:
    await visitor.send("one")
    await visitor.send("two")
    whole = await visitor.history()
    assert [message["seq"] for message in whole] == [1, 2, 3, 4, 5]
    assert [message["from"] for message in whole] == ["bot", *["visitor", "bot"] * 2]
    assert await visitor.history(after=3) == whole[3:]
    assert await visitor.history(after=99) == []


@pytest.mark.parametrize("after", ["-1", "x", str(2**31)])
async def test_history_refuses_what_is_no_seq(visitor: Visitor, after: str) -> None:
    response = await visitor.http.get(
        "/api/chat/messages", params={"after": after}, headers=visitor.headers
    )
    assert_error(response, 422, "invalid")


async def test_feedback_is_kept_for_messages_of_the_bot(
    visitor: Visitor, database: Database
) -> None:
    await visitor.send("hello")

    async def rate(seq: int, value: str) -> httpx.Response:
        return await visitor.http.post(
            "/api/chat/feedback", json={"seq": seq, "value": value}, headers=visitor.headers
        )

    assert (await rate(3, "up")).status_code == 204
    assert (await rate(3, "down")).status_code == 204
    with database.reading() as session:
        kept = session.execute(sa.select(Message.feedback).where(Message.seq == 3)).scalar_one()
    assert kept == "down"
    for seq, value in [(2, "up"), (99, "up"), (-1, "up"), (2**40, "up"), (3, "so-so")]:
        assert_error(await rate(seq, value), 422, "invalid")


async def test_erasing_leaves_a_tombstone_and_kills_the_token(
    http: httpx.AsyncClient, visitor: Visitor, rasa: StandInRasa, database: Database
) -> None:
    rasa.write_events_to(database.engine)
    other = await Visitor.arrive(http)
    for who in (visitor, other):
        await who.send("my name is Ada")
    response = await http.delete("/api/chat/conversation", headers=visitor.headers)
    assert response.status_code == 204
    for method, path in PROTECTED:
        body = {"client_id": str(uuid.uuid4()), "text": "x", "seq": 1, "value": "up"}
        body = {k: v for k, v in body.items() if ("feedback" in path) == (k in ("seq", "value"))}
        again = await http.request(
            method, path, headers=visitor.headers, json=body if method == "POST" else None
        )
        assert_error(again, 401, "unauthorized")
    with database.reading() as session:
        left = sa.select(sa.func.count()).where
        for table in (Turn, Message):
            mine = left(table.conversation_id == visitor.conversation_id)
            theirs = left(table.conversation_id == other.conversation_id)
            assert session.execute(mine).scalar_one() == 0
            assert session.execute(theirs).scalar_one() > 0
        senders = set(session.execute(sa.select(EVENTS.c.sender_id)).scalars())
        assert senders == {other.conversation_id}
        tombstone = session.get(Conversation, visitor.conversation_id)
        assert tombstone.erased_at is not None and tombstone.page_url is None
    assert len(await other.history()) == 3


async def test_too_many_requests_are_refused_with_a_time_to_come_back(
    settings: Settings, database: Database
) -> None:
    strict = create_app(
        settings.copy(
            update={"rate_limit_sessions_per_minute": 2, "rate_limit_messages_per_minute": 3}
        )
    )
    transport = httpx.ASGITransport(strict)
    async with (
        strict.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://test") as http,
    ):
        visitor = await Visitor.arrive(http)
        await Visitor.arrive(http)
        refused = await http.post("/api/chat/sessions")
        assert_error(refused, 429, "too_many_requests")
        assert 0 <= int(refused.headers["Retry-After"]) <= 60
        for _ in range(3):
            assert (await visitor.send("hello")).status_code == 200
        assert_error(await visitor.send("hello"), 429, "too_many_requests")


async def test_ready_only_when_a_question_can_be_answered(
    http: httpx.AsyncClient, rasa: StandInRasa, database: Database
) -> None:
    assert (await http.get("/healthz")).status_code == 200
    response = await http.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"knowledge": False, "rasa": True, "actions": True}
    with database.writing() as session:
        session.add(
            Source(
                id="s", position=1, publisher="P", title="T", licence="public", retrieved_via="hand"
            )
        )
        session.flush()
        session.add(
            Role(
                slug="a",
                position=1,
                title="A",
                definition="x",
                soc_match="exact",
                family="tests",
                source_id="s",
            )
        )
    assert (await http.get("/readyz")).status_code == 200
    rasa.close()
    response = await http.get("/readyz")
    assert response.status_code == 503
    assert "rasa" in response.json()["error"]["message"]


async def test_the_database_being_away_is_an_apology(visitor: Visitor, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE turns RENAME TO hidden"))
    response = await visitor.send("hello")
    with database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE hidden RENAME TO turns"))
    assert response.status_code in (500, 503)
    assert "info@enamix.com" in response.json()["error"]["message"]


async def test_metrics_are_for_this_machine_and_know_nobody(
    app: Litestar, http: httpx.AsyncClient, visitor: Visitor
) -> None:
    await visitor.send("my secret question")
    response = await http.get("/metrics")
    assert response.status_code == 200
    line = 'careers_http_requests_total{method="POST",route="/api/chat/messages",status="200"} 1.0'
    assert line in response.text
    assert visitor.conversation_id not in response.text
    assert "secret" not in response.text
    elsewhere = httpx.ASGITransport(app, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://test") as stranger:
        assert_error(await stranger.get("/metrics"), 404, "not_found")
