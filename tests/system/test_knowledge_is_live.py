"""A figure that staff correct is what the running assistant says next, until it is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import func, select

from bot.database import Database
from bot.knowledge.history import Correction
from bot.knowledge.tables import Salary
from bot.settings import Settings
from bot.staff import accounts
from bot.staff.roles import Role
from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

QUESTION = "what kind of money does a database administrator see in Seattle"
PASSWORD = "five otters under a pier"
CORRECTED = 98_765


@pytest.fixture
def database(assistant: Assistant) -> Iterator[Database]:
    settings = Settings(data_dir=assistant.data_dir)
    opened = Database(settings.resolved_database_url)
    yield opened
    opened.close()


@pytest.fixture
def send(assistant: Assistant, database: Database) -> Iterator[Callable[..., httpx.Response]]:
    """Sends a form of the staff pages, as an editor."""
    with database.writing() as session:
        account = accounts.add(session, "live.editor@example.com", Role.EDITOR)
        accounts.set_password(session, account, PASSWORD)
    with httpx.Client(base_url=assistant.url, timeout=60) as client:

        def send_form(path: str, fields: dict[str, str]) -> httpx.Response:
            page = client.get("/staff/account", follow_redirects=True).text
            csrf = re.findall(r'name="csrf" value="(\w+)"', page)[0]
            return client.post(path, data={"csrf": csrf, **fields})

        fields = {"email": "live.editor@example.com", "password": PASSWORD}
        assert send_form("/staff/login", fields).is_redirect
        yield send_form


def test_a_correction_is_told_at_once_and_taken_back_at_once(
    assistant: Assistant, database: Database, send: Callable[..., httpx.Response]
) -> None:
    def told() -> str:
        return assistant.open_conversation().say(QUESTION).text

    before = told()
    amounts = [int(text.replace(",", "")) for text in re.findall(r"\$(\d[\d,]+)", before)]
    with database.reading() as session:
        found = session.execute(
            select(Salary).where(
                Salary.slug == "database-administrator",
                Salary.location == "Seattle",
                Salary.amount_usd == amounts[0],
            )
        ).scalar_one()
        fact, source = int(found.id), str(found.source_id)
    fields = {"amount_usd": str(CORRECTED), "source_id": source}
    assert send(f"/staff/knowledge/fact/salaries/{fact}", fields).is_redirect
    try:
        during = told()
    finally:
        with database.reading() as session:
            newest = session.execute(select(func.max(Correction.id))).scalar_one()
        undone = send(f"/staff/knowledge/corrections/{newest}/undo", {})
    assert f"${CORRECTED:,}" in during
    assert undone.is_redirect
    assert f"${CORRECTED:,}" not in told()
    assert f"${amounts[0]:,}" in told()
