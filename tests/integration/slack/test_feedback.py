"""Thumbs up and down on an answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.conversations.tables import Message
from bot.database import Database
from tests.integration.slack.conftest import FromSlack, element, elements
from tests.integration.slack.payloads import CHANNEL, command, direct_message, press
from tests.standins.slack import StandInSlack


@pytest.mark.parametrize("value", ["up", "down"])
async def test_a_thumb_is_kept_and_thanked_for(
    web: FromSlack, slack: StandInSlack, database: Database, value: str
) -> None:
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    message = slack.messages[0]
    thumb = element(message, f"feedback_{value}")
    assert thumb["accessibility_label"]
    await web.interact(press(thumb, thumb["block_id"], message=message, channel="D0PERSON"))
    (updated,) = await slack.wait_for("chat.update")
    assert not [e for e in elements(updated) if e["action_id"].startswith("feedback")]
    assert "Thanks" in elements(updated, "context")[-1]["text"]
    with database.reading() as session:
        rated = session.execute(
            select(Message.text, Message.feedback).where(Message.feedback.is_not(None))
        ).all()
    assert rated == [("You said: hello", value)]


async def test_a_thumb_in_private_is_thanked_for_in_private(
    web: FromSlack, slack: StandInSlack
) -> None:
    await web.command(command("hello", f"{slack.hooks}one"))
    (answer,) = await slack.wait_for("hook:one")
    thumb = element(answer, "feedback_up")
    await web.interact(
        press(
            thumb,
            thumb["block_id"],
            message=answer,
            channel=CHANNEL,
            response_url=f"{slack.hooks}two",
            ephemeral=True,
        )
    )
    (thanks,) = await slack.wait_for("hook:two")
    assert "Thanks" in thanks["text"]
    assert thanks["replace_original"] is False


async def test_a_forged_value_changes_nothing(
    web: FromSlack, slack: StandInSlack, database: Database
) -> None:
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    message = slack.messages[0]
    thumb = element(message, "feedback_up")
    for value in ("nothing", "no-such/3", f"{thumb['value']}9999999999", "a/b/c"):
        await web.interact(press({**thumb, "value": value}, thumb["block_id"], message=message))
    with database.reading() as session:
        assert not session.execute(select(Message).where(Message.feedback.is_not(None))).first()
