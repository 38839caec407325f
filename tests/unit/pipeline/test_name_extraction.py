"""Names follow the knowledge table and outlive its absence."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.database import Base, Database
from bot.knowledge.importing import bump_revision, import_folder
from bot.pipeline.naming.names import CHECK_SECONDS, NamesError, NameSource
from tests.unit.pipeline.conftest import DATA


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_missing_table_is_explained(empty_database: Database) -> None:
    with pytest.raises(NamesError, match="careers knowledge import"):
        NameSource(empty_database).current()


def test_names_change_with_the_revision_and_stay_when_the_table_is_gone(
    empty_database: Database,
) -> None:
    Base.metadata.create_all(empty_database.engine)
    with pytest.raises(NamesError, match="no roles"):
        NameSource(empty_database).current()
    import_folder(empty_database, DATA)
    clock = Clock()
    source = NameSource(empty_database, clock)
    first = source.current()
    assert ("Data Scientist", "data-scientist") in first.roles
    with empty_database.writing() as session:
        session.execute(
            text("UPDATE roles SET title = 'Data Wizard' WHERE slug = 'data-scientist'")
        )
        bump_revision(session, "test")
    assert source.current() is first
    clock.now += CHECK_SECONDS
    second = source.current()
    assert ("Data Wizard", "data-scientist") in second.roles
    with empty_database.writing() as session:
        session.execute(text("DROP TABLE knowledge_revisions"))
    clock.now += CHECK_SECONDS
    assert source.current() is second
