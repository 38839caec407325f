"""What a visitor does with the widget and sees in it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

# Chromium reports failed requests as errors; tests of failures cause them on purpose.
EXPECTED = re.compile(r"Failed to load resource")


class Chat:
    """One page with the widget. Playwright looks into open shadow roots by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._heard)
        self.host = page.locator("enamix-careers")
        self.launcher = self.host.locator(".launcher")
        self.dialog = self.host.locator("dialog")
        self.field = self.host.locator(".composer textarea, .composer input")
        self.scroll = self.host.locator(".scroll")
        self.messages = self.host.locator("li.message")
        self.bot = self.host.locator("li.message.bot .bubble")
        self.visitor = self.host.locator("li.message.visitor .typed")
        self.pending = self.host.locator("li.message.pending")
        self.choices = self.host.locator(".choices button")
        self.trouble = self.host.locator(".trouble")
        self.live = self.host.locator("[aria-live]")

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.errors.append(message.text)

    def assert_no_errors(self) -> None:
        """No exception and no refusal of the content policy."""
        assert self.errors == []

    def go(self, url: str) -> None:
        self.page.goto(url)
        expect(self.launcher.or_(self.dialog).first).to_be_attached()

    def open(self) -> None:
        self.launcher.click()
        expect(self.bot.first).to_contain_text("automated")

    def settle(self) -> None:
        """Wait until nothing moves into its place any more."""
        self.page.evaluate(
            """() => Promise.all(document.querySelector("enamix-careers").shadowRoot
                 .getAnimations().filter((a) => a.effect.getTiming().iterations !== Infinity)
                 .map((a) => a.finished))"""
        )

    def send(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> None:
        """Send a text that the stand-in repeats, and wait for the answer."""
        self.send(text)
        expect(self.bot.last).to_contain_text(f"You said: {text}")

    def menu(self, name: str) -> None:
        self.host.get_by_role("button", name="More").click()
        self.host.locator("#menu").get_by_role("button", name=name).click()

    def button(self, name: str) -> Locator:
        return self.host.get_by_role("button", name=name, exact=True)

    @property
    def texts(self) -> list[str]:
        """The conversation as it is shown, without the greeting."""
        return [text.strip() for text in self.messages.locator(".typed, p").all_inner_texts()][1:]

    @property
    def focused(self) -> str:
        """Tag and class of the focused element, through shadow roots."""
        found: str = self.page.evaluate(
            """() => {
              let element = document.activeElement;
              while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
              return `${element.localName}.${element.className}#${element.id}`;
            }"""
        )
        return found
