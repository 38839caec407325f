"""What goes wrong under /staff, told as a page; as JSON only to those who ask for that."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import HttpMethod, MediaType, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
    ValidationException,
)
from litestar.response import Redirect
from litestar.types import ASGIApp, ExceptionHandlersMap, Receive, Scope, Send
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.web.errors import error_response
from bot.web.staff.identity import PATH, STATE_KEY, StaffRequest
from bot.web.staff.pages import page, see

logger = logging.getLogger(__name__)
UNROUTED = "unrouted"
"""Key of the request's state: why no route took it."""
UNROUTED_ERRORS = (NotFoundException, MethodNotAllowedException)
NOWHERE_METHODS = frozenset(HttpMethod) - {HttpMethod.HEAD, HttpMethod.OPTIONS}


def to_login(request: StaffRequest, _error: NotAuthorizedException) -> Response[Any] | Redirect:
    """Nobody is logged in: go and do that, then come back.

    What a script asks for itself must not get the login page instead: the page is loaded anew,
    or, where something was filled in, told.
    """
    if _wants_json(request):
        return error_response(HTTPStatus.UNAUTHORIZED, "Log in first.")
    if request.headers.get("hx-request"):
        if request.method == "GET":
            headers = {"HX-Refresh": "true"}
            return Response("", status_code=HTTPStatus.UNAUTHORIZED, headers=headers)
        title = "You have been logged out, so nothing was saved"
        hint = "Copy what you have typed, then reload the page to log in again."
        return _problem(request, HTTPStatus.UNAUTHORIZED, title, hint)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    worth_it = request.method == "GET" and asked != PATH and UNROUTED not in request.state
    back = f"?next={quote(asked)}" if worth_it else ""
    return see(f"/staff/login{back}")


def refused(request: StaffRequest, error: PermissionDeniedException) -> Response[Any]:
    """Logged in, but not allowed; or a form that is not ours."""
    return _problem(request, HTTPStatus.FORBIDDEN, "This is not open to you", error.detail)


def failed(request: StaffRequest, error: HTTPException) -> Response[Any]:
    """Anything else that went wrong, in words."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        hint = "It may have been erased or merged, or the address is incomplete."
        return _problem(request, HTTPStatus.NOT_FOUND, "There is nothing here", hint)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _problem(request, error.status_code, "This address takes no such request", "")
    hint = "Go back, look at what you filled in, and send it again."
    return _problem(request, error.status_code, "That did not work", hint)


def unavailable(request: StaffRequest, error: Exception) -> Response[Any]:
    """The database is away. Its errors quote what was to be written: only their type is logged."""
    logger.error("unavailable: %s %s: %s", request.method, request.url.path, type(error).__name__)
    title = "The database cannot be reached"
    hint = "Nothing was changed. Try again in a moment; if it stays like this, tell your admin."
    return _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, title, hint)


def crashed(request: StaffRequest, error: Exception) -> Response[Any]:
    """A fault of ours; the log has the frames, never a value."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    name = type(error).__name__
    logger.error("%s in %s %s\n%s", name, request.method, request.url.path, frames)
    hint = "It was our fault, and nothing was changed. If it happens again, tell your admin."
    return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "That did not work", hint)


HANDLERS: ExceptionHandlersMap = {
    NotAuthorizedException: to_login,
    PermissionDeniedException: refused,
    # By name, because the chat API has its own answer to each of them.
    **dict.fromkeys((OperationalError, InterfaceError, PoolTimeoutError), unavailable),
    **dict.fromkeys((*UNROUTED_ERRORS, ValidationException, HTTPException), failed),
    Exception: crashed,
}
"""For every route under /staff."""


class _ToNowhere:
    """In place of a response: the request goes on to `nowhere`, behind guard and form check."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIApp:
        async def go_on(scope: Scope, receive: Receive, send: Send) -> None:
            scope["state"][UNROUTED] = self._error
            scope["path"] = f"{PATH}/nowhere"
            await scope["litestar_app"].asgi_router(scope, receive, send)

        return go_on


def unrouted(otherwise: Callable[[Any, Any], Any]) -> ExceptionHandlersMap:
    """Handlers for the addresses that no route takes: a page for those under /staff.

    `otherwise` answers what is asked for elsewhere.
    """

    def answer(request: Any, error: Any) -> Any:
        inside = f"{request.url.path}/".startswith(f"{PATH}/")
        if inside and request.method in NOWHERE_METHODS:
            return _ToNowhere(error)
        return otherwise(request, error)

    return dict.fromkeys(UNROUTED_ERRORS, answer)


def _wants_json(request: StaffRequest) -> bool:
    return request.accept.best_match([MediaType.HTML, MediaType.JSON]) == MediaType.JSON


def _problem(request: StaffRequest, status: int, title: str, hint: str) -> Response[Any]:
    if _wants_json(request):
        return error_response(status, f"{title}. {hint}".strip())
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        asked = str(request.url.path) if request.method == "GET" else PATH
        way_on = (asked, "Try again")
    elif request.state.get(STATE_KEY) is not None:
        way_on = (PATH, "To the start")
    else:
        way_on = ("/staff/login", "Log in")
    return page(request, "problem.html", status=status, title=title, hint=hint, way_on=way_on)
