"""Every migration runs both ways on both engines, and gives the tables of the models."""

from __future__ import annotations

import multiprocessing

import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.database import Database, metadata
from bot.migrate import alembic_config, downgrade, upgrade


def tables(database: Database) -> set[str]:
    return set(sqlalchemy.inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_migrated_schema_equals_the_models(empty_database: Database, database_url: str) -> None:
    upgrade(database_url)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_each_migration_runs_both_ways(empty_database: Database, database_url: str) -> None:
    script = ScriptDirectory.from_config(alembic_config(database_url))
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert revisions
    seen = [tables(empty_database)]
    for revision in revisions:
        upgrade(database_url, revision)
        assert tables(empty_database) > seen[-1], f"{revision} adds nothing"
        seen.append(tables(empty_database))
    for revision, expected in zip(["base", *revisions[:-1]][::-1], seen[-2::-1], strict=True):
        downgrade(database_url, revision)
        assert tables(empty_database) == expected


def test_several_processes_may_upgrade_at_once(empty_database: Database, database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=upgrade, args=(database_url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 4
    assert tables(empty_database) == set(metadata.tables)
