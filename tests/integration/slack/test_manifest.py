"""The manifest asks Slack for what the app needs, and for no more."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.settings import PROJECT
from tests.integration.slack.conftest import FromSlack


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    text = (PROJECT / "deploy" / "slack-manifest.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


async def test_its_addresses_are_served(web: FromSlack, manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    (command,) = manifest["features"]["slash_commands"]
    for url in (
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        command["url"],
    ):
        # There, and not to be had without a signature.
        assert (await web.http.post(urlsplit(url).path)).status_code == 401, url


def test_it_reads_no_more_than_what_is_said_to_it(manifest: dict[str, Any]) -> None:
    assert manifest["oauth_config"] == {
        "scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "im:history"]}
    }
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert {"app_mention", "message.im", "app_home_opened"} <= events
    assert not events & {"message.channels", "message.groups", "message.mpim"}


def test_people_can_write_to_it(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
