"""`careers doctor` on Slack: what is wrong, how to mend it, and never a token."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import PROJECT, Settings
from bot.web.slack.diagnosis import SCOPES, diagnose
from tests.integration.slack.payloads import SECRET
from tests.standins.slack import Failure, StandInSlack

BOT_TOKEN, APP_TOKEN = "xoxb-0000-example", "xapp-0000-example"
WHOLE = {"slack_bot_token": BOT_TOKEN, "slack_signing_secret": SECRET}


def settings(slack: StandInSlack, **values: Any) -> Settings:
    return Settings(**{"slack_api_url": slack.url, "slack_app_token": "", **values})


def test_without_slack_nothing_is_wrong(slack: StandInSlack) -> None:
    found = diagnose(settings(slack, slack_bot_token="", slack_signing_secret=""))
    assert (found.ok, found.state) == (True, "not configured")
    assert slack.calls == []


@pytest.mark.parametrize(
    ("values", "wrong", "mend"),
    [
        ({"slack_bot_token": BOT_TOKEN}, "no way in", "SLACK_SIGNING_SECRET"),
        ({"slack_signing_secret": SECRET}, "SLACK_BOT_TOKEN is not set", "Install App"),
        ({"slack_app_token": APP_TOKEN}, "SLACK_BOT_TOKEN is not set", "Install App"),
        ({**WHOLE, "slack_bot_token": APP_TOKEN}, "begin with xoxb-", "Bot User OAuth Token"),
        ({**WHOLE, "slack_app_token": BOT_TOKEN}, "begin with xapp-", "connections:write"),
        ({**WHOLE, "slack_lead_users": "ann@example.com"}, "LEAD_USERS", "U012AB3CD="),
    ],
)
def test_settings_that_cannot_work_are_named(
    slack: StandInSlack, values: dict[str, str], wrong: str, mend: str
) -> None:
    whole = {"slack_bot_token": "", "slack_signing_secret": "", **values}
    found = diagnose(settings(slack, **whole))
    assert not found.ok
    assert wrong in found.state
    assert mend in found.mend
    # Slack is not asked about what cannot be right.
    assert slack.calls == []


@pytest.mark.parametrize("word", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_token_that_slack_does_not_know(slack: StandInSlack, word: str) -> None:
    slack.fail("auth.test", Failure(error=word))
    found = diagnose(settings(slack, **WHOLE))
    assert not found.ok
    assert word in found.state
    assert "SLACK_BOT_TOKEN" in found.mend


def test_an_app_token_that_slack_does_not_know(slack: StandInSlack) -> None:
    slack.fail("apps.connections.open", Failure(error="invalid_auth"))
    found = diagnose(settings(slack, **WHOLE, slack_app_token=APP_TOKEN))
    assert not found.ok
    assert "SLACK_APP_TOKEN" in found.mend


def test_a_slack_that_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = diagnose(Settings(**WHOLE, slack_api_url=f"http://127.0.0.1:{port}/api/"))
    assert not found.ok
    assert "cannot be reached" in found.state
    assert "SLACK_API_URL" in found.mend


def test_missing_scopes_are_named(slack: StandInSlack) -> None:
    slack.scopes = ["chat:write", "commands", "im:history"]
    found = diagnose(settings(slack, **WHOLE))
    assert not found.ok
    assert found.state.endswith("app_mentions:read")


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        (WHOLE, "by public address"),
        ({"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN}, "by Socket Mode"),
    ],
)
def test_what_works_is_said(slack: StandInSlack, values: dict[str, str], ways: str) -> None:
    found = diagnose(settings(slack, **{"slack_signing_secret": "", **values}))
    assert found.ok, found.state
    assert found.state == f"workspace Example, {ways}"


def test_the_scopes_are_those_of_the_manifest() -> None:
    text = (PROJECT / "deploy" / "slack-manifest.yml").read_text(encoding="utf-8")
    assert set(yaml.safe_load(text)["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_doctor_prints_no_token(slack: StandInSlack, tmp_path: Path) -> None:
    slack.fail("auth.test", Failure(error="invalid_auth"))
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.url,
    }
    result = subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(tmp_path), "doctor", "--json"],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    (found,) = [c for c in json.loads(result.stdout)["checks"] if c["name"] == "Slack"]
    assert not found["ok"]
    assert "invalid_auth" in found["state"]
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in result.stdout + result.stderr
