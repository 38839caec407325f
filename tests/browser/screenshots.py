"""`make screenshots`: pictures of the widget's states on the real assistant, for docs/images."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from bot.settings import PROJECT
from tests import chromium
from tests.assistant import Assistant, data_folder_with_model
from tests.browser.chat import Chat

IMAGES = PROJECT / "docs" / "images"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1200, "height": 760}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 720},
    "has_touch": True,
    "is_mobile": True,
}
TURN_MS = 30_000
COLORS = 128


class Photographer:
    """One visitor in one kind of browser."""

    def __init__(self, browser: Browser, url: str, name: str, **options: Any) -> None:
        self.context = browser.new_context(
            locale="en-US", timezone_id="America/New_York", **options
        )
        self.chat = Chat(self.context.new_page())
        self.name = name
        self.chat.go(url)

    def shoot(self, state: str) -> None:
        """Write one picture; few colours keep the repository small."""
        self.chat.settle()
        # The pointer would light up what is under it.
        self.chat.page.mouse.move(0, 0)
        path = IMAGES / f"{self.name}-{state}.png"
        self.chat.page.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLORS).save(path, optimize=True)
        print(f"{path.relative_to(PROJECT)} ({path.stat().st_size // 1000} kB)")

    def ask(self, text: str) -> None:
        """One turn with the real assistant."""
        before = self.chat.bot.count()
        self.chat.send(text)
        expect(self.chat.bot.nth(before)).to_be_visible(timeout=TURN_MS)
        expect(self.chat.host.locator(".typing")).to_have_count(0, timeout=TURN_MS)


def tour(browser: Browser, url: str, name: str, **options: Any) -> None:
    """All states once."""
    visitor = Photographer(browser, url, name, **options)
    chat = visitor.chat
    visitor.shoot("closed")
    chat.open()
    visitor.shoot("open")
    visitor.ask("What does a data engineer earn in Denver?")
    visitor.shoot("answer")
    visitor.ask("I'm looking for a new job")
    visitor.shoot("form")
    visitor.context.set_offline(True)
    chat.send("Are you still there?")
    expect(chat.trouble).to_be_visible()
    visitor.shoot("offline")
    visitor.context.close()


def main() -> None:
    """Start the assistant and a browser, and take all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    path = chromium.find() or sys.exit("run: .venv/bin/python tests/chromium.py")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        assistant = Assistant(data_folder_with_model(Path(folder) / "data"))
        try:
            assistant.wait_until_ready()
            browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
            tour(browser, assistant.url, "light", **DESKTOP)
            tour(browser, assistant.url, "dark", **DESKTOP, color_scheme="dark")
            tour(browser, assistant.url, "phone", **PHONE)
            browser.close()
        finally:
            assistant.stop()


if __name__ == "__main__":
    main()
