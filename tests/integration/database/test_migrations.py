"""Every migration runs both ways on both engines, and gives the tables of the models."""

from __future__ import annotations

import multiprocessing

import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.database import Database, metadata
from bot.leads import queue
from bot.migrate import alembic_config, downgrade, upgrade
from tests.integration.staff.people import add_lead


def tables(database: Database) -> set[str]:
    return set(sqlalchemy.inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_migrated_schema_equals_the_models(empty_database: Database, database_url: str) -> None:
    upgrade(database_url)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def schema(database: Database) -> dict[str, set[str]]:
    """Table → its columns and indexes."""
    inspector = sqlalchemy.inspect(database.engine)
    return {
        table: {
            each["name"] for each in (*inspector.get_columns(table), *inspector.get_indexes(table))
        }
        for table in tables(database)
    }


def test_each_migration_runs_both_ways(empty_database: Database, database_url: str) -> None:
    script = ScriptDirectory.from_config(alembic_config(database_url))
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert revisions
    seen = [schema(empty_database)]
    for revision in revisions:
        upgrade(database_url, revision)
        assert schema(empty_database) != seen[-1], f"{revision} changes nothing"
        seen.append(schema(empty_database))
    for revision, expected in zip(["base", *revisions[:-1]][::-1], seen[-2::-1], strict=True):
        downgrade(database_url, revision)
        assert schema(empty_database) == expected, revision


def test_old_leads_are_numbered_found_and_counted_on_from(
    empty_database: Database, database_url: str
) -> None:
    upgrade(database_url, "0007_inbox")
    with empty_database.engine.begin() as connection:
        # As 0005 made it at first.
        connection.exec_driver_sql("DROP INDEX ix_leads_merged_into")
        connection.exec_driver_sql("CREATE INDEX ix_leads_merged_into ON leads (merged_into)")
        for name, day in (("second", 2), ("first", 1), ("third", 3)):
            moment = f"2026-01-0{day} 12:00:00.000000"
            connection.exec_driver_sql(
                "INSERT INTO leads (id, kind, email, channel, consent_version, consent_purposes,"
                " consented_at, status, version, idempotency_key, created_at, updated_at) VALUES"
                f" ('{name}', 'candidate', '{name}@example.com', 'web', '1', '[]', '{moment}',"
                f" 'new', 1, '{name}', '{moment}', '{moment}')"
            )
            connection.exec_driver_sql(f"INSERT INTO lead_words VALUES ('{name}', '{name}')")
    upgrade(database_url)
    merged = next(
        index
        for index in sqlalchemy.inspect(empty_database.engine).get_indexes("leads")
        if index["name"] == "ix_leads_merged_into"
    )
    options = merged["dialect_options"]
    assert any("merged_into IS NOT NULL" in str(where) for where in options.values()), options
    newest = add_lead(empty_database)
    with empty_database.reading() as session:
        listed = queue.page(session, queue.Filters(view="all"), 0).leads
        assert [lead.id for lead in listed] == [newest, "third", "second", "first"]
        found = queue.page(session, queue.Filters(view="all", search="seco"), 0).leads
        assert [lead.id for lead in found] == ["second"]
    downgrade(database_url, "0007_inbox")
    with empty_database.engine.begin() as connection:
        words = connection.exec_driver_sql("SELECT lead_id FROM lead_words WHERE word = 'third'")
        assert words.scalars().all() == ["third"]


def test_several_processes_may_upgrade_at_once(empty_database: Database, database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=upgrade, args=(database_url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 4
    assert tables(empty_database) == set(metadata.tables)
