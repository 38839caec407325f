"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from bot.database import utc_now
from bot.staff import accounts, audit, passwords, second_factor, sessions, throttle
from bot.staff.tables import StaffAccount
from bot.web.staff.display import duration
from bot.web.staff.forms import form_of
from bot.web.staff.identity import PERMISSION, StaffRequest, lifetime, staff_of, viewed
from bot.web.staff.login import WRONG_CODE, address_of
from bot.web.staff.pages import page, see

Page = Response[Any]
HERE = "/staff/account"
NOT_THE_SAME = "The two new ones are not the same."
PASSWORD_IS_WRONG = "The present password is wrong."  # noqa: S105


class AccountController(Controller):
    """Everybody's own account."""

    path = "/account"
    opt = {PERMISSION: "own_account"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def show(self, request: StaffRequest, state: State) -> Page:
        """Password, second factor, sessions."""
        viewed(request, "account.view")
        return _show(request, state)

    @post("/password", sync_to_thread=True)
    def change_password(self, request: StaffRequest, state: State) -> Page:
        """A new password, given the present one."""
        staff, form = staff_of(request), form_of(request)
        if problem := _check_password(request, state, form.secret("present")):
            return _show(request, state, error=problem, about="password")
        if form.secret("password") != form.secret("again"):
            return _show(request, state, error=NOT_THE_SAME, about="password")
        try:
            with state.database.writing() as session:
                account = session.get(StaffAccount, staff.id)
                accounts.set_password(
                    session, account, form.secret("password"), keep_session=staff.token_digest
                )
                audit.record(session, staff.actor, "login.password_set")
        except passwords.WeakPasswordError as error:
            return _show(request, state, error=str(error), about="password")
        return see(HERE, "password")

    @post("/second-factor/start", sync_to_thread=True)
    def start(self, request: StaffRequest, state: State) -> Page:
        """Make a secret and show it; it counts once a code has proved that the app has it."""
        if problem := _check_password(request, state, form_of(request).secret("present")):
            return _show(request, state, error=problem, about="factor")
        with state.database.writing() as session:
            account = session.get(StaffAccount, staff_of(request).id)
            if account.totp_confirmed_at is None:
                account.totp_secret = second_factor.new_secret()
                audit.record(session, staff_of(request).actor, "login.second_factor_begun")
        return see(f"{HERE}#second-factor")

    @post("/second-factor/confirm", sync_to_thread=True)
    def confirm(self, request: StaffRequest, state: State) -> Page:
        """Switch the second factor on."""
        staff = staff_of(request)
        with state.database.writing() as session:
            account = session.get(StaffAccount, staff.id)
            right = account.totp_confirmed_at is None and second_factor.check_code(
                account, form_of(request).line("code", 12)
            )
            if right:
                account.totp_confirmed_at = utc_now()
                sessions.end_all(session, staff.id, but=staff.token_digest)
                audit.record(session, staff.actor, "login.second_factor_on")
        if not right:
            return _show(request, state, error=WRONG_CODE, about="factor")
        return see(f"{HERE}#second-factor", "second_factor")

    @post("/second-factor/remove", sync_to_thread=True)
    def remove(self, request: StaffRequest, state: State) -> Page:
        """Switch it off, given the password."""
        staff = staff_of(request)
        if problem := _check_password(request, state, form_of(request).secret("present")):
            return _show(request, state, error=problem, about="factor")
        with state.database.writing() as session:
            accounts.forget_second_factor(session.get(StaffAccount, staff.id))
            audit.record(session, staff.actor, "login.second_factor_off")
        return see(f"{HERE}#second-factor", "second_factor_off")

    @post("/sessions/{token_digest:str}/end", sync_to_thread=True)
    def end_session(self, request: StaffRequest, state: State, token_digest: FromPath[str]) -> Page:
        """End one of one's own sessions."""
        staff = staff_of(request)
        with state.database.writing() as session:
            if not sessions.end(session, token_digest, staff.id):
                raise NotFoundException("no such session")
            audit.record(session, staff.actor, "login.session_ended")
        return see(HERE, "ended")


def _show(request: StaffRequest, state: State, *, error: str = "", about: str = "") -> Page:
    staff = staff_of(request)
    with state.database.reading() as session:
        account = session.get(StaffAccount, staff.id)
        pending = account.totp_secret if account.totp_confirmed_at is None else None
        return page(
            request,
            "account.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
            account=account,
            secret=pending,
            qr_code=second_factor.qr_code(staff.email, pending) if pending else "",
            sessions=sessions.running(session, staff.id, lifetime(state.settings)),
            error=error,
            about=about,
        )


def _check_password(request: StaffRequest, state: State, password: str) -> str:
    """Why the present password is not accepted; empty if it is right."""
    staff = staff_of(request)
    limits = throttle.limits_for(staff.email, address_of(request))
    with state.database.writing() as session:
        if wait := throttle.charge(session, limits):
            return f"Too many attempts. Try again in {duration(wait)}."
        password_hash = session.get(StaffAccount, staff.id).password_hash
    if not passwords.verify_password(password_hash, password):
        return PASSWORD_IS_WRONG
    with state.database.writing() as session:
        throttle.clear(session, limits)
    return ""
