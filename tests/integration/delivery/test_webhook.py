"""Signed webhooks and Slack's to a real receiver, on both engines."""

from __future__ import annotations

import base64
from datetime import timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from bot.database import Database, utc_now
from bot.delivery.queue import replay
from bot.privacy.erasure import erase_leads
from tests.integration.delivery.conftest import SECRET, MakeSettings, Office
from tests.standins.receiver import DROP, SILENCE, TRICKLE, Receiver

WITHOUT_MAIL = {"smtp_host": ""}


@pytest.fixture
def office(database: Database, make_settings: MakeSettings, receiver: Receiver) -> Office:
    return Office(database, make_settings(webhook_url=f"{receiver.url}/leads", **WITHOUT_MAIL))


async def test_signed_lead_arrives(office: Office, receiver: Receiver) -> None:
    lead_id = office.submit()
    assert await office.work() == {"delivered": 1}
    (request,) = receiver.received
    document = Webhook(SECRET).verify(request.body, request.headers)
    assert document["type"] == "lead.created"
    assert document["data"]["id"] == lead_id
    assert document["data"]["name"] == "Zoë Okonkwo"
    assert document["data"]["consent_purposes"] == ["call", "email"]
    assert request.id == office.deliveries()["webhook"].id
    assert await office.work() == {}
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(request.body.replace(b"Denver", b"Boston"), request.headers)


@pytest.mark.parametrize("answer", [500, 429, 301, 302, 400, 404, SILENCE, DROP, TRICKLE])
async def test_any_other_answer_is_tried_again_under_the_same_id(
    office: Office, receiver: Receiver, answer: int
) -> None:
    office.submit()
    receiver.headers = {"Location": f"{receiver.url}/elsewhere"}
    receiver.answer = lambda number: answer if number == 0 else 200
    assert await office.work() == {"failed": 1}
    office.make_due()
    assert await office.work() == {"delivered": 1}
    first, second = receiver.received
    assert (first.path, second.path) == ("/leads", "/leads"), "a redirect was followed"
    assert first.id == second.id
    assert first.body == second.body
    Webhook(SECRET).verify(second.body, second.headers)


async def test_gone_is_not_tried_again(office: Office, receiver: Receiver) -> None:
    office.submit()
    receiver.answer = lambda number: 410
    assert await office.work() == {"dead": 1}


@pytest.mark.parametrize("as_date", [False, True])
async def test_retry_after_is_obeyed(office: Office, receiver: Receiver, as_date: bool) -> None:
    office.submit()
    before = utc_now()
    until = format_datetime(before + timedelta(seconds=900), usegmt=True)
    receiver.headers = {"Retry-After": until if as_date else "900"}
    receiver.answer = lambda number: 429
    await office.work()
    wait = office.deliveries()["webhook"].next_attempt_at - before
    assert timedelta(seconds=890) < wait < timedelta(seconds=1000)


async def test_dead_letter_after_the_configured_time_and_replay(
    office: Office, receiver: Receiver
) -> None:
    office.submit()
    receiver.answer = lambda number: 500
    office.make_due(give_up_at=utc_now() - timedelta(seconds=1))
    assert await office.work() == {"dead": 1}
    dead = office.deliveries()["webhook"]
    assert (dead.state, dead.last_error) == ("dead", "HTTP 500")
    assert await office.work() == {}
    receiver.answer = lambda number: 200
    with office.database.writing() as session:
        assert replay(session, [dead.id], utc_now(), timedelta(hours=1)) == 1
        assert replay(session, [dead.id], utc_now(), timedelta(hours=1)) == 0
    assert await office.work() == {"delivered": 1}
    assert receiver.received[0].id == receiver.received[1].id


async def test_old_and_new_secret_sign_together(
    database: Database, make_settings: MakeSettings, receiver: Receiver
) -> None:
    new = "whsec_" + base64.b64encode(b"another key for tests, 32 bytes!").decode()
    settings = make_settings(
        webhook_url=receiver.url, webhook_secret=f"{new} {SECRET}", **WITHOUT_MAIL
    )
    office = Office(database, settings)
    office.submit()
    await office.work()
    (request,) = receiver.received
    for secret in (new, SECRET):
        Webhook(secret).verify(request.body, request.headers)


@pytest.mark.parametrize("secret", ["", "whsec_"])
async def test_nothing_is_sent_unsigned(
    database: Database, make_settings: MakeSettings, receiver: Receiver, secret: str
) -> None:
    settings = make_settings(webhook_url=receiver.url, webhook_secret=secret, **WITHOUT_MAIL)
    office = Office(database, settings)
    office.submit()
    assert await office.work() == {"failed": 1}
    assert receiver.received == []
    assert "SECRET" in office.deliveries()["webhook"].last_error


async def test_slack_shows_the_lead_as_plain_text(
    database: Database, make_settings: MakeSettings, receiver: Receiver
) -> None:
    settings = make_settings(slack_webhook_url=f"{receiver.url}/slack", **WITHOUT_MAIL)
    office = Office(database, settings)
    lead_id = office.submit(name="<!channel> Zoë")
    assert await office.work() == {"delivered": 1}
    document = receiver.received[0].document
    assert "&lt;!channel&gt; Zoë" in document["text"]
    sections = [block["text"] for block in document["blocks"] if block["type"] == "section"]
    assert {text["type"] for text in sections} == {"plain_text"}
    assert "zoe@example.com" in sections[1]["text"]
    assert lead_id in document["blocks"][-1]["elements"][0]["url"]


async def test_erasure_is_told_without_the_person(office: Office, receiver: Receiver) -> None:
    lead_id = office.submit()
    await office.work()
    with office.database.writing() as session:
        erase_leads(session, [lead_id], "staff:1")
    assert await office.work() == {"delivered": 1}
    notice = receiver.received[1]
    assert notice.document["type"] == "lead.erased"
    assert notice.document["data"] == {"id": lead_id}
    assert notice.id != receiver.received[0].id


async def test_one_dead_receiver_does_not_hold_up_the_other_channels(
    database: Database, make_settings: MakeSettings, receiver: Receiver
) -> None:
    settings = make_settings(
        webhook_url=receiver.url, slack_webhook_url="http://127.0.0.1:1/", **WITHOUT_MAIL
    )
    office = Office(database, settings)
    for number in range(3):
        office.submit(f"run-{number}")
    assert await office.work() == {"delivered": 3, "failed": 3}
