"""`careers serve`, `careers setup`, `careers train`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot import preparation
from bot.settings import Settings, get_settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Public port.")
@click.option("--host", default=None, help="Address to listen on; 127.0.0.1 unless told otherwise.")
def serve(port: int | None, host: str | None) -> None:
    """Prepare what is missing, then run the assistant until Ctrl-C."""
    from bot.serve import report_taken_port
    from bot.serve import serve as supervise

    settings = _with_address(port, host)
    # Said before the minutes of preparation, not after them.
    if problem := report_taken_port(settings):
        raise click.ClickException(problem)
    model = _prepare(settings)
    sys.exit(supervise(settings, model))


@click.command()
def setup() -> None:
    """Prepare database, knowledge and model without starting anything."""
    _prepare(get_settings())


@click.command()
def train() -> None:
    """Train the model, unless there is one for the present files."""
    try:
        path = preparation.ensure_model(get_settings())
    except preparation.PreparationError as error:
        raise click.ClickException(str(error)) from None
    click.echo(path)


def _with_address(port: int | None, host: str | None) -> Settings:
    if port:
        os.environ["CAREERS_PORT"] = str(port)
    if host:
        os.environ["CAREERS_HOST"] = host
    get_settings.cache_clear()
    return get_settings()


def _prepare(settings: Settings) -> Path:
    try:
        return preparation.prepare(settings)
    except preparation.PreparationError as error:
        raise click.ClickException(str(error)) from None
