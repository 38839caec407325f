"""Markup in every field that somebody can fill in: no page takes it for its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from bot.conversations import log, turns
from bot.conversations.replies import Asked, Offer, Reply, Source, Table
from bot.database import Database, utc_now
from bot.delivery.tables import Delivery
from bot.knowledge import corrections
from bot.knowledge.rows import KEYS
from bot.knowledge.tables import Salary
from bot.leads import workflow
from bot.leads.tables import Lead
from bot.staff import accounts
from bot.staff.roles import Role
from bot.staff.tables import StaffSession
from tests.browser.staff.conftest import log_in
from tests.integration.staff.people import add_lead, load_lead
from tests.integration.staff.test_questions import MISSED, say
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

# It ends every kind of place that it may stand in, and tells by a mark that it has run.
EVIL = (
    "x\"'`--></title></textarea></select></script></svg>"
    "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
    "<b hx-get=/staff/login hx-trigger=load id=main>{{ 7 * 7 }}${7*7}"
)
SCRIPT_LINK = "javascript:window.ran=1"


def fill(database: Database) -> tuple[str, str]:
    """Markup wherever a visitor or a colleague can leave some; two leads."""
    fields = dict.fromkeys(("name", "company", "role", "location", "timing", "notes"), EVIL)
    given = {**fields, "page_url": SCRIPT_LINK, "utm": {EVIL: EVIL}}
    lead_id, twin = (add_lead(database, said=(EVIL,), **given) for _ in range(2))
    conversation = load_lead(database, lead_id).conversation_id
    with database.writing() as session:
        begun = turns.begin(session, conversation, "9" * 36, "x", EVIL)
        reply = Reply(
            text=EVIL,
            choices=[Offer(title=EVIL, payload=EVIL)],
            sources=[Source(title=EVIL, url=SCRIPT_LINK, year=2021)],
            table=Table(columns=[EVIL], rows=[[EVIL]]),
            asked=[Asked(intent="x<b>", role="x<b>", location="<b id=main>", answered=False)],
        )
        turns.finish(session, int(begun.turn.id), [reply])
        log.set_feedback(session, conversation, 2, "down")
        workflow.add_note(session, lead_id, EVIL, "staff:1")
        workflow.edit(session, workflow.Selected(lead_id, 1), {"company": f"2 {EVIL}"}, "staff:1")
        session.add(
            Delivery(
                lead_id=lead_id,
                channel="webhook",
                target=EVIL[:300],
                state="dead",
                last_error=EVIL[:120],
                give_up_at=utc_now(),
            )
        )
        salary = session.get(Salary, 1)
        source_id = corrections.add_source(
            session, EVIL[:200], EVIL[:200], "https://www.example.com", 2026
        )
        corrections.correct(
            session,
            "salaries",
            {column: getattr(salary, column) for column in KEYS["salaries"]},
            {"basis": EVIL[:60]},
            source_id=source_id,
            created_by="editor@example.com",
        )
        accounts.add(session, "evil@example.com", Role.EDITOR, EVIL)
        session.execute(update(Lead).where(Lead.id == twin).values(owner_id=1))
    return lead_id, twin


def test_markup_stays_text_on_every_page(
    browser: Browser, staff_web: WebProcess, database: Database
) -> None:
    lead_id, twin = fill(database)
    # Without the content policy, which would stop what slips through: the pages alone must hold.
    context = browser.new_context(bypass_csp=True)
    page = log_in(context, staff_web, Role.ADMIN)
    with database.writing() as session:
        session.execute(update(StaffSession).values(user_agent=EVIL[:200]))
    page.on("dialog", lambda dialog: dialog.dismiss())
    asked = "%3Cimg%20src%3Dx%20onerror%3Dwindow.ran%3D1%3E%22%27"
    addresses = [
        "leads?view=all",
        f"leads?search={asked}&role={asked}&location={asked}&skipped={asked}",
        f"leads/{lead_id}",
        f"leads/{lead_id}/merge/{twin}",
        "questions",
        f"questions?topic={asked}&place={asked}",
        "questions/review",
        "knowledge?table=salaries&role=machine-learning-engineer",
        "knowledge/fact/salaries/1",
        "knowledge/corrections",
        "overview",
        "people",
        f"audit?subject={asked}&action={asked}",
        "account",
        f"no/such/{asked}",
    ]
    for address in addresses:
        page.goto(f"{staff_web.url}/staff/{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.ran") is None, address
        assert page.locator("#main").count() == 1, address
        assert page.locator("a[href^='javascript' i]").count() == 0, address
        assert page.locator("main img, main script, main b").count() == 0, address
    page.goto(f"{staff_web.url}/staff/leads?view=new")
    add_lead(database, name=EVIL, email="late@example.com", company=EVIL)
    page.locator("tr.fresh").wait_for()
    assert page.evaluate("window.ran") is None
    assert page.locator("main img, main script, main b").count() == 0
    context.close()


# Everything that somebody could put into a form, whatever the page lets them choose.
FILL_IN = """
(form, evil) => {
  let filled = 0;
  for (const field of form.elements) {
    if (!field.name || field.name === "csrf" || field.type === "checkbox") continue;
    for (const limit of ["maxlength", "type", "pattern", "required"]) {
      if (field.type !== "hidden") field.removeAttribute(limit);
    }
    if (field.type !== "hidden") filled += 1;
    if (field.matches("select")) field.add(new Option(evil, evil, true, true));
    else field.value = evil;
  }
  return filled;
}
"""


def test_markup_in_every_field_of_every_form_stays_text(
    browser: Browser, staff_web: WebProcess, database: Database
) -> None:
    lead_id, twin = add_lead(database), add_lead(database, location="Boston")
    say(database, "flurp", MISSED)
    with database.writing() as session:
        token = accounts.make_link(
            session, accounts.add(session, "link@example.com", Role.EDITOR), "invite"
        )
    context = browser.new_context(bypass_csp=True)
    page = log_in(context, staff_web, Role.ADMIN)
    stranger = browser.new_context(bypass_csp=True).new_page()
    sent = set()
    for visitor, address in [
        (stranger, "login"),
        (stranger, f"link/{token}"),
        (page, "leads?view=all"),
        (page, f"leads/{lead_id}"),
        (page, f"leads/{lead_id}/merge/{twin}"),
        (page, "questions/review"),
        (page, "knowledge"),
        (page, "knowledge/fact/salaries/1"),
        (page, "people"),
        (page, "audit"),
        (page, "account"),
    ]:
        visitor.goto(f"{staff_web.url}/staff/{address}")
        for number in range(visitor.locator("form").count()):
            visitor.goto(f"{staff_web.url}/staff/{address}")
            form = visitor.locator("form").nth(number)
            if not form.evaluate(FILL_IN, EVIL):
                continue
            action = form.get_attribute("action") or address
            sent.add(action.replace(lead_id, "ID"))
            # By the browser itself: what htmx does with the answer is looked at elsewhere.
            with visitor.expect_navigation():
                form.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
            visitor.wait_for_load_state("networkidle")
            assert visitor.evaluate("window.ran") is None, action
            assert visitor.locator("#main").count() == 1, action
            assert visitor.locator("main img, main script, main b").count() == 0, action
    assert {
        "/staff/login",
        "/staff/leads",
        "/staff/leads/bulk",
        "/staff/leads/ID/details",
        "/staff/leads/ID/note",
        "/staff/leads/ID/status",
        "/staff/leads/ID/assign",
        "/staff/people",
        "/staff/account/password",
        "/staff/account/second-factor/start",
        "/staff/knowledge/fact/salaries/1",
    } <= sent, sent
    # What was saved of it is shown again.
    page.goto(f"{staff_web.url}/staff/leads/{lead_id}")
    assert "<img src=x" in page.locator(".history").inner_text()
    assert page.evaluate("window.ran") is None
    assert page.locator("main img, main script, main b").count() == 0
    stranger.context.close()
    context.close()
