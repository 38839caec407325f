"""`careers slack`: answer a Slack workspace over Socket Mode, without a public address."""

from __future__ import annotations

import asyncio
import logging
import signal

import click

from bot.migrate import upgrade
from bot.serve import running_rasa
from bot.settings import Settings, get_settings


@click.command()
def slack() -> None:
    """Answer in Slack over Socket Mode until Ctrl-C, beside a running `careers serve`."""
    from bot.web.slack.socket_mode import SocketModeError

    settings = get_settings()
    for name, value in (
        ("SLACK_BOT_TOKEN", settings.slack_bot_token),
        ("SLACK_APP_TOKEN", settings.slack_app_token),
    ):
        if not value:
            raise click.ClickException(f"{name} is not set; docs/slack.md says where to find it.")
    if rasa := running_rasa(settings):
        settings = settings.copy(update={"rasa_url": rasa})
    elif settings.rasa_url == Settings.__fields__["rasa_url"].default:
        raise click.ClickException(
            f"No `careers serve` runs for {settings.data_dir}: start it first, with the same"
            " --data. If it runs on another machine, set CAREERS_RASA_URL and DATABASE_URL."
        )
    upgrade(settings.resolved_database_url)
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # Says when the connection is there.
    logging.getLogger("bot.web.slack.socket_mode").setLevel(logging.INFO)
    click.echo("Connecting to Slack (Ctrl-C stops)", err=True)
    try:
        asyncio.run(_run(settings))
    except SocketModeError as error:
        raise click.ClickException(
            f"Slack refuses the connection: {error}. Is Socket Mode on, and is SLACK_APP_TOKEN an "
            "app-level token (xapp-) with the scope connections:write? See docs/slack.md."
        ) from None


async def _run(settings: Settings) -> None:
    from bot.web.slack.socket_mode import run

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(settings, stop, lambda: running_rasa(settings))
