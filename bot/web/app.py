"""The web process: everything that it is made of, put together in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from bot.database import Database
from bot.settings import Settings, get_settings
from bot.web.assistant import AssistantClient
from bot.web.chat import chat_router
from bot.web.errors import exception_handlers
from bot.web.headers import add_security_headers
from bot.web.health import healthz, metrics, readyz
from bot.web.limits import MAX_BODY_BYTES
from bot.web.metrics import Metrics
from bot.web.origins import cors_config
from bot.web.sessions import Sessions
from bot.web.site import pages as site_pages
from bot.web.site import script
from bot.web.site.bundle import LazyBundle
from bot.web.slack.app import SlackApp
from bot.web.slack.events import CHANNEL as SLACK
from bot.web.slack.routes import slack_router
from bot.web.staff.pages import asset
from bot.web.staff.problems import unrouted
from bot.web.staff.router import staff_router
from bot.web.turns import Turns
from bot.wording import Wording

# How much longer than the visitor the process waits for Rasa: what comes late is there for
# the retry, instead of being asked twice.
PATIENCE = 2.0


def create_app(
    settings: Settings | None = None,
    *,
    assistant: AssistantClient | None = None,
    wording: Wording | None = None,
) -> Litestar:
    """The ASGI application; tests put in their own assistant and wording."""
    settings = settings or get_settings()
    wording = wording or Wording.load()
    assistant = assistant or AssistantClient(
        settings.rasa_url, settings.turn_timeout_seconds * PATIENCE
    )
    database = Database(settings.resolved_database_url)
    turns = Turns(database, assistant, wording, settings.turn_timeout_seconds)
    slack = (
        SlackApp(settings, database, turns, wording.for_channel(SLACK))
        if settings.slack_configured
        else None
    )
    counters = Metrics()
    cors = cors_config(settings)
    errors = exception_handlers(wording, settings.contact_email, settings.max_text_length)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        if slack:
            slack.start()
        yield
        if slack:
            await slack.stop()
        await turns.close()
        await assistant.close()
        database.close()

    return Litestar(
        route_handlers=[
            chat_router(settings),
            healthz,
            readyz,
            metrics,
            *site_pages.handlers,
            script.latest,
            script.pinned,
            slack_router(slack),
            staff_router(),
            asset,
        ],
        state=State(
            {
                "settings": settings,
                "bundle": LazyBundle(),
                "cors": cors,
                "database": database,
                "assistant": assistant,
                "wording": wording,
                "turns": turns,
                "slack": slack,
                "metrics": counters,
                "staff_form_key": f"staff-form:{settings.resolved_secret_key()}",
                "sessions": Sessions(settings.resolved_secret_key(), settings.session_max_age_days),
            }
        ),
        lifespan=[lifespan],
        cors_config=cors,
        middleware=[counters.middleware],
        exception_handlers={**errors, **unrouted(errors[HTTPException])},
        before_send=[add_security_headers],
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=None,
        # Litestar's own logging quotes errors, and errors quote visitors.
        logging_config=None,
    )
