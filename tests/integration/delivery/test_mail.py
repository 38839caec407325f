"""Leads by e-mail through a real SMTP server."""

from __future__ import annotations

import pytest

from bot.database import Database
from bot.settings import Settings
from tests.integration.delivery.conftest import MakeSettings, Office
from tests.standins.mail_server import DIE, STALL, MailServer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(database: Database, make_settings: MakeSettings) -> Office:
    return Office(database, make_settings())


async def test_account_manager_and_person_get_a_message(
    office: Office, mail_server: MailServer
) -> None:
    lead_id = office.submit()
    assert await office.work() == {"delivered": 2}
    assert mail_server.receivers == ["dana@example.com", "zoe@example.com"]
    notification, acknowledgement = mail_server.messages

    assert notification["Subject"] == "New candidate lead: Zoë Okonkwo, data-engineer, Denver"
    assert notification["Reply-To"].addresses[0].addr_spec == "zoe@example.com"
    assert notification["Reply-To"].addresses[0].display_name == "Zoë Okonkwo"
    plain = notification.get_body(("plain",)).get_content()
    for value in ("Zoë Okonkwo", "zoe@example.com", "+12125550142", "Prefers <mornings> & tea."):
        assert value in plain
    assert f"https://careers.example.com/staff/leads/{lead_id}" in plain
    html = notification.get_body(("html",)).get_content()
    assert "Prefers &lt;mornings&gt; &amp; tea." in html
    assert f'href="https://careers.example.com/staff/leads/{lead_id}"' in html

    assert acknowledgement["To"].addresses[0].display_name == "Zoë Okonkwo"
    assert acknowledgement["Reply-To"] == "info@enamix.com"
    plain = acknowledgement.get_body(("plain",)).get_content()
    assert "Hello Zoë Okonkwo," in plain and "/staff/" not in plain
    assert {m["message-id"] for m in mail_server.messages} == {
        f"<{delivery.id}@enamix.com>" for delivery in office.deliveries().values()
    }


@pytest.mark.parametrize(
    "fields", [{"consent_purposes": ["call"]}, {"email": None, "consent_purposes": ["email"]}]
)
async def test_nobody_is_written_to_without_consent_or_address(
    office: Office, mail_server: MailServer, fields: dict[str, object]
) -> None:
    office.submit(**fields)
    assert await office.work() == {"delivered": 1}
    assert mail_server.receivers == ["dana@example.com"]


async def test_hostile_name_is_only_a_name(office: Office, mail_server: MailServer) -> None:
    name = 'Bob" <b>\r\nBcc: eve@example.com, <eve@example.com>'
    office.submit(name=name, email="jörg@example.com", notes="{{ 7*7 }}<script>alert(1)</script>")
    await office.work()
    assert set(mail_server.receivers) == {"dana@example.com", "jörg@example.com"}
    for message in mail_server.messages:
        assert message["Bcc"] is None
        html = message.get_body(("html",)).get_content()
        assert "<script>" not in html and "{{ 7*7 }}" in html


async def test_dead_before_saying_so_is_sent_again_under_the_same_id(
    office: Office, mail_server: MailServer
) -> None:
    office.submit(consent_purposes=["call"])
    mail_server.answer = lambda number: DIE if number == 0 else "250 OK"
    assert await office.work() == {"failed": 1}
    delivery = office.deliveries()["email"]
    assert (delivery.state, delivery.attempts, delivery.claimed_until) == ("pending", 1, None)
    assert delivery.last_error and "zoe" not in delivery.last_error
    assert await office.work() == {}, "not before its time"
    office.make_due()
    assert await office.work() == {"delivered": 1}
    first, second = mail_server.messages
    assert first["message-id"] == second["message-id"]
    assert office.deliveries()["email"].state == "delivered"


async def test_slow_server_is_given_up(office: Office, mail_server: MailServer) -> None:
    office.submit(consent_purposes=["call"])
    mail_server.answer = lambda number: STALL
    assert await office.work() == {"failed": 1}
    assert "Timeout" in office.deliveries()["email"].last_error


async def test_refused_manager_is_tried_again_refused_person_is_not(
    office: Office, mail_server: MailServer
) -> None:
    office.submit()
    mail_server.refused = {"dana@example.com", "zoe@example.com"}
    assert await office.work() == {"failed": 1, "dead": 1}
    states = {channel: each.state for channel, each in office.deliveries().items()}
    assert states == {"email": "pending", "acknowledgement": "dead"}
    assert {each.last_error for each in office.deliveries().values()} == {"SMTP 550"}


async def test_untrusted_server_gets_nothing(
    database: Database, make_settings: MakeSettings, mail_server: MailServer
) -> None:
    office = Office(database, make_settings(smtp_ca_file=None))
    office.submit()
    assert await office.work() == {"failed": 2}
    assert mail_server.messages == []


async def test_server_without_encryption_gets_nothing(
    database: Database, make_settings: MakeSettings
) -> None:
    server = MailServer()
    office = Office(database, make_settings(smtp_port=server.port))
    office.submit()
    assert await office.work() == {"failed": 2}
    assert server.messages == []
    server.close()


async def test_logs_in(
    database: Database, make_settings: MakeSettings, certificate: object
) -> None:
    server = MailServer(certificate, ("robot", "secret"))  # type: ignore[arg-type]
    right = make_settings(
        smtp_port=server.port,
        smtp_user="robot",
        smtp_password="secret",
    )
    wrong: Settings = right.copy(update={"smtp_password": "wrong"})
    office = Office(database, wrong)
    office.submit()
    assert await office.work() == {"failed": 2}
    assert office.deliveries()["email"].last_error == "SMTP 535"
    office.make_due()
    office.settings = right
    assert await office.work() == {"delivered": 2}
    server.close()


async def test_no_server_listens(database: Database, make_settings: MakeSettings) -> None:
    office = Office(database, make_settings(smtp_port=1))
    office.submit()
    assert await office.work() == {"failed": 2}
