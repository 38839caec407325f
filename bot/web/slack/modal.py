"""The form for contact details: the same checks, the same consent, the same lead as in the chat."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations import log
from bot.conversations.replies import Reply
from bot.delivery.outbox import submit_lead
from bot.knowledge.vocabulary import load_names
from bot.leads.capture import LeadDraft
from bot.leads.consent import CONSENT_VERSION
from bot.leads.contact_details import read_email, read_name, read_phone
from bot.settings import Settings
from bot.web.slack import blocks
from bot.web.slack.events import CHANNEL, address_of, workspace_of
from bot.wording import Wording

CALLBACK_ID = "contact_details"
_KINDS = ("candidate", "company")
_INPUTS = ("name", "email", "phone", "company", "role", "location", "notes")
_LONGEST = {"notes": 3000}
_LONGEST_LINE = 200


@dataclass
class Details:
    """What was read from a submission, as it was `typed` and as it is meant.

    `faults` are by block: what to say about it. `doubt` is an e-mail address that looks mistyped,
    and what it may have been meant to be.
    """

    kind: str
    typed: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    extension: str = ""
    texts: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    doubt: tuple[str, str] | None = None

    @property
    def notes(self) -> str | None:
        """What the account manager has to know besides."""
        extension = f"ext. {self.extension}" if self.extension else ""
        return "; ".join(filter(None, (extension, self.values.get("notes")))) or None

    @property
    def purposes(self) -> list[str]:
        """What a yes agrees to: only ways that were given."""
        ways = []
        if "phone" in self.values:
            ways.append("call")
        if "email" in self.values:
            ways.append("email")
        if "phone" in self.values and self.texts:
            ways.append("text")
        return ways


def view(
    wording: Wording,
    *,
    given: Mapping[str, str] | None = None,
    doubt: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The form as `views.open` takes it; `given` is what was filled in before."""
    filled = given or {}
    found = [*blocks.sections(wording.say("utter_slack_form_intro"))]
    if doubt:
        found += blocks.sections(wording.say("utter_slack_form_doubt", email=doubt[1]))
    found.append(_kinds(wording, filled.get("kind", _KINDS[0])))
    found += [_text_input(wording, name, filled.get(name, "")) for name in _INPUTS]
    found += blocks.sections(wording.say("utter_consent_text"))
    found.append(_checkbox(wording, "consent", "utter_slack_form_label_consent", optional=False))
    found.append(_checkbox(wording, "texts", "utter_consent_text_messages", optional=True))
    metadata = {"confirmed": doubt[0] if doubt else ""}
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": json.dumps(metadata),
        "title": _plain(wording.say("utter_slack_form_title")),
        "submit": _plain(wording.say("utter_slack_form_send")),
        "close": _plain(wording.say("utter_slack_form_cancel")),
        "blocks": found,
    }


def done_view(wording: Wording, contact_email: str) -> dict[str, Any]:
    """What is shown once the lead is stored."""
    return {
        "type": "modal",
        "title": _plain(wording.say("utter_slack_form_title")),
        "close": _plain(wording.say("utter_slack_form_close")),
        "blocks": blocks.sections(wording.say("utter_slack_form_done", email=contact_email)),
    }


def read(body: Mapping[str, Any], wording: Wording) -> Details:
    """What was filled in, checked as the chat checks it."""
    state = body["view"]["state"]["values"]
    metadata = json.loads(body["view"].get("private_metadata") or "{}")
    typed = {name: (_value(state, name) or "").strip() for name in _INPUTS}
    details = Details(
        kind=_selected(state, "kind") or _KINDS[0],
        typed=typed,
        values={name: value for name, value in typed.items() if value},
        texts=bool(_checked(state, "texts")),
    )
    if typed["email"]:
        email = read_email(typed["email"])
        if email.email is None:
            details.faults["email"] = wording.say("utter_slack_form_email")
        else:
            details.values["email"] = email.email
            if email.suggestion and metadata.get("confirmed") != email.email:
                details.doubt = (email.email, email.suggestion)
    if typed["phone"]:
        read = read_phone(typed["phone"])
        if read.number is None:
            details.faults["phone"] = wording.say("utter_slack_form_phone")
        else:
            details.values["phone"] = read.number
            details.extension = read.extension or ""
    if typed["name"]:
        name = read_name(typed["name"]).name
        if name is None:
            details.faults["name"] = wording.say("utter_slack_form_name")
        else:
            details.values["name"] = name
    if not typed["email"] and not typed["phone"]:
        details.faults["email"] = wording.say("utter_slack_form_reach")
    if not _checked(state, "consent"):
        details.faults["consent"] = wording.say("utter_slack_form_consent")
    return details


def store(
    session: Session,
    body: Mapping[str, Any],
    details: Details,
    settings: Settings,
    wording: Wording,
) -> None:
    """The lead and what has to be sent about it, once for each opened form.

    It belongs to the person's own conversation, also if the form was opened from a thread: nobody
    else who writes there may erase it, and the person's own erasure finds it.

    Raises:
        UnreachableError, ConsentMissingError: `details` has faults.
    """
    workspace, user = workspace_of(body), body["user"]["id"]
    notice = Reply(text=wording.say("utter_slack_notice"))
    conversation_id = log.find_or_start_at(session, CHANNEL, workspace, address_of(user), [notice])
    values = details.values
    names = load_names(session)
    draft = LeadDraft(
        kind="company" if details.kind == "company" else "candidate",
        channel=CHANNEL,
        consent_version=CONSENT_VERSION,
        consent_purposes=details.purposes,
        name=values.get("name"),
        email=values.get("email"),
        phone_number=values.get("phone"),
        company=values.get("company"),
        role=_known(names.roles, values.get("role")),
        location=_known(names.locations, values.get("location")),
        notes=details.notes,
        conversation_id=conversation_id,
    )
    opened = body["view"].get("root_view_id") or body["view"]["id"]
    submit_lead(session, draft, f"slack:{workspace}:{opened}", settings)


def _known(names: Sequence[tuple[str, str]], typed: str | None) -> str | None:
    """What a name of the table stands for, as the chat stores it; any other as it was typed."""
    if typed is None:
        return None
    wanted = " ".join(typed.lower().split())
    return next((known for name, known in names if name.lower() == wanted), typed)


def _text_input(wording: Wording, name: str, initial: str) -> blocks.Block:
    kind = "email_text_input" if name == "email" else "plain_text_input"
    element: blocks.Block = {"type": kind, "action_id": name}
    if kind == "plain_text_input":
        element["max_length"] = _LONGEST.get(name, _LONGEST_LINE)
        element["multiline"] = name in _LONGEST
    if initial:
        element["initial_value"] = initial
    return {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": _plain(wording.say(f"utter_slack_form_label_{name}")),
        "element": element,
    }


def _kinds(wording: Wording, chosen: str) -> blocks.Block:
    options = [
        {"text": _plain(wording.say(f"utter_slack_form_{kind}")), "value": kind} for kind in _KINDS
    ]
    return {
        "type": "input",
        "block_id": "kind",
        "label": _plain(wording.say("utter_slack_form_label_kind")),
        "element": {
            "type": "radio_buttons",
            "action_id": "kind",
            "options": options,
            "initial_option": next(o for o in options if o["value"] == chosen),
        },
    }


def _checkbox(wording: Wording, name: str, label: str, *, optional: bool) -> blocks.Block:
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": _plain(wording.say(label)),
        "element": {
            "type": "checkboxes",
            "action_id": name,
            "options": [
                {"text": _plain(wording.say(f"utter_slack_form_agree_{name}")), "value": "yes"}
            ],
        },
    }


def _value(state: Mapping[str, Any], name: str) -> str | None:
    return ((state.get(name) or {}).get(name) or {}).get("value")


def _selected(state: Mapping[str, Any], name: str) -> str | None:
    option = ((state.get(name) or {}).get(name) or {}).get("selected_option") or {}
    return option.get("value")


def _checked(state: Mapping[str, Any], name: str) -> list[Any]:
    return ((state.get(name) or {}).get(name) or {}).get("selected_options") or []


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
