"""Bring the database's tables up to date."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.config import Config

from bot.database import make_engine
from bot.settings import PROJECT

_LOCK_KEY = 4_159_265
"""Any number that nobody else uses: PostgreSQL's name of our migration lock."""


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config(str(PROJECT / "alembic.ini"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Create or upgrade all tables; safe when several processes do it at once."""
    run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take migrations back, down to `revision` ("base": all of them)."""
    run(url, lambda config: command.downgrade(config, revision))


def run(url: str, action: Callable[[Config], None]) -> None:
    """Run an Alembic command in one transaction that no other process can be in.

    SQLite takes its writer lock with BEGIN IMMEDIATE, PostgreSQL an advisory lock.
    """
    engine = make_engine(url).execution_options(writes=True)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})")
            config = alembic_config(url)
            config.attributes["connection"] = connection
            action(config)
    finally:
        engine.dispose()
