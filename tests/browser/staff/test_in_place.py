"""What is done without leaving the page: nothing that was typed is lost, whatever happens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from bot.database import Database, utc_now
from bot.leads import workflow
from bot.leads.workflow import Selected
from bot.staff.roles import Role
from bot.staff.tables import StaffSession
from tests.browser.staff.conftest import log_in
from tests.integration.staff.people import add_lead, load_lead
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

NOTE = "Prefers mornings, and has a"


@pytest.fixture
def manager(context: BrowserContext, staff_web: WebProcess) -> Page:
    return log_in(context, staff_web, Role.ACCOUNT_MANAGER)


def open_lead(page: Page, web: WebProcess, lead_id: str) -> None:
    """Look at a lead, and begin a note."""
    page.goto(f"{web.url}/staff/leads/{lead_id}")
    page.get_by_role("textbox", name="Note").fill(NOTE)
    page.evaluate("window.sameDocument = true")


def test_a_half_written_note_stays_while_the_status_is_set(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database, said=("Is there a night school?",))
    open_lead(manager, staff_web, lead_id)
    manager.get_by_label("Status", exact=True).select_option("qualified")
    manager.get_by_role("button", name="Set status").press("Enter")
    expect(manager.get_by_text("New → Qualified")).to_be_visible()
    note = manager.get_by_role("textbox", name="Note")
    expect(note).to_have_value(NOTE)
    expect(manager.locator("#said")).to_have_text("The status has been changed.")
    expect(manager.get_by_role("button", name="Set status")).to_be_focused()
    note.press_sequentially(" dog.")
    manager.get_by_role("button", name="Add note").click()
    expect(manager.get_by_text(f"{NOTE} dog.")).to_be_visible()
    expect(note).to_have_value("")
    assert manager.evaluate("window.sameDocument"), "the page was not loaded anew"


def test_half_corrected_details_stay_while_other_forms_are_sent(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database, company="Lumen", location="Boston")
    manager.goto(f"{staff_web.url}/staff/leads/{lead_id}")
    manager.evaluate("window.sameDocument = true")
    manager.get_by_text("Correct details").click()
    company, place = manager.get_by_label("Company"), manager.get_by_label("Place")
    company.fill("Riverbend")
    manager.get_by_label("Prefers").select_option("phone")
    manager.get_by_label("Status", exact=True).select_option("qualified")
    manager.get_by_role("textbox", name="Note").fill(NOTE)
    manager.get_by_role("button", name="Add note").click()
    expect(manager.locator(".history").get_by_text(NOTE)).to_be_visible()
    expect(company).to_be_visible()
    expect(company).to_have_value("Riverbend")
    expect(manager.get_by_label("Prefers")).to_have_value("phone")
    expect(manager.get_by_label("Status", exact=True)).to_have_value("qualified")
    manager.get_by_role("button", name="Set status").click()
    expect(manager.get_by_text("New → Qualified")).to_be_visible()
    manager.get_by_role("button", name="Take it").click()
    expect(manager.locator("#main").get_by_text("The owner has been changed.")).to_be_visible()
    expect(company).to_have_value("Riverbend")

    # A colleague corrects one of the fields and another one.
    with database.writing() as session:
        version = int(load_lead(database, lead_id).version)
        values = {"company": "Lumen Labs", "location": "Denver"}
        workflow.edit(session, Selected(lead_id, version), values, "staff:3")
    manager.get_by_role("textbox", name="Note").fill("Called twice.")
    manager.get_by_role("button", name="Add note").click()
    expect(company).to_have_value("Riverbend")
    expect(company).to_have_accessible_description("Meanwhile it was changed to: Lumen Labs")
    expect(place).to_have_value("Denver")

    manager.get_by_role("button", name="Save details").click()
    expect(manager.locator("#main").get_by_text("Riverbend", exact=True)).to_be_visible()
    lead = load_lead(database, lead_id)
    assert (lead.company, lead.location, lead.preferred_contact) == ("Riverbend", "Denver", "phone")
    expect(company).to_be_hidden()
    assert manager.evaluate("window.sameDocument"), "the page was not loaded anew"


def test_without_javascript_the_details_say_that_they_would_be_lost(
    browser: Browser, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database)
    context = browser.new_context(java_script_enabled=False)
    page = log_in(context, staff_web, Role.ACCOUNT_MANAGER)
    page.goto(f"{staff_web.url}/staff/leads/{lead_id}")
    page.get_by_text("Correct details").click()
    expect(page.get_by_text("Save these before you send another form")).to_be_visible()
    context.close()


def test_a_colleague_who_was_quicker_is_told_of_in_place(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database)
    open_lead(manager, staff_web, lead_id)
    with database.writing() as session:
        workflow.set_status(session, Selected(lead_id, 1), "contacted", "staff:3")
    manager.get_by_label("Status", exact=True).select_option("spam")
    manager.get_by_role("button", name="Set status").click()
    expect(manager.locator("#main").get_by_text("Somebody else has changed")).to_be_visible()
    expect(manager.get_by_label("Status", exact=True)).to_have_value("spam")
    expect(manager.get_by_role("textbox", name="Note")).to_have_value(NOTE)
    assert load_lead(database, lead_id).status == "contacted"
    manager.get_by_role("button", name="Set status").click()
    expect(manager.get_by_text("Contacted → Spam")).to_be_visible()


def test_what_was_typed_stays_when_the_session_is_over(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database)
    open_lead(manager, staff_web, lead_id)
    with database.writing() as session:
        session.execute(update(StaffSession).values(ended_at=utc_now()))
    manager.get_by_role("button", name="Add note").click()
    expect(manager.get_by_role("alert")).to_contain_text("You have been logged out")
    expect(manager.get_by_role("textbox", name="Note")).to_have_value(NOTE)


def test_what_was_typed_stays_while_the_assistant_is_away(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    lead_id = add_lead(database)
    open_lead(manager, staff_web, lead_id)
    staff_web.stop()
    manager.get_by_role("button", name="Add note").click()
    expect(manager.get_by_role("alert")).to_contain_text("cannot be reached")
    staff_web.start()
    manager.get_by_role("button", name="Add note").click()
    expect(manager.locator(".history").get_by_text(NOTE)).to_be_visible()
    expect(manager.get_by_role("alert")).to_be_empty()


def test_filters_apply_at_once_and_are_in_the_address(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    add_lead(database, name="Ines Duarte", kind="company", company="Riverbend")
    add_lead(database, name="Pavel Novák", email="pavel@example.com")
    manager.goto(f"{staff_web.url}/staff/leads?view=all")
    manager.get_by_label("Kind").focus()
    manager.get_by_label("Kind").select_option("company")
    expect(manager.get_by_role("link", name="Pavel Novák")).to_have_count(0)
    expect(manager.get_by_role("link", name="Ines Duarte")).to_be_visible()
    expect(manager).to_have_url(re.compile("kind=company"))
    expect(manager.get_by_label("Kind")).to_be_focused()
    manager.go_back()
    expect(manager.get_by_role("link", name="Pavel Novák")).to_be_visible()


def test_one_box_selects_all_of_the_page(
    manager: Page, staff_web: WebProcess, database: Database
) -> None:
    for number in range(3):
        add_lead(database, name=f"Lotte Berg {number}", location="Austin")
    manager.goto(f"{staff_web.url}/staff/leads?location=Austin")
    manager.get_by_role("checkbox", name="Select all").check()
    expect(manager.get_by_text("With the 3 selected:")).to_be_visible()
    manager.get_by_role("checkbox", name="Select Lotte Berg 1").uncheck()
    expect(manager.get_by_text("With the 2 selected:")).to_be_visible()
    manager.locator("#bulk").get_by_label("Status").select_option("closed")
    manager.get_by_role("button", name="Change").click()
    expect(manager.locator("#main").get_by_text("selected leads have been changed")).to_be_visible()
    expect(manager.get_by_role("link", name=re.compile("Lotte Berg"))).to_have_count(1)
