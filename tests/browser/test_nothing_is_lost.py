"""Reload, second tab, offline, restart: history in order, every message sent exactly once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.chat import Chat
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

POST = "**/api/chat/messages"
RETRY_MS = 20_000
"""Longer than the longest pause that a test leads to."""


@pytest.fixture
def own_web(tmp_path: Path) -> Iterator[WebProcess]:
    """A web process that a test may stop."""
    started = WebProcess(tmp_path)
    yield started
    started.close()


def sent_once(web: WebProcess, *texts: str) -> None:
    """The assistant was asked exactly these, in this order, each once."""
    assert web.rasa.messages == list(texts)
    assert set(web.rasa.times_asked.values()) == {1}


def test_a_reload_shows_the_same_conversation_and_the_panel_stays_open(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    chat.ask("one")
    chat.ask("two")
    before = chat.texts
    chat.page.reload()
    expect(chat.dialog).to_be_visible()
    expect(chat.messages).to_have_count(5)
    assert chat.texts == before == ["one", "You said: one", "two", "You said: two"]
    sent_once(web, "one", "two")


def test_what_is_typed_but_not_sent_survives_a_reload(chat: Chat) -> None:
    chat.open()
    chat.field.fill("half a thou")
    chat.page.reload()
    expect(chat.field).to_have_value("half a thou")


def test_a_reload_while_the_assistant_thinks_brings_the_answer_once(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    web.rasa.hold()
    chat.send("slow question")
    web.rasa.wait_for_questions(1)
    chat.page.reload()
    expect(chat.visitor).to_have_text(["slow question"])
    web.rasa.release()
    expect(chat.bot.last).to_contain_text("You said: slow question")
    expect(chat.messages).to_have_count(3)
    sent_once(web, "slow question")


def test_going_to_another_page_and_back_loses_nothing(chat: Chat, web: WebProcess) -> None:
    chat.open()
    web.rasa.hold()
    chat.send("on my way")
    web.rasa.wait_for_questions(1)
    chat.page.goto(f"{web.url}/privacy")
    web.rasa.release()
    expect(chat.bot.last).to_contain_text("You said: on my way")
    chat.page.go_back()
    expect(chat.bot.last).to_contain_text("You said: on my way")
    assert chat.texts == ["on my way", "You said: on my way"]
    sent_once(web, "on my way")


def test_offline_messages_wait_visibly_and_are_sent_in_order_once(
    chat: Chat, context: BrowserContext, web: WebProcess
) -> None:
    chat.open()
    context.set_offline(True)
    chat.send("first")
    expect(chat.trouble).to_contain_text("You're offline")
    chat.send("second")
    expect(chat.pending).to_have_count(2)
    expect(chat.pending.first).to_contain_text("Waiting to be sent")
    context.set_offline(False)
    expect(chat.bot.last).to_contain_text("You said: second")
    expect(chat.pending).to_have_count(0)
    expect(chat.trouble).to_have_count(0)
    assert chat.texts == ["first", "You said: first", "second", "You said: second"]
    sent_once(web, "first", "second")


def test_unsent_messages_survive_a_reload(
    chat: Chat, context: BrowserContext, web: WebProcess
) -> None:
    chat.open()
    context.route("**/api/chat/**", lambda route: route.abort())
    chat.send("kept")
    expect(chat.trouble).to_contain_text("Not sent yet")
    chat.page.reload()
    expect(chat.pending).to_contain_text("kept")
    expect(chat.bot.first).to_contain_text("automated")
    context.unroute("**/api/chat/**")
    chat.button("Try again").click()
    expect(chat.bot.last).to_contain_text("You said: kept")
    sent_once(web, "kept")


def test_an_answer_lost_on_the_way_is_fetched_without_asking_again(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    lost = []

    def lose_the_first(route: Route) -> None:
        if lost or route.request.method != "POST":
            route.continue_()
            return
        # The server does its work; what it says never arrives.
        route.fetch()
        lost.append(route.request.post_data_json["client_id"])
        route.abort()

    chat.page.route(POST, lose_the_first)
    chat.send("did you get this?")
    expect(chat.bot.last).to_contain_text("You said: did you get this?", timeout=RETRY_MS)
    expect(chat.visitor).to_have_count(1)
    assert chat.texts == ["did you get this?", "You said: did you get this?"]
    sent_once(web, "did you get this?")
    assert web.rasa.asked[0]["metadata"]["client_id"] == lost[0]


def test_the_same_text_twice_is_two_messages(chat: Chat, web: WebProcess) -> None:
    chat.open()
    web.rasa.hold()
    chat.send("yes")
    chat.send("yes")
    expect(chat.visitor).to_have_count(2)
    web.rasa.release()
    expect(chat.bot).to_have_count(3)
    # The second message takes its place when it is confirmed, a moment after it is shown.
    shown = [re.compile(r"\S"), "yes", "You said: yes", "yes", "You said: yes"]
    expect(chat.messages.locator(".typed, p")).to_have_text(shown)
    sent_once(web, "yes", "yes")


def test_a_restart_of_the_server_delays_a_message_and_loses_nothing(
    context: BrowserContext, own_web: WebProcess
) -> None:
    chat = Chat(context.new_page())
    chat.go(own_web.url)
    chat.open()
    chat.ask("before")
    own_web.stop()
    chat.send("during")
    expect(chat.trouble).to_contain_text("can't be reached")
    expect(chat.trouble.get_by_role("button", name="Try again")).to_be_visible()
    own_web.start()
    expect(chat.bot.last).to_contain_text("You said: during", timeout=RETRY_MS)
    chat.ask("after")
    assert chat.texts[0::2] == ["before", "during", "after"]
    sent_once(own_web, "before", "during", "after")


def test_opening_while_the_server_is_away_says_so_and_begins_later(
    context: BrowserContext, own_web: WebProcess
) -> None:
    chat = Chat(context.new_page())
    chat.go(own_web.url)
    own_web.stop()
    chat.launcher.click()
    expect(chat.trouble).to_contain_text("can't be reached")
    chat.send("I was early")
    own_web.start()
    expect(chat.bot.last).to_contain_text("You said: I was early", timeout=RETRY_MS)
    sent_once(own_web, "I was early")


def test_the_assistant_being_down_is_an_apology_with_an_address_and_a_retry(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    web.rasa.status = 500
    chat.send("anyone there?")
    expect(chat.trouble).to_contain_text("info@enamix.com")
    expect(chat.visitor).to_have_text(["anyone there?"])
    web.rasa.status = 200
    chat.button("Try again").click()
    expect(chat.bot.last).to_contain_text("You said: anyone there?")
    assert chat.texts == ["anyone there?", "You said: anyone there?"]
    assert len(web.rasa.times_asked) == 1


def test_a_refused_message_can_be_edited_or_discarded(chat: Chat) -> None:
    refusal = {"error": {"code": "too_long", "message": "That is too long for me."}}
    chat.open()
    chat.page.route(POST, lambda route: route.fulfill(status=413, json=refusal))
    chat.send("much too long")
    expect(chat.pending).to_contain_text("That is too long for me.")
    chat.button("Edit").click()
    expect(chat.field).to_have_value("much too long")
    expect(chat.field).to_be_focused()
    chat.field.press("Enter")
    chat.button("Discard").click()
    expect(chat.pending).to_have_count(0)
    chat.page.unroute(POST)
    chat.ask("short")


def test_a_second_tab_shows_and_continues_the_same_conversation(
    chat: Chat, context: BrowserContext, web: WebProcess
) -> None:
    chat.open()
    chat.ask("from the first tab")
    second = Chat(context.new_page())
    second.go(web.url)
    second.open()
    expect(second.visitor).to_have_text(["from the first tab"])
    second.ask("from the second tab")
    expect(chat.bot.last).to_contain_text("You said: from the second tab")
    assert chat.texts == second.texts
    sent_once(web, "from the first tab", "from the second tab")
    second.assert_no_errors()


def test_two_tabs_together_send_an_unsent_message_once(
    chat: Chat, context: BrowserContext, web: WebProcess
) -> None:
    chat.open()
    second = Chat(context.new_page())
    second.go(web.url)
    second.open()
    context.set_offline(True)
    chat.send("written offline")
    expect(second.pending).to_contain_text("written offline")
    context.set_offline(False)
    for tab in (chat, second):
        expect(tab.bot.last).to_contain_text("You said: written offline")
        assert tab.texts == ["written offline", "You said: written offline"]
    sent_once(web, "written offline")


def test_erasing_in_one_tab_empties_the_other(
    chat: Chat, context: BrowserContext, web: WebProcess
) -> None:
    chat.open()
    chat.ask("private")
    second = Chat(context.new_page())
    second.go(web.url)
    second.open()
    expect(second.visitor).to_have_text(["private"])
    second.menu("Erase my data")
    second.button("Erase my data").click()
    expect(second.host.locator(".note")).to_contain_text("have been erased")
    expect(chat.visitor).to_have_count(0)


def test_after_sleep_what_came_meanwhile_is_there(
    chat: Chat, context: BrowserContext, web: WebProcess
) -> None:
    chat.open()
    chat.ask("before sleep")
    token = chat.page.evaluate("localStorage.getItem('enamix-careers:token')")
    response = context.request.post(
        f"{web.url}/api/chat/messages",
        headers={"Authorization": f"Bearer {token}"},
        data={"client_id": "0b9a1f0e-4c8e-4b9a-9a55-3f1c2d4e5f60", "text": "from elsewhere"},
    )
    assert response.status == 200
    chat.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chat.bot.last).to_contain_text("You said: from elsewhere")
    assert chat.texts[-2:] == ["from elsewhere", "You said: from elsewhere"]


def test_an_expired_conversation_goes_on_in_a_new_one_with_the_unsent_message(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    chat.ask("old")
    chat.page.evaluate("localStorage.setItem('enamix-careers:token', 'expired')")
    chat.send("new")
    expect(chat.bot.last).to_contain_text("You said: new")
    expect(chat.host.locator(".note")).to_contain_text("This is a new one")
    assert chat.texts == ["new", "You said: new"]
    sent_once(web, "old", "new")


def test_it_works_where_the_browser_refuses_to_store_anything(chat: Chat, web: WebProcess) -> None:
    chat.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, {get() { throw new DOMException("denied"); }});"""
    )
    chat.go(web.url)
    chat.open()
    chat.ask("no storage")
    sent_once(web, "no storage")


def test_it_works_without_a_secure_context(chat: Chat, web: WebProcess) -> None:
    chat.page.add_init_script(
        """Object.defineProperty(Navigator.prototype, "locks", {value: undefined});
           delete Navigator.prototype.locks;
           Object.defineProperty(Crypto.prototype, "randomUUID", {value: undefined});
           delete Crypto.prototype.randomUUID;"""
    )
    chat.go(web.url)
    chat.open()
    chat.ask("plain http")
    sent_once(web, "plain http")


def test_replies_that_come_while_it_is_closed_are_counted(chat: Chat, web: WebProcess) -> None:
    chat.open()
    web.rasa.hold()
    chat.send("take your time")
    web.rasa.wait_for_questions(1)
    chat.button("Close the career assistant").click()
    web.rasa.release()
    expect(chat.launcher).to_have_accessible_name("Ask about careers, 1 new message")
    chat.page.reload()
    expect(chat.launcher).to_have_accessible_name("Ask about careers, 1 new message")
    chat.open()
    chat.button("Close the career assistant").click()
    expect(chat.launcher).to_have_accessible_name("Ask about careers")


def test_nothing_is_sent_before_the_visitor_opens_it(
    context: BrowserContext, web: WebProcess
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chat = Chat(page)
    chat.go(web.url)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(web.url) for url in asked)
    assert not any("/api/" in url for url in asked)
