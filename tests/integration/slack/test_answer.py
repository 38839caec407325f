"""Answers in Block Kit: buttons, selects, sources, tables, escapes, below Slack's limits."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.integration.slack.conftest import FromSlack, answering, element, elements
from tests.integration.slack.payloads import direct_message, press
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack

SECTION, BLOCKS, MESSAGE = 3000, 50, 13_200


async def ask(web: FromSlack, slack: StandInSlack, text: str = "hello") -> Any:
    await web.event(direct_message(text))
    return (await slack.wait_for("chat.postMessage"))[0]


def offers(count: int) -> list[dict[str, str]]:
    return [{"title": f"Choice {n}", "payload": f'/choose{{"n": {n}}}'} for n in range(count)]


@pytest.mark.parametrize("count", [1, 5, 6, 25, 130])
async def test_every_choice_can_be_chosen(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, count: int
) -> None:
    rasa.answer = answering(text="Which?", choices=offers(count))
    post = await ask(web, slack)
    shown = [each for each in elements(post) if each["action_id"].startswith("choice")]
    if count <= 5:
        titles = [each["text"]["text"] for each in shown]
    else:
        assert {each["type"] for each in shown} == {"static_select"}
        assert all(len(each["options"]) <= 100 for each in shown)
        titles = [option["text"]["text"] for each in shown for option in each["options"]]
    assert titles == [f"Choice {n}" for n in range(count)]
    assert len({each["action_id"] for each in elements(post)}) == len(elements(post))


@pytest.mark.parametrize("count", [2, 7])
async def test_the_chosen_one_is_shown_and_answered_once(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, count: int
) -> None:
    rasa.answer = answering(text="Which?", choices=offers(count))
    await ask(web, slack)
    message = slack.messages[0]
    chosen = element(message, "choice")
    for _ in range(2):
        await web.interact(press(chosen, chosen["block_id"], message=message, channel="D0PERSON"))
    (updated, *_) = await slack.wait_for("chat.update")
    await web.event(direct_message("bye"))
    await slack.wait_for("chat.postMessage", 3)
    assert rasa.messages == ["hello", '/choose{"n": 0}', "bye"]
    assert updated["ts"] == message["ts"]
    assert not [e for e in elements(updated) if e["action_id"].startswith("choice")]
    assert any("*Choice 0*" in each["text"] for each in elements(updated, "context"))


async def test_a_choice_that_was_never_offered_is_refused(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    rasa.answer = answering(text="Which?", choices=offers(2))
    await ask(web, slack)
    forged = {**element(slack.messages[0], "choice")}
    forged["value"] = forged["value"].rpartition("/")[0] + "/9-9"
    await web.interact(press(forged, forged["block_id"], message=slack.messages[0]))
    await slack.wait_for("chat.postMessage", 2)
    assert rasa.messages == ["hello"]


async def test_text_is_escaped_and_calls_nobody(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    rasa.answer = answering(text="R&D <!channel> write to info@example.com")
    post = await ask(web, slack)
    (section,) = [block for block in post["blocks"] if block["type"] == "section"]
    assert section["text"]["text"] == (
        "R&amp;D &lt;!channel&gt; write to <mailto:info@example.com|info@example.com>"
    )
    assert section["text"]["verbatim"] is True
    assert "<!channel>" not in post["text"]


async def test_sources_are_small_print_with_links(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    found = [
        {"title": "Wages | 2024", "url": "https://example.com/a?b=1&c=2", "year": 2024},
        {"title": "A survey", "year": 2023},
    ]
    rasa.answer = answering(text="$100,000", sources=found)
    post = await ask(web, slack)
    small = elements(post, "context")[-1]["text"]
    assert "<https://example.com/a?b=1&amp;c=2|Wages ¦ 2024> (2024) · A survey (2023)" in small


async def test_a_table_stands_in_columns(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    rows = [["Boston", "$120,000"], ["Salt Lake City", "$98,500"]]
    rasa.answer = answering(text="Pay:", table={"columns": ["Place", "Median"], "rows": rows})
    post = await ask(web, slack)
    text = next(b["text"]["text"] for b in post["blocks"] if "```" in str(b.get("text")))
    assert text.splitlines() == [
        "```",
        "Place             Median",
        "──────────────  ────────",
        "Boston          $120,000",
        "Salt Lake City   $98,500",
        "```",
    ]


async def test_long_answers_are_split_below_the_limits(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    words = [f"word{n} <&>" for n in range(3000)]
    rows = [[f"Place {n}", "x" * 40] for n in range(400)]
    table = {"columns": ["Place", "Note"], "rows": rows}
    rasa.answer = answering(text=" ".join(words), table=table)
    await web.event(direct_message("hello"))

    def everything() -> str:
        return " ".join(
            block["text"]["text"]
            for message in slack.messages
            for block in message["blocks"]
            if block["type"] == "section"
        )

    await asyncio.to_thread(slack.wait_until, lambda: "Place 399 " in everything())
    for message in slack.messages:
        sections = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
        assert len(message["blocks"]) <= BLOCKS
        assert max(map(len, sections), default=0) <= SECTION
        assert sum(map(len, sections)) <= MESSAGE
    said = everything()
    assert [word for word in said.split() if word.startswith("word")] == [
        f"word{n}" for n in range(3000)
    ]
    assert all(f"Place {n} " in said for n in range(400))
    assert rasa.messages == ["hello"]
