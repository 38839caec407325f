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


def test_the_one_for_socket_mode_is_the_same_app(manifest: dict[str, Any]) -> None:
    text = (PROJECT / "deploy" / "slack-manifest-socket-mode.yml").read_text(encoding="utf-8")
    other = yaml.safe_load(text)
    assert "://" not in str(other)
    assert other["settings"].pop("socket_mode_enabled") is True
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert other == without_addresses(manifest)


def without_addresses(part: Any) -> Any:
    """The manifest without what Socket Mode needs not."""
    if isinstance(part, dict):
        left_out = ("url", "request_url", "socket_mode_enabled")
        return {k: without_addresses(v) for k, v in part.items() if k not in left_out}
    return [without_addresses(each) for each in part] if isinstance(part, list) else part


def test_people_can_write_to_it(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
