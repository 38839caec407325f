"""What staff have corrected: every correction, and taking one back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from sqlalchemy import select

from bot.knowledge import corrections
from bot.knowledge.corrections import CorrectionError
from bot.knowledge.history import Correction
from bot.knowledge.tables import Role, Source
from bot.staff import audit
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of, viewed
from bot.web.staff.pages import page, see

Page = Response[Any]
MOST_SHOWN = 100
LARGEST = 2**31 - 1


class CorrectionsController(Controller):
    """History of the knowledge table."""

    path = "/knowledge/corrections"
    opt = {PERMISSION: "read_knowledge"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def history(self, request: StaffRequest, state: State) -> Page:
        """Every correction, the newest first."""
        viewed(request, "knowledge.corrections")
        return _show_history(request, state)

    @post("/{correction_id:int}/undo", opt={PERMISSION: "correct_knowledge"}, sync_to_thread=True)
    def undo(self, request: StaffRequest, state: State, correction_id: FromPath[int]) -> Page:
        """Bring the imported fact back."""
        try:
            with state.database.writing() as session:
                corrections.undo(session, min(correction_id, LARGEST))
                actor, subject = staff_of(request).actor, f"correction:{correction_id}"
                audit.record(session, actor, "knowledge.undo", subject)
        except CorrectionError as error:
            return _show_history(request, state, problem=str(error))
        return see("/staff/knowledge/corrections", "undone")


def _show_history(request: StaffRequest, state: State, problem: str = "") -> Page:
    with state.database.reading() as session:
        made = session.execute(
            select(Correction).order_by(Correction.id.desc()).limit(MOST_SHOWN)
        ).scalars()
        names = dict(session.execute(select(Source.id, Source.title)).all())
        names |= dict(session.execute(select(Role.slug, Role.title)).all())
        return page(
            request,
            "corrections.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
            corrections=[
                {
                    "id": each.id,
                    "table": each.table_name,
                    "key": [
                        names.get(value, value)
                        for column, value in json.loads(each.natural_key).items()
                        if value is not None and column != "source_id"
                    ],
                    "changes": [
                        (column, *(names.get(value, value) for value in change))
                        for column, change in _changed(each)
                    ],
                    "by": each.created_by,
                    "at": each.created_at,
                    "undone_at": each.undone_at,
                }
                for each in made
            ],
            problem=problem,
        )


def _changed(correction: Correction) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Each column of a correction with its imported and its corrected value."""
    imported = json.loads(correction.imported)
    for column, value in json.loads(correction.values).items():
        yield ("source" if column == "source_id" else column), (imported.get(column), value)
