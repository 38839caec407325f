"""Two leads side by side, to become one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select

from bot.knowledge.tables import Role
from bot.leads import merging, workflow
from bot.leads.workflow import Selected
from bot.staff import audit
from bot.web.staff.forms import form_of
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of
from bot.web.staff.lead_page import load
from bot.web.staff.pages import page, see

Page = Response[Any]


class MergeController(Controller):
    """Merge the second lead of the address into the first."""

    path = "/leads/{lead_id:str}/merge/{other_id:str}"
    opt = {PERMISSION: "change_leads"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def preview(
        self,
        request: StaffRequest,
        state: State,
        lead_id: FromPath[str],
        other_id: FromPath[str],
    ) -> Page:
        """Both, field by field."""
        with state.database.writing() as session:
            for each in (lead_id, other_id):
                audit.record(
                    session,
                    staff_of(request).actor,
                    "lead.view",
                    f"lead:{load(session, each).id}",
                    {"page": "merge"},
                )
        return _show(request, state, lead_id, other_id)

    @post("/", sync_to_thread=True)
    def merge(
        self,
        request: StaffRequest,
        state: State,
        lead_id: FromPath[str],
        other_id: FromPath[str],
    ) -> Page:
        """Make them one."""
        staff, form = staff_of(request), form_of(request)
        choices = {field: form.line(field) for field in merging.CHOSEN}
        keep = Selected(lead_id, form.number("version") or 0)
        other = Selected(other_id, form.number("other_version") or 0)
        try:
            with state.database.writing() as session:
                load(session, lead_id), load(session, other_id)
                merging.merge(session, keep, other, choices, staff.tag)
                audit.record(
                    session, staff.actor, "lead.merge", f"lead:{lead_id}", {"other": other_id}
                )
        except workflow.StaleLeadError:
            problem = "Somebody has changed one of the two meanwhile. This is how they are now."
            return _show(request, state, lead_id, other_id, HTTPStatus.CONFLICT, problem)
        except workflow.LeadGoneError:
            raise NotFoundException("no such lead") from None
        except workflow.WorkflowError as error:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return _show(request, state, lead_id, other_id, status, str(error))
        return see(f"/staff/leads/{lead_id}", "merged")


def _show(
    request: StaffRequest,
    state: State,
    lead_id: str,
    other_id: str,
    status: int = HTTPStatus.OK,
    problem: str = "",
) -> Page:
    with state.database.reading() as session:
        keep, other = load(session, lead_id), load(session, other_id)
        if keep.erased_at or other.erased_at or keep.id == other.id:
            raise NotFoundException("nothing to merge")
        return page(
            request,
            "merge.html",
            status=status,
            keep=keep,
            other=other,
            differences=merging.preview(keep, other),
            roles=dict(session.execute(select(Role.slug, Role.title)).all()),
            problem=problem,
        )
