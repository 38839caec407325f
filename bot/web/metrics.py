"""Prometheus metrics. Labels are route templates and outcomes, never anything personal."""

from __future__ import annotations

import time

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
METHODS = frozenset(["GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"])


class Metrics:
    """The metrics of one web process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "careers_http_requests",
            "Requests by method, route and status",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "careers_http_request_seconds",
            "Time to the response's first byte",
            ["method", "route"],
            buckets=BUCKETS_SECONDS,
            registry=self._registry,
        )

    def middleware(self, app: ASGIApp) -> ASGIApp:
        """Count and time every request."""

        async def measured(scope: Scope, receive: Receive, send: Send) -> None:
            method = str(scope.get("method"))
            began = time.perf_counter()

            async def send_and_count(message: Message) -> None:
                if message["type"] == "http.response.start":
                    # Unknown methods and paths are the caller's to make up: one label for all.
                    verb = method if method in METHODS else "other"
                    route = scope.get("path_template") or "other"
                    self._requests.labels(verb, route, str(message["status"])).inc()
                    self._seconds.labels(verb, route).observe(time.perf_counter() - began)
                await send(message)

            await app(scope, receive, send_and_count)

        return measured

    def exposition(self) -> bytes:
        """All metrics in Prometheus's text format."""
        return generate_latest(self._registry)
