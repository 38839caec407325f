"""A stand-in for Rasa's REST channel: a real HTTP server that fails when it is told to."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import sqlalchemy as sa

EVENTS = sa.Table(
    "events",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
Answer = Callable[[dict[str, Any]], list[dict[str, Any]]]


def echo(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Says what it was told."""
    return [{"recipient_id": body["sender"], "text": f"You said: {body['message']}"}]


class StandInRasa:
    """Answers ``POST /webhooks/rest/webhook``; the attributes may be changed at any time."""

    def __init__(self) -> None:
        self.answer: Answer = echo
        self.status = 200
        self.drop_connections = False
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[dict[str, Any]] = []
        self.arrived = threading.Condition()
        self.events: sa.engine.Engine | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def times_asked(self) -> Counter[str]:
        """How often each client_id was asked."""
        return Counter(body["metadata"]["client_id"] for body in self.asked)

    @property
    def messages(self) -> list[str]:
        """What was asked, in order."""
        return [body["message"] for body in self.asked]

    def hold(self) -> None:
        """Keep every question waiting until `release`."""
        self.gate.clear()

    def release(self) -> None:
        """Answer the questions that wait."""
        self.gate.set()

    def wait_for_questions(self, count: int, seconds: float = 10) -> None:
        """Wait until `count` questions have arrived."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.asked) >= count, seconds), self.asked

    def write_events_to(self, engine: sa.engine.Engine) -> None:
        """Keep a tracker in this database, as Rasa does."""
        EVENTS.metadata.create_all(engine)
        self.events = engine

    def record(self, body: dict[str, Any], said: list[dict[str, Any]]) -> None:
        """Write the tracker events of one turn."""
        assert self.events is not None
        events: list[dict[str, Any]] = [
            {"event": "action", "name": "action_listen"},
            {"event": "user", "text": body["message"], "metadata": body["metadata"]},
        ]
        for message in said:
            extra = {"buttons": message.get("buttons"), "custom": message.get("custom")}
            events.append({"event": "bot", "text": message.get("text"), "data": extra})
        with self.events.begin() as connection:
            for event in events:
                row = {"sender_id": body["sender"], "type_name": event["event"]}
                row |= {"timestamp": time.time(), "data": json.dumps(event)}
                connection.execute(sa.insert(EVENTS).values(**row))

    def close(self) -> None:
        """Stop answering: the port is closed."""
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            # One request a connection: after close() nobody is served by an open one.
            protocol_version = "HTTP/1.0"

            def do_GET(self) -> None:
                self._send(200, {"status": "ok"})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with standin.arrived:
                    standin.asked.append(body)
                    standin.arrived.notify_all()
                standin.gate.wait(30)
                said = standin.answer(body)
                if standin.events is not None:
                    standin.record(body, said)
                if standin.drop_connections:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._send(standin.status, said)

            def _send(self, status: int, document: Any) -> None:
                content = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        return Handler
