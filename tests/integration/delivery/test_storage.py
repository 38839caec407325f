"""Leads and deliveries while the database is held by somebody else, or the disk is full."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.database import Database
from bot.delivery.tables import Delivery
from bot.leads.tables import Lead
from tests.integration.delivery.conftest import MakeSettings, Office
from tests.standins.disk import full_disk, hold
from tests.standins.receiver import Receiver

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(database: Database, make_settings: MakeSettings, receiver: Receiver) -> Office:
    return Office(database, make_settings(webhook_url=receiver.url, smtp_host=""))


def counted(office: Office) -> tuple[int, int]:
    """How many leads and deliveries are stored."""
    with office.database.reading() as session:
        leads, deliveries = (
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (Lead, Delivery)
        )
    return int(leads), int(deliveries)


def test_full_disk_leaves_no_half_lead_and_a_retry_stores_it(office: Office) -> None:
    with full_disk() as make_room:
        stored = 0
        with pytest.raises(OperationalError):
            # What is left of the last pages takes some.
            for stored in range(1_000):
                office.submit(f"run-{stored}", notes="tea " * 900)
        assert counted(office) == (stored, stored)
        make_room()
        office.submit(f"run-{stored}", notes="tea " * 900)
        assert counted(office) == (stored + 1, stored + 1)


async def test_outcome_is_noted_once_the_database_is_free(
    office: Office, receiver: Receiver, tmp_path: Path
) -> None:
    office.submit()

    def answer(number: int) -> int:
        # Held from the moment of the answer: the worker cannot note it yet.
        release = hold(tmp_path / "careers.db")
        threading.Timer(1.0, release).start()
        return 200

    receiver.answer = answer
    assert await office.work() == {"delivered": 1}
    assert await office.work() == {}
    assert len(receiver.received) == 1
    assert office.deliveries()["webhook"].state == "delivered"
