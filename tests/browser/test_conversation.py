"""Asking, answering, and everything that a message can hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat import Chat
from tests.standins.web import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_question_is_answered_with_figures_source_and_choices(chat: Chat) -> None:
    chat.open()
    chat.send("What do data scientists earn in Boston?")
    answer = chat.bot.last
    expect(answer).to_contain_text("the median yearly pay of data scientists in Boston")
    link = answer.get_by_role("link", name="Occupational Employment and Wages (2025)")
    expect(link).to_have_attribute("href", "https://www.bls.gov/oes/")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(chat.choices).to_have_text(["What skills do I need?", "Talk to a person"])


def test_figures_read_as_a_table_and_what_is_the_same_in_all_rows_is_said_once(chat: Chat) -> None:
    chat.open()
    chat.send("pay, please")
    table = chat.bot.last.get_by_role("table")
    expect(table.locator("caption")).to_have_text("Boston, MA · survey · 2025")
    expect(table.get_by_role("columnheader")).to_have_text(["Measure", "Amount"])
    expect(table.get_by_role("cell")).to_have_text(
        ["10th percentile", "$79,000", "Median", "$131,000", "90th percentile", "$205,000"]
    )
    widths = [bar.bounding_box()["width"] for bar in table.locator(".bar").all()]  # type: ignore[index]
    assert widths[0] / widths[2] == pytest.approx(79 / 205, abs=0.02)


def test_figures_of_different_kinds_get_no_bars(chat: Chat) -> None:
    chat.open()
    chat.send("mixed pay")
    table = chat.bot.last.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(3)
    expect(table.locator(".bar")).to_have_count(0)


def test_a_choice_is_sent_by_its_title_and_its_meaning_stays_on_the_server(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    chat.send("pay")
    chat.choices.first.click()
    expect(chat.visitor.last).to_have_text("What skills do I need?")
    expect(chat.bot.last.get_by_role("listitem")).to_have_text(["statistics", "Python", "SQL"])
    assert web.rasa.messages[-1] == "/ask_skills"


def test_addresses_in_a_text_are_links_of_safe_kinds_only(chat: Chat) -> None:
    chat.open()
    chat.send("skills?")
    link = chat.bot.last.get_by_role("link")
    expect(link).to_have_attribute("href", "mailto:info@enamix.com")


def test_several_lines_can_be_written_before_sending(chat: Chat, web: WebProcess) -> None:
    chat.open()
    chat.field.type("first")
    chat.field.press("Shift+Enter")
    chat.field.type("second")
    chat.field.press("Enter")
    expect(chat.visitor.last).to_have_text("first\nsecond", use_inner_text=True)
    expect(chat.bot.last).to_contain_text("You said: first")
    assert web.rasa.messages == ["first\nsecond"]


def test_enter_while_an_input_method_composes_does_not_send(chat: Chat) -> None:
    chat.open()
    chat.field.fill("データ")
    chat.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(chat.field).to_have_value("データ")
    expect(chat.visitor).to_have_count(0)


def test_the_characters_are_counted_near_the_limit_and_too_many_are_not_sent(chat: Chat) -> None:
    chat.open()
    count = chat.host.locator(".count")
    chat.field.fill("x" * 3000)
    expect(count).to_have_count(0)
    chat.field.fill("😀" * 3990)
    expect(count).to_have_text("10 characters left")
    chat.field.fill("x" * 4002)
    expect(count).to_have_text("2 characters too many")
    chat.field.press("Enter")
    expect(chat.visitor).to_have_count(0)
    expect(chat.field).to_have_value("x" * 4002)


def test_white_space_alone_is_not_sent(chat: Chat) -> None:
    chat.open()
    chat.send("  \n ")
    expect(chat.messages).to_have_count(1)


def test_a_long_answer_is_shown_from_its_beginning(chat: Chat) -> None:
    chat.open()
    chat.send("a long answer, please")
    expect(chat.bot.last.get_by_role("listitem")).to_have_count(40)
    first, area = chat.bot.last.bounding_box(), chat.scroll.bounding_box()
    assert first and area
    assert area["y"] <= first["y"] < area["y"] + area["height"] / 2


def test_a_reply_below_what_the_visitor_reads_does_not_move_them(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    chat.send("a long answer, please")
    expect(chat.bot).to_have_count(2)
    web.rasa.hold()
    chat.send("next")
    web.rasa.wait_for_questions(2)
    chat.scroll.evaluate("area => { area.scrollTop = 0; }")
    expect(chat.host.locator(".day")).to_be_in_viewport()
    web.rasa.release()
    chat.button("New reply").click()
    expect(chat.bot.last).to_be_in_viewport()
    expect(chat.button("New reply")).to_be_hidden()


def test_while_the_assistant_thinks_it_shows(chat: Chat, web: WebProcess) -> None:
    chat.open()
    web.rasa.hold()
    chat.send("hello")
    expect(chat.host.locator(".typing")).to_be_visible()
    web.rasa.release()
    expect(chat.bot.last).to_contain_text("You said: hello")
    expect(chat.host.locator(".typing")).to_have_count(0)


def test_an_answer_can_be_rated_and_the_rating_stays(chat: Chat) -> None:
    chat.open()
    chat.ask("hello")
    with chat.page.expect_response("**/api/chat/feedback") as response:
        chat.button("Helpful").click()
    assert response.value.status == 204
    expect(chat.button("Helpful")).to_have_attribute("aria-pressed", "true")
    expect(chat.live).to_have_text("Thank you for the feedback")
    chat.page.reload()
    expect(chat.button("Helpful")).to_have_attribute("aria-pressed", "true")
    chat.button("Not helpful").click()
    expect(chat.button("Helpful")).to_have_attribute("aria-pressed", "false")


def test_an_answer_can_be_copied_with_its_source(chat: Chat, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.open()
    chat.send("pay")
    expect(chat.bot).to_have_count(2)
    chat.button("Copy answer").click()
    expect(chat.live).to_have_text("Copied")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "Median | Boston, MA | $131,000 | survey | 2025" in copied
    assert "(2025) https://www.bls.gov/oes/" in copied


def test_the_transcript_is_a_text_file_of_both_sides(chat: Chat, tmp_path: Path) -> None:
    chat.open()
    chat.ask("hello there")
    with chat.page.expect_download() as download:
        chat.menu("Download transcript")
    assert re.fullmatch(
        r"enamix-conversation-\d{4}-\d\d-\d\d\.txt", download.value.suggested_filename
    )
    download.value.save_as(tmp_path / "transcript.txt")
    text = (tmp_path / "transcript.txt").read_text()
    assert re.search(r"\[.+\] You:\nhello there\n", text)
    assert text.index("automated assistant") < text.index("You said: hello there")


def test_a_person_is_always_one_press_away(chat: Chat, web: WebProcess) -> None:
    chat.open()
    chat.ask("hello")
    chat.host.locator(".person").click()
    expect(chat.visitor.last).to_have_text("I'd like to talk to a person")
    expect(chat.bot.last).to_contain_text("You said")


@pytest.mark.parametrize("kind", ["name", "email", "tel"])
def test_the_form_sets_keyboard_and_autofill_and_free_text_stays_possible(
    chat: Chat, kind: str
) -> None:
    chat.open()
    chat.send(f"ask for my {kind}")
    expect(chat.field).to_have_attribute("type", "text" if kind == "name" else kind)
    expect(chat.field).to_have_attribute("autocomplete", kind)
    expect(chat.field).to_be_focused()
    expect(chat.choices).to_have_text(["I'd rather not"])
    chat.ask("no, thank you")
    expect(chat.field).to_have_attribute("aria-label", "Your message")
    expect(chat.field).to_be_focused()


def test_start_over_begins_a_new_conversation_after_a_question(chat: Chat) -> None:
    chat.open()
    chat.ask("hello")
    chat.menu("Start over")
    chat.button("Keep it").click()
    expect(chat.messages).to_have_count(3)
    chat.menu("Start over")
    chat.button("Start over").click()
    expect(chat.messages).to_have_count(1)
    expect(chat.bot).to_contain_text("automated")
    chat.ask("again")


def test_erase_my_data_erases_it_on_the_server_and_in_the_browser(
    chat: Chat, web: WebProcess
) -> None:
    chat.open()
    chat.ask("my secret")
    token = chat.page.evaluate("localStorage.getItem('enamix-careers:token')")
    chat.menu("Erase my data")
    chat.button("Erase my data").click()
    expect(chat.host.locator(".note")).to_contain_text("have been erased")
    expect(chat.live).to_contain_text("have been erased")
    expect(chat.messages).to_have_count(0)
    kept = chat.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "secret" not in kept and token not in kept
    status = chat.page.evaluate(
        """async (token) => (await fetch("/api/chat/messages",
             {headers: {Authorization: `Bearer ${token}`}})).status""",
        token,
    )
    assert status == 401
    chat.button("Start a new conversation").click()
    chat.ask("a new beginning")


def test_erasing_that_fails_says_so_and_keeps_everything(
    chat: Chat, context: BrowserContext
) -> None:
    chat.open()
    chat.ask("hello")
    context.set_offline(True)
    chat.menu("Erase my data")
    chat.button("Erase my data").click()
    expect(chat.host.locator(".note")).to_contain_text("didn't work")
    expect(chat.messages).to_have_count(3)
    context.set_offline(False)
    chat.ask("still here")
