"""The `careers` command."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import click

# Before anything imports rasa: no telemetry, and no noise from its libraries.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")

_COMMANDS = {
    "serve": "bot.commands.run",
    "setup": "bot.commands.run",
    "train": "bot.commands.run",
    "ask": "bot.commands.ask",
    "chat": "bot.commands.ask",
    "parse": "bot.commands.parse",
    "knowledge": "bot.commands.knowledge",
    "evaluate": "bot.commands.evaluate",
    "leads": "bot.commands.leads",
    "deliver": "bot.commands.deliver",
    "widget": "bot.commands.widget",
    "staff": "bot.commands.staff",
    "slack": "bot.commands.slack",
    "doctor": "bot.commands.doctor",
}


class LazyGroup(click.Group):
    """Imports a command's module when it is called: only `parse` pays for Rasa."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of database, model and caches (default: var/, or CAREERS_DATA_DIR).",
)
def main(data_dir: Path | None) -> None:
    """The eNamix career assistant."""
    from bot.settings import get_settings

    chosen = data_dir or get_settings().data_dir
    # Every process that is started from here reads the same folder.
    os.environ["CAREERS_DATA_DIR"] = str(chosen.resolve())
    get_settings.cache_clear()
    chosen.mkdir(parents=True, exist_ok=True)
