"""Rendering: Jinja templates with what every staff page needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import Response, get
from litestar.datastructures import State
from litestar.response import Redirect

from bot.settings import Settings
from bot.web.staff import display
from bot.web.staff.forms import FORM_COOKIE, new_form_cookie, token_for
from bot.web.staff.identity import (
    SESSION_COOKIE,
    STATE_KEY,
    Connection,
    set_cookie,
)

HERE = Path(__file__).parent

NAVIGATION = (
    ("/staff/leads", "Leads", "read_leads"),
    ("/staff/questions", "Questions", "read_questions"),
    ("/staff/knowledge", "Knowledge", "read_knowledge"),
    ("/staff/overview", "Overview", "read_overview"),
    ("/staff/people", "People", "manage_people"),
    ("/staff/audit", "Audit log", "read_audit"),
)
"""Address, title, and the permission that it takes."""

_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(display.FILTERS)
_environment.globals["navigation"] = NAVIGATION


def page(
    request: Connection,
    template: str,
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response[str]:
    """A whole page, or a piece of one."""
    settings: Settings = request.app.state.settings
    staff = request.state.get(STATE_KEY)
    fresh = ""
    if not request.cookies.get(SESSION_COOKIE) and not request.cookies.get(FORM_COOKIE):
        fresh = new_form_cookie()
    context = {
        "staff": staff,
        "path": request.url.path,
        "csrf": token_for(request, fresh),
        "done": display.DONE.get(request.query_params.get("done", "")),
        "zone": settings.business_time_zone,
        **values,
    }
    response = Response(
        _environment.get_template(template).render(context),
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers=dict(headers or {}),
    )
    if fresh:
        set_cookie(response, settings, FORM_COOKIE, fresh)
    return response


def see(path: str, done: str = "") -> Redirect:
    """After a form: look at `path`, which says what was `done` (a key of `display.DONE`)."""
    if done:
        path, _, fragment = path.partition("#")
        joint = "&" if "?" in path else "?"
        path = f"{path}{joint}done={done}" + (f"#{fragment}" if fragment else "")
    return Redirect(path, status_code=303)


@get("/assets/staff.css", sync_to_thread=False)
def style() -> Response[str]:
    """The style of the staff pages; outside /staff, so that the login page can have it."""
    return _asset("staff.css", "text/css")


@get("/assets/staff.js", sync_to_thread=False)
def script() -> Response[str]:
    """The script of the staff pages."""
    return _asset("staff.js", "text/javascript")


@get("/assets/staff.svg", sync_to_thread=False)
def icon() -> Response[str]:
    """The icon of the staff pages."""
    return _asset("staff.svg", "image/svg+xml")


assets = (style, script, icon)


def _asset(name: str, media_type: str) -> Response[str]:
    return Response(
        (HERE / "assets" / name).read_text(encoding="utf-8"),
        media_type=f"{media_type}; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def now_in(state: State) -> datetime:
    """The present moment in the office's time zone."""
    return display.local(datetime.now().astimezone(), state.settings.business_time_zone)
