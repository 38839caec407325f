"""Accounts of everybody, for admins: invite, change the role, reset, disable."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.staff import accounts, audit, sessions
from bot.staff.roles import Role
from bot.staff.tables import StaffAccount
from bot.web.staff.forms import form_of
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of, viewed
from bot.web.staff.pages import page, see

Page = Response[Any]
Change = Callable[[Session, StaffAccount], None]


class PeopleController(Controller):
    """Who may log in, and as what."""

    path = "/people"
    opt = {PERMISSION: "manage_people"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def index(self, request: StaffRequest, state: State) -> Page:
        """All accounts, and the form that invites."""
        viewed(request, "people.view")
        return _show(request, state)

    @post("/", sync_to_thread=True)
    def invite(self, request: StaffRequest, state: State) -> Page:
        """A new account; its link is shown once."""
        form = form_of(request)
        try:
            role = Role(form.line("role"))
            with state.database.writing() as session:
                account = accounts.add(session, form.line("email"), role, form.line("name"))
                token = accounts.make_link(session, account, "invite")
                _record(session, request, "people.add", account, {"role": role.value})
        except ValueError as error:
            problem = str(error) if isinstance(error, accounts.AccountError) else "Choose a role."
            return _show(request, state, error=problem, filled=form)
        return _show(request, state, link=_link(request, token), link_for=str(account.email))

    @post("/{account_id:int}/role", sync_to_thread=True)
    def change_role(self, request: StaffRequest, state: State, account_id: FromPath[int]) -> Page:
        """Another role, from now on."""
        wanted = form_of(request).line("role")
        if wanted not in list(Role):
            return _show(request, state, error="Choose a role.")

        def change(session: Session, account: StaffAccount) -> None:
            accounts.change_role(session, account, Role(wanted))

        return _change(request, state, account_id, "people.role", change, {"role": wanted})

    @post("/{account_id:int}/disable", sync_to_thread=True)
    def disable(self, request: StaffRequest, state: State, account_id: FromPath[int]) -> Page:
        """No more logins."""
        return _change(request, state, account_id, "people.disable", accounts.disable)

    @post("/{account_id:int}/enable", sync_to_thread=True)
    def enable(self, request: StaffRequest, state: State, account_id: FromPath[int]) -> Page:
        """Let the person in again."""
        return _change(
            request, state, account_id, "people.enable", lambda _, one: accounts.enable(one)
        )

    @post("/{account_id:int}/sessions/end", sync_to_thread=True)
    def end_sessions(self, request: StaffRequest, state: State, account_id: FromPath[int]) -> Page:
        """Log the person out everywhere."""

        def end(session: Session, account: StaffAccount) -> None:
            sessions.end_all(session, int(account.id))

        return _change(request, state, account_id, "people.sessions_ended", end)

    @post("/{account_id:int}/second-factor/remove", sync_to_thread=True)
    def remove_second_factor(
        self, request: StaffRequest, state: State, account_id: FromPath[int]
    ) -> Page:
        """For somebody whose telephone is gone."""

        def forget(session: Session, account: StaffAccount) -> None:
            accounts.forget_second_factor(account)
            sessions.end_all(session, int(account.id))

        return _change(request, state, account_id, "people.second_factor_off", forget)

    @post("/{account_id:int}/reset", sync_to_thread=True)
    def reset(self, request: StaffRequest, state: State, account_id: FromPath[int]) -> Page:
        """A link that sets a new password; shown once."""
        with state.database.writing() as session:
            account = _account(session, account_id)
            purpose: accounts.Purpose = "reset" if account.password_hash else "invite"
            token = accounts.make_link(session, account, purpose)
            _record(session, request, "people.reset", account)
        return _show(request, state, link=_link(request, token), link_for=str(account.email))


def _show(
    request: StaffRequest,
    state: State,
    *,
    error: str = "",
    link: str = "",
    link_for: str = "",
    filled: Any = None,
) -> Page:
    with state.database.reading() as session:
        return page(
            request,
            "people.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
            people=accounts.all_accounts(session),
            roles=list(Role),
            error=error,
            link=link,
            link_for=link_for,
            email=filled.line("email") if filled else "",
            name=filled.line("name") if filled else "",
        )


def _change(
    request: StaffRequest,
    state: State,
    account_id: int,
    action: str,
    change: Change,
    data: dict[str, Any] | None = None,
) -> Page:
    try:
        with state.database.writing() as session:
            account = _account(session, account_id)
            change(session, account)
            _record(session, request, action, account, data)
    except accounts.AccountError as error:
        return _show(request, state, error=str(error))
    return see("/staff/people", "people")


def _account(session: Session, account_id: int) -> StaffAccount:
    # Longer numbers overflow the column's type on PostgreSQL.
    fits = 0 < account_id < 2**31
    account: StaffAccount | None = session.get(StaffAccount, account_id) if fits else None
    if account is None:
        raise NotFoundException("no such account")
    return account


def _record(
    session: Session,
    request: StaffRequest,
    action: str,
    account: StaffAccount,
    data: dict[str, Any] | None = None,
) -> None:
    audit.record(session, staff_of(request).actor, action, f"staff:{account.id}", data)


def _link(request: StaffRequest, token: str) -> str:
    settings: Settings = request.app.state.settings
    base = settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/staff/link/{token}"
