"""Embedding: strict policies, hostile styles, attributes, JavaScript, phones, foreign sites."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.web.site.bundle import Bundle
from tests.browser.chat import Chat
from tests.standins.web import WebProcess, Website

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'"
HOSTILE = """
* { all: unset !important; display: block !important; color: red !important;
    font: 60px fantasy !important; text-transform: uppercase !important;
    position: static !important; visibility: hidden !important; }
html { font-size: 60px !important; }
body { transform: rotate(30deg) scale(.3) !important; filter: blur(9px); direction: rtl; }
enamix-careers { display: none !important; opacity: 0 !important; pointer-events: none !important; }
"""


def embed(url: str, attributes: str = "", head: str = "", body: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>A site</title>{head}"
        '<meta name="viewport" content="width=device-width">'
        f"</head><body>{body}<h1>A site</h1>"
        f'<script src="{url}/widget.js" async {attributes}></script></body></html>'
    )


def test_it_works_under_a_strict_content_policy(context: BrowserContext, web: WebProcess) -> None:
    page = context.new_page()
    page.route(
        f"{web.url}/strict",
        lambda route: route.fulfill(
            body=embed("", 'data-accent="#7a1fa2"'),
            content_type="text/html",
            headers={"Content-Security-Policy": STRICT},
        ),
    )
    chat = Chat(page)
    chat.go(f"{web.url}/strict")
    chat.open()
    chat.send("pay")
    bars = chat.bot.last.locator(".bar")
    expect(bars).to_have_count(3)
    first, last = bars.first.bounding_box(), bars.last.bounding_box()
    assert first and last and first["width"] < last["width"] / 2
    expect(chat.button("Send")).to_have_css("background-color", "rgb(122, 31, 162)")
    chat.assert_no_errors()


def test_another_site_embeds_it_by_one_line(
    context: BrowserContext, web: WebProcess, website: Website
) -> None:
    website.policy = f"default-src 'none'; script-src {web.url}; connect-src {web.url}"
    website.pages["/"] = embed(web.url)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chat = Chat(page)
    chat.go(website.url)
    chat.open()
    chat.ask("hello from afar")
    page.reload()
    expect(chat.visitor).to_have_text(["hello from afar"])
    chat.assert_no_errors()
    assert all(url.startswith((web.url, website.url)) for url in asked)
    website.policy = ""


def test_a_pinned_version_with_its_integrity_hash(
    context: BrowserContext, web: WebProcess, website: Website
) -> None:
    bundle = Bundle.load()
    line = (
        f'<script src="{web.url}{bundle.versioned_path}" integrity="{bundle.integrity}" '
        'crossorigin="anonymous" async></script>'
    )
    website.pages["/pinned"] = f"<!doctype html><title>Pinned</title><body>{line}</body>"
    chat = Chat(context.new_page())
    chat.go(f"{website.url}/pinned")
    chat.open()
    chat.ask("pinned")
    chat.assert_no_errors()


def test_a_site_that_is_not_allowed_is_told_so(
    context: BrowserContext, web: WebProcess, website: Website
) -> None:
    website.pages["/"] = embed(web.url)
    chat = Chat(context.new_page())
    # The same server under a name that the setting does not hold.
    chat.go(website.url.replace("localhost", "127.0.0.1"))
    chat.launcher.click()
    expect(chat.trouble).to_be_visible()
    expect(chat.messages).to_have_count(0)


def test_hostile_styles_of_the_page_do_not_reach_it(
    context: BrowserContext, web: WebProcess, website: Website
) -> None:
    plain, hostile = Chat(context.new_page()), Chat(context.new_page())
    website.pages["/plain"] = embed(web.url)
    website.pages["/hostile"] = embed(web.url, head=f"<style>{HOSTILE}</style>")
    looks = []
    for chat, path in ((plain, "/plain"), (hostile, "/hostile")):
        chat.go(website.url + path)
        chat.open()
        chat.settle()
        properties = ("color", "fontSize", "fontFamily", "textTransform", "direction", "opacity")
        looks.append(
            [
                chat.dialog.bounding_box(),
                chat.bot.first.bounding_box(),
                chat.bot.first.evaluate(
                    "(e, names) => names.map((name) => getComputedStyle(e)[name])", properties
                ),
            ]
        )
        chat.ask("fine")
    assert looks[0] == looks[1]


def test_nothing_of_it_reaches_the_page(context: BrowserContext, web: WebProcess) -> None:
    page = context.new_page()
    page.route(
        f"{web.url}/bare",
        lambda route: route.fulfill(body="<!doctype html><body></body>", content_type="text/html"),
    )
    page.goto(f"{web.url}/bare")
    # Playwright puts its own bindings there at the first wait.
    page.wait_for_function("true")
    page.evaluate("window.before = new Set(Object.getOwnPropertyNames(window))")
    page.add_script_tag(url=f"{web.url}/widget.js")
    page.wait_for_function("!!customElements.get('enamix-careers')")
    left = page.evaluate(
        "Object.getOwnPropertyNames(window).filter((name) => !window.before.has(name))"
    )
    # What copies of Lit share with each other; nothing is ours.
    assert [name for name in left if not re.match("lit|reactiveElement|before", name)] == []
    assert page.evaluate("document.styleSheets.length + document.adoptedStyleSheets.length") == 0


def test_attributes_of_the_line_set_looks_and_words(
    context: BrowserContext, web: WebProcess, website: Website
) -> None:
    website.pages["/custom"] = embed(
        web.url,
        'data-accent="#ffd400" data-heading="Ask Ada" data-greeting="Welcome, reader" '
        'data-launcher="Chat" data-position="bottom-left" data-theme="dark" data-lang="de" '
        'data-notice="Stored for a while." data-privacy-url="/our-privacy"',
    )
    chat = Chat(context.new_page())
    chat.go(f"{website.url}/custom")
    expect(chat.launcher).to_have_accessible_name("Chat")
    box = chat.launcher.bounding_box()
    assert box and box["x"] < 100
    chat.open()
    expect(chat.dialog).to_have_accessible_name("Ask Ada")
    expect(chat.host.locator(".greeting")).to_have_text("Welcome, reader")
    expect(chat.host.locator(".foot p")).to_contain_text("Stored for a while.")
    link = chat.host.locator(".foot").get_by_role("link", name="Privacy")
    expect(link).to_have_attribute("href", f"{website.url}/our-privacy")
    expect(chat.host.locator(".root")).to_have_attribute("lang", "de")
    expect(chat.dialog).to_have_css("background-color", "rgb(27, 34, 43)")


def test_pages_drive_it_by_javascript(context: BrowserContext, web: WebProcess) -> None:
    chat = Chat(context.new_page())
    chat.go(web.url)
    chat.page.evaluate(
        """() => {
          window.heard = [];
          const chat = document.querySelector("enamix-careers");
          for (const name of ["open", "close", "message"])
            chat.on(name, (detail) => window.heard.push([name, detail?.from ?? null]));
          window.stop = chat.on("open", () => window.heard.push(["stopped", null]));
          window.stop();
          chat.ask("a question of the page");
        }"""
    )
    expect(chat.bot.last).to_contain_text("You said: a question of the page")
    chat.page.evaluate("document.querySelector('enamix-careers').close()")
    expect(chat.dialog).to_be_hidden()
    heard = chat.page.evaluate("window.heard")
    assert heard[0] == ["open", None] and heard[-1] == ["close", None]
    assert ["message", "visitor"] in heard and ["message", "bot"] in heard
    assert ["stopped", None] not in heard
    chat.page.evaluate("document.querySelector('enamix-careers').toggle()")
    expect(chat.dialog).to_be_visible()


def test_on_a_phone_it_fills_the_screen_and_works_by_touch(
    phone: BrowserContext, web: WebProcess
) -> None:
    chat = Chat(phone.new_page())
    chat.go(web.url)
    chat.launcher.tap()
    expect(chat.bot.first).to_contain_text("automated")
    chat.settle()
    box = chat.dialog.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 320, "height": 640}
    # The keyboard comes up when the visitor asks for it, not before.
    expect(chat.field).not_to_be_focused()
    chat.field.tap()
    chat.field.fill("pay")
    chat.button("Send").tap()
    expect(chat.bot.last.get_by_role("table")).to_be_visible()
    chat.choices.first.tap()
    expect(chat.bot.last).to_contain_text("statistics")
    assert chat.scroll.evaluate("area => area.scrollWidth - area.clientWidth") <= 0
    for control in chat.host.locator("dialog button:visible").all():
        size = control.bounding_box()
        # WCAG 2.2, target size (minimum).
        assert size and size["width"] >= 24 and size["height"] >= 24
    chat.button("Close the career assistant").tap()
    expect(chat.launcher).to_be_focused()


def test_a_phone_shows_the_page_first_after_a_link(phone: BrowserContext, web: WebProcess) -> None:
    chat = Chat(phone.new_page())
    chat.go(web.url)
    chat.launcher.tap()
    expect(chat.bot.first).to_contain_text("automated")
    chat.page.reload()
    expect(chat.dialog).to_be_visible()
    chat.page.goto(f"{web.url}/about-data")
    expect(chat.launcher).to_be_visible()
    expect(chat.dialog).to_be_hidden()


def test_markup_in_answers_messages_and_addresses_never_runs(
    context: BrowserContext, web: WebProcess
) -> None:
    payload = "<img src=x onerror=window.hacked=1><svg onload=window.hacked=1>"
    chat = Chat(context.new_page())
    chat.go(f"{web.url}/?utm_source={payload}&ask={payload}#{payload}")
    chat.open()
    chat.send("unsafe")
    expect(chat.bot).to_have_count(2)
    expect(chat.bot.last).to_contain_text("<script>window.hacked=1</script>")
    chat.ask(payload)
    chat.page.reload()
    expect(chat.bot).to_have_count(3)
    links = chat.host.locator("a").evaluate_all("all => all.map((link) => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}
    root = "document.querySelector('enamix-careers').shadowRoot"
    assert chat.page.evaluate(f"{root}.querySelectorAll('img, script, iframe').length") == 0
    assert chat.page.evaluate("window.hacked") is None
    chat.assert_no_errors()


def test_markup_in_attributes_never_runs(
    context: BrowserContext, web: WebProcess, website: Website
) -> None:
    payload = "&lt;img src=x onerror=window.hacked=1&gt;"
    website.pages["/marked"] = embed(
        web.url,
        f'data-heading="{payload}" data-greeting="{payload}" data-launcher="{payload}" '
        'data-accent="red}} * {{display:none" data-privacy-url="javascript:window.hacked=1"',
    )
    chat = Chat(context.new_page())
    chat.go(f"{website.url}/marked")
    chat.open()
    expect(chat.host.locator(".foot").get_by_role("link", name="Privacy")).to_have_count(0)
    assert chat.page.evaluate("window.hacked") is None
