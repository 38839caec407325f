"""A real Chromium, the real web process, and a foreign website."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bot.settings import PROJECT
from bot.widget_build import ensure_widget, install_packages
from tests import chromium
from tests.browser.chat import Chat
from tests.standins.web import WebProcess, Website

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 640}
OpenChat = Callable[..., Chat]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: while Playwright runs, no asynchronous test can."""
    path = chromium.find()
    assert path, "run: .venv/bin/python tests/chromium.py"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def website() -> Iterator[Website]:
    started = Website()
    yield started
    started.close()


@pytest.fixture(scope="session")
def shared_web(tmp_path_factory: pytest.TempPathFactory, website: Website) -> Iterator[WebProcess]:
    ensure_widget()
    started = WebProcess(tmp_path_factory.mktemp("web"), website.url, knowledge=True)
    yield started
    started.close()


@pytest.fixture
def web(shared_web: WebProcess) -> Iterator[WebProcess]:
    """The web process, and a stand-in that answers at once and has heard nothing yet."""
    shared_web.rasa.asked.clear()
    yield shared_web
    shared_web.rasa.release()
    shared_web.rasa.status = 200


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser on a desktop; its pages share what browsers let them share."""
    made = browser.new_context(viewport=DESKTOP, locale="en-US", accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow phone with a touch screen."""
    made = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="en-US")
    yield made
    made.close()


@pytest.fixture
def chat(context: BrowserContext, web: WebProcess) -> Iterator[Chat]:
    """The careers page on a desktop, chat still closed."""
    page = Chat(context.new_page())
    page.go(web.url)
    yield page
    page.assert_no_errors()


@pytest.fixture(scope="session")
def axe_source() -> str:
    install_packages()
    return (PROJECT / "widget" / "node_modules" / "axe-core" / "axe.min.js").read_text()
