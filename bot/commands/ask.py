"""`careers ask` and `careers chat`: the web's own path, from a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import httpx

from bot.processes import free_port
from bot.serve import running_address
from bot.settings import get_settings

_START_SECONDS = 400
_POLL_SECONDS = 0.25


class Conversation:
    """One conversation over the chat API."""

    def __init__(self, url: str) -> None:
        # The assistant runs on this machine: no proxy of the environment leads there.
        self._http = httpx.Client(base_url=url, timeout=120, trust_env=False)
        session = self._http.post("/api/chat/sessions")
        session.raise_for_status()
        self.id: str = session.json()["conversation_id"]
        self._headers = {"Authorization": f"Bearer {session.json()['token']}"}
        self.greeting: list[dict[str, Any]] = session.json()["messages"]

    def say(self, text: str | None = None, choice: str | None = None) -> list[dict[str, Any]]:
        """The bot's messages to a text or a chosen button; a ClickException on an error."""
        body = {"client_id": str(uuid.uuid4()), **({"text": text} if text else {"choice": choice})}
        response = self._http.post("/api/chat/messages", json=body, headers=self._headers)
        if response.is_error:
            raise click.ClickException(response.json()["error"]["message"])
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


@click.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def ask(question: str, as_json: bool) -> None:
    """Ask one question; uses the running assistant, or starts one for the moment."""
    with assistant() as url:
        messages = Conversation(url).say(question)
    if as_json:
        click.echo(json.dumps({"question": question, "messages": messages}, ensure_ascii=False))
    else:
        for message in messages:
            _show(message)


@click.command()
def chat() -> None:
    """Chat in the terminal; a number chooses a button, an empty line ends."""
    with assistant() as url:
        conversation = Conversation(url)
        messages = conversation.greeting
        while True:
            for message in messages:
                _show(message)
            choices = messages[-1]["choices"] if messages else []
            text = click.prompt("You", default="", show_default=False).strip()
            if not text:
                return
            try:
                if text.isdecimal() and 0 < int(text) <= len(choices):
                    messages = conversation.say(choice=choices[int(text) - 1]["id"])
                else:
                    messages = conversation.say(text)
            except click.ClickException as error:
                error.show()
                messages = []


@contextmanager
def assistant() -> Iterator[str]:
    """The address of the running assistant, or of one started for the moment."""
    settings = get_settings()
    if address := running_address(settings):
        yield address
        return
    port = free_port()
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    log = settings.data_dir / "logs" / "ask.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=dict(os.environ), start_new_session=True
        )
    try:
        yield _wait_until_ready(process, f"http://127.0.0.1:{port}", log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    with httpx.Client(timeout=5, trust_env=False) as client:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise click.ClickException(f"The assistant did not start; see {log}")
            try:
                if client.get(f"{url}/readyz").status_code == httpx.codes.OK:
                    return url
            except httpx.TransportError:
                pass
            time.sleep(_POLL_SECONDS)
    raise click.ClickException(f"The assistant was not ready in {_START_SECONDS} s; see {log}")


def _show(message: dict[str, Any]) -> None:
    click.secho(message["text"], fg="cyan")
    for source in message["sources"]:
        year = f" ({source['year']})" if source["year"] else ""
        click.secho(f"  — {source['title']}{year} {source['url']}", dim=True)
    for position, choice in enumerate(message["choices"], 1):
        click.echo(f"  [{position}] {choice['title']}")
