"""Is the process up, can a question be answered, and how much is going on."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin

from litestar import MediaType, Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database
from bot.knowledge.tables import Role


@get("/healthz", sync_to_thread=False)
def healthz() -> dict[str, str]:
    """200 as long as the process runs."""
    return {"status": "ok"}


@get("/readyz")
async def readyz(state: State) -> Response[dict[str, Any]]:
    """200 only when a question can be answered; else 503 with what is missing."""
    knowledge, rasa, actions = await asyncio.gather(
        asyncio.to_thread(has_knowledge, state.database),
        state.assistant.healthy(),
        state.assistant.healthy(urljoin(state.settings.actions_url, "/health")),
    )
    checks = {"knowledge": knowledge, "rasa": rasa, "actions": actions}
    ready = all(checks.values())
    body = {"status": "ready" if ready else "not ready", "checks": checks}
    if not ready:
        missing = ", ".join(name for name, fine in checks.items() if not fine)
        body["error"] = {"code": "unavailable", "message": f"not ready: {missing}"}
    return Response(body, status_code=200 if ready else 503)


@get("/metrics", media_type=MediaType.TEXT)
async def metrics(request: Request[Any, Any, Any], state: State) -> Response[bytes]:
    """Prometheus metrics, for clients on this machine."""
    if request.client is None or not is_loopback(request.client.host):
        raise NotFoundException("Not Found")
    return Response(state.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)


def has_knowledge(database: Database) -> bool:
    """Whether the database can be reached and the knowledge table holds a role."""
    try:
        with database.reading() as session:
            return session.execute(select(Role.slug).limit(1)).first() is not None
    except SQLAlchemyError:
        return False


def is_loopback(host: str) -> bool:
    """Whether an address is this very machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
