"""Messages that may have arrived or not: looked for before they are sent again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.conversations import inbox
from tests.integration.slack.conftest import FromSlack, answering, element
from tests.integration.slack.payloads import CHANNEL, direct_message, mention, press
from tests.standins.rasa import StandInRasa
from tests.standins.slack import Failure, StandInSlack

ARRIVED = Failure(status=500, after=True)


async def until_answered(web: FromSlack, slack: StandInSlack, thread_ts: str | None) -> list[str]:
    """What stands in the conversation once a later question is answered."""
    last = mention("and last?", thread_ts=thread_ts) if thread_ts else direct_message("and last?")
    await web.event(last)
    await asyncio.to_thread(slack.wait_until, lambda: "You said: and last?" in slack.texts())
    return slack.texts()


@pytest.mark.parametrize("metadata_readable", [True, False])
async def test_in_a_thread_it_is_looked_for_there(
    web: FromSlack, slack: StandInSlack, metadata_readable: bool
) -> None:
    slack.metadata_readable = metadata_readable
    slack.fail("chat.postMessage", ARRIVED)
    asked = mention("hello")
    await web.event(asked)
    await slack.wait_for("conversations.replies")
    said = await until_answered(web, slack, asked["ts"])
    assert said == ["You said: hello", "You said: and last?"]


@pytest.mark.parametrize(
    "failure",
    [Failure(status=429, error="ratelimited", retry_after=1), Failure(status=503)],
)
async def test_while_it_cannot_be_looked_for_nothing_is_sent(
    web: FromSlack, slack: StandInSlack, failure: Failure
) -> None:
    slack.fail("chat.postMessage", ARRIVED)
    slack.fail("conversations.history", failure, failure)
    await web.event(direct_message("hello"))
    await slack.wait_for("conversations.history", 3)
    said = await until_answered(web, slack, None)
    assert said == ["You said: hello", "You said: and last?"]


async def test_a_database_that_fails_after_the_sending_doubles_nothing(
    web: FromSlack, slack: StandInSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    close, failed = inbox.close, []

    def fail_once(*arguments: Any) -> None:
        if not failed:
            failed.append(arguments)
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        close(*arguments)

    monkeypatch.setattr(inbox, "close", fail_once)
    await web.event(direct_message("hello"))
    said = await until_answered(web, slack, None)
    assert said == ["You said: hello", "You said: and last?"]


async def test_where_nothing_can_be_read_slack_may_recognise_the_repeat(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    slack.readable, slack.drops_repeats = False, True
    slack.fail("chat.postMessage", ARRIVED)
    asked = mention("hello")
    await web.event(asked)
    await slack.wait_for("chat.postMessage", 2)
    said = await until_answered(web, slack, asked["ts"])
    assert said == ["You said: hello", "You said: and last?"]
    first, again, last = (each["client_msg_id"] for each in slack.of("chat.postMessage"))
    assert first == again != last


async def test_every_part_of_an_answer_is_a_message_of_its_own(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    slack.drops_repeats = True
    rasa.answer = answering(text=" ".join(f"word{n}" for n in range(3000)))
    await web.event(mention("hello"))
    parts = await slack.wait_for("chat.postMessage", 2)
    assert len({part["client_msg_id"] for part in parts}) == len(parts)
    await asyncio.to_thread(slack.wait_until, lambda: "word2999" in str(slack.messages))
    assert {message["channel"] for message in slack.messages} == {CHANNEL}


async def test_an_id_that_slack_knows_without_a_message_hinders_nothing(
    web: FromSlack, slack: StandInSlack
) -> None:
    slack.fail("chat.postMessage", Failure(error="duplicate_message_not_found"))
    await web.event(mention("hello"))
    _, again = await slack.wait_for("chat.postMessage", 2)
    assert "client_msg_id" not in again
    assert again["blocks"]
    assert slack.texts() == ["You said: hello"]


async def test_a_doubtful_apology_is_not_taken_for_the_answer(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    rasa.status = 500
    slack.fail("chat.postMessage", ARRIVED)
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    # Rasa is back before we know that the apology has arrived.
    rasa.status = 200
    await slack.wait_for("conversations.history")
    await until_answered(web, slack, None)
    apology = slack.messages[0]
    button = element(apology, "again")
    await web.interact(press(button, button["block_id"], message=apology, channel="D0PERSON"))
    await asyncio.to_thread(slack.wait_until, lambda: "You said: hello" in slack.texts())
    assert len(slack.messages) == 3
