"""Processes killed in mid-turn: an apology, recovery, and no message lost or answered twice."""

from __future__ import annotations

import os
import signal
import threading
import uuid
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select

from bot.database import Database
from bot.leads.tables import Lead
from tests.assistant import Assistant, Conversation, data_folder_with_model
from tests.standins.disk import hold

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

TURNS = 12
RETRIES = 600
PAUSE_SECONDS = 0.2
QUESTIONS = ("data analyst duties", "web developer pay", "what is a sysadmin", "skills of a DBA")


@pytest.fixture(scope="module")
def own_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    started = Assistant(data_folder_with_model(tmp_path_factory.mktemp("faults") / "data"))
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.stop()


def post_until_answered(
    conversation: Conversation, body: dict[str, str], failures: list[httpx.Response]
) -> list[str]:
    """Send the same message again until it is answered, as the page does."""
    waiting = threading.Event()
    for _ in range(RETRIES):
        try:
            response = conversation.post(body)
        except httpx.TransportError:
            waiting.wait(PAUSE_SECONDS)
            continue
        if response.status_code == httpx.codes.OK:
            return [message["text"] for message in response.json()["messages"]]
        failures.append(response)
        waiting.wait(PAUSE_SECONDS)
    raise AssertionError(f"{body} was never answered")


@pytest.mark.parametrize("victim", ["actions", "rasa", "web"])
def test_killed_process_loses_and_doubles_nothing(own_assistant: Assistant, victim: str) -> None:
    conversation = own_assistant.open_conversation()
    sent = [(str(uuid.uuid4()), f"{QUESTIONS[i % len(QUESTIONS)]} {i}") for i in range(TURNS)]
    failures: list[httpx.Response] = []
    answers: list[list[str]] = []
    half = threading.Event()

    def talk() -> None:
        for number, (client_id, text) in enumerate(sent):
            if number == TURNS // 2:
                half.set()
            answers.append(
                post_until_answered(conversation, {"client_id": client_id, "text": text}, failures)
            )

    talking = threading.Thread(target=talk)
    talking.start()
    assert half.wait(timeout=120)
    os.kill(own_assistant.children()[victim], signal.SIGKILL)
    talking.join(timeout=240)
    assert not talking.is_alive()

    assert len(answers) == TURNS
    for failure in failures:
        assert failure.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert "info@enamix.com" in failure.json()["error"]["message"]
    history = conversation.history()
    assert [m["text"] for m in history if m["from"] == "visitor"] == [text for _, text in sent]
    told = [m["text"] for m in history if m["from"] == "bot"][len(conversation.greeting.messages) :]
    assert told == [text for answer in answers for text in answer]
    # The same client_ids once more do nothing.
    for (client_id, text), answer in zip(sent, answers, strict=True):
        again = post_until_answered(conversation, {"client_id": client_id, "text": text}, [])
        assert again == answer
    assert conversation.history() == history


def test_action_server_down_gives_an_apology(own_assistant: Assistant) -> None:
    conversation = own_assistant.open_conversation()
    pid = own_assistant.children()["actions"]
    os.kill(pid, signal.SIGSTOP)
    try:
        os.kill(pid, signal.SIGKILL)
        body = {"client_id": str(uuid.uuid4()), "text": "pay of a statistician"}
        first = conversation.post(body)
    finally:
        failures: list[httpx.Response] = []
        answer = post_until_answered(conversation, body, failures)
    assert first.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "info@enamix.com" in first.json()["error"]["message"]
    assert first.headers["retry-after"]
    assert "statisticians" in answer[0]


def test_held_database_is_an_apology_and_costs_no_lead(own_assistant: Assistant) -> None:
    conversation = own_assistant.open_conversation()
    opening = "Ottoline Quillfeather, o.quill@example.com; please find me a QA tester job in Tampa"
    post_until_answered(conversation, {"client_id": str(uuid.uuid4()), "text": opening}, [])
    consent = {"client_id": str(uuid.uuid4()), "text": "yes"}
    path = own_assistant.data_dir / "careers.db"
    release = hold(path)
    try:
        # Each waits for SQLite's ten seconds: the database is held for twenty.
        refused = [conversation.post(consent) for _ in range(2)]
    finally:
        release()
    for each in refused:
        assert each.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert "info@enamix.com" in each.json()["error"]["message"]
    answer = post_until_answered(conversation, consent, [])
    assert "reference" in "\n".join(answer)
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        found = select(Lead.email).where(Lead.conversation_id == conversation.id)
        assert session.execute(found).scalars().all() == ["o.quill@example.com"]
    database.close()
