"""Socket Mode: a workspace that is reached without a public address, over a connection of ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.database import Database
from bot.settings import Settings
from bot.web.app import PATIENCE
from bot.web.assistant import AssistantClient
from bot.web.slack.api import is_local, kind_of
from bot.web.slack.app import SlackApp
from bot.web.slack.events import CHANNEL
from bot.web.turns import Turns
from bot.wording import Wording

logger = logging.getLogger(__name__)

FOLLOW_SECONDS = 1.0


class SocketModeError(Exception):
    """Slack cannot be connected to; the text is Slack's word for it, or an error's type."""


async def run(
    settings: Settings, stop: asyncio.Event, find_rasa: Callable[[], str | None] | None = None
) -> None:
    """Take events over a web socket and answer them, until `stop` is set.

    A lost connection is opened again. What Slack was not told "received" for, it sends again.
    `find_rasa` says now and then where Rasa runs; None if that is not known.

    Raises:
        SocketModeError: the first connection fails.
    """
    wording = Wording.load()
    database = Database(settings.resolved_database_url)
    assistant = AssistantClient(settings.rasa_url, settings.turn_timeout_seconds * PATIENCE)
    turns = Turns(database, assistant, wording, settings.turn_timeout_seconds)
    slack = SlackApp(settings, database, turns, wording.for_channel(CHANNEL))
    slack.start()
    following = asyncio.create_task(_follow(assistant, find_rasa)) if find_rasa else None
    try:
        handler = await _connect(settings, slack)
        try:
            await stop.wait()
        finally:
            await handler.client.close()  # type: ignore[no-untyped-call]
    finally:
        if following:
            following.cancel()
        await slack.stop()
        await turns.close()
        await assistant.close()
        database.close()


async def _follow(assistant: AssistantClient, find_rasa: Callable[[], str | None]) -> None:
    """Stay with an assistant that is stopped and started again, under another port."""
    while True:
        if rasa := await asyncio.to_thread(find_rasa):
            assistant.move_to(rasa)
        await asyncio.sleep(FOLLOW_SECONDS)


async def _connect(settings: Settings, slack: SlackApp) -> AsyncSocketModeHandler:
    client = AsyncWebClient(base_url=settings.slack_api_url)
    if is_local(settings.slack_api_url):
        client.proxy = None
    # Asked for here: the library would try a wrong token for ever.
    try:
        opened = await client.apps_connections_open(app_token=settings.slack_app_token)
    except (SlackApiError, aiohttp.ClientError, asyncio.TimeoutError) as error:
        raise SocketModeError(kind_of(error)) from None
    handler = AsyncSocketModeHandler(slack.bolt, settings.slack_app_token, web_client=client)
    handler.client.wss_uri = opened["url"]
    if is_local(settings.slack_api_url):
        handler.client.proxy = None
    await handler.client.connect()  # type: ignore[no-untyped-call]
    logger.info("connected to Slack: write to the app there")
    return handler
