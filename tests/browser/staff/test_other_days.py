"""The days of an editor and of an admin, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.database import Database, utc_now
from bot.delivery.tables import Delivery
from bot.staff.roles import Role
from tests.browser.staff.conftest import PASSWORD, log_in
from tests.integration.staff.people import add_lead
from tests.integration.staff.test_questions import MISSED, say
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def open_page(browser: Browser, staff_web: WebProcess) -> Iterator[Callable[[Role], Page]]:
    """Logs a role in; no page of it may report an error of a script or of the content policy."""
    problems: list[str] = []
    contexts = []

    def open_one(role: Role) -> Page:
        contexts.append(browser.new_context(accept_downloads=True))
        page = log_in(contexts[-1], staff_web, role)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda entry: (
                # A refused form answers with 422, which the browser notes down.
                problems.append(entry.text)
                if entry.type == "error" and "422" not in entry.text
                else None
            ),
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def test_an_editor_reviews_messages_and_corrects_a_fact(
    open_page: Callable[[Role], Page], staff_web: WebProcess, database: Database
) -> None:
    say(database, "how do welders unwind", MISSED)
    say(database, "sing something", MISSED)
    page = open_page(Role.EDITOR)
    main = page.locator("#main")
    page.get_by_role("link", name=re.compile("^Review 2 messages")).click()
    first = page.get_by_role("region").filter(has=page.get_by_text("Not understood")).nth(0)
    second = page.get_by_role("region").filter(has=page.get_by_text("Not understood")).nth(1)
    kept = first.get_by_label("Message").input_value()
    second.locator("[name=role]").select_option("data-engineer")
    first.locator("[name=role]").select_option("devops-engineer")
    first.get_by_role("button", name="Accept").click()
    # It means nothing yet: refused, and what was chosen is still chosen, in both.
    expect(main.get_by_role("alert")).to_be_visible()
    expect(first.locator("[name=role]")).to_have_value("devops-engineer")
    expect(second.locator("[name=role]")).to_have_value("data-engineer")
    first.locator("[name=intent]").select_option("ask_salary")
    first.get_by_role("button", name="Accept").click()
    expect(main.get_by_text("Thank you: the answer is recorded.")).to_be_visible()
    expect(first.locator("[name=role]")).to_have_value("data-engineer")
    first.get_by_role("button", name="Out of scope").click()
    expect(page.get_by_text("Nothing to review.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export 2 reviewed examples").click()
    assert kept in Path(download.value.path()).read_text(encoding="utf-8")

    page.get_by_role("link", name="Knowledge", exact=True).click()
    page.get_by_role("link", name=re.compile("^Correct .* row")).first.click()
    amount = page.get_by_label("Amount USD")
    before = amount.input_value()
    amount.fill("123456")
    page.get_by_label("Source of the correction").select_option("new")
    page.get_by_text("A new source", exact=True).click()
    page.get_by_label("Title").fill("Pay in 2026")
    page.get_by_role("button", name="Put in force").click()
    expect(main.get_by_role("alert")).to_be_visible()
    expect(amount).to_have_value("123456")
    expect(page.get_by_label("Title")).to_have_value("Pay in 2026")
    page.get_by_label("Publisher").fill("Example Survey")
    page.get_by_label("Address").fill("https://www.example.com/pay")
    page.get_by_label("Year", exact=True).last.fill("2026")
    page.get_by_role("button", name="Put in force").click()
    expect(main.get_by_text("The fact has been corrected")).to_be_visible()
    expect(page.get_by_text("$123,456")).to_be_visible()
    page.get_by_role("link", name="Corrections").click()
    page.get_by_role("button", name="Undo").click()
    expect(main.get_by_text("The correction has been undone.")).to_be_visible()
    page.get_by_role("link", name="Knowledge", exact=True).click()
    expect(page.get_by_text(f"${int(before):,}", exact=True).first).to_be_visible()


def test_an_admin_invites_sends_again_and_erases(
    open_page: Callable[[Role], Page], browser: Browser, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database, said=("Could you ring me?",), name="Ravi Castellan")
    with database.writing() as session:
        session.add(
            Delivery(
                lead_id=lead_id,
                channel="slack",
                target="leads",
                state="dead",
                attempts=9,
                last_error="ConnectError",
                give_up_at=utc_now(),
            )
        )
    page = open_page(Role.ADMIN)
    main = page.locator("#main")
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail").fill("ines.duarte@example.com")
    page.get_by_label("Name (optional)").fill("Ines Duarte")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("One-time link").input_value()
    invited = browser.new_context().new_page()
    invited.goto(link)
    invited.get_by_label("New password").fill(PASSWORD)
    invited.get_by_label("The same again").fill(PASSWORD)
    invited.get_by_role("button", name="Set password").click()
    invited.get_by_label("E-mail").fill("ines.duarte@example.com")
    invited.get_by_label("Password").fill(PASSWORD)
    invited.get_by_role("button", name="Log in").click()
    expect(invited.get_by_role("heading", name="Leads")).to_be_visible()
    page.get_by_role("button", name="Disable Ines Duarte").click()
    expect(main.get_by_text("The account has been changed.")).to_be_visible()
    invited.reload()
    expect(invited.get_by_role("button", name="Log in")).to_be_visible()
    invited.context.close()

    page.goto(f"{staff_web.url}/staff/leads/{lead_id}")
    page.get_by_role("textbox", name="Note").fill("Not sent yet.")
    page.get_by_role("button", name="Send again").click()
    expect(main.get_by_text("It will be sent again within a minute.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Not sent yet.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export everything as JSON").click()
    assert "Could you ring me?" in Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_text("Erase this person").click()
    page.get_by_label("Erase for good").check()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_role("heading", name="Erased lead")).to_be_visible()
    expect(page.get_by_text("Could you ring me?")).to_have_count(0)
    page.get_by_role("link", name="Audit log").click()
    row = page.get_by_role("row").filter(has_text="lead.erase").filter(has_text=lead_id)
    expect(row).to_be_visible()
    expect(main).not_to_contain_text("Castellan")
