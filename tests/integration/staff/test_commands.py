"""`careers staff`: the first account from the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.database import Database
from bot.settings import get_settings
from bot.staff import accounts


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("CAREERS_DATA_DIR", str(tmp_path))

    def invoke(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, ["--data", str(tmp_path), "staff", *arguments], input=given)

    yield invoke
    get_settings.cache_clear()


def test_the_first_account_is_an_admin_and_gets_a_link(run, database: Database) -> None:
    result = run("add", "Mira.Holt@example.com")
    assert result.exit_code == 0, result.output
    (token,) = re.findall(r"http://127\.0\.0\.1:\d+/staff/link/(\S+)", result.output)
    with database.reading() as session:
        account = accounts.account_of_link(session, token)
        assert (account.email, account.role) == ("mira.holt@example.com", "admin")
    assert run("add", "second@example.com").exit_code == 0
    with database.reading() as session:
        assert accounts.by_email(session, "second@example.com").role == "account_manager"


def test_an_account_with_a_password(run, database: Database) -> None:
    given = "two slow trains north\n" * 2
    result = run("add", "mira@example.com", "--role", "editor", "--password", given=given)
    assert result.exit_code == 0 and "slow trains" not in result.output
    with database.reading() as session:
        assert accounts.by_email(session, "mira@example.com").password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("email", ["no address", "mira@example.com"])
def test_what_cannot_be_added_is_said_and_changes_nothing(
    run, database: Database, email: str
) -> None:
    assert run("add", "mira@example.com").exit_code == 0
    result = run("add", email)
    assert result.exit_code == 1 and "Error" in result.output
    with database.reading() as session:
        assert len(accounts.all_accounts(session)) == 1
    assert "mira@example.com\tadmin\tinvited" in run("list").output
