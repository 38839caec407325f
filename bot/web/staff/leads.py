"""The queue of leads: list, live arrival, bulk changes, export."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.response import Stream
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database, utc_now
from bot.knowledge.tables import Location, Role
from bot.leads import queue, workflow
from bot.leads.queue import Filters
from bot.leads.tables import KINDS, STATUSES
from bot.staff import accounts, audit
from bot.web.staff.clock import Clocks
from bot.web.staff.csv_cells import cell
from bot.web.staff.forms import form_of
from bot.web.staff.identity import BACKGROUND, PERMISSION, StaffRequest, staff_of
from bot.web.staff.pages import page, see

Page = Response[Any]
FIELDS = ("view", "status", "kind", "owner", "role", "location", "channel", "search", "sort")
LONGEST_FILTER = 100
EXPORTED_AT_ONCE = 500
CHANNELS = ("web", "slack")
EXPORTED = (
    "id created_at kind status owner name email phone_number preferred_contact company role "
    "location timing notes channel page_url consent_version consent_purposes consented_at "
    "first_response_at"
).split()


class LeadsController(Controller):
    """All leads."""

    path = "/leads"
    opt = {PERMISSION: "read_leads"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def index(self, request: StaffRequest, state: State) -> Page:
        """A page of the queue."""
        staff, filters = staff_of(request), filters_of(request.query_params)
        after, before = (request.query_params.get(name, "")[:100] for name in ("after", "before"))
        with state.database.writing() as session:
            asked = {name: True for name in FIELDS if getattr(filters, name) and name == "search"}
            audit.record(session, staff.actor, "leads.list", data={"view": filters.view, **asked})
        with state.database.reading() as session:
            found = queue.page(session, filters, staff.id, after=after, before=before)
            return page(
                request,
                "leads.html",
                found=found,
                filters=filters,
                counts=queue.counts(session, staff.id),
                most=queue.MOST_COUNTED,
                link=link_of,
                live=filters.sort == "newest" and not (after or before),
                mark=queue.mark_of(found.leads),
                skipped=request.query_params.get("skipped", "")[:4],
                statuses=STATUSES,
                kinds=KINDS,
                channels=CHANNELS,
                sorts=tuple(queue.SORTS),
                **_names(session),
                clocks=Clocks(state.settings),
            )

    @get("/live", opt={BACKGROUND: True}, sync_to_thread=True)
    def live(self, request: StaffRequest, state: State) -> Page:
        """Rows that are not in the open list yet; 204 if there are none."""
        staff, filters = staff_of(request), filters_of(request.query_params)
        mark = queue.Mark.read(request.query_params.get("mark", ""))
        with state.database.reading() as session:
            rows, mark = queue.arrived(session, filters, staff.id, mark)
            if not rows:
                return Response(None, status_code=HTTPStatus.NO_CONTENT)
            return page(
                request,
                "arrivals.html",
                rows=rows,
                mark=mark,
                counts=queue.counts(session, staff.id),
                most=queue.MOST_COUNTED,
                **_names(session),
                clocks=Clocks(state.settings),
                fresh=True,
            )

    @post("/bulk", opt={PERMISSION: "change_leads"}, sync_to_thread=True)
    def bulk(self, request: StaffRequest, state: State) -> Page:
        """Change owner or status of the selected leads; those that somebody changed stay."""
        staff, form = staff_of(request), form_of(request)
        back = link_of(filters_of({name: form.line(name) for name in FIELDS}))
        status, owner = form.line("new_status"), form.line("new_owner")
        skipped = 0
        for chosen in form.many("lead")[: queue.PAGE_SIZE * 2]:
            lead_id, _, version = chosen.partition(":")
            number = int(version) if version.isdecimal() and len(version) < 10 else 0
            try:
                with state.database.writing() as session:
                    seen = workflow.Selected(lead_id, number)
                    if owner:
                        lead = workflow.assign(session, seen, owner_of(session, owner), staff.tag)
                        seen = workflow.Selected(lead_id, lead.version)
                        _record(session, request, "lead.assign", lead_id, {"to": owner})
                    if status:
                        workflow.set_status(session, seen, status, staff.tag)
                        _record(session, request, "lead.status", lead_id, {"to": status})
            except (workflow.StaleLeadError, workflow.LeadGoneError, workflow.WorkflowError):
                skipped += 1
        if skipped:
            return see(f"{back}&skipped={skipped}", "bulk")
        return see(back, "bulk")

    @post("/export", opt={PERMISSION: "export_leads"}, sync_to_thread=True)
    def export(self, request: StaffRequest, state: State) -> Stream:
        """The leads of the present filter as CSV."""
        staff, form = staff_of(request), form_of(request)
        filters = filters_of({name: form.line(name) for name in FIELDS})
        with state.database.writing() as session:
            asked = {
                name: (value if name != "search" else True)
                for name in FIELDS
                if (value := getattr(filters, name))
            }
            audit.record(session, staff.actor, "leads.export", data=asked)
        name = f"leads-{utc_now():%Y-%m-%d}.csv"
        return Stream(
            _csv(state.database, filters, staff.id),
            status_code=HTTPStatus.OK,
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def filters_of(values: Mapping[str, str]) -> Filters:
    """Filters as an address or a form holds them."""
    given = {name: str(values.get(name) or "").strip()[:LONGEST_FILTER] for name in FIELDS}
    if given["view"] not in queue.VIEWS:
        given["view"] = "all" if given["search"] else "new"
    if given["sort"] not in queue.SORTS:
        given["sort"] = "newest"
    return Filters(**given)


def link_of(filters: Filters, **changes: str) -> str:
    """The address of a list with these filters, and `changes` to them."""
    values = {name: getattr(filters, name) for name in FIELDS} | changes
    if values["sort"] == "newest":
        values["sort"] = ""
    asked = {name: value for name, value in values.items() if value}
    return f"/staff/leads?{urlencode(asked)}"


def owner_of(session: Session, text: str) -> int | None:
    """The account that a form names; "none" is nobody.

    Raises:
        workflow.WorkflowError: there is no such account that works on leads.
    """
    if text == "none":
        return None
    for account in accounts.lead_owners(session):
        if str(account.id) == text:
            return int(account.id)
    raise workflow.WorkflowError("Choose somebody who works on leads.")


def _names(session: Session) -> dict[str, Any]:
    people = accounts.all_accounts(session)
    return {
        "names": {account.id: account.name for account in people},
        "owners": accounts.lead_owners(session),
        "roles": dict(session.execute(select(Role.slug, Role.title).order_by(Role.title)).all()),
        "places": session.execute(select(Location.location).order_by(Location.location))
        .scalars()
        .all(),
    }


async def _csv(database: Database, filters: Filters, mine: int) -> AsyncIterator[str]:
    # Excel takes a file for UTF-8 only with this mark at its start.
    yield "\ufeff" + _rows([EXPORTED])
    after = ""
    while True:
        # One thread and one session for each part: SQLite's connections stay in their thread.
        part, after = await asyncio.to_thread(_csv_part, database, filters, mine, after)
        yield part
        if not after:
            return


def _csv_part(database: Database, filters: Filters, mine: int, after: str) -> tuple[str, str]:
    """Some leads as CSV, and the cursor to go on from; empty after the last."""
    with database.reading() as session:
        names = {account.id: account.name for account in accounts.all_accounts(session)}
        found = queue.page(session, filters, mine, after=after, size=EXPORTED_AT_ONCE)
        rows = (
            [
                cell(names.get(lead.owner_id, "") if column == "owner" else getattr(lead, column))
                for column in EXPORTED
            ]
            for lead in found.leads
        )
        return _rows(rows), found.older


def _rows(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()


def _record(
    session: Session, request: StaffRequest, action: str, lead_id: str, data: dict[str, Any]
) -> None:
    audit.record(session, staff_of(request).actor, action, f"lead:{lead_id}", data)
