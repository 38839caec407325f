"""Alembic's entry: runs on the connection that bot.migrate gives."""

from __future__ import annotations

from alembic import context

import bot.conversations.tables
import bot.delivery.tables
import bot.knowledge.history
import bot.knowledge.tables
import bot.leads.tables
import bot.staff.tables  # noqa: F401  (all fill the metadata)
from bot.database import make_engine, metadata
from bot.settings import get_settings


def run(connection: object) -> None:
    """Migrate on an open connection; SQLite needs tables copied to alter them."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    run(connection)
else:
    # From the alembic command itself, for example to write a new revision.
    engine = make_engine(get_settings().resolved_database_url)
    with engine.connect() as opened:
        run(opened)
