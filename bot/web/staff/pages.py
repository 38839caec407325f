"""Rendering: Jinja templates with what every staff page needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
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
from bot.widget_build import HTMX

HERE = Path(__file__).parent
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

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
        media_type=MediaType.HTML,
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


@get("/assets/{name:str}", sync_to_thread=True)
def asset(name: FromPath[str]) -> Response[bytes]:
    """Style, scripts, icon; outside /staff, so that the login page can have them."""
    found = _assets().get(name)
    if found is None:
        raise NotFoundException("no such file")
    # Pages name it by its content, so that it may be kept for good.
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found[0], media_type=MEDIA_TYPES[Path(name).suffix], headers=headers)


@lru_cache(maxsize=1)
def _assets() -> dict[str, tuple[bytes, str]]:
    """Name → content, and its version."""
    files = (*(HERE / "assets").iterdir(), HTMX)
    contents = {path.name: path.read_bytes() for path in files if path.exists()}
    return {
        name: (content, hashlib.sha256(content).hexdigest()[:12])
        for name, content in contents.items()
    }


def asset_address(name: str) -> str:
    """Where a page finds an asset in its present version."""
    return f"/assets/{name}?v={_assets()[name][1]}" if name in _assets() else f"/assets/{name}"


_environment.globals["asset"] = asset_address
