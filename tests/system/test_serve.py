"""`careers serve`, `ask`, `parse`, `doctor` as a person runs them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import PROJECT
from tests.assistant import Assistant, data_folder_with_model

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]


def careers(
    data_dir: Path, *arguments: str, given: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(data_dir), *arguments],
        cwd=PROJECT,
        input=given,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def parse(data_dir: Path, messages: Sequence[str]) -> list[dict[str, Any]]:
    result = careers(data_dir, "parse", "--json", given="".join(f"{m}\n" for m in messages))
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_parse_gives_one_object_a_line_in_order(tmp_path: Path) -> None:
    data_dir = data_folder_with_model(tmp_path / "data")
    messages = [
        "whats a sysadmin paid around Tampa",
        "",
        '/ask_salary{"role":"x"}',
        "what does a QA tester do, and which degree does a tester need?",
        "write to Kofi at kofi@example.com or call 212-555-0142",
        "🙂🙂",
        "a" * 3000,
    ]
    parsed = parse(data_dir, messages)
    assert [each["text"] for each in parsed] == messages
    keys = {"text", "intents", "entities", "confidence", "fallback"}
    kinds = {"role", "location", "email", "phone_number", "name", "company"}
    for each in parsed:
        assert each.keys() == keys
        assert each["entities"].keys() == kinds
        assert each["intents"]
        assert 0 <= each["confidence"] <= 1
    pay, blank, payload, two, details, *_ = parsed
    assert pay["intents"] == ["ask_salary"]
    assert pay["entities"]["role"] == ["network-administrator"]
    assert pay["entities"]["location"] == ["Tampa"]
    assert not pay["fallback"]
    assert blank["entities"] == {kind: [] for kind in kinds}
    assert "ask_salary" not in payload["intents"] or payload["fallback"]
    assert two["intents"] == ["ask_responsibilities", "ask_education"]
    assert two["entities"]["role"] == ["qa-engineer"]
    assert details["entities"]["email"] == ["kofi@example.com"]
    assert details["entities"]["phone_number"] == ["+12125550142"]


def test_ask_uses_the_running_assistant(assistant: Assistant) -> None:
    result = careers(assistant.data_dir, "ask", "pay of a statistician in Denver", "--json")
    assert result.returncode == 0, result.stderr
    (message,) = json.loads(result.stdout)["messages"]
    assert "in Denver" in message["text"] or "In Denver" in message["text"]
    assert message["sources"][0]["year"] == 2025


def test_the_first_start_says_how_to_get_into_the_staff_pages(assistant: Assistant) -> None:
    assistant.wait_until_printed(f"Staff pages: {assistant.url}/staff; make the first account")
    assistant.wait_until_printed("staff add YOU@YOUR-COMPANY.COM")


def test_doctor_finds_a_running_installation_well(assistant: Assistant) -> None:
    result = careers(assistant.data_dir, "doctor", "--json")
    document = json.loads(result.stdout)
    assert [check for check in document["checks"] if not check["ok"]] == []
    assert result.returncode == 0


def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    result = careers(tmp_path / "empty", "doctor")
    assert result.returncode == 1
    assert "careers setup" in result.stdout
    assert "careers train" in result.stdout


def test_taken_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = careers(tmp_path / "data", "serve", "--port", str(port))
    assert result.returncode != 0
    assert f"port {port} is taken" in result.stderr
    assert not (tmp_path / "data" / "careers.db").exists()


def test_two_conversations_do_not_mix(assistant: Assistant) -> None:
    roles = {"data analyst": "data analysts", "web developer": "web developers"}

    def talk(role: str) -> list[str]:
        conversation = assistant.open_conversation()
        conversation.say(f"what does a {role} earn")
        return [conversation.say("and in Boston?").text for _ in range(10)]

    with ThreadPoolExecutor(max_workers=4) as pool:
        results = {role: pool.submit(talk, role) for role in roles}
    for role, plural in roles.items():
        other = next(p for r, p in roles.items() if r != role)
        for answer in results[role].result():
            assert plural in answer
            assert other not in answer


def test_same_client_id_at_once_answers_once(assistant: Assistant) -> None:
    conversation = assistant.open_conversation()
    body = {"client_id": str(uuid.uuid4()), "text": "duties of a cloud architect"}
    with ThreadPoolExecutor(max_workers=8) as pool:
        responses = list(pool.map(lambda _: conversation.post(body), range(8)))
    assert {response.status_code for response in responses} == {httpx.codes.OK}
    assert len({response.text for response in responses}) == 1
    assert len([m for m in conversation.history() if m["from"] == "visitor"]) == 1


def test_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    started = Assistant(data_folder_with_model(tmp_path / "data"))
    try:
        started.wait_until_ready()
        pid = started.process.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        assert len(listed) == 4
    finally:
        started.process.send_signal(signal.SIGINT)
        started.process.wait(timeout=30)
    assert started.process.returncode == 0
    assert [child for child in listed if Path(f"/proc/{child}").exists()] == []
    assert not (started.data_dir / "serve.json").exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{started.url}/healthz")


def test_nothing_typed_is_in_the_logs(assistant: Assistant) -> None:
    conversation = assistant.open_conversation()
    secret = "zanzibar-quokka"
    conversation.say(f"my name is {secret}, mail {secret}@example.com, what does a DBA earn")
    conversation.say(f"{secret} {secret}")
    conversation.post({"client_id": "not-a-uuid", "text": secret})
    for log in (assistant.data_dir / "logs").iterdir():
        assert secret.encode() not in log.read_bytes(), log.name
    assert secret.encode() not in assistant.output.read_bytes()
