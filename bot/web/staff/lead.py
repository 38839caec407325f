"""One lead: everything about it on one page, and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.delivery.queue import replay
from bot.delivery.tables import Delivery
from bot.leads import merging, workflow
from bot.leads.workflow import Selected
from bot.privacy.erasure import erase_leads, forget_pages
from bot.privacy.export import export_person
from bot.staff import audit
from bot.web.staff.forms import Form, form_of
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of
from bot.web.staff.lead_page import load, show_lead
from bot.web.staff.leads import owner_of
from bot.web.staff.pages import see

Page = Response[Any]
Change = Callable[[Session, Selected, Form], object]
CHANGE = {PERMISSION: "change_leads"}


class LeadController(Controller):
    """One lead."""

    path = "/leads/{lead_id:str}"
    opt = {PERMISSION: "read_leads"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def show(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """The lead with its conversation beside it."""
        with state.database.writing() as session:
            found = load(session, lead_id)
            audit.record(session, staff_of(request).actor, "lead.view", f"lead:{found.id}")
        return show_lead(request, state, lead_id)

    @post("/assign", opt=CHANGE, sync_to_thread=True)
    def assign(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """Take it, or give it to somebody."""
        staff = staff_of(request)

        def change(session: Session, seen: Selected, form: Form) -> None:
            workflow.assign(session, seen, owner_of(session, form.line("owner")), staff.tag)

        return change_lead(request, state, lead_id, "lead.assign", change, "assigned")

    @post("/status", opt=CHANGE, sync_to_thread=True)
    def status(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """Move it along."""
        staff = staff_of(request)

        def change(session: Session, seen: Selected, form: Form) -> None:
            workflow.set_status(session, seen, form.line("status"), staff.tag)

        return change_lead(request, state, lead_id, "lead.status", change, "status")

    @post("/details", opt=CHANGE, sync_to_thread=True)
    def details(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """Correct what was given."""
        staff = staff_of(request)

        def change(session: Session, seen: Selected, form: Form) -> None:
            values = {name: form.text(name) for name in workflow.EDITABLE if name in form}
            workflow.edit(session, seen, values, staff.tag)

        return change_lead(request, state, lead_id, "lead.edit", change, "saved")

    @post("/note", opt=CHANGE, sync_to_thread=True)
    def note(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """Write something down."""
        staff = staff_of(request)

        def change(session: Session, seen: Selected, form: Form) -> None:
            workflow.add_note(session, seen.lead_id, form.text("note"), staff.tag)

        return change_lead(request, state, lead_id, "lead.note", change, "noted")

    @post("/unmerge", opt=CHANGE, sync_to_thread=True)
    def unmerge(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """Take a merge back."""
        staff = staff_of(request)

        def change(session: Session, seen: Selected, form: Form) -> None:
            merging.undo(session, seen, form.number("event") or 0, staff.tag)

        return change_lead(request, state, lead_id, "lead.unmerge", change, "unmerged")

    @post("/deliveries/{delivery_id:str}/replay", opt=CHANGE, sync_to_thread=True)
    def replay(
        self,
        request: StaffRequest,
        state: State,
        lead_id: FromPath[str],
        delivery_id: FromPath[str],
    ) -> Page:
        """Send one message again that was given up."""
        give_up = timedelta(hours=state.settings.delivery_give_up_hours)
        with state.database.writing() as session:
            delivery = session.get(Delivery, delivery_id)
            if delivery is None or delivery.lead_id != load(session, lead_id).id:
                raise NotFoundException("no such delivery")
            replay(session, [delivery_id], utc_now(), give_up)
            audit.record(
                session,
                staff_of(request).actor,
                "lead.replay",
                f"lead:{lead_id}",
                {"channel": delivery.channel},
            )
        return see(f"/staff/leads/{lead_id}#deliveries", "replayed")

    @post("/erase", opt={PERMISSION: "erase_leads"}, sync_to_thread=True)
    def erase(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Page:
        """Erase the person: this lead, those merged into it, and their conversations."""
        staff = staff_of(request)
        if form_of(request).line("sure") != "yes":
            problem = "Tick the box to erase for good."
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return show_lead(request, state, lead_id, status=status, problem=problem)
        with state.database.writing() as session:
            ids = merging.merged_ids(session, str(load(session, lead_id).id))
            erase_leads(session, ids, staff.tag)
            for each in ids:
                audit.record(session, staff.actor, "lead.erase", f"lead:{each}")
        forget_pages(state.database)
        return see(f"/staff/leads/{lead_id}", "erased")

    @post("/export", opt={PERMISSION: "export_leads"}, sync_to_thread=True)
    def export(self, request: StaffRequest, state: State, lead_id: FromPath[str]) -> Response[str]:
        """Everything kept about the person, as JSON, to give to them."""
        with state.database.writing() as session:
            ids = merging.merged_ids(session, str(load(session, lead_id).id))
            leads = [load(session, each) for each in ids]
            document = export_person(session, leads)
            audit.record(session, staff_of(request).actor, "lead.export", f"lead:{lead_id}")
        return Response(
            json.dumps(document, ensure_ascii=False, indent=2),
            status_code=HTTPStatus.OK,
            media_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="lead-{lead_id}.json"'},
        )


def change_lead(
    request: StaffRequest, state: State, lead_id: str, action: str, change: Change, done: str
) -> Page:
    """Do it and show the lead; if somebody was quicker, say so and keep what was typed."""
    form = form_of(request)
    seen = Selected(lead_id, form.number("version") or 0)
    try:
        with state.database.writing() as session:
            load(session, lead_id)
            change(session, seen, form)
            audit.record(session, staff_of(request).actor, action, f"lead:{lead_id}")
    except workflow.StaleLeadError:
        return show_lead(
            request, state, lead_id, status=HTTPStatus.CONFLICT, stale=True, typed=form
        )
    except workflow.LeadGoneError:
        raise NotFoundException("no such lead") from None
    except workflow.WorkflowError as error:
        return show_lead(
            request,
            state,
            lead_id,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            problem=str(error),
            typed=form,
        )
    return see(f"/staff/leads/{lead_id}", done)
