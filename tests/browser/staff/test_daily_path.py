"""The day of an account manager, in a real browser: from the widget's lead to the log-out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from bot.database import Database
from bot.staff.roles import Role
from tests.browser.staff.conftest import log_in
from tests.integration.staff.people import add_lead
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_from_a_new_lead_to_the_log_out(
    context: BrowserContext, staff_web: WebProcess, database: Database
) -> None:
    page = log_in(context, staff_web, Role.ACCOUNT_MANAGER)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda entry: problems.append(entry.text) if entry.type == "error" else None)
    expect(page.get_by_text("Nobody is waiting.")).to_be_visible()

    first = add_lead(database, said=("Could I move from testing to data?",), location="Denver")
    row = page.locator(f"#lead-{first}")
    expect(row).to_be_visible()
    expect(page.locator("#said")).to_contain_text("Amara Diallo")
    expect(page.get_by_role("link", name="New 1")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(1\) Leads"))

    row.get_by_role("link", name="Amara Diallo").focus()
    page.keyboard.press("x")
    expect(row.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Could I move from testing to data?", exact=True)).to_be_visible()
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#main").get_by_text("The owner has been changed.")).to_be_visible()
    page.get_by_role("textbox", name="Note").fill("Back from leave on Monday.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("Back from leave on Monday.")).to_be_visible()
    page.get_by_label("Status", exact=True).select_option("contacted")
    page.get_by_role("button", name="Set status").click()
    expect(page.get_by_text(re.compile("First response: answered in"))).to_be_visible()
    assert page.get_by_role("link", name="Call").get_attribute("href") == "tel:+12125550142"

    add_lead(database, said=("It is me again",), location="Austin")
    page.reload()
    page.get_by_role("link", name="Compare and merge").click()
    page.get_by_role("radio", name="Denver").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("It is me again", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Undo the merge")).to_be_visible()

    page.get_by_role("link", name="Leads", exact=True).first.click()
    page.get_by_role("link", name=re.compile("^Mine")).click()
    expect(page).to_have_url(re.compile("view=mine"))
    expect(page.get_by_role("link", name="Amara Diallo")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    content = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "+12125550142" in content and "Denver" in content
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out.")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    assert problems == []


def test_reading_works_without_javascript(
    browser: Browser, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database, said=("Anybody there?",), name="Wren Okafor")
    context = browser.new_context(java_script_enabled=False)
    page = log_in(context, staff_web, Role.ACCOUNT_MANAGER)
    page.goto(f"{staff_web.url}/staff/leads?search=wren")
    page.get_by_role("link", name="Wren Okafor").click()
    expect(page.get_by_text("Anybody there?", exact=True)).to_be_visible()
    assert page.url.endswith(f"/staff/leads/{lead_id}")
    context.close()
