"""Turns: answered once, in order, whatever breaks in the middle."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from typing import Any

import httpx
import pytest
from litestar import Litestar

from bot.database import Database
from bot.settings import Settings
from bot.web.app import create_app
from tests.integration.web.conftest import Visitor
from tests.standins.disk import full_disk
from tests.standins.rasa import StandInRasa


async def asked(rasa: StandInRasa, count: int) -> None:
    await asyncio.to_thread(rasa.wait_for_questions, count)


def texts(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [message["text"] for message in response.json()["messages"]]


async def test_an_answer_holds_all_that_the_contract_names(
    visitor: Visitor, rasa: StandInRasa
) -> None:
    source = {"title": "Indeed", "url": "https://example.org", "year": 2021}
    table = {"columns": ["City", "Pay"], "rows": [["New York", "$170,000"]]}
    rasa.answer = lambda body: [
        {
            "custom": {
                "text": "It pays well.",
                "choices": [{"title": "Skills?", "payload": "/ask_skills"}],
                "sources": [source],
                "table": table,
                "expects": "email",
            }
        }
    ]
    response = await visitor.send("what does it pay?")
    (message,) = response.json()["messages"]
    choice = message["choices"][0]
    assert set(choice) == {"id", "title"} and choice["title"] == "Skills?"
    assert message["sources"] == [source]
    assert message["table"] == table
    assert message["expects"] == "email"
    assert (message["seq"], message["from"]) == (3, "bot")
    assert message["created_at"].endswith("+00:00")


async def test_a_retry_gets_the_same_answer_without_asking_again(
    visitor: Visitor, rasa: StandInRasa
) -> None:
    client_id = str(uuid.uuid4())
    first = await visitor.send("hello", client_id=client_id)
    again = await visitor.send("hello", client_id=client_id)
    assert first.json() == again.json()
    assert rasa.times_asked == {client_id: 1}
    assert len(await visitor.history()) == 3


async def test_the_same_message_twice_at_once_is_asked_once(
    visitor: Visitor, rasa: StandInRasa
) -> None:
    client_id = str(uuid.uuid4())
    rasa.hold()
    sending = [asyncio.create_task(visitor.send("hello", client_id=client_id)) for _ in range(8)]
    await asked(rasa, 1)
    rasa.release()
    answers = [texts(response) for response in await asyncio.gather(*sending)]
    assert answers == [["You said: hello"]] * 8
    assert rasa.times_asked == {client_id: 1}


@pytest.mark.parametrize("while_asking", [False, True])
async def test_a_client_id_with_another_text_is_a_conflict(
    visitor: Visitor, rasa: StandInRasa, while_asking: bool
) -> None:
    client_id = str(uuid.uuid4())
    if while_asking:
        rasa.hold()
    first = asyncio.create_task(visitor.send("hello", client_id=client_id))
    await asked(rasa, 1)
    if not while_asking:
        await first
    other = await visitor.send("goodbye", client_id=client_id)
    rasa.release()
    assert other.status_code == 409
    assert other.json()["error"]["code"] == "conflict"
    assert texts(await first) == ["You said: hello"]


async def test_messages_of_one_conversation_are_answered_in_the_order_of_arrival(
    visitor: Visitor, rasa: StandInRasa
) -> None:
    rasa.hold()
    sending = []
    for number in range(6):
        sending.append(asyncio.create_task(visitor.send(f"message {number}")))
        await asyncio.sleep(0)
    await asked(rasa, 1)
    rasa.release()
    await asyncio.gather(*sending)
    assert rasa.messages == [f"message {number}" for number in range(6)]
    said = [m["text"] for m in await visitor.history() if m["from"] == "visitor"]
    assert said == rasa.messages


async def test_conversations_do_not_mix_and_do_not_wait_for_each_other(
    http: httpx.AsyncClient, visitor: Visitor, rasa: StandInRasa
) -> None:
    other = await Visitor.arrive(http)
    rasa.hold()
    sending = [asyncio.create_task(who.send(f"I am {i}")) for i, who in enumerate([visitor, other])]
    await asked(rasa, 2)
    rasa.release()
    await asyncio.gather(*sending)
    for number, who in enumerate([visitor, other]):
        said = [message["text"] for message in await who.history(after=1)]
        assert said == [f"I am {number}", f"You said: I am {number}"]
    assert {body["sender"] for body in rasa.asked} == {
        visitor.conversation_id,
        other.conversation_id,
    }


async def test_a_turn_goes_on_when_the_visitor_hangs_up(
    visitor: Visitor, rasa: StandInRasa
) -> None:
    client_id = str(uuid.uuid4())
    rasa.hold()
    sending = asyncio.create_task(visitor.send("hello", client_id=client_id))
    await asked(rasa, 1)
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    rasa.release()
    assert texts(await visitor.send("hello", client_id=client_id)) == ["You said: hello"]
    assert rasa.times_asked == {client_id: 1}


def says_nothing(body: dict[str, Any]) -> list[dict[str, Any]]:
    return []


@pytest.mark.parametrize("fault", ["nothing", "error", "hangs up", "malformed"])
async def test_an_apology_then_the_answer_when_rasa_is_back(
    visitor: Visitor, rasa: StandInRasa, fault: str
) -> None:
    client_id = str(uuid.uuid4())
    answer = rasa.answer
    rasa.answer = {
        "nothing": says_nothing,
        "malformed": lambda body: [{"custom": {"text": "x", "choices": "none"}}],
    }.get(fault, answer)
    rasa.status = 500 if fault == "error" else 200
    rasa.drop_connections = fault == "hangs up"
    response = await visitor.send("hello", client_id=client_id)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.json()["error"]["code"] == "unavailable"
    assert "info@enamix.com" in response.json()["error"]["message"]
    assert [m["from"] for m in await visitor.history()] == ["bot", "visitor"]

    rasa.answer, rasa.status, rasa.drop_connections = answer, 200, False
    assert texts(await visitor.send("hello", client_id=client_id)) == ["You said: hello"]
    assert [m["text"] for m in await visitor.history(after=1)] == ["hello", "You said: hello"]


async def test_an_apology_when_nobody_listens(visitor: Visitor, rasa: StandInRasa) -> None:
    rasa.close()
    response = await visitor.send("hello")
    assert response.status_code == 503
    rasa._server.server_close()


async def test_a_late_answer_is_kept_for_the_retry(
    settings: Settings, database: Database, rasa: StandInRasa
) -> None:
    impatient = create_app(settings.copy(update={"turn_timeout_seconds": 0.3}))
    transport = httpx.ASGITransport(impatient)
    async with (
        impatient.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://test") as http,
    ):
        visitor = await Visitor.arrive(http)
        client_id = str(uuid.uuid4())
        rasa.hold()
        assert (await visitor.send("hello", client_id=client_id)).status_code == 503
        rasa.release()
        assert texts(await visitor.send("hello", client_id=client_id)) == ["You said: hello"]
    assert rasa.times_asked == {client_id: 1}


async def test_an_answer_that_rasa_gave_is_recovered_from_its_tracker(
    visitor: Visitor, rasa: StandInRasa, database: Database
) -> None:
    rasa.write_events_to(database.engine)
    await visitor.send("before")
    client_id = str(uuid.uuid4())
    rasa.drop_connections = True
    rasa.answer = lambda body: [
        {"text": "Which one?", "buttons": [{"title": "This", "payload": "/this"}]},
        {"custom": {"text": "From the table.", "sources": [], "expects": "name"}},
    ]
    assert (await visitor.send("hello", client_id=client_id)).status_code == 503
    rasa.drop_connections = False
    answer = (await visitor.send("hello", client_id=client_id)).json()["messages"]
    assert [message["text"] for message in answer] == ["Which one?", "From the table."]
    assert [choice["title"] for choice in answer[0]["choices"]] == ["This"]
    assert answer[1]["expects"] == "name"
    assert rasa.times_asked[client_id] == 1


async def test_a_turn_that_rasa_saw_without_answering_is_asked_again(
    visitor: Visitor, rasa: StandInRasa, database: Database
) -> None:
    rasa.write_events_to(database.engine)
    client_id = str(uuid.uuid4())
    answer, rasa.answer = rasa.answer, says_nothing
    assert (await visitor.send("hello", client_id=client_id)).status_code == 503
    rasa.answer = answer
    assert texts(await visitor.send("hello", client_id=client_id)) == ["You said: hello"]
    assert rasa.times_asked[client_id] == 2


async def test_another_web_process_takes_a_turn_over(
    visitor: Visitor, rasa: StandInRasa, settings: Settings, database: Database
) -> None:
    rasa.write_events_to(database.engine)
    client_id = str(uuid.uuid4())
    rasa.drop_connections = True
    assert (await visitor.send("hello", client_id=client_id)).status_code == 503
    rasa.drop_connections = False
    successor: Litestar = create_app(settings)
    transport = httpx.ASGITransport(successor)
    async with (
        successor.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://test") as http,
    ):
        moved = Visitor(http, visitor.token, visitor.conversation_id, visitor.greeting)
        assert texts(await moved.send("hello", client_id=client_id)) == ["You said: hello"]
    assert rasa.times_asked[client_id] == 1


@pytest.mark.parametrize("blank", ["", "  \n\t ", "\u200b\u2060", "/", "／ /"])
async def test_nothing_to_understand_is_answered_without_rasa(
    visitor: Visitor, rasa: StandInRasa, blank: str
) -> None:
    (text,) = texts(await visitor.send(blank))
    assert text
    assert rasa.asked == []


@pytest.mark.parametrize(
    ("typed", "reaches_rasa"),
    [
        ('/ask_salary{"role":"x"}', 'ask_salary{"role":"x"}'),
        ("/restart", "restart"),
        ("/session_start", "session_start"),
        ("／restart", "restart"),
        ("\u200b /\u202e/restart", "restart"),
        ("\u3164⁄restart", "restart"),
        ("and/or", "and/or"),
    ],
)
async def test_typed_text_fires_no_intent(
    visitor: Visitor, rasa: StandInRasa, typed: str, reaches_rasa: str
) -> None:
    await visitor.send(typed)
    assert rasa.messages == [reaches_rasa]
    assert (await visitor.history(after=1))[0]["text"] == typed


async def test_text_with_a_null_character_is_kept(visitor: Visitor, rasa: StandInRasa) -> None:
    assert texts(await visitor.send("a\x00b")) == ["You said: ab"]


async def test_a_choice_is_resolved_on_the_server(visitor: Visitor, rasa: StandInRasa) -> None:
    choice = visitor.greeting[0]["choices"][0]
    await visitor.send(choice=choice["id"])
    assert rasa.messages[0].startswith("/")
    assert (await visitor.history(after=1))[0]["text"] == choice["title"]


async def test_a_choice_of_another_conversation_is_refused(
    http: httpx.AsyncClient, visitor: Visitor, rasa: StandInRasa
) -> None:
    stranger = await Visitor.arrive(http)
    for choice in (visitor.greeting[0]["choices"][0]["id"], "/restart", "1", "", "9" * 30):
        response = await stranger.send(choice=choice)
        assert response.status_code == 422
        assert response.json()["error"]["code"] == "unknown_choice"
    assert rasa.asked == []


async def test_sensitive_facts_are_not_logged(visitor: Visitor, rasa: StandInRasa) -> None:
    client_id, typed = str(uuid.uuid4()), "I'm 61 years old, will anybody hire me?"
    first = texts(await visitor.send(typed, client_id=client_id))
    shown = [message["text"] for message in await visitor.history() if message["from"] == "visitor"]
    assert shown == ["I'm [removed], will anybody hire me?"]
    assert rasa.messages == [typed]
    assert texts(await visitor.send(typed, client_id=client_id)) == first, "a retry is the same"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_full_disk_is_an_apology_and_the_retry_is_answered_once(
    visitor: Visitor, rasa: StandInRasa
) -> None:
    with full_disk() as make_room:
        # What is left of the last pages takes some.
        for number in range(1_000):
            client_id, typed = str(uuid.uuid4()), f"{number} ".ljust(3_900, "x")
            response = await visitor.send(typed, client_id=client_id)
            if response.status_code != 200:
                break
        assert response.status_code == 503
        assert "info@enamix.com" in response.json()["error"]["message"]
        make_room()
        assert texts(await visitor.send(typed, client_id=client_id))
    sent = [m["text"] for m in await visitor.history() if m["from"] == "visitor"]
    assert len(sent) == number + 1
    assert sent.count(typed) == 1
