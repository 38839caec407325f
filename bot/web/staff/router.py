"""All staff pages under one guard: what no handler opens stays shut."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from urllib.parse import quote

from litestar import HttpMethod, Response, Router, get, route
from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
    ValidationException,
)
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.web.staff.account import AccountController
from bot.web.staff.audit import AuditController
from bot.web.staff.corrections import CorrectionsController
from bot.web.staff.forms import check_form
from bot.web.staff.identity import (
    PATH,
    PERMISSION,
    STATE_KEY,
    StaffRequest,
    require_permission,
    staff_of,
)
from bot.web.staff.knowledge import KnowledgeController
from bot.web.staff.lead import LeadController
from bot.web.staff.leads import LeadsController
from bot.web.staff.login import login_router
from bot.web.staff.merge import MergeController
from bot.web.staff.overview import OverviewController
from bot.web.staff.pages import NAVIGATION, page, see
from bot.web.staff.people import PeopleController
from bot.web.staff.questions import QuestionsController

logger = logging.getLogger(__name__)


@get("/", opt={PERMISSION: "own_account"}, sync_to_thread=False)
def home(request: StaffRequest) -> Redirect:
    """The first page that the role may see."""
    staff = staff_of(request)
    return see(next(path for path, _, permission in NAVIGATION if staff.may(permission)))


@route(
    "/{rest:path}",
    http_method=[HttpMethod.GET, HttpMethod.POST],
    opt={PERMISSION: "own_account"},
    sync_to_thread=False,
)
def nowhere(rest: FromPath[str]) -> None:  # noqa: ARG001
    """Whatever else is under /staff: a stranger has to log in to learn that it is nothing."""
    raise NotFoundException("There is no such page.")


def to_login(request: StaffRequest, _error: NotAuthorizedException) -> Response[str] | Redirect:
    """Nobody is logged in: go and do that, then come back.

    What a script asks for itself must not get the login page instead: the page is loaded anew,
    or, where something was filled in, told.
    """
    if request.headers.get("hx-request"):
        if request.method == "GET":
            headers = {"HX-Refresh": "true"}
            return Response("", status_code=HTTPStatus.UNAUTHORIZED, headers=headers)
        title = "You have been logged out, so nothing was saved"
        hint = "Copy what you have typed, then reload the page to log in again."
        return _problem(request, HTTPStatus.UNAUTHORIZED, title, hint)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(asked)}" if request.method == "GET" and asked != PATH else ""
    return see(f"/staff/login{back}")


def refused(request: StaffRequest, error: PermissionDeniedException) -> Response[str]:
    """Logged in, but not allowed; or a form that is not ours."""
    return _problem(request, HTTPStatus.FORBIDDEN, "This is not open to you", error.detail)


def failed(request: StaffRequest, error: HTTPException) -> Response[str]:
    """Anything else that went wrong, in words."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        hint = "It may have been erased or merged, or the address is incomplete."
        return _problem(request, HTTPStatus.NOT_FOUND, "There is nothing here", hint)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _problem(request, error.status_code, "This address takes no such request", "")
    hint = "Go back, look at what you filled in, and send it again."
    return _problem(request, error.status_code, "That did not work", hint)


def unavailable(request: StaffRequest, error: Exception) -> Response[str]:
    """The database is away. Its errors quote what was to be written: only their type is logged."""
    logger.error("unavailable: %s %s: %s", request.method, request.url.path, type(error).__name__)
    title = "The database cannot be reached"
    hint = "Nothing was changed. Try again in a moment; if it stays like this, tell your admin."
    return _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, title, hint)


def crashed(request: StaffRequest, error: Exception) -> Response[str]:
    """A fault of ours; the log has the frames, never a value."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    name = type(error).__name__
    logger.error("%s in %s %s\n%s", name, request.method, request.url.path, frames)
    hint = "It was our fault, and nothing was changed. If it happens again, tell your admin."
    return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "That did not work", hint)


def staff_router() -> Router:
    """Everything under /staff."""
    return Router(
        PATH,
        route_handlers=[
            home,
            login_router(),
            AccountController,
            PeopleController,
            AuditController,
            LeadsController,
            LeadController,
            MergeController,
            QuestionsController,
            KnowledgeController,
            CorrectionsController,
            OverviewController,
            nowhere,
        ],
        guards=[require_permission],
        before_request=check_form,
        exception_handlers={
            NotAuthorizedException: to_login,
            PermissionDeniedException: refused,
            # By name, because the chat API has its own answer to each of them.
            **dict.fromkeys((OperationalError, InterfaceError, PoolTimeoutError), unavailable),
            **dict.fromkeys((ValidationException, HTTPException), failed),
            Exception: crashed,
        },
    )


def _problem(request: StaffRequest, status: int, title: str, hint: str) -> Response[str]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        asked = str(request.url.path) if request.method == "GET" else PATH
        way_on = (asked, "Try again")
    elif request.state.get(STATE_KEY) is not None:
        way_on = (PATH, "To the start")
    else:
        way_on = ("/staff/login", "Log in")
    return page(request, "problem.html", status=status, title=title, hint=hint, way_on=way_on)
