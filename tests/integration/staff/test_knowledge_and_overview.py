"""Facts corrected from a source, live and through imports; numbers of the overview."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import select

from bot.database import Database, utc_now
from bot.knowledge.history import Correction
from bot.knowledge.importing import import_folder
from bot.knowledge.tables import Salary, Source
from bot.knowledge.vocabulary import current_revision
from bot.leads.tables import Lead
from bot.settings import PROJECT
from bot.staff.roles import Role
from tests.integration.staff.conftest import OpenBrowser, shown
from tests.integration.staff.people import add_lead
from tests.integration.staff.test_questions import MISSED, say


@pytest.fixture
def database_url(tmp_path: Path, knowledge: Database) -> str:
    path = tmp_path / "careers.db"
    copyfile(str(knowledge.engine.url.database), path)
    return f"sqlite:///{path}"


def first_salary(database: Database) -> Salary:
    with database.reading() as session:
        return session.execute(select(Salary).order_by(Salary.position).limit(1)).scalar_one()


async def test_a_correction_from_a_new_source_wins_stays_and_is_undone(
    open_browser: OpenBrowser, database: Database
) -> None:
    editor = await open_browser(Role.EDITOR)
    before = first_salary(database)
    with database.reading() as session:
        revision = current_revision(session)
    fact = f"/staff/knowledge/fact/salaries/{before.id}"
    fields = {
        "amount_usd": "$151,500",
        "year": "2026",
        "source_id": "new",
        "new_publisher": "Example Survey",
        "new_title": "Pay in 2026",
        "new_url": "https://www.example.com/pay",
        "new_year": "2026",
    }
    assert (await editor.send(fact, fields, page=fact)).status_code == 303
    after = first_salary(database)
    assert (after.amount_usd, after.year) == (151_500, 2026)
    with database.reading() as session:
        assert session.get(Source, after.source_id).publisher == "Example Survey"
        assert current_revision(session) > revision, "other processes load it anew"
    import_folder(database, PROJECT / "data")
    assert first_salary(database).amount_usd == 151_500
    history = await editor.get("/staff/knowledge/corrections")
    assert "151500" in history.text
    number = re.search(r"corrections/(\d+)/undo", history.text)[1]
    await editor.send(f"/staff/knowledge/corrections/{number}/undo")
    assert first_salary(database).amount_usd == before.amount_usd
    again = await editor.send(f"/staff/knowledge/corrections/{number}/undo")
    assert again.status_code == 422


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_usd": "a lot"},
        {"amount_usd": "-5"},
        {"amount_usd": ""},
        {"amount_usd": "9" * 30},
        {"year": "1850"},
        {},
        {"amount_usd": "²"},
        {
            "amount_usd": "1",
            "source_id": "new",
            "new_title": "x",
            "new_publisher": "y",
            "new_url": "https://www.example.com",
            "new_year": "²",
        },
        {"amount_usd": "1", "source_id": "no such"},
        {"amount_usd": "1", "source_id": "new", "new_title": "x"},
        {
            "amount_usd": "1",
            "source_id": "new",
            "new_title": "x",
            "new_publisher": "y",
            "new_url": "j:",
        },
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    open_browser: OpenBrowser, database: Database, fields: dict[str, str]
) -> None:
    editor = await open_browser(Role.EDITOR)
    before = first_salary(database)
    fact = f"/staff/knowledge/fact/salaries/{before.id}"
    response = await editor.send(fact, {"source_id": str(before.source_id), **fields}, page=fact)
    assert response.status_code == 422
    assert first_salary(database).amount_usd == before.amount_usd
    with database.reading() as session:
        assert session.execute(select(Correction)).first() is None


async def test_every_table_can_be_looked_at(open_browser: OpenBrowser, database: Database) -> None:
    from bot.web.staff.knowledge import TABLES

    reader = await open_browser(Role.ACCOUNT_MANAGER)
    for table in TABLES:
        page = await reader.get("/staff/knowledge", table=table)
        assert page.status_code == 200 and "/fact/" not in page.text, table
    assert (await reader.get("/staff/knowledge", table="staff_accounts")).status_code == 404
    assert (await reader.get("/staff/knowledge/fact/salaries/1")).status_code == 403


async def test_the_overview_counts(open_browser: OpenBrowser, database: Database) -> None:
    manager = await open_browser(Role.ACCOUNT_MANAGER)
    add_lead(database, said=("hello",))
    say(database, "flurp", MISSED)
    with database.writing() as session:
        lead = session.execute(select(Lead)).scalar_one()
        lead.first_response_at = lead.created_at
    for days in ("7", "365", "nonsense"):
        text = shown(await manager.get("/staff/overview", days=days))
        assert "Conversations 2 Questions answered 0% of 1" in text
        assert "Conversations with a lead 50%" in text
        assert "First response, median under 1 min of office time; 100% within 1 h" in text
        assert "up to 15 min 1" in text
    assert utc_now().strftime("%Y") in text
