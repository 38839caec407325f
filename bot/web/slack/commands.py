"""The slash command: a question, or one of a few words that mean something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from bot.conversations.inbox import Arrival
from bot.database import utc_now
from bot.web.slack import blocks, home
from bot.web.slack.events import address_of, workspace_of
from bot.web.slack.markup import decode, encode
from bot.wording import Wording

Word = Literal["help", "contact", "erase"]
_WORDS: dict[str, Word] = {
    "": "help",
    "help": "help",
    "contact": "contact",
    "erase": "erase",
    "privacy": "erase",
}


def word_of(body: Mapping[str, Any]) -> Word | None:
    """What the command's text stands for; None if it is a question."""
    return _WORDS.get((body.get("text") or "").strip().lower())


def arrival_of(body: Mapping[str, Any]) -> Arrival:
    """A question to the command, answered where only its asker sees it."""
    user = body["user_id"]
    return Arrival(
        key=f"command:{body['trigger_id']}",
        workspace=workspace_of(body),
        address=address_of(user),
        kind="command",
        # Slack gives commands no time of their own.
        happened_at=utc_now(),
        text=decode(body.get("text") or ""),
        payload={
            "place": {
                "channel": body["channel_id"],
                "user": user,
                "response_url": body["response_url"],
            }
        },
    )


def help_message(wording: Wording, command: str) -> list[blocks.Block]:
    """What the command can do, with topics to begin with."""
    return [
        *blocks.sections(wording.say("utter_slack_command_help", command=command)),
        *home.topics(wording),
        blocks.actions([home.contact_button(wording)], "contact"),
    ]


def erase_message(wording: Wording, contact_email: str) -> list[blocks.Block]:
    """What is kept, and the button that erases it."""
    return [
        blocks.context(encode(wording.say("utter_slack_privacy", email=contact_email))),
        blocks.actions([home.erase_button(wording)], "erase"),
    ]
