"""The overview: how the assistant and the office are doing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Controller, Response, get
from litestar.datastructures import State
from sqlalchemy import select

from bot.knowledge.tables import Role
from bot.reports import figures
from bot.reports.figures import Period
from bot.web.staff.clock import business_hours
from bot.web.staff.identity import PERMISSION, StaffRequest, viewed
from bot.web.staff.pages import page

PERIODS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"}


class OverviewController(Controller):
    """Numbers and charts."""

    path = "/overview"
    opt = {PERMISSION: "read_overview"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def index(self, request: StaffRequest, state: State) -> Response[Any]:
        """The period that the address names, by default 30 days."""
        viewed(request, "overview.view")
        period = period_of(request, state)
        with state.database.reading() as session:
            target = timedelta(minutes=state.settings.first_response_minutes)
            hours = business_hours(state.settings)
            found = figures.overview(session, period, hours, target)
            titles = dict(session.execute(select(Role.slug, Role.title)).all())
            return page(
                request,
                "overview.html",
                periods=PERIODS,
                period=period,
                found=found,
                conversations=figures.by_step(found.conversations, period.step),
                leads=figures.by_step(found.leads, period.step),
                roles=[(titles.get(slug, slug), number) for slug, number in found.roles],
                target=target,
            )


def period_of(request: StaffRequest, state: State) -> Period:
    """The period of an address; one that is not offered is 30 days."""
    asked = request.query_params.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else 30
    return Period(days, ZoneInfo(state.settings.business_time_zone))
