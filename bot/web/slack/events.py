"""Messages and mentions as they come from Slack, into events of the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from bot.conversations.inbox import Arrival
from bot.database import utc_now
from bot.web.slack.markup import decode

CHANNEL = "slack"
"""The channel's name in the message log, in domain.yml and in Rasa's metadata."""

# Other subtypes are edits, deletions, bots, and notices such as "has joined the channel".
_TYPED = frozenset([None, "file_share", "me_message", "thread_broadcast"])


def arrival_of(body: Mapping[str, Any]) -> Arrival | None:
    """What to answer in an Events API request; None if it is not for us."""
    event = body["event"]
    if not _from_person(event, bot_user_id(body)):
        return None
    mentioned = event["type"] == "app_mention"
    # With a mention in a channel Slack may send the plain message, too.
    if not mentioned and event.get("channel_type") != "im":
        return None
    thread_ts = event.get("thread_ts")
    if mentioned:
        thread_ts = thread_ts or event["ts"]
    place = {"channel": event["channel"], "user": event["user"], "thread_ts": thread_ts}
    return Arrival(
        key=f"event:{body['event_id']}",
        workspace=workspace_of(body),
        address=address_of(event["user"], event["channel"], thread_ts),
        kind="message",
        happened_at=time_of(event.get("ts")),
        text=decode(event.get("text") or "", bot_user_id(body)),
        payload={"place": place, "files": bool(event.get("files"))},
    )


def address_of(user: str, channel: str = "", thread_ts: str | None = None) -> str:
    """Where a conversation takes place: a thread in a channel, or all that a person asks alone.

    So the direct messages (in threads, too), the command and the home of one person go on with each
    other, and are erased together.
    """
    alone = not thread_ts or channel.startswith("D")
    return f"user:{user}" if alone else f"thread:{channel}:{thread_ts}"


def workspace_of(body: Mapping[str, Any]) -> str:
    """The workspace's id, in events, commands and interactions alike."""
    team = body.get("team_id") or (body.get("team") or {}).get("id")
    return str(team or (body.get("user") or {}).get("team_id") or "")


def bot_user_id(body: Mapping[str, Any]) -> str:
    """Who the app is in this workspace."""
    return next(
        (str(each["user_id"]) for each in body.get("authorizations") or [] if each.get("is_bot")),
        "",
    )


def time_of(ts: str | None) -> datetime:
    """Slack's time stamp, seconds since 1970 with six decimals; the present without one."""
    seconds, _, fraction = (ts or "").partition(".")
    if not seconds.isdecimal():
        return utc_now()
    moment = datetime.fromtimestamp(int(seconds), tz=timezone.utc)
    return moment.replace(microsecond=int(f"{fraction:0<6}"[:6] or 0))


def _from_person(event: Mapping[str, Any], bot: str) -> bool:
    return bool(
        event.get("user")
        and event["user"] != bot
        and not event.get("bot_id")
        and event.get("subtype") in _TYPED
        and not event.get("edited")
        and not event.get("hidden")
    )
