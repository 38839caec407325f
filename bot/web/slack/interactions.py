"""What was pressed below an answer: a choice, "try again", "share", a thumb, "erase"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversations.inbox import Arrival
from bot.web.slack.events import address_of, time_of, workspace_of


@dataclass(frozen=True)
class Press:
    """One press of a button, or one selection."""

    action_id: str
    block_id: str
    value: str
    title: str
    user: str
    workspace: str
    channel: str
    message_ts: str | None
    thread_ts: str | None
    response_url: str | None
    trigger_id: str
    action_ts: str
    ephemeral: bool
    message: Mapping[str, Any]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Press:
        """The (only) action of a block_actions request."""
        action = body["actions"][0]
        container = body.get("container") or {}
        message = body.get("message") or {}
        chosen = action.get("selected_option") or action
        return cls(
            action_id=action["action_id"],
            block_id=action.get("block_id", ""),
            value=str(chosen.get("value") or ""),
            title=str((chosen.get("text") or {}).get("text") or ""),
            user=body["user"]["id"],
            workspace=workspace_of(body),
            channel=container.get("channel_id") or (body.get("channel") or {}).get("id") or "",
            message_ts=container.get("message_ts") or message.get("ts"),
            thread_ts=container.get("thread_ts") or message.get("thread_ts"),
            response_url=body.get("response_url"),
            trigger_id=body.get("trigger_id", ""),
            action_ts=action.get("action_ts", ""),
            ephemeral=bool(container.get("is_ephemeral")),
            message=message,
        )

    @property
    def place(self) -> dict[str, Any]:
        """Where the answer goes: where the button stands; from the home, to the person."""
        return {
            "channel": self.channel or self.user,
            "user": self.user,
            "thread_ts": self.thread_ts,
            "response_url": self.response_url if self.ephemeral else None,
        }

    @property
    def about(self) -> tuple[str, str]:
        """Conversation and what in it, of values that name both."""
        conversation_id, _, what = self.value.partition("/")
        return conversation_id, what

    @property
    def address(self) -> str:
        """Where the conversation takes place."""
        return address_of(self.user, self.channel, self.thread_ts)

    @property
    def public(self) -> bool:
        """Whether others see the button."""
        return not self.ephemeral and self.channel.startswith(("C", "G"))

    def arrival(self, kind: str, key: str, **payload: Any) -> Arrival:
        """This press as an event of the inbox; the same `key` is dealt with once."""
        return Arrival(
            key=key,
            workspace=self.workspace,
            address=self.address,
            kind=kind,
            happened_at=time_of(self.action_ts),
            text=None,
            payload={"place": self.place, **payload},
        )


def choice_arrival(press: Press) -> Arrival:
    """A chosen button or option of an answer. Pressed twice, it is answered once."""
    conversation_id, choice = press.about
    return press.arrival(
        "choice",
        f"choice:{press.value}:{press.message_ts}",
        conversation_id=conversation_id,
        choice=choice,
    )


def share_arrival(press: Press) -> Arrival:
    """An answer that its asker wants everybody in the channel to see."""
    conversation_id, seq = press.about
    arrival = press.arrival(
        "share", f"share:{press.value}", conversation_id=conversation_id, seq=seq, user=press.user
    )
    arrival.payload["place"]["shared"] = True
    return arrival


def topic_arrival(press: Press, offers: list[dict[str, str]]) -> Arrival | None:
    """A topic of the home or of the command's help, from our own list; None if it is gone."""
    number = int(press.value) if press.value.isdecimal() else len(offers)
    if number >= len(offers):
        return None
    key = f"topic:{press.user}:{press.action_ts or press.trigger_id}"
    return press.arrival("topic", key, offer=offers[number])


def erase_arrival(press: Press) -> Arrival:
    """The person's own conversation shall be erased, after what they asked before."""
    return press.arrival("erase", f"erase:{press.user}:{press.action_ts or press.trigger_id}")
