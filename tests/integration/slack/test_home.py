"""The app's home: what it can do, topics, the form, privacy."""

from __future__ import annotations

from typing import Any

from tests.integration.slack.conftest import FromSlack, element, elements
from tests.integration.slack.payloads import USER, new_ts, press
from tests.standins.rasa import StandInRasa
from tests.standins.slack import Failure, StandInSlack

OPENED = {"type": "app_home_opened", "user": USER, "channel": "D0PERSON", "tab": "home"}


async def opened(web: FromSlack, slack: StandInSlack) -> Any:
    await web.event({**OPENED, "event_ts": new_ts()})
    (published,) = await slack.wait_for("views.publish")
    assert published["user_id"] == USER
    return published["view"]


async def test_it_is_shown_when_it_is_opened(web: FromSlack, slack: StandInSlack) -> None:
    view = await opened(web, slack)
    assert view["type"] == "home"
    words = str(view["blocks"])
    assert "automated assistant" in words
    assert "info@enamix.com" in words
    assert {"contact", "erase"} <= {each["action_id"] for each in elements(view)}


async def test_the_messages_tab_changes_nothing(web: FromSlack, slack: StandInSlack) -> None:
    await web.event({**OPENED, "tab": "messages", "event_ts": new_ts()})
    await opened(web, slack)
    assert len(slack.of("views.publish")) == 1


async def test_too_many_requests_are_waited_for(web: FromSlack, slack: StandInSlack) -> None:
    slack.fail("views.publish", Failure(status=429, error="ratelimited", retry_after=1))
    await web.event({**OPENED, "event_ts": new_ts()})
    await slack.wait_for("views.publish", 2)


async def test_a_topic_is_answered_in_the_messages(
    web: FromSlack, slack: StandInSlack, rasa: StandInRasa
) -> None:
    view = await opened(web, slack)
    topic = element(view, "topic")
    body = press(topic, topic["block_id"])
    for _ in range(2):
        await web.interact(body)
    (answer, *_) = await slack.wait_for("chat.postMessage")
    assert answer["channel"] == USER
    assert rasa.messages == ['/ask_salary{"role": "machine-learning-engineer"}']


async def test_the_form_opens(web: FromSlack, slack: StandInSlack) -> None:
    view = await opened(web, slack)
    contact = element(view, "contact")
    await web.interact(press(contact, contact["block_id"]))
    (form,) = await slack.wait_for("views.open")
    assert form["view"]["callback_id"] == "contact_details"
