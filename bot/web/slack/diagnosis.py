"""Whether Slack is set up so that it works: what `careers doctor` says about it."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.settings import Settings
from bot.web.slack.api import is_local

SCOPES = frozenset(["app_mentions:read", "chat:write", "commands", "im:history"])
"""What deploy/slack-manifest.yml asks for."""

TIMEOUT_SECONDS = 10
_GUIDE = "See docs/slack.md"
_BOT_MEND = "Copy the Bot User OAuth Token (Install App) into SLACK_BOT_TOKEN"
_APP_MEND = (
    "Generate a token with connections:write (Basic Information, App-Level Tokens)"
    " and set it as SLACK_APP_TOKEN"
)


@dataclass(frozen=True)
class Diagnosis:
    """What was found; neither text ever holds a token."""

    ok: bool
    state: str
    mend: str = ""


def diagnose(settings: Settings) -> Diagnosis:
    """Look at the settings, then ask Slack whether it knows them."""
    given = (settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token)
    if not any(given):
        return Diagnosis(True, "not configured")
    return _of_settings(settings) or _of_slack(settings)


def _of_settings(settings: Settings) -> Diagnosis | None:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if not bot:
        return Diagnosis(False, "SLACK_BOT_TOKEN is not set", _BOT_MEND)
    if not bot.startswith("xoxb-"):
        return Diagnosis(False, "SLACK_BOT_TOKEN does not begin with xoxb-", _BOT_MEND)
    if app and not app.startswith("xapp-"):
        return Diagnosis(False, "SLACK_APP_TOKEN does not begin with xapp-", _APP_MEND)
    if not settings.slack_signing_secret and not app:
        return Diagnosis(
            False,
            "a bot token, but no way in: /slack answers 503",
            "Set SLACK_SIGNING_SECRET (Basic Information, App Credentials),"
            " or SLACK_APP_TOKEN for Socket Mode",
        )
    if unread := _unread_lead_users(settings.slack_lead_users):
        return Diagnosis(
            False,
            f"{unread} of CAREERS_SLACK_LEAD_USERS cannot be read",
            "Write each as U012AB3CD=ann@example.com, with commas between them",
        )
    return None


def _of_slack(settings: Settings) -> Diagnosis:
    client = WebClient(base_url=settings.slack_api_url, timeout=TIMEOUT_SECONDS)
    if is_local(settings.slack_api_url):
        client.proxy = None
    mend = _BOT_MEND
    try:
        known = client.auth_test(token=settings.slack_bot_token)
        if settings.slack_app_token:
            mend = _APP_MEND
            client.apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        return Diagnosis(False, f"Slack says: {_word_of(error)}", f"{mend}. {_GUIDE}")
    except (OSError, SlackClientError) as error:
        return Diagnosis(
            False,
            f"Slack cannot be reached: {type(error).__name__}",
            "Check the network, the proxy and SLACK_API_URL",
        )
    if missing := sorted(SCOPES - _scopes_of(known)):
        return Diagnosis(
            False,
            f"the app lacks scopes: {', '.join(missing)}",
            "Add them (OAuth & Permissions, Bot Token Scopes) and install the app again",
        )
    ways = [
        name
        for name, value in (
            ("by public address", settings.slack_signing_secret),
            ("by Socket Mode", settings.slack_app_token),
        )
        if value
    ]
    return Diagnosis(True, f"workspace {known.get('team')}, {' and '.join(ways)}")


def _word_of(error: SlackApiError) -> str:
    data = error.response.data if isinstance(error.response, SlackResponse) else None
    word = data.get("error") if isinstance(data, dict) else None
    return str(word or "an error")


def _scopes_of(answer: SlackResponse) -> frozenset[str]:
    """The scopes that the token was granted; all that are needed if Slack does not say."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    value = headers.get("x-oauth-scopes")
    if value is None:
        return SCOPES
    listed = ",".join(value) if isinstance(value, list) else str(value)
    return frozenset(each.strip() for each in listed.split(",") if each.strip())


def _unread_lead_users(value: str) -> int:
    pairs = (each.partition("=") for each in value.replace(",", " ").split())
    return sum(not (user.startswith(("U", "W")) and "@" in email) for user, _, email in pairs)
