"""The slash command: only its asker sees the answer, until it is shared."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.slack.conftest import FromSlack, element, elements
from tests.integration.slack.payloads import CHANNEL, command, direct_message, press
from tests.standins.rasa import StandInRasa
from tests.standins.slack import Failure, StandInSlack


async def test_the_answer_is_for_the_asker_alone(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    body = command("what does &lt;R&amp;D&gt; pay?", f"{slack.hooks}one")
    assert await web.command(body) is None
    # Delivered twice by whatever stands between: the same trigger.
    assert await web.command(body) is None
    (answer,) = await slack.wait_for("hook:one")
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == "You said: what does &lt;R&amp;D&gt; pay?"
    assert rasa.messages == ["what does <R&D> pay?"]


async def test_it_may_be_shared_once_without_its_buttons(
    web: FromSlack, slack: StandInSlack
) -> None:
    await web.command(command("what does a tester earn?", f"{slack.hooks}one"))
    (answer,) = await slack.wait_for("hook:one")
    share = element(answer, "share")
    for _ in range(2):
        await web.interact(
            press(
                share,
                share["block_id"],
                message=answer,
                channel=CHANNEL,
                response_url=f"{slack.hooks}two",
                ephemeral=True,
            )
        )
    (shared,) = await slack.wait_for("hook:two")
    assert shared["response_type"] == "in_channel"
    assert "what does a tester earn?" in str(shared["blocks"])
    assert "You said: what does a tester earn?" in str(shared["blocks"])
    assert elements(shared) == []
    await web.event(direct_message("bye"))
    await slack.wait_for("chat.postMessage")
    assert len(slack.of("hook:two")) == 1


async def test_a_long_question_is_shared_in_part(web: FromSlack, slack: StandInSlack) -> None:
    await web.command(command("what does a tester earn?\n" * 150, f"{slack.hooks}one"))
    (answer,) = await slack.wait_for("hook:one")
    share = element(answer, "share")
    await web.interact(
        press(
            share,
            share["block_id"],
            message=answer,
            channel=CHANNEL,
            response_url=f"{slack.hooks}two",
            ephemeral=True,
        )
    )
    (shared,) = await slack.wait_for("hook:two")
    (asked,) = [e["text"] for e in elements(shared, "context") if "<@" in e["text"]]
    assert "\n" not in asked
    assert len(asked) < 400


async def test_that_there_is_nothing_to_share_is_said_in_private(
    web: FromSlack, slack: StandInSlack
) -> None:
    await web.command(command("what does a tester earn?", f"{slack.hooks}one"))
    (answer,) = await slack.wait_for("hook:one")
    offered = await web.command(command("erase", f"{slack.hooks}one"))
    for shown, action in ((offered, "erase"), (answer, "share")):
        button = element(shown, action)
        await web.interact(
            press(
                button,
                button["block_id"],
                message=answer,
                channel=CHANNEL,
                response_url=f"{slack.hooks}{action}",
                ephemeral=True,
            )
        )
        (said,) = await slack.wait_for(f"hook:{action}")
        assert said["response_type"] == "ephemeral"
        assert "erased" in said["text"]


async def test_command_and_direct_message_are_one_conversation(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    await web.command(command("hello", f"{slack.hooks}one"))
    await slack.wait_for("hook:one")
    await web.event(direct_message("and then?"))
    await slack.wait_for("chat.postMessage")
    assert len({body["sender"] for body in rasa.asked}) == 1


async def test_an_address_that_has_run_out_is_replaced(web: FromSlack, slack: StandInSlack) -> None:
    slack.fail("hook:one", Failure(status=404))
    await web.command(command("hello", f"{slack.hooks}one"))
    (answer,) = await slack.wait_for("chat.postEphemeral")
    assert (answer["channel"], answer["text"]) == (CHANNEL, "You said: hello")


@pytest.mark.parametrize("word", ["", "help", " HELP "])
async def test_help_is_answered_at_once(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa, word: str
) -> None:
    answer = await web.command(command(word, f"{slack.hooks}one"))
    assert "/careers" in answer["blocks"][0]["text"]["text"]
    topic = element(answer, "topic")
    await web.interact(
        press(
            topic,
            topic["block_id"],
            message=answer,
            channel=CHANNEL,
            response_url=f"{slack.hooks}two",
            ephemeral=True,
        )
    )
    await slack.wait_for("hook:two")
    assert rasa.messages == ['/ask_salary{"role": "machine-learning-engineer"}']


async def test_contact_opens_the_form(web: FromSlack, slack: StandInSlack) -> None:
    await web.command(command("contact", f"{slack.hooks}one"))
    (opened,) = await slack.wait_for("views.open")
    assert opened["view"]["callback_id"] == "contact_details"


async def test_erase_asks_once_more_and_erases(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    await web.event(direct_message("hello"))
    await slack.wait_for("chat.postMessage")
    answer = await web.command(command("erase", f"{slack.hooks}one"))
    erase = element(answer, "erase")
    assert erase["confirm"]["confirm"]["text"] == "Erase"
    await web.interact(
        press(
            erase,
            erase["block_id"],
            message=answer,
            channel=CHANNEL,
            response_url=f"{slack.hooks}two",
            ephemeral=True,
        )
    )
    (erased,) = await slack.wait_for("hook:two")
    assert "is erased" in erased["text"]
    await web.event(direct_message("hello again"))
    await asyncio.to_thread(rasa.wait_for_questions, 2)
    first, second = (body["sender"] for body in rasa.asked)
    assert first != second
