"""Mentions: answered in the thread; a thread is one conversation, whoever writes in it."""

from __future__ import annotations

import asyncio

from tests.integration.slack.conftest import FromSlack, answering, element
from tests.integration.slack.payloads import (
    CHANNEL,
    command,
    direct_message,
    mention,
    new_ts,
    press,
)
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack


async def test_a_mention_is_answered_in_its_thread(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    asked = mention("what does a tester do?")
    await web.event(asked)
    (post,) = await slack.wait_for("chat.postMessage")
    assert (post["channel"], post["thread_ts"]) == (CHANNEL, asked["ts"])
    assert rasa.messages == ["what does a tester do?"]


async def test_a_thread_is_one_conversation(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    thread = new_ts()
    await web.event(mention("hello", thread_ts=thread))
    await web.event(mention("and me?", thread_ts=thread, user="U0OTHER"))
    await web.event(mention("elsewhere"))
    await web.event(direct_message("alone"))
    await slack.wait_for("chat.postMessage", 4)
    senders = {body["message"]: body["sender"] for body in rasa.asked}
    assert senders["hello"] == senders["and me?"]
    assert len(set(senders.values())) == 3


async def test_rasa_is_told_where_others_read_along(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    await web.event(mention("hello"))
    await web.event(direct_message("hello"))
    await web.command(command("hello", f"{slack.hooks}one"))
    await asyncio.to_thread(rasa.wait_for_questions, 3)
    told = sorted(body["metadata"]["public"] for body in rasa.asked)
    assert told == [False, False, True]


async def test_a_choice_that_asks_for_details_opens_the_form_and_stays(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    choices = [{"title": "Talk to a person", "payload": "/request_human"}]
    rasa.answer = answering(text="What next?", choices=choices)
    await web.event(mention("hello"))
    await slack.wait_for("chat.postMessage")
    button = element(slack.messages[0], "choice")
    pressed = press(button, button["block_id"], message=slack.messages[0], channel=CHANNEL)
    # Closed by mistake, and opened again.
    for _ in range(2):
        await web.interact(pressed)
    opened = [call["view"]["callback_id"] for call in slack.of("views.open")]
    assert opened == ["contact_details"] * 2
    assert rasa.messages == ["hello"]
    assert slack.of("chat.update") == []


async def test_the_mention_counts_once_if_the_message_comes_too(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    asked = mention("hello")
    await web.event({**asked, "type": "message", "channel_type": "channel"})
    await web.event(asked)
    await asyncio.to_thread(rasa.wait_for_questions, 1)
    await web.event(mention("next"))
    await slack.wait_for("chat.postMessage", 2)
    assert rasa.messages == ["hello", "next"]
