"""The `careers` command."""

from __future__ import annotations

import os
from pathlib import Path

import click

# Before anything imports rasa: no telemetry, and no noise from its libraries.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")

from bot.commands.ask import ask, chat
from bot.commands.doctor import doctor
from bot.commands.knowledge import knowledge
from bot.commands.parse import parse
from bot.commands.run import serve, setup, train
from bot.settings import get_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of database, model and caches (default: var/, or CAREERS_DATA_DIR).",
)
def main(data_dir: Path | None) -> None:
    """The eNamix career assistant."""
    chosen = data_dir or get_settings().data_dir
    # Every process that is started from here reads the same folder.
    os.environ["CAREERS_DATA_DIR"] = str(chosen.resolve())
    get_settings.cache_clear()
    chosen.mkdir(parents=True, exist_ok=True)


for command in (serve, setup, train, ask, chat, parse, knowledge, doctor):
    main.add_command(command)
