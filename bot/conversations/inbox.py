"""The inbox: what a platform has handed over, each event answered once and in order.

A platform that delivers at least once (Slack) is told "received" only after `accept` has
committed. From then on the answer is owed: events that a crash has interrupted are found by
`due_addresses`. One process at a time takes events out (`bot.conversations.leader`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.conversations.tables import InboxEvent
from bot.database import utc_now

OPEN = ("waiting", "sending")
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True)
class Arrival:
    """An event as it has arrived; `key` is the same in every delivery of it."""

    key: str
    workspace: str
    address: str
    kind: str
    happened_at: datetime
    text: str | None
    payload: dict[str, Any]


def accept(
    session: Session, channel: str, arrivals: Sequence[Arrival], not_before: datetime
) -> None:
    """Keep the events that are not known yet; they are taken out from `not_before` on."""
    rows = [
        {**vars(arrival), "channel": channel, "next_attempt_at": not_before} for arrival in arrivals
    ]
    insert = _INSERT[session.get_bind().dialect.name](InboxEvent)
    session.execute(insert.on_conflict_do_nothing(index_elements=["channel", "key"]), rows)


def due_addresses(session: Session, channel: str) -> list[tuple[str, str]]:
    """(workspace, address) of everything that can be taken out now."""
    rows = session.execute(
        select(InboxEvent.workspace, InboxEvent.address)
        .where(
            InboxEvent.channel == channel,
            InboxEvent.state.in_(OPEN),
            InboxEvent.next_attempt_at <= utc_now(),
        )
        .group_by(InboxEvent.workspace, InboxEvent.address)
    )
    return [(workspace, address) for workspace, address in rows]


def next_event(session: Session, channel: str, workspace: str, address: str) -> InboxEvent | None:
    """The oldest open event of an address; None if there is none, or it has to wait.

    A later one never overtakes it.
    """
    found: InboxEvent | None = (
        session.execute(
            select(InboxEvent)
            .where(
                InboxEvent.channel == channel,
                InboxEvent.workspace == workspace,
                InboxEvent.address == address,
                InboxEvent.state.in_(OPEN),
            )
            .order_by(InboxEvent.happened_at, InboxEvent.id)
            .limit(1)
        )
        .scalars()
        .first()
    )
    return found if found is not None and found.next_attempt_at <= utc_now() else None


def belongs_to(session: Session, event_id: int, conversation_id: str) -> None:
    """Note which conversation an event is part of: its erasure takes the text away."""
    _change(session, event_id, conversation_id=conversation_id)


def begin_sending(session: Session, event_id: int) -> bool:
    """Note that a message is about to be sent; False if somebody else has done so meanwhile."""
    changed = session.execute(
        update(InboxEvent)
        .where(InboxEvent.id == event_id, InboxEvent.state == "waiting")
        .values(state="sending", sending_since=utc_now())
    )
    return bool(changed.rowcount)


def sent(session: Session, event_id: int, parts: int) -> None:
    """Note that so many messages of the answer have arrived; more are to come."""
    _change(session, event_id, state="waiting", parts_sent=parts, sending_since=None)


def close(session: Session, event_id: int, state: str = "done", error: str | None = None) -> None:
    """The event is dealt with, as "done" or "failed"; only what recognises it again is kept."""
    _change(
        session,
        event_id,
        state=state,
        last_error=error,
        text=None,
        payload=None,
        sending_since=None,
    )


def apologise(session: Session, event_id: int) -> None:
    """The person was told that there is no answer now; `again` may be called for it."""
    _change(session, event_id, state="apologised", sending_since=None)


def again(session: Session, channel: str, key: str) -> bool:
    """Open an event once more that was only apologised for; False if there is none."""
    changed = session.execute(
        update(InboxEvent)
        .where(
            InboxEvent.channel == channel, InboxEvent.key == key, InboxEvent.state == "apologised"
        )
        .values(
            state="waiting",
            attempt=InboxEvent.attempt + 1,
            parts_sent=0,
            next_attempt_at=utc_now(),
            # The time after which it is given up begins anew.
            created_at=utc_now(),
        )
    )
    return bool(changed.rowcount)


def postpone(
    session: Session, event_id: int, until: datetime, error: str, *, unsent: bool = False
) -> None:
    """Take the event up later.

    `unsent`: the message under way has certainly not arrived. Else the event stays as it is, and
    one that is "sending" is looked for before it is sent again.
    """
    known = {"state": "waiting", "sending_since": None} if unsent else {}
    _change(session, event_id, next_attempt_at=until, last_error=error, **known)


def forget(session: Session, channel: str, before: datetime) -> int:
    """Drop what was dealt with and arrived before `before`; how many."""
    dropped = session.execute(
        delete(InboxEvent).where(
            InboxEvent.channel == channel,
            InboxEvent.state.not_in(OPEN),
            InboxEvent.created_at < before,
        )
    )
    return int(dropped.rowcount)


def _change(session: Session, event_id: int, **values: Any) -> None:
    session.execute(update(InboxEvent).where(InboxEvent.id == event_id).values(**values))
