"""A stranger's first two minutes with everything real: ask, leave a number, seen by staff."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import PROJECT
from tests.assistant import Assistant
from tests.browser.chat import Chat

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

TURN_MS = 60_000
ARRIVAL_MS = 30_000
PASSWORD = "seven geese over the pond"


@pytest.fixture
def account_manager(browser: Browser, assistant: Assistant) -> Iterator[Page]:
    """Who follows the link that `careers staff add` prints, and logs in."""
    command = [sys.executable, "-m", "bot", "--data", str(assistant.data_dir), "staff", "add"]
    printed = subprocess.run(
        [*command, "manager@example.com"],
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
    page.goto(f"{assistant.url}/staff/login")
    page.get_by_label("E-mail").fill("manager@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    yield page
    context.close()


def test_a_question_a_number_and_the_lead_on_the_staff_page(
    browser: Browser, assistant: Assistant, account_manager: Page
) -> None:
    context = browser.new_context(locale="en-US")
    chat = Chat(context.new_page())
    chat.go(assistant.url)
    chat.open()

    def said_to(text: str, answer: str) -> None:
        chat.send(text)
        expect(chat.bot.last).to_contain_text(re.compile(answer), timeout=TURN_MS)

    said_to("roughly what would a data engineer take home in Denver", r"\$136,025.*2025")
    said_to("could somebody from your team ring me about a job like that", "name")
    said_to("Imani Castellano, 303-555-0142", "Shall I send it|anything else|Which role")
    if "Shall I send it" not in chat.bot.last.inner_text():
        said_to("skip", "Shall I send it")
    chat.button("Yes, send").last.click()
    expect(chat.bot.last).to_contain_text("reference", timeout=TURN_MS)
    about = chat.host.get_by_role("link", name="About the data")
    expect(about).to_have_attribute("href", f"{assistant.url}/about-data")
    chat.assert_no_errors()

    arrived = account_manager.get_by_role("link", name="Imani Castellano")
    expect(arrived).to_be_visible(timeout=ARRIVAL_MS)
    arrived.click()
    expect(account_manager.get_by_role("link", name="Call")).to_have_attribute(
        "href", "tel:+13035550142"
    )
    expect(account_manager.get_by_text("roughly what would a data engineer")).to_be_visible()
    context.close()
