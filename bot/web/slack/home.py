"""The app's home tab: what it can do, topics to begin with, privacy."""

from __future__ import annotations

from typing import Any

from bot.web.slack import blocks
from bot.web.slack.markup import encode
from bot.wording import Wording

TOPICS = "utter_slack_topics"
"""The response whose buttons are on show in the home and in the command's help."""


def view(wording: Wording, contact_email: str) -> dict[str, Any]:
    """The home tab as `views.publish` takes it."""
    return {
        "type": "home",
        "blocks": [
            blocks.heading(wording.say("utter_slack_home_title")),
            *blocks.sections(wording.say("utter_slack_home")),
            *topics(wording),
            {"type": "divider"},
            *blocks.sections(wording.say("utter_slack_home_person")),
            blocks.actions([contact_button(wording)], "contact"),
            {"type": "divider"},
            blocks.context(encode(wording.say("utter_slack_privacy", email=contact_email))),
            blocks.actions([erase_button(wording)], "erase"),
        ],
    }


def topics(wording: Wording) -> list[blocks.Block]:
    """The topics as buttons; a value is the topic's number in domain.yml."""
    offered = [(each["title"], str(n)) for n, each in enumerate(wording.buttons(TOPICS))]
    return blocks.choices(offered, wording, "topics", action="topic")


def contact_button(wording: Wording) -> blocks.Block:
    """Opens the form for contact details."""
    return blocks.button(wording.say("utter_slack_contact_button"), "contact", style="primary")


def erase_button(wording: Wording) -> blocks.Block:
    """Erases the person's own conversation, after Slack has asked once more."""
    return blocks.button(
        wording.say("utter_slack_erase_button"),
        "erase",
        style="danger",
        confirm={
            "title": _plain(wording.say("utter_slack_erase_title")),
            "text": _plain(wording.say("utter_slack_erase_question")),
            "confirm": _plain(wording.say("utter_slack_erase_yes")),
            "deny": _plain(wording.say("utter_slack_erase_no")),
            "style": "danger",
        },
    )


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
