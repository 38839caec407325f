"""The real web process in front of a stand-in Rasa, and a foreign website with the widget."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from bot.database import Database
from bot.knowledge.importing import import_folder
from bot.migrate import upgrade
from bot.processes import free_port
from bot.settings import PROJECT
from tests.standins import answers
from tests.standins.rasa import StandInRasa

START_SECONDS = 120.0


class Website:
    """Somebody else's web server: pages by path, each with its content policy."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.policy = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        # Another host name than the assistant's: another origin for the browser.
        self.url = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        website = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = website.pages.get(self.path.partition("?")[0])
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if website.policy:
                    self.send_header("Content-Security-Policy", website.policy)
                self.end_headers()
                self.wfile.write((body or "").encode())

            def log_message(self, format: str, *args: object) -> None:
                """Silent."""

        return Handler


class WebProcess:
    """`python -m bot.web` on a database of its own; it can be stopped and started again."""

    def __init__(self, folder: Path, allowed_origins: str = "", knowledge: bool = False) -> None:
        self.rasa = StandInRasa()
        self.rasa.answer = answers.answer
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = f"sqlite:///{folder / 'careers.db'}"
        self._folder = folder
        self._allowed_origins = allowed_origins
        self._process: subprocess.Popen[bytes] | None = None
        upgrade(self.database_url)
        if knowledge:
            database = Database(self.database_url)
            import_folder(database, PROJECT / "data")
            database.close()
        self.start()

    def start(self) -> None:
        environment = {
            **os.environ,
            "CAREERS_DATA_DIR": str(self._folder),
            "CAREERS_PORT": str(self.port),
            "CAREERS_RASA_URL": self.rasa.url,
            "CAREERS_ALLOWED_ORIGINS": self._allowed_origins,
            "CAREERS_TURN_TIMEOUT_SECONDS": "20",
            "DATABASE_URL": self.database_url,
        }
        with (self._folder / "web.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.web"],
                cwd=PROJECT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, (self._folder / "web.log").read_text()
            try:
                if httpx.get(f"{self.url}/healthz").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the web process did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    def close(self) -> None:
        self.rasa.release()
        self.stop()
        self.rasa.close()
