"""`careers deliver` as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from bot.database import Database
from bot.settings import PROJECT
from tests.integration.delivery.conftest import SECRET, MakeSettings, Office
from tests.standins.receiver import Receiver

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(database: Database, make_settings: MakeSettings, receiver: Receiver) -> Office:
    return Office(database, make_settings(webhook_url=receiver.url, smtp_host=""))


def careers(
    office: Office, *arguments: str, secret: str = SECRET
) -> subprocess.CompletedProcess[str]:
    settings = office.settings
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--data", str(settings.data_dir)]
        + [*arguments],
        cwd=PROJECT,
        env={
            **os.environ,
            "DATABASE_URL": settings.database_url,
            "CAREERS_WEBHOOK_URL": settings.webhook_url,
            "CAREERS_WEBHOOK_SECRET": secret,
        },
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )


def listed(office: Office) -> list[dict[str, Any]]:
    result = careers(office, "deliver", "list", "--json")
    assert result.returncode == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["deliveries"]
    return found


def test_once_and_replay(office: Office, receiver: Receiver) -> None:
    lead_id = office.submit()
    receiver.answer = lambda number: 410 if number == 0 else 200
    refused = careers(office, "deliver", "--once", "--json")
    assert json.loads(refused.stdout) == {"delivered": 0, "failed": 0, "dead": 1}
    assert refused.returncode == 1
    assert " rasa" not in refused.stderr, "loads Rasa"
    (dead,) = listed(office)
    assert (dead["lead_id"], dead["state"], dead["last_error"]) == (lead_id, "dead", "HTTP 410")

    assert careers(office, "deliver", "--once").returncode == 0, "a dead letter is not due"
    assert careers(office, "deliver", "replay", "--all").returncode == 0
    again = careers(office, "deliver", "--once")
    assert (again.returncode, again.stdout.strip()) == (0, "1 delivered, 0 failed, 0 dead")
    assert listed(office) == []
    first, second = receiver.received
    assert first.id == second.id == dead["id"]


def test_says_what_to_do(office: Office) -> None:
    assert "--once" in careers(office, "deliver").stderr
    assert "careers deliver list" in careers(office, "deliver", "replay").stderr
    unknown = careers(office, "deliver", "replay", "no-such-id")
    assert unknown.returncode == 1
    assert "careers deliver list" in unknown.stderr


def test_doctor_names_an_unusable_secret_and_shows_none(office: Office) -> None:
    right, wrong = careers(office, "doctor", "--json"), careers(office, "doctor", secret="whsec_")
    document = json.loads(right.stdout)
    (delivery,) = [check for check in document["checks"] if "Delivery" in check["name"]]
    assert delivery["ok"]
    assert SECRET not in right.stdout and office.settings.webhook_url not in right.stdout
    assert wrong.returncode == 1
    assert "CAREERS_WEBHOOK_SECRET" in wrong.stdout and "docs/leads.md" in wrong.stdout
