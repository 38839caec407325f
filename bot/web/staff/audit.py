"""The audit log, to read only."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.datastructures import State

from bot.staff import accounts, audit
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of
from bot.web.staff.pages import page

ACTIONS = (
    *("login", "logout", "account", "lead", "leads", "questions", "knowledge"),
    *("overview", "people", "audit"),
)
"""First words of the actions, to filter by."""
LARGEST_ID = 2**31 - 1


class AuditController(Controller):
    """What staff have done."""

    path = "/audit"
    opt = {PERMISSION: "read_audit"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def index(self, request: StaffRequest, state: State) -> Response[Any]:
        """The newest entries, with filters."""
        asked = request.query_params
        action, subject = asked.get("action", ""), asked.get("subject", "")[:120]
        account_id = _number(asked.get("who", ""))
        with state.database.writing() as session:
            audit.record(session, staff_of(request).actor, "audit.view")
        with state.database.reading() as session:
            found = audit.entries(
                session,
                account_id=account_id,
                action=action if action in ACTIONS else None,
                subject=subject or None,
                before=_number(asked.get("before", "")),
                limit=audit.PAGE_SIZE + 1,
            )
            return page(
                request,
                "audit.html",
                entries=found[: audit.PAGE_SIZE],
                more=len(found) > audit.PAGE_SIZE,
                people=accounts.all_accounts(session),
                actions=ACTIONS,
                who=account_id,
                action=action,
                subject=subject,
            )


def _number(text: str) -> int | None:
    fits = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if fits else None
