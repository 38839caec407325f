"""axe-core in every state, the keyboard, and what a screen reader is told."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.chat import Chat
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "viewport": {"width": 320, "height": 640}, "has_touch": True},
    {"color_scheme": "dark", "forced_colors": "active"},
]


def violations(chat: Chat, axe_source: str) -> list[str]:
    """What axe finds on the whole page with the widget, with all its rules."""
    # Colours in mid-animation are nobody's.
    chat.settle()
    chat.page.evaluate(axe_source)
    # With forced colours the system picks them; axe compares some of them with the page's own.
    forced = chat.page.evaluate("matchMedia('(forced-colors: active)').matches")
    found = chat.page.evaluate(
        "(contrast) => axe.run({rules: {'color-contrast': {enabled: contrast}}})", not forced
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone", "forced-colors"])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, web: WebProcess, axe_source: str, look: dict[str, Any]
) -> None:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **look})
    chat = Chat(context.new_page())
    chat.go(web.url)
    found = {"closed": violations(chat, axe_source)}
    chat.open()
    found["open"] = violations(chat, axe_source)
    chat.send("pay")
    expect(chat.bot.last.get_by_role("table")).to_be_visible()
    chat.button("Helpful").click()
    expect(chat.button("Helpful")).to_have_attribute("aria-pressed", "true")
    found["answer"] = violations(chat, axe_source)
    chat.send("ask for my email")
    expect(chat.field).to_have_attribute("type", "email")
    found["form"] = violations(chat, axe_source)
    chat.button("More").click()
    found["menu"] = violations(chat, axe_source)
    chat.host.locator("#menu").get_by_role("button", name="Erase my data").click()
    found["question"] = violations(chat, axe_source)
    chat.button("Keep it").click()
    chat.field.fill("x" * 4002)
    found["too long"] = violations(chat, axe_source)
    web.rasa.status = 500
    chat.send("hello")
    expect(chat.trouble).to_be_visible()
    found["error"] = violations(chat, axe_source)
    web.rasa.status = 200
    context.set_offline(True)
    chat.button("Try again").click()
    expect(chat.trouble).to_contain_text("offline")
    found["offline"] = violations(chat, axe_source)
    context.close()
    assert {state: each for state, each in found.items() if each} == {}


@pytest.mark.parametrize("path", ["/privacy", "/about-data"])
def test_axe_finds_nothing_on_the_other_pages(chat: Chat, axe_source: str, path: str) -> None:
    chat.go(chat.page.url.rstrip("/") + path)
    assert violations(chat, axe_source) == []


def test_a_whole_conversation_by_keyboard(chat: Chat) -> None:
    chat.launcher.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    chat.page.keyboard.type("hello")
    chat.page.keyboard.press("Enter")
    expect(chat.bot.last).to_contain_text("You said: hello")
    expect(chat.field).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_the_focus_order_is_that_of_reading_and_leaves_the_panel(chat: Chat) -> None:
    chat.open()
    chat.ask("hello")
    chat.button("More").focus()
    visited = []
    for _ in range(30):
        visited.append(chat.focused)
        chat.page.keyboard.press("Tab")
        inside = chat.page.evaluate("document.activeElement.localName === 'enamix-careers'")
        if not inside:
            break
    assert not inside, "the focus is trapped"
    kinds = [kind.split("#")[0] for kind in visited]
    assert kinds == [
        *("button.icon more", "button.icon", "div.scroll"),
        *("button.tool", "button.tool", "button.tool"),
        *("textarea.", "button.send", "button.person", "a.", "a."),
    ]


def test_closing_returns_to_what_opened_it(chat: Chat) -> None:
    opener = chat.page.get_by_role("button", name="Ask the career assistant")
    opener.click()
    expect(chat.field).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_escape_goes_back_one_step_at_a_time(chat: Chat) -> None:
    chat.open()
    chat.button("More").click()
    menu = chat.host.locator("#menu")
    expect(menu).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(chat.button("More")).to_be_focused()
    chat.menu("Start over")
    expect(chat.button("Keep it")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.button("Keep it")).to_be_hidden()
    expect(chat.field).to_be_focused()
    expect(chat.dialog).to_be_visible()


def test_a_pressed_choice_does_not_lose_the_focus(chat: Chat) -> None:
    chat.open()
    chat.send("pay")
    chat.choices.first.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.bot.last).to_contain_text("statistics")
    expect(chat.field).to_be_focused()


def test_new_replies_are_announced_once_and_history_is_not(chat: Chat) -> None:
    chat.page.add_init_script(
        """window.announced = [];
        const note = (region) => window.announced.push(region.innerText.trim());
        const watch = () => {
          const root = document.querySelector("enamix-careers")?.shadowRoot;
          if (!root) return setTimeout(watch, 5);
          const seen = new WeakSet();
          const look = () => root.querySelectorAll("[aria-live]").forEach((region) => {
            if (seen.has(region)) return;
            seen.add(region);
            new MutationObserver(() => note(region)).observe(region, {childList: true});
          });
          new MutationObserver(look).observe(root, {childList: true, subtree: true});
          look();
        };
        watch();"""
    )
    chat.page.reload()
    chat.open()
    chat.send("skills")
    expect(chat.bot).to_have_count(2)
    told = [text for text in chat.page.evaluate("window.announced") if "statistics" in text]
    assert len(told) == 1
    assert "Suggested answers: What skills do I need?; Talk to a person" in told[0]
    chat.page.reload()
    expect(chat.bot).to_have_count(2)
    chat.ask("more")
    told = [text for text in chat.page.evaluate("window.announced") if text]
    assert told == ["You said: more"]


def test_motion_stops_where_it_is_unwanted(context: BrowserContext, web: WebProcess) -> None:
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    chat = Chat(page)
    chat.go(web.url)
    chat.open()
    web.rasa.hold()
    chat.send("hello")
    expect(chat.host.locator(".dots")).to_be_visible()
    running = page.evaluate(
        "document.querySelector('enamix-careers').shadowRoot.getAnimations().length"
    )
    assert running == 0


def test_at_twice_and_four_times_the_size_everything_can_be_reached(
    browser: Browser, web: WebProcess
) -> None:
    # A zoomed window is a smaller one with a higher pixel ratio.
    for factor in (2, 4):
        context = browser.new_context(
            viewport={"width": 1280 // factor, "height": 1024 // factor},
            device_scale_factor=factor,
        )
        chat = Chat(context.new_page())
        chat.go(web.url)
        chat.open()
        chat.send("pay")
        expect(chat.bot.last.get_by_role("table")).to_be_visible()
        for part in (chat.field, chat.button("Send"), chat.button("More"), chat.launcher):
            if part is not chat.launcher:
                expect(part).to_be_in_viewport(ratio=1)
        overflow = chat.scroll.evaluate("area => area.scrollWidth - area.clientWidth")
        assert overflow <= 0
        context.close()


@pytest.mark.parametrize(
    "text", ["שלום עולם", "مرحبا", "データサイエンティスト", "नमस्ते", "Ω" * 300]
)
def test_text_in_any_script_is_shown_in_its_own_direction(chat: Chat, text: str) -> None:
    chat.open()
    chat.send(text)
    expect(chat.visitor.last).to_have_text(text)
    rtl = chat.visitor.last.evaluate("element => element.matches(':dir(rtl)')")
    assert rtl == (text[0] in "שم")
    overflow = chat.scroll.evaluate("area => area.scrollWidth - area.clientWidth")
    assert overflow <= 0
