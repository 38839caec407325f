"""Leases, backoff and planning, on both engines."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database, utc_now
from bot.delivery.errors import DeliveryError
from bot.delivery.queue import (
    FIRST_BACKOFF,
    LONGEST_BACKOFF,
    backoff,
    claim,
    record_failure,
    record_success,
)
from bot.delivery.routing import RoutingError, load_routing
from bot.delivery.tables import Delivery
from bot.knowledge.importing import import_folder
from bot.settings import PROJECT
from tests.integration.delivery.conftest import MakeSettings, Office

LEASE = timedelta(seconds=30)


@pytest.fixture
def office(database: Database, make_settings: MakeSettings) -> Office:
    return Office(database, make_settings(smtp_host="", webhook_url="https://crm.example.com/"))


def take(office: Office, limit: int = 4, lease: timedelta = LEASE) -> list[str]:
    with office.database.writing() as session:
        return [each.id for each in claim(session, "webhook", utc_now(), lease, limit)]


def test_many_workers_take_each_delivery_once(office: Office) -> None:
    for number in range(40):
        office.submit(f"run-{number}")
    with ThreadPoolExecutor(max_workers=8) as pool:
        taken = Counter(
            each for found in pool.map(lambda _: take(office), range(24)) for each in found
        )
    assert len(taken) == 40
    assert set(taken.values()) == {1}


def test_lease_of_a_dead_worker_ends(office: Office) -> None:
    office.submit()
    (first,) = take(office, lease=timedelta(0))
    assert take(office) == [first]
    assert take(office) == []
    assert office.deliveries()["webhook"].attempts == 2


def test_late_failure_does_not_undo_a_success(office: Office) -> None:
    office.submit()
    (delivery_id,) = take(office)
    with office.database.writing() as session:
        record_success(session, delivery_id, utc_now())
        assert not record_failure(session, delivery_id, DeliveryError("late"), utc_now())
    assert office.deliveries()["webhook"].state == "delivered"


def test_outcome_of_an_erased_delivery_is_no_error(office: Office) -> None:
    with office.database.writing() as session:
        record_success(session, "gone", utc_now())
        assert not record_failure(session, "gone", DeliveryError("x"), utc_now())


def test_backoff_doubles_up_to_an_hour_with_jitter() -> None:
    for attempts, longest in ((1, FIRST_BACKOFF), (3, FIRST_BACKOFF * 4), (200, LONGEST_BACKOFF)):
        waits = {backoff(attempts) for _ in range(50)}
        assert longest / 2 <= min(waits) < max(waits) <= longest


def test_same_lead_is_planned_once(office: Office) -> None:
    assert office.submit() == office.submit()
    assert list(office.deliveries()) == ["webhook"]


def test_without_senders_the_lead_is_only_stored(
    database: Database, make_settings: MakeSettings
) -> None:
    office = Office(database, make_settings(smtp_host=""))
    assert office.submit()
    assert office.deliveries() == {}


ROUTES = """
rules:
  - {kind: company, family: Cybersecurity, to: [a@example.com]}
  - {family: Cybersecurity, to: [b@example.com, c@example.com]}
  - {kind: company, to: [d@example.com]}
"""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "role", "receivers"),
    [
        ("company", "information-security-analyst", {"a@example.com"}),
        ("candidate", "information-security-analyst", {"b@example.com", "c@example.com"}),
        ("company", "data-engineer", {"d@example.com"}),
        ("company", "zeppelin pilot", {"d@example.com"}),
        ("candidate", "data-engineer", {"Dana Reyes <dana@example.com>"}),
        ("candidate", None, {"Dana Reyes <dana@example.com>"}),
    ],
)
def test_routing_by_kind_and_family(
    database: Database,
    make_settings: MakeSettings,
    tmp_path: Path,
    kind: str,
    role: str | None,
    receivers: set[str],
) -> None:
    import_folder(database, PROJECT / "data")
    routes = tmp_path / "routing.yml"
    routes.write_text(ROUTES)
    office = Office(database, make_settings(routing_file=routes))
    office.submit(kind=kind, role=role, consent_purposes=["call"])
    with database.reading() as session:
        assert set(session.execute(select(Delivery.target)).scalars()) == receivers


@pytest.mark.parametrize(
    "text", ["rules: [{to: []}]", "rules: [{to: [nobody]}]", "rulez: []", "rules: [", "a: *b"]
)
def test_broken_routing_costs_no_lead(
    database: Database,
    make_settings: MakeSettings,
    tmp_path: Path,
    text: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    routes = tmp_path / "routing.yml"
    routes.write_text(text)
    with pytest.raises(RoutingError):
        load_routing(routes)
    office = Office(database, make_settings(routing_file=routes))
    office.submit()
    assert office.deliveries()["email"].target == "Dana Reyes <dana@example.com>"
    assert "routing" in caplog.text


def test_the_projects_routing_can_be_read() -> None:
    assert load_routing(PROJECT / "data" / "routing.yml").receivers("company", None, "x@y") == [
        "x@y"
    ]
