"""Fixtures for all tests: both database engines, and the imported knowledge."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pgserver
import pytest
import sqlalchemy

from bot.database import Database
from bot.knowledge.importing import import_folder
from bot.migrate import upgrade
from bot.settings import PROJECT
from tests.assistant import Assistant, data_folder_with_model
from tests.slack_person import slack_settings
from tests.standins.slack import StandInSlack

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for this test process; the address of its default database."""
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def create_postgres_database(server_url: str) -> str:
    """Make an empty database on the server and return its address."""
    name = f"test_{uuid.uuid4().hex}"
    engine = sqlalchemy.create_engine(server_url, isolation_level="AUTOCOMMIT", future=True)
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return (
        sqlalchemy.engine.make_url(server_url)
        .set(database=name)
        .render_as_string(hide_password=False)
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'careers.db'}"
    return create_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def empty_database(database_url: str) -> Iterator[Database]:
    """A database without tables."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def database(empty_database: Database, database_url: str) -> Database:
    """A database with all tables, all empty."""
    upgrade(database_url)
    return empty_database


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An SQLite database with the project's knowledge; for reading only."""
    url = f"sqlite:///{tmp_path_factory.mktemp('knowledge') / 'careers.db'}"
    upgrade(url)
    database = Database(url)
    import_folder(database, PROJECT / "data")
    yield database
    database.close()


@pytest.fixture(scope="session")
def workspace() -> Iterator[StandInSlack]:
    """The Slack that the assistant of this test process is connected to."""
    standin = StandInSlack()
    yield standin
    standin.close()
    assert standin.refused == []


@pytest.fixture(scope="session")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, workspace: StandInSlack
) -> Iterator[Assistant]:
    """The whole assistant, started once for all tests of this process."""
    started = Assistant(
        data_folder_with_model(tmp_path_factory.mktemp("assistant") / "data"),
        settings=slack_settings(workspace),
    )
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.stop()
