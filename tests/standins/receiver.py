"""A receiver of webhooks: a real HTTP server that answers as it is told and keeps what it got."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SILENCE, DROP, TRICKLE = -1, -2, -3
"""Answers that are none: wait until `close`, hang up, send the head byte by byte for ever."""


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    answered: int
    signed: bool
    """Whether the signature held when the request came; a stale one would not."""

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


class Receiver:
    """`answer` gives the status for the number of the request, from 0; it may be changed.

    With a `secret` it checks each request by the Standard Webhooks specification.
    """

    def __init__(self, secret: str = "") -> None:
        self._secret = secret
        self.answer: Callable[[int], int] = lambda number: 200
        self.headers: dict[str, str] = {}
        self.received: list[Received] = []
        self.arrived = threading.Condition()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def accepted(self) -> Counter[str]:
        """How often each id was answered with 200."""
        return Counter(each.id for each in self.received if each.answered == 200)

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until `condition` holds; it is looked at after each request."""
        with self.arrived:
            assert self.arrived.wait_for(condition, seconds), [r.answered for r in self.received]

    def close(self) -> None:
        """Stop listening, and let go of who is kept waiting."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _verifies(self, headers: dict[str, str], body: bytes) -> bool:
        if not self._secret:
            return False
        try:
            Webhook(self._secret).verify(body, headers)
        except WebhookVerificationError:
            return False
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._note(b"", 405)
                self._answer(405)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with standin.arrived:
                    status = standin.answer(len(standin.received))
                    self._note(body, status)
                if status == SILENCE:
                    standin._closing.wait()
                elif status == DROP:
                    self.connection.shutdown(socket.SHUT_RDWR)
                elif status == TRICKLE:
                    self.wfile.write(b"HTTP/1.0 200 OK\r\nx: ")
                    while not standin._closing.wait(0.05):
                        self.wfile.write(b".")
                        self.wfile.flush()
                else:
                    self._answer(status)

            def _note(self, body: bytes, status: int) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                with standin.arrived:
                    signed = standin._verifies(headers, body)
                    standin.received.append(Received(self.path, headers, body, status, signed))
                    standin.arrived.notify_all()

            def _answer(self, status: int) -> None:
                self.send_response(status)
                for name, value in standin.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        return Handler
