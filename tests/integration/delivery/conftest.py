"""A worker in this process between a real database, a real mail server and a real receiver."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.delivery.outbox import submit_lead
from bot.delivery.tables import Delivery
from bot.delivery.worker import DeliveryWorker, Senders
from bot.leads.capture import LeadDraft
from bot.settings import Settings
from bot.wording import Wording
from tests.standins.mail_server import MailServer, make_certificate
from tests.standins.receiver import Receiver

SECRET = "whsec_" + base64.b64encode(b"for tests only, 32 bytes of key").decode()
TIMEOUT_SECONDS = 1.5


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate") / "mail.pem")


@pytest.fixture
def mail_server(certificate: Path) -> Iterator[MailServer]:
    server = MailServer(certificate)
    yield server
    server.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.close()


MakeSettings = Callable[..., Settings]


@pytest.fixture
def make_settings(
    database_url: str, mail_server: MailServer, certificate: Path, tmp_path: Path
) -> MakeSettings:
    def make(**fields: Any) -> Settings:
        given = {
            "data_dir": tmp_path,
            "database_url": database_url,
            "public_url": "https://careers.example.com/",
            "smtp_host": "127.0.0.1",
            "smtp_port": mail_server.port,
            "smtp_ca_file": certificate,
            "leads_email": "Dana Reyes <dana@example.com>",
            "webhook_secret": SECRET,
            "delivery_timeout_seconds": TIMEOUT_SECONDS,
        }
        return Settings(**{**given, **fields})

    return make


class Office:
    """Submits leads, works, and looks at the outbox."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings

    def submit(self, key: str = "run-1", **fields: Any) -> str:
        given = {
            "kind": "candidate",
            "channel": "web",
            "consent_version": "2026-11",
            "consent_purposes": ["email", "call"],
            "name": "Zoë Okonkwo",
            "email": "zoe@example.com",
            "phone_number": "+12125550142",
            "role": "data-engineer",
            "location": "Denver",
            "notes": "Prefers <mornings> & tea.",
        }
        with self.database.writing() as session:
            draft = LeadDraft(**{**given, **fields})
            return str(submit_lead(session, draft, key, self.settings).lead.id)

    async def work(self) -> dict[str, int]:
        """One attempt at everything that is due."""
        senders = Senders(self.settings, Wording.load())
        try:
            return dict(await DeliveryWorker(self.database, self.settings, senders).run_once())
        finally:
            await senders.close()

    def make_due(self, **values: Any) -> None:
        """As if the time of the next attempt had come; `values` are set, too."""
        with self.database.writing() as session:
            for delivery in session.execute(select(Delivery)).scalars():
                delivery.next_attempt_at = delivery.created_at
                for name, value in values.items():
                    setattr(delivery, name, value)

    def deliveries(self) -> dict[str, Delivery]:
        """The outbox by channel."""
        with self.database.reading() as session:
            return {each.channel: each for each in session.execute(select(Delivery)).scalars()}
