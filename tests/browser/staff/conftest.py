"""The real web process with an account for each role, and browsers that are logged in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.database import Database
from bot.staff import accounts
from bot.staff.roles import Role
from tests.standins.web import WebProcess

PASSWORD = "a quiet lake at dawn"
# Two busy cores: a page may take seconds there.
PATIENCE_MS = 30_000


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """How long these tests wait for what a page has to show."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def staff_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebProcess]:
    started = WebProcess(tmp_path_factory.mktemp("staff"), knowledge=True)
    database = Database(started.database_url)
    with database.writing() as session:
        for role in Role:
            account = accounts.add(session, f"{role.value}@example.com", role, role.label)
            accounts.set_password(session, account, PASSWORD)
    database.close()
    yield started
    started.close()


@pytest.fixture
def database(staff_web: WebProcess) -> Iterator[Database]:
    opened = Database(staff_web.database_url)
    yield opened
    opened.close()


def log_in(context: BrowserContext, web: WebProcess, role: Role, email: str = "") -> Page:
    """A page of somebody with this role."""
    page = context.new_page()
    page.goto(f"{web.url}/staff/login")
    page.get_by_label("E-mail").fill(email or f"{role.value}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    return page
