"""Log in, pass the second factor, set a password by a one-time link, log out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from bot.staff import accounts, audit, login, passwords, sessions
from bot.staff.audit import Actor
from bot.web.staff.display import duration
from bot.web.staff.forms import form_of
from bot.web.staff.identity import (
    PATH,
    PERMISSION,
    PUBLIC,
    SESSION_COOKIE,
    StaffRequest,
    lifetime,
    set_cookie,
    staff_of,
)
from bot.web.staff.pages import page, see

WRONG = "E-mail or password is wrong."
WRONG_CODE = "That code is wrong or was used before; wait for the next one."
Page = Response[Any]


@get("/login", opt={PUBLIC: True}, sync_to_thread=False)
def show_login(request: StaffRequest) -> Page:
    """The way in."""
    return page(request, "login.html", next=wanted(request), email="", error="")


@post("/login", opt={PUBLIC: True}, sync_to_thread=True)
def log_in(request: StaffRequest, state: State) -> Page:
    """Try e-mail and password."""
    form = form_of(request)
    email = form.line("email", 254)
    attempt = login.with_password(
        state.database,
        email,
        form.secret("password"),
        address_of(request),
        request.headers.get("user-agent", ""),
        lifetime(state.settings),
    )
    if attempt.token is None:
        error = WRONG if attempt.wait is None else _too_many(attempt)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if attempt.wait is None else 429
        return page(
            request, "login.html", status=status, next=form.line("next"), email=email, error=error
        )
    target = _inside(form.line("next"))
    if not attempt.complete:
        target = f"/staff/second-step?next={quote(target)}"
    response = see(target)
    set_cookie(response, state.settings, SESSION_COOKIE, attempt.token)
    return response


@get("/second-step", opt={PUBLIC: True}, sync_to_thread=True)
def show_second_step(request: StaffRequest, state: State) -> Page:
    """Ask for the code; only of somebody whose password was right."""
    if not _halfway(request, state):
        return see("/staff/login")
    return page(request, "second_step.html", next=wanted(request), error="")


@post("/second-step", opt={PUBLIC: True}, sync_to_thread=True)
def second_step(request: StaffRequest, state: State) -> Page:
    """Try the code."""
    form = form_of(request)
    attempt = login.with_code(
        state.database,
        request.cookies.get(SESSION_COOKIE, ""),
        form.line("code", 12),
        address_of(request),
        lifetime(state.settings),
    )
    if attempt.complete and attempt.token:
        response = see(_inside(form.line("next")))
        set_cookie(response, state.settings, SESSION_COOKIE, attempt.token)
        return response
    if attempt.token is None and attempt.wait is None:
        return see("/staff/login")
    error = WRONG_CODE if attempt.wait is None else _too_many(attempt)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if attempt.wait is None else 429
    return page(request, "second_step.html", status=status, next=form.line("next"), error=error)


@get("/link/{token:str}", opt={PUBLIC: True}, sync_to_thread=True)
def show_link(request: StaffRequest, state: State, token: FromPath[str]) -> Page:
    """Ask for a password, if the link works."""
    with state.database.reading() as session:
        account = accounts.account_of_link(session, token)
        if account is None:
            return page(request, "link_gone.html", status=HTTPStatus.GONE)
        return page(request, "link.html", email=account.email, token=token, error="")


@post("/link/{token:str}", opt={PUBLIC: True}, sync_to_thread=True)
def use_link(request: StaffRequest, state: State, token: FromPath[str]) -> Page:
    """Set the password; the link works no more."""
    form = form_of(request)
    try:
        with state.database.writing() as session:
            if form.secret("password") != form.secret("again"):
                raise passwords.WeakPasswordError("The two are not the same; type both again.")
            account = accounts.use_link(session, token, form.secret("password"))
            if account is not None:
                actor = Actor(int(account.id), str(account.email))
                audit.record(session, actor, "login.password_set")
    except (passwords.WeakPasswordError, accounts.AccountError) as error:
        with state.database.reading() as session:
            account = accounts.account_of_link(session, token)
        if account is not None:
            return page(
                request,
                "link.html",
                status=HTTPStatus.UNPROCESSABLE_ENTITY,
                email=account.email,
                token=token,
                error=str(error),
            )
    if account is None:
        return page(request, "link_gone.html", status=HTTPStatus.GONE)
    return see("/staff/login", "password_set")


@post("/logout", opt={PERMISSION: "own_account"}, sync_to_thread=True)
def log_out(request: StaffRequest, state: State) -> Redirect:
    """End this session."""
    staff = staff_of(request)
    with state.database.writing() as session:
        sessions.end(session, staff.token_digest, staff.id)
        audit.record(session, staff.actor, "logout")
    response = see("/staff/login", "logged_out")
    response.delete_cookie(SESSION_COOKIE, path=PATH)
    return response


def login_router() -> Router:
    """Everything before and after being logged in."""
    handlers = [show_login, log_in, show_second_step, second_step, show_link, use_link, log_out]
    return Router("/", route_handlers=handlers)


def address_of(request: StaffRequest) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else "unknown"


def _halfway(request: StaffRequest, state: State) -> bool:
    token = request.cookies.get(SESSION_COOKIE, "")
    with state.database.reading() as session:
        found = sessions.find(session, token, lifetime(state.settings)) if token else None
        return found is not None and not found[0].complete


def _inside(path: str) -> str:
    """A page of ours to go on to; never another site's."""
    fits = path.startswith(f"{PATH}/") and "//" not in path and "\\" not in path
    return path if fits and not path.startswith("/staff/login") else PATH


def _too_many(attempt: login.Attempt) -> str:
    assert attempt.wait is not None
    return f"Too many attempts. Try again in {duration(attempt.wait)}."


def wanted(request: StaffRequest) -> str:
    """The page that was asked for before the login got in between."""
    return request.query_params.get("next", "")
