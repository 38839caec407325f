"""axe-core on every staff page in every state: light and dark, narrow phone and desktop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest
import sqlalchemy
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.database import Database
from bot.leads import workflow
from bot.leads.workflow import Selected
from bot.staff import accounts
from bot.staff.roles import Role
from bot.staff.second_factor import STEP_SECONDS
from tests.browser.staff.conftest import PASSWORD, log_in
from tests.integration.staff.people import add_lead
from tests.integration.staff.test_questions import MISSED, say
from tests.standins.web import WebProcess

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("scheme", ["light", "dark"]),
]

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 320, "height": 640}


class Inspector:
    """One browser, and what axe has found in it."""

    def __init__(self, browser: Browser, web: WebProcess, axe_source: str, scheme: str) -> None:
        self.context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
        self._web = web
        self._axe_source = axe_source
        self.found: dict[str, object] = {}

    def go(self, page: Page, *addresses: str) -> None:
        """Open pages and look at each."""
        for address in addresses:
            page.goto(self._web.url + address)
            self.look(page, address)

    def look(self, page: Page, state: str) -> None:
        """Run all of axe's rules in both sizes, and see that nothing is wider than the window."""
        page.evaluate(self._axe_source)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            result = page.evaluate("axe.run()")
            assert result["passes"], "axe looked at nothing"
            if faults := [
                (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
                for fault in result["violations"]
            ]:
                self.found[f"{state}, {size['width']}"] = faults
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], (state, width)


@pytest.fixture
def inspector(
    browser: Browser, staff_web: WebProcess, axe_source: str, scheme: str
) -> Iterator[Inspector]:
    made = Inspector(browser, staff_web, axe_source, scheme)
    yield made
    made.context.close()
    assert made.found == {}


@contextmanager
def table_away(database: Database, table: str) -> Iterator[None]:
    """The database without one of its tables."""
    with database.writing() as session:
        session.execute(sqlalchemy.text(f"ALTER TABLE {table} RENAME TO away"))
    yield
    with database.writing() as session:
        session.execute(sqlalchemy.text(f"ALTER TABLE away RENAME TO {table}"))


def test_before_the_login(
    inspector: Inspector, staff_web: WebProcess, database: Database, scheme: str
) -> None:
    with database.writing() as session:
        invited = accounts.add(session, f"{scheme}.new@example.com", Role.EDITOR)
        token = accounts.make_link(session, invited, "invite")
    page = inspector.context.new_page()
    inspector.go(page, "/staff/login", f"/staff/link/{token}", "/staff/link/none")
    page.goto(f"{staff_web.url}/staff/link/{token}")
    page.get_by_label("New password").fill("short")
    page.get_by_label("The same again").fill("short")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert").filter(has_text="12 characters")).to_be_visible()
    inspector.look(page, "a weak password")
    page.goto(f"{staff_web.url}/staff/login")
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert").filter(has_text="wrong")).to_be_visible()
    inspector.look(page, "a wrong password")


def test_every_page(
    inspector: Inspector, staff_web: WebProcess, database: Database, scheme: str
) -> None:
    lead_id = add_lead(database, said=("What do nurses earn?",), email=f"{scheme}@example.com")
    other = add_lead(database, email=f"{scheme}@example.com", location="Boston")
    say(database, "flurp", MISSED)
    page = log_in(inspector.context, staff_web, Role.ADMIN)
    lead = f"/staff/leads/{lead_id}"
    inspector.go(
        page,
        "/staff/leads?view=all",
        "/staff/leads?search=nobody",
        "/staff/leads?view=mine",
        "/staff/leads?view=all&skipped=2",
        lead,
        f"{lead}/merge/{other}",
        f"{lead}/merge/{lead_id}",
        "/staff/questions",
        "/staff/questions?days=365&topic=ask_salary",
        "/staff/questions/review",
        "/staff/overview",
        "/staff/knowledge",
        "/staff/knowledge/fact/salaries/1",
        "/staff/knowledge/corrections",
        "/staff/people",
        "/staff/audit",
        "/staff/audit?subject=nothing",
        "/staff/account",
        # What is no page: by nothing, by a wrong number, by too much, by a form's address.
        "/staff/no/such/page",
        "/staff/leads/abc",
        f"{lead}/no/such/page",
        "/staff/leads/bulk",
    )
    page.goto(staff_web.url + lead)
    with database.writing() as session:
        workflow.edit(session, Selected(lead_id, 1), {"company": "Lumen"}, "staff:1")
    page.get_by_text("Correct details").click()
    page.get_by_text("Erase this person").click()
    page.get_by_label("Company").fill("Riverbend")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#main").get_by_text("Somebody else has changed")).to_be_visible()
    expect(page.get_by_text("Meanwhile it was changed to: Lumen")).to_be_visible()
    inspector.look(page, "two people at once")


def test_the_second_factor(
    inspector: Inspector, staff_web: WebProcess, database: Database, scheme: str
) -> None:
    email = f"{scheme}.factor@example.com"
    with database.writing() as session:
        account = accounts.add(session, email, Role.EDITOR, "Wren Okafor")
        accounts.set_password(session, account, PASSWORD)
    page = log_in(inspector.context, staff_web, Role.EDITOR, email)
    page.goto(f"{staff_web.url}/staff/account")
    section = page.locator("#second-factor")
    section.get_by_label("Password").fill("not it")
    section.get_by_role("button", name="Set up").click()
    expect(section.get_by_role("alert")).to_contain_text("wrong")
    inspector.look(page, "set-up: a wrong password")
    section.get_by_label("Password").fill(PASSWORD)
    section.get_by_role("button", name="Set up").click()
    expect(section.get_by_role("img", name="QR code")).to_be_visible()
    inspector.look(page, "set-up")
    section.get_by_label("Code").fill("000000")
    section.get_by_role("button", name="Switch on").click()
    expect(section.get_by_role("alert")).to_contain_text("code is wrong")
    inspector.look(page, "set-up: a wrong code")
    codes = pyotp.TOTP(section.locator("code").inner_text())
    section.get_by_label("Code").fill(codes.at(time.time() - STEP_SECONDS))
    section.get_by_role("button", name="Switch on").click()
    expect(page.locator("#main").get_by_text("The second factor is on.")).to_be_visible()
    inspector.look(page, "switched on")
    page.get_by_role("button", name="Log out").click()

    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    inspector.look(page, "prompt")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert").filter(has_text="code is wrong")).to_be_visible()
    inspector.look(page, "prompt: a wrong code")
    page.get_by_label("Code").fill(codes.at(time.time() + STEP_SECONDS))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def test_what_is_refused_and_what_is_away(
    inspector: Inspector, staff_web: WebProcess, database: Database
) -> None:
    page = log_in(inspector.context, staff_web, Role.EDITOR)
    page.goto(f"{staff_web.url}/staff/people")
    expect(page.get_by_role("heading", name="This is not open to you")).to_be_visible()
    inspector.look(page, "not for this role")
    page.goto(f"{staff_web.url}/staff/questions")
    away = page.get_by_role("heading", name="The database cannot be reached")
    # Found out after the guard has let the person in, and by the guard itself.
    for table in ("asked_questions", "staff_sessions"):
        with table_away(database, table):
            page.goto(f"{staff_web.url}/staff/questions")
            expect(away).to_be_visible()
            inspector.look(page, f"{table} away")
        page.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", name="Questions")).to_be_visible()
