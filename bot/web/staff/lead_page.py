"""The page of one lead: everything that is shown on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from litestar import Response
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.tables import Conversation, Message
from bot.delivery.tables import Delivery
from bot.knowledge.tables import Role
from bot.leads import merging, workflow
from bot.leads.tables import CONTACTS, STATUSES, Lead
from bot.staff import accounts
from bot.web.staff.clock import Clocks
from bot.web.staff.forms import Form
from bot.web.staff.identity import StaffRequest
from bot.web.staff.pages import page

MOST_MESSAGES = 400
_ID = re.compile(r"[0-9a-f-]{36}")


def load(session: Session, lead_id: str) -> Lead:
    """The lead of an address.

    Raises:
        NotFoundException: there is none.
    """
    lead: Lead | None = session.get(Lead, lead_id) if _ID.fullmatch(lead_id) else None
    if lead is None:
        raise NotFoundException("no such lead")
    return lead


def show_lead(
    request: StaffRequest,
    state: State,
    lead_id: str,
    *,
    status: int = HTTPStatus.OK,
    problem: str = "",
    stale: bool = False,
    typed: Form | None = None,
) -> Response[Any]:
    """The lead's page; `typed` is what a form held that could not be saved."""
    with state.database.reading() as session:
        lead = load(session, lead_id)
        ids = merging.merged_ids(session, str(lead.id))
        events = workflow.history(session, ids)
        return page(
            request,
            "lead.html",
            status=status,
            lead=lead,
            others=[load(session, each) for each in ids[1:]],
            clock=Clocks(state.settings).read(lead),
            conversations=_conversations(session, ids),
            events=events,
            undoable=_undoable(session, lead, events),
            deliveries=_deliveries(session, ids),
            duplicates=[
                each for each in workflow.possible_duplicates(session, lead) if each.id not in ids
            ],
            names={account.id: account.name for account in accounts.all_accounts(session)},
            owners=accounts.lead_owners(session),
            roles=dict(session.execute(select(Role.slug, Role.title).order_by(Role.title)).all()),
            statuses=STATUSES,
            contacts=CONTACTS,
            problem=problem,
            stale=stale,
            typed=_typed(typed),
        )


def _typed(form: Form | None) -> dict[str, str]:
    if form is None:
        return {}
    names = (*workflow.EDITABLE, "note", "status", "owner")
    return {name: form.text(name) for name in names if name in form}


def _conversations(
    session: Session, lead_ids: Sequence[str]
) -> list[tuple[Conversation, Sequence[Message]]]:
    found = session.execute(
        select(Conversation)
        .where(
            Conversation.id.in_(select(Lead.conversation_id).where(Lead.id.in_(list(lead_ids)))),
            Conversation.erased_at.is_(None),
        )
        .order_by(Conversation.created_at.desc())
    ).scalars()
    return [(each, _messages(session, str(each.id))) for each in found]


def _messages(session: Session, conversation_id: str) -> Sequence[Message]:
    newest: Sequence[Message] = (
        session.execute(
            select(Message)
            .where(Message.conversation_id == conversation_id)
            .order_by(Message.seq.desc())
            .limit(MOST_MESSAGES)
        )
        .scalars()
        .all()
    )
    return newest[::-1]


def _deliveries(session: Session, lead_ids: Sequence[str]) -> Sequence[Delivery]:
    found: Sequence[Delivery] = (
        session.execute(
            select(Delivery)
            .where(Delivery.lead_id.in_(list(lead_ids)))
            .order_by(Delivery.created_at.desc(), Delivery.id)
        )
        .scalars()
        .all()
    )
    return found


def _undoable(session: Session, lead: Lead, events: Sequence[Any]) -> set[int]:
    """Events of merges that are still in force."""
    merged = [
        event
        for event in events
        if event.kind == "merged" and event.lead_id == lead.id and event.data
    ]
    return {
        int(event.id)
        for event in merged
        if (other := session.get(Lead, event.data["other"])) is not None
        and other.merged_into == lead.id
        and other.erased_at is None
    }
