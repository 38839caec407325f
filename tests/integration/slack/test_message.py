"""Direct messages: acknowledged, answered once, in order, as plain text for Rasa."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from bot.web.slack import worker
from tests.integration.slack.conftest import FromSlack
from tests.integration.slack.payloads import BOT, TEAM, USER, direct_message
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack


async def test_a_message_is_answered_where_it_was_written(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    await web.event(direct_message("what does a tester earn?"))
    (post,) = await slack.wait_for("chat.postMessage")
    assert post["channel"] == "D0PERSON"
    assert "thread_ts" not in post
    assert post["text"] == "You said: what does a tester earn?"
    sections = [b["text"]["text"] for b in post["blocks"] if b["type"] == "section"]
    assert sections == ["You said: what does a tester earn?"]
    assert rasa.asked[0]["metadata"]["channel"] == "slack"


async def test_the_first_answer_says_that_it_is_automated(
    web: FromSlack, slack: StandInSlack
) -> None:
    for number in range(2):
        await web.event(direct_message(f"question {number}"))
        await slack.wait_for("chat.postMessage", number + 1)
    first, second = slack.of("chat.postMessage")
    assert "automated assistant" in first["blocks"][0]["elements"][0]["text"]
    assert second["blocks"][0]["type"] == "section"


async def test_one_conversation_goes_on(web: FromSlack, rasa: StandInRasa) -> None:
    await web.event(direct_message("what does a tester earn?"))
    await asyncio.to_thread(rasa.wait_for_questions, 1)
    await web.event(direct_message("and in Boston?"))
    await asyncio.to_thread(rasa.wait_for_questions, 2)
    await web.event(direct_message("hello", user="U0OTHER"))
    await asyncio.to_thread(rasa.wait_for_questions, 3)
    first, second, other = (body["sender"] for body in rasa.asked)
    assert first == second != other


async def test_a_thread_of_a_direct_message_goes_on_with_it(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    await web.event(direct_message("what does a tester earn?"))
    await slack.wait_for("chat.postMessage")
    thread_ts = slack.messages[0]["ts"]
    await web.event(direct_message("and in Boston?", thread_ts=thread_ts))
    await slack.wait_for("chat.postMessage", 2)
    assert slack.messages[1]["thread_ts"] == thread_ts
    first, second = rasa.asked
    assert first["sender"] == second["sender"]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("reach me at <mailto:ann@example.com|ann@example.com>", "reach me at ann@example.com"),
        ("call <tel:+12125550142|(212) 555-0142>", "call +12125550142"),
        (f"<@{BOT}>: R&amp;D &lt;jobs&gt;?", "R&D <jobs>?"),
        ("ask in <#C0JOBS|jobs> or <!subteam^S1|@team>", "ask in #jobs or @team"),
        ("see <https://example.com/a?b=1&amp;c=2|example.com/a>", "see example.com/a"),
        ("see <https://example.com/a?b=1&amp;c=2>", "see https://example.com/a?b=1&c=2"),
        ("yes :+1::skin-tone-4:", "yes 👍"),
        ("from 9:30:00, :tada:", "from 9:30:00, :tada:"),
        ('/restart{"role": "x"}', 'restart{"role": "x"}'),
    ],
)
async def test_mark_up_is_taken_out(
    web: FromSlack, rasa: StandInRasa, typed: str, plain: str
) -> None:
    await web.event(direct_message(typed))
    await asyncio.to_thread(rasa.wait_for_questions, 1)
    assert rasa.messages == [plain]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0OTHER", "subtype": "bot_message"},
        {"bot_id": "B0OTHER"},
        {"user": BOT},
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"edited": {"user": USER, "ts": "1700000000.000000"}},
        {"channel_type": "channel", "channel": "C0CAREERS"},
    ],
)
async def test_bots_edits_and_others_talk_are_left_alone(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, more: dict[str, Any]
) -> None:
    await web.event({**direct_message("not for you"), **more})
    await web.event(direct_message("for you", user="U0OTHER"))
    await slack.wait_for("chat.postMessage")
    assert rasa.messages == ["for you"]


async def test_too_long_and_files_are_answered_in_words(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    await web.event(direct_message("x" * 4001))
    await slack.wait_for("chat.postMessage", 1)
    files = [{"id": "F1", "name": "resume.pdf"}]
    await web.event(direct_message("", subtype="file_share", files=files))
    await slack.wait_for("chat.postMessage", 2)
    assert "under 4,000 characters" in slack.texts()[0]
    assert "info@enamix.com" in slack.texts()[1]
    assert rasa.messages == []


async def test_an_earlier_message_that_arrives_later_is_answered_first(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for a busy machine to take the other one in.
    monkeypatch.setattr(worker, "SETTLE_SECONDS", 3)
    second = direct_message("second", ts="1700000002.000100")
    first = direct_message("first", ts="1700000001.000100")
    await web.event(second)
    await web.event(first)
    await slack.wait_for("chat.postMessage", 2)
    assert rasa.messages == ["first", "second"]


async def test_the_workspace_stays_with_the_conversation(
    web: FromSlack, slack: StandInSlack, database: Any
) -> None:
    from sqlalchemy import select

    from bot.conversations.tables import Conversation, InboxEvent

    await web.event(direct_message("hello"), f"Ev{uuid.uuid4().hex}")
    await slack.wait_for("chat.postMessage")
    with database.reading() as session:
        (conversation,) = session.execute(select(Conversation)).scalars()
        assert (conversation.channel, conversation.workspace) == ("slack", TEAM)
        assert conversation.address == f"user:{USER}"
    # What was written is gone from the inbox once it is answered.
    for _ in range(500):
        with database.reading() as session:
            (event,) = session.execute(select(InboxEvent)).scalars()
        if event.state == "done":
            break
        await asyncio.sleep(0.02)
    assert (event.state, event.text, event.payload) == ("done", None, None)
