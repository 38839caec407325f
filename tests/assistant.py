"""The real assistant for tests: all processes, started by the real command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.processes import free_port
from bot.settings import PROJECT

READY_SECONDS = 400
_NAMES = {"rasa": "rasa", "rasa_sdk": "actions", "bot.web": "web", "bot.worker": "worker"}


@dataclass(frozen=True)
class Reply:
    """The bot's messages of one turn, taken together."""

    messages: list[dict[str, Any]]

    @property
    def text(self) -> str:
        return "\n\n".join(message["text"] for message in self.messages)

    @property
    def sources(self) -> list[dict[str, Any]]:
        return [source for message in self.messages for source in message["sources"]]

    @property
    def choices(self) -> list[dict[str, Any]]:
        return [choice for message in self.messages for choice in message["choices"]]


class Conversation:
    """One visitor's conversation over the chat API."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60)
        response = self.http.post("/api/chat/sessions", json={})
        assert response.status_code == httpx.codes.CREATED, response.text
        self.id: str = response.json()["conversation_id"]
        self.greeting = Reply(response.json()["messages"])
        self.http.headers["Authorization"] = f"Bearer {response.json()['token']}"

    def post(self, body: dict[str, Any]) -> httpx.Response:
        return self.http.post("/api/chat/messages", json=body)

    def say(self, text: str) -> Reply:
        return self._reply({"client_id": str(uuid.uuid4()), "text": text})

    def choose(self, title: str, reply: Reply) -> Reply:
        choice = next(c for c in reply.choices if c["title"] == title)
        return self._reply({"client_id": str(uuid.uuid4()), "choice": choice["id"]})

    def history(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.http.get("/api/chat/messages").json()["messages"]
        return messages

    def _reply(self, body: dict[str, Any]) -> Reply:
        response = self.post(body)
        assert response.status_code == httpx.codes.OK, response.text
        return Reply(response.json()["messages"])


class Assistant:
    """`careers serve` in a process group of its own."""

    def __init__(
        self,
        data_dir: Path,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """`settings` are environment variables."""
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = data_dir / "serve.out"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "--data", str(data_dir), "serve"]
                + ["--port", str(self.port)],
                cwd=PROJECT,
                env={**os.environ, "CAREERS_DATA_DIR": str(data_dir), **(settings or {})},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        with httpx.Client(timeout=5) as client:
            for _ in range(READY_SECONDS * 4):
                assert self.process.poll() is None, self.output.read_text(errors="replace")
                try:
                    if client.get(f"{self.url}/readyz").status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    pass
                try:
                    self.process.wait(timeout=0.25)
                except subprocess.TimeoutExpired:
                    continue
        raise AssertionError(self.output.read_text(errors="replace"))

    def wait_until_printed(self, words: str) -> None:
        """Until the command has told this; where it breaks lines does not matter."""
        for _ in range(READY_SECONDS * 4):
            if words in " ".join(self.output.read_text(errors="replace").split()):
                return
            try:
                self.process.wait(timeout=0.25)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError(self.output.read_text(errors="replace"))

    def open_conversation(self) -> Conversation:
        return Conversation(self.url)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)

    def children(self) -> dict[str, int]:
        """The process ids of what runs now, by name: web, rasa, actions, worker."""
        pid = self.process.pid
        found = {}
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            # Between fork and exec a child looks like the supervisor; killed, like nothing.
            name = _NAMES.get(command[2].decode()) if len(command) > 2 else None
            if name:
                found[name] = int(child)
        return found


def data_folder_with_model(folder: Path) -> Path:
    """A data folder of its own that shares the trained model and the caches of var/."""
    folder.mkdir(parents=True, exist_ok=True)
    trained = PROJECT / "var"
    for name in ("models", "cache"):
        (trained / name).mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(trained / name)
    return folder
