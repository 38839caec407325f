"""With everything real: a stranger asks and leaves a number; staff see it and do their day."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import PROJECT
from tests.assistant import Assistant
from tests.browser.chat import Chat

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

TURN_MS = 60_000
ARRIVAL_MS = 30_000
PASSWORD = "seven geese over the pond"


@pytest.fixture(scope="module")
def account(browser: Browser, assistant: Assistant) -> str:
    """The e-mail of somebody who has followed the link that `careers staff add` prints."""
    email = "manager@example.com"
    command = [sys.executable, "-m", "bot", "--data", str(assistant.data_dir), "staff", "add"]
    printed = subprocess.run(
        [*command, email],
        cwd=PROJECT,
        env={**os.environ, "CAREERS_DATA_DIR": str(assistant.data_dir)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    (link,) = re.findall(r"/staff/link/\S+", printed)
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(assistant.url + link)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.get_by_text("The password is set.")).to_be_visible()
    context.close()
    return email


@pytest.fixture
def account_manager(browser: Browser, assistant: Assistant, account: str) -> Iterator[Page]:
    """A page of this person, logged in."""
    context = browser.new_context(locale="en-US", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{assistant.url}/staff/login")
    page.get_by_label("E-mail").fill(account)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    yield page
    context.close()


class Visitor:
    """Somebody on the careers page with the chat open."""

    def __init__(self, browser: Browser, assistant: Assistant) -> None:
        self.context = browser.new_context(locale="en-US")
        self.chat = Chat(self.context.new_page())
        self.chat.go(assistant.url)
        self.chat.open()

    def say(self, text: str, answer: str) -> None:
        """One message, and what its answer has to tell."""
        self.chat.send(text)
        expect(self.chat.bot.last).to_contain_text(re.compile(answer), timeout=TURN_MS)

    def leave_a_number(self, wish: str, details: str) -> None:
        """From the wish to be called to the confirmation."""
        self.say(wish, "name")
        self.say(details, "Shall I send it|anything else|Which role")
        if "Shall I send it" not in self.chat.bot.last.inner_text():
            self.say("skip", "Shall I send it")
        self.chat.button("Yes, send").last.click()
        expect(self.chat.bot.last).to_contain_text("reference", timeout=TURN_MS)


@pytest.fixture
def open_chat(browser: Browser, assistant: Assistant) -> Iterator[Callable[[], Visitor]]:
    """Opens a visitor's browser."""
    visitors: list[Visitor] = []

    def open_one() -> Visitor:
        visitors.append(Visitor(browser, assistant))
        return visitors[-1]

    yield open_one
    for visitor in visitors:
        visitor.context.close()


def test_a_question_a_number_and_the_lead_on_the_staff_page(
    assistant: Assistant, account_manager: Page, open_chat: Callable[[], Visitor]
) -> None:
    visitor = open_chat()
    visitor.say("roughly what would a data engineer take home in Denver", r"\$136,025.*2025")
    visitor.leave_a_number(
        "could somebody from your team ring me about a job like that",
        "Imani Castellano, 303-555-0142",
    )
    about = visitor.chat.host.get_by_role("link", name="About the data")
    expect(about).to_have_attribute("href", f"{assistant.url}/about-data")
    visitor.chat.assert_no_errors()

    arrived = account_manager.get_by_role("link", name="Imani Castellano")
    expect(arrived).to_be_visible(timeout=ARRIVAL_MS)
    arrived.click()
    expect(account_manager.get_by_role("link", name="Call")).to_have_attribute(
        "href", "tel:+13035550142"
    )
    expect(account_manager.get_by_text("roughly what would a data engineer")).to_be_visible()


def test_the_day_of_an_account_manager_with_leads_from_the_chat(
    account_manager: Page, open_chat: Callable[[], Visitor]
) -> None:
    page, main = account_manager, account_manager.locator("#main")
    wish = "can one of your people phone me please"
    open_chat().leave_a_number(wish, "Teodor Vance, 303-555-0177")
    arrived = page.get_by_role("link", name="Teodor Vance")
    expect(arrived).to_be_visible(timeout=ARRIVAL_MS)
    arrived.click()
    page.get_by_role("button", name="Take it").click()
    expect(main.get_by_text("The owner has been changed.")).to_be_visible()
    page.get_by_role("textbox", name="Note").fill("Voicemail; try again at five.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".history").get_by_text("Voicemail; try again at five.")).to_be_visible()
    expect(page.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+13035550177")
    page.get_by_label("Status", exact=True).select_option("contacted")
    page.get_by_role("button", name="Set status").click()
    expect(page.get_by_text("New → Contacted")).to_be_visible()

    page.get_by_role("link", name="Leads", exact=True).first.click()
    open_chat().leave_a_number(wish, "Teo Vance, 303-555-0177")
    again = page.get_by_role("row").filter(has_text="Teo Vance")
    expect(again.get_by_text("Duplicate?")).to_be_visible(timeout=ARRIVAL_MS)
    again.get_by_role("link", name="Teo Vance").click()
    page.get_by_role("link", name="Compare and merge").click()
    page.get_by_role("radio", name="Teodor Vance").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", name="Teodor Vance")).to_be_visible()
    expect(page.get_by_role("button", name="Undo the merge")).to_be_visible()

    page.get_by_role("link", name="Leads", exact=True).first.click()
    page.get_by_role("link", name=re.compile("^All")).click()
    page.get_by_role("searchbox").fill("vance")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile("search=vance"))
    expect(page.get_by_role("link", name="Vance")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    content = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert content.count("+13035550177") == 1 and "Teodor Vance" in content
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out.")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
