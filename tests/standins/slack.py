"""A stand-in for Slack's Web API: a real HTTP server that records calls and fails when told to."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standins.block_kit import problems_of_message, problems_of_view

Call = dict[str, Any]


@dataclass
class Failure:
    """One failed answer. With `after` the call has had its effect all the same."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    after: bool = False
    drop: bool = False


@dataclass
class StandInSlack:
    """Answers ``/api/METHOD`` and ``/hooks/NAME``; the attributes may be changed at any time."""

    calls: list[tuple[str, Call]] = field(default_factory=list)
    messages: list[Call] = field(default_factory=list)
    failures: dict[str, deque[Failure]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, Failure] = field(default_factory=dict)
    readable: bool = True
    """Whether the app has the scope to read histories."""
    metadata_readable: bool = True
    """Whether a history comes with the messages' metadata."""
    drops_repeats: bool = False
    """Whether a message with a known client_msg_id is the one that is there."""
    scopes: list[str] = field(
        default_factory=lambda: ["app_mentions:read", "chat:write", "commands", "im:history"]
    )
    """What the app's token was granted."""
    refused: list[str] = field(default_factory=list)
    """What broke Slack's limits, and was not taken."""

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._gate: Callable[[str], bool] = lambda method: False
        self._clock = 1_700_000_000
        self.websockets: list[web.WebSocketResponse] = []
        self.envelopes: list[dict[str, Any]] = []
        threading.Thread(target=self._run, daemon=True).start()
        assert self._ready.wait(10)
        self.url = f"http://127.0.0.1:{self.port}/api/"
        self.hooks = f"http://127.0.0.1:{self.port}/hooks/"

    def of(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        with self._changed:
            return [body for name, body in self.calls if name == method]

    def texts(self, channel: str | None = None) -> list[str]:
        """The texts of the messages that were posted (to a channel), in order."""
        with self._changed:
            return [m["text"] for m in self.messages if channel in (None, m["channel"])]

    def answers_to(self, key: str) -> list[Call]:
        """The messages that were posted about one event of the app's inbox, in order."""
        with self._changed:
            marks = [(m.get("metadata", {}).get("event_payload", {}), m) for m in self.messages]
        # A mark is event, attempt, part.
        return [m for mark, m in marks if mark.get("id", "").rsplit("/", 2)[0] == key]

    def fail(self, method: str, *failures: Failure) -> None:
        """Let the next calls of a method fail, one failure each."""
        self.failures[method].extend(failures)

    def hold(self, method: str) -> None:
        """Take calls of a method and never answer, until `release`."""
        self._gate = lambda name: name == method

    def release(self) -> None:
        """Answer the calls that wait."""
        self._gate = lambda method: False

    async def wait_for(self, method: str, count: int = 1, seconds: float = 60) -> list[Call]:
        """The calls of `method`, once there are `count` of them."""
        await asyncio.to_thread(self.wait_until, lambda: len(self.of(method)) >= count, seconds)
        return self.of(method)

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something that calls bring about."""
        with self._changed:
            assert self._changed.wait_for(condition, seconds), [name for name, _ in self.calls]

    def send_envelope(self, envelope: dict[str, Any]) -> None:
        """Send to the app over its socket (Socket Mode)."""
        work = self.websockets[-1].send_str(json.dumps(envelope))
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def close(self) -> None:
        """Stop answering."""
        self.release()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{name}", self._hook)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await self._body(request)
        failure = self.failures[method].popleft() if self.failures[method] else None
        failure = failure or self.always.get(method)
        broken = self._broken(body)
        if broken and failure is None:
            self.refused += [f"{method}: {each}" for each in broken]
            failure = Failure(error="invalid_blocks")
        effective = failure is None or failure.after
        known = body.get("client_msg_id") in [m.get("client_msg_id", "") for m in self.messages]
        if self.drops_repeats and known:
            effective = False
        with self._changed:
            # Both at once: who waits for the call finds its message.
            if method == "chat.postMessage" and effective:
                self._clock += 1
                ts = f"{self._clock}.{len(self.messages):06d}"
                self.messages.append({**body, "ts": ts})
            self.calls.append((method, body))
            self._changed.notify_all()
        if failure and not failure.after:
            return self._failed(request, failure)
        while self._gate(method):  # noqa: ASYNC110  (released from another thread)
            await asyncio.sleep(0.01)
        if failure:
            return self._failed(request, failure)
        headers = {"X-OAuth-Scopes": ",".join(self.scopes)}
        return web.json_response(self._answer(method, body), headers=headers)

    def _answer(self, method: str, body: Call) -> dict[str, Any]:
        if method == "chat.postMessage":
            return {"ok": True, "ts": self.messages[-1]["ts"], "channel": body["channel"]}
        if method in ("conversations.history", "conversations.replies"):
            return self._read(method, body)
        if method == "apps.connections.open":
            return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/socket"}
        if method == "auth.test":
            return {"ok": True, "team": "Example", "team_id": "T0EXAMPLE", "user_id": "U0BOT"}
        return {"ok": True}

    def _read(self, method: str, query: Call) -> Call:
        if not self.readable:
            return {"ok": False, "error": "missing_scope"}
        if query.get("include_all_metadata") != "1" or "." not in query.get("oldest", ""):
            return {"ok": False, "error": "invalid_arguments"}
        thread = query.get("ts") if method == "conversations.replies" else None
        unseen = () if self.metadata_readable else ("metadata",)
        found = [
            {name: value for name, value in message.items() if name not in unseen}
            for message in self.messages
            if message["channel"] == query.get("channel") and message.get("thread_ts") == thread
        ]
        return {"ok": True, "messages": found}

    def _broken(self, body: Call) -> list[str]:
        if isinstance(body.get("view"), dict):
            return problems_of_view(body["view"])
        return problems_of_message(body["blocks"]) if "blocks" in body else []

    async def _hook(self, request: web.Request) -> web.Response:
        name = f"hook:{request.match_info['name']}"
        body = await self._body(request)
        self._note(name, body)
        if broken := self._broken(body):
            self.refused += [f"{name}: {each}" for each in broken]
            return web.json_response({"ok": False, "error": "invalid_blocks"})
        failure = self.failures[name].popleft() if self.failures[name] else self.always.get(name)
        return self._failed(request, failure) if failure else web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.websockets.append(socket)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self._note("hello", {})
        async for message in socket:
            if message.data and message.data.startswith("{"):
                self.envelopes.append(json.loads(message.data))
                self._note("acknowledged", self.envelopes[-1])
        return socket

    def _note(self, method: str, body: Call) -> None:
        with self._changed:
            self.calls.append((method, body))
            self._changed.notify_all()

    def _failed(self, request: web.Request, failure: Failure) -> web.Response:
        if failure.drop:
            assert request.transport is not None
            request.transport.abort()
        headers = {"Retry-After": str(failure.retry_after)} if failure.retry_after else {}
        document = {"ok": False, "error": failure.error} if failure.error else {}
        return web.json_response(document, status=failure.status, headers=headers)

    async def _body(self, request: web.Request) -> Call:
        if request.method == "GET" or request.match_info.get("method", "").startswith(
            "conversations."
        ):
            # Slack does not look into the body of methods that read.
            return dict(request.query)
        if request.content_type == "application/json":
            text = await request.text()
            found: Call = json.loads(text) if text else {}
            return found
        form: Call = dict(await request.post())
        for name in ("blocks", "view", "metadata"):
            if isinstance(form.get(name), str):
                form[name] = json.loads(form[name])
        return form
