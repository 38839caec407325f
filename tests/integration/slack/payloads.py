"""Requests as Slack sends them: full payloads of an invented workspace, really signed."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
import uuid
from typing import Any
from urllib.parse import urlencode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, APP, BOT, BOT_ID = "T0EXAMPLE", "A0EXAMPLE", "U0BOT", "B0BOT"
USER, CHANNEL, DM = "U0PERSON", "C0CAREERS", "D0PERSON"
Document = dict[str, Any]

_count = itertools.count(1)


def new_ts() -> str:
    """A time stamp of now; each later than the ones before."""
    return f"{int(time.time())}.{next(_count):06d}"


def signed(body: str, secret: str = SECRET, timestamp: int | None = None) -> dict[str, str]:
    """The headers that prove that Slack has sent `body`."""
    moment = str(timestamp if timestamp is not None else int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def event_body(event: Document, event_id: str | None = None) -> Document:
    """An Events API request around an event."""
    return {
        "token": "not-checked-any-more",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_count):010d}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    }


def envelope(kind: str, payload: Document) -> Document:
    """A request as it comes over the socket of Socket Mode."""
    return {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }


def direct_message(text: str, *, user: str = USER, ts: str | None = None, **more: Any) -> Document:
    """Somebody writes to the app alone."""
    ts = ts or new_ts()
    return {
        "client_msg_id": "4b1f6b0e-0000-4000-8000-000000000000",
        "type": "message",
        "text": text,
        "user": user,
        "ts": ts,
        "team": TEAM,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "r1",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
                ],
            }
        ],
        "channel": f"D{user[1:]}",
        "event_ts": ts,
        "channel_type": "im",
        **more,
    }


def mention(text: str, *, thread_ts: str | None = None, user: str = USER) -> Document:
    """Somebody mentions the app in a channel."""
    ts = new_ts()
    thread = {"thread_ts": thread_ts, "parent_user_id": user} if thread_ts else {}
    return {
        "user": user,
        "type": "app_mention",
        "ts": ts,
        "client_msg_id": "4b1f6b0e-0000-4000-8000-000000000001",
        "text": f"<@{BOT}> {text}",
        "team": TEAM,
        "channel": CHANNEL,
        "event_ts": ts,
        **thread,
    }


def command(text: str, response_url: str, *, user: str = USER) -> str:
    """The slash command, form-encoded."""
    return urlencode(
        {
            "token": "not-checked-any-more",
            "team_id": TEAM,
            "team_domain": "example",
            "channel_id": CHANNEL,
            "channel_name": "careers",
            "user_id": user,
            "user_name": "alex.example",
            "command": "/careers",
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": f"{next(_count)}.12345.abcdef",
        }
    )


def _interaction(kind: str, user: str) -> Document:
    return {
        "type": kind,
        "user": {"id": user, "username": "alex.example", "name": "alex.example", "team_id": TEAM},
        "api_app_id": APP,
        "token": "not-checked-any-more",
        "team": {"id": TEAM, "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": f"{next(_count)}.12345.abcdef",
    }


def press(
    element: Document,
    block_id: str,
    *,
    message: Document | None = None,
    channel: str = DM,
    response_url: str = "",
    ephemeral: bool = False,
    user: str = USER,
    thread_ts: str | None = None,
) -> str:
    """A button that is pressed, or the first option of a select that is chosen."""
    document = _interaction("block_actions", user)
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": new_ts(),
    }
    if element["type"] == "static_select":
        action["selected_option"] = element["options"][0]
    else:
        action |= {name: element[name] for name in ("text", "value") if name in element}
    document["actions"] = [action]
    document["response_url"] = response_url
    if message is None:
        document["container"] = {"type": "view", "view_id": "V0HOME"}
        return urlencode({"payload": json.dumps(document)})
    document["container"] = {
        "type": "message",
        "message_ts": message.get("ts", "1700000000.000000"),
        "channel_id": channel,
        "is_ephemeral": ephemeral,
        **({"thread_ts": thread_ts} if thread_ts else {}),
    }
    document["channel"] = {"id": channel, "name": "directmessage"}
    if not ephemeral:
        document["message"] = {
            "user": BOT,
            "type": "message",
            "bot_id": BOT_ID,
            "app_id": APP,
            "team": TEAM,
            **message,
        }
    return urlencode({"payload": json.dumps(document)})


def submission(view: Document, values: Document, *, user: str = USER, view_id: str = "V1") -> str:
    """A form that is sent; `values` are texts by block, or options for the others."""
    document = _interaction("view_submission", user)
    state: Document = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, kind = block["block_id"], block["element"]["type"]
        if kind == "radio_buttons":
            options = {o["value"]: o for o in block["element"]["options"]}
            given: Document = {"selected_option": options[values.get(name, "candidate")]}
        elif kind == "checkboxes":
            ticked = block["element"]["options"] if values.get(name) else []
            given = {"selected_options": ticked}
        else:
            given = {"value": values.get(name)}
        state[name] = {block["element"]["action_id"]: {"type": kind, **given}}
    document["view"] = {
        "id": view_id,
        "root_view_id": view_id,
        "team_id": TEAM,
        "type": "modal",
        "callback_id": view["callback_id"],
        "private_metadata": view["private_metadata"],
        "blocks": view["blocks"],
        "state": {"values": state},
        "hash": "1.abc",
        "app_id": APP,
        "bot_id": BOT_ID,
    }
    document["response_urls"] = []
    return urlencode({"payload": json.dumps(document)})
