"""The worker as a process of its own: healthy, killed, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot.database import Database
from bot.processes import free_port
from bot.settings import PROJECT, Settings
from tests.integration.delivery.conftest import SECRET, MakeSettings, Office
from tests.standins.receiver import SILENCE, Receiver

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A running worker; its log is `worker.log` in the data folder."""
    port = free_port()
    environment = {
        **os.environ,
        "CAREERS_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "CAREERS_WEBHOOK_URL": settings.webhook_url,
        "CAREERS_WEBHOOK_SECRET": SECRET,
        "CAREERS_DELIVERY_TIMEOUT_SECONDS": str(settings.delivery_timeout_seconds),
    }
    with (settings.data_dir / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.worker", "--port", str(port)],
            cwd=PROJECT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_healthy(process, port)
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        assert process.poll() is None
        try:
            response = httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
        except httpx.TransportError:
            with_pause(process)
            continue
        assert response.status_code == 200
        assert response.json() == {"status": "ok"}
        return
    raise AssertionError("the worker does not come up")


def with_pause(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=0.1)
    except subprocess.TimeoutExpired:
        return


@pytest.fixture
def office(database: Database, make_settings: MakeSettings, receiver: Receiver) -> Office:
    return Office(database, make_settings(webhook_url=receiver.url, smtp_host=""))


def test_delivers_what_comes_in_and_stops_cleanly(office: Office, receiver: Receiver) -> None:
    with worker(office.settings) as process:
        for number in range(5):
            office.submit(f"run-{number}", notes="quokka", email=f"quokka{number}@example.com")
        receiver.wait_for(lambda: len(receiver.accepted) == 5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    assert set(receiver.accepted.values()) == {1}
    assert office.deliveries()["webhook"].state == "delivered"
    log = (office.settings.data_dir / "worker.log").read_text()
    assert "delivered" in log
    for typed in ("quokka", "Okonkwo", "5550142", receiver.url):
        assert typed not in log


def test_killed_in_mid_delivery_another_one_delivers(office: Office, receiver: Receiver) -> None:
    receiver.answer = lambda number: SILENCE if number == 0 else 200
    lead_id = office.submit()
    with worker(office.settings) as process:
        receiver.wait_for(lambda: len(receiver.received) == 1)
        process.kill()
        process.wait()
    with worker(office.settings):
        receiver.wait_for(lambda: len(receiver.accepted) == 1, seconds=60)
    assert len({each.id for each in receiver.received}) == 1
    assert receiver.received[-1].document["data"]["id"] == lead_id


def test_two_workers_at_once_deliver_each_lead_once(
    database: Database, make_settings: MakeSettings, receiver: Receiver
) -> None:
    # A long time-out is a long lease: neither takes what the other is about to send.
    settings = make_settings(webhook_url=receiver.url, smtp_host="", delivery_timeout_seconds=60)
    office = Office(database, settings)
    with worker(settings), worker(settings):
        for number in range(20):
            office.submit(f"run-{number}", email=f"person{number}@example.com")
        receiver.wait_for(lambda: len(receiver.accepted) == 20, seconds=120)
    assert set(receiver.accepted.values()) == {1}
