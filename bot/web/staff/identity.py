"""Who is asking: the session cookie, and the guard in front of every staff route."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from bot.database import Database, utc_now
from bot.settings import Settings
from bot.staff import audit, sessions
from bot.staff.audit import Actor
from bot.staff.roles import PERMISSIONS, Permission, Role
from bot.staff.sessions import Lifetime

SESSION_COOKIE = "careers_staff"
PATH = "/staff"
STATE_KEY = "staff"
PERMISSION = "permission"
PUBLIC = "public"
# A page that asks by itself every few seconds must not keep a session alive.
BACKGROUND = "background"

StaffRequest = Request[Any, Any, State]
Connection = ASGIConnection[Any, Any, Any, Any]


@dataclass(frozen=True)
class Staff:
    """The member of staff behind a request."""

    id: int
    email: str
    name: str
    role: Role
    token_digest: str
    second_factor: bool

    @property
    def actor(self) -> Actor:
        """For the audit log."""
        return Actor(self.id, self.email)

    @property
    def tag(self) -> str:
        """For a lead's history."""
        return f"staff:{self.id}"

    def may(self, permission: str) -> bool:
        """Whether the role has this permission."""
        return Permission(permission) in PERMISSIONS[self.role]


def staff_of(request: StaffRequest) -> Staff:
    """Who passed the guard."""
    found: Staff = request.state[STATE_KEY]
    return found


def viewed(request: StaffRequest, action: str, subject: str | None = None) -> None:
    """Note in the audit log that somebody looks at a page."""
    database: Database = request.app.state.database
    with database.writing() as session:
        audit.record(session, staff_of(request).actor, action, subject)


async def require_permission(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard of all of /staff: refuses what a handler's `opt` does not open.

    Raises:
        NotAuthorizedException: nobody is logged in.
        PermissionDeniedException: the role lacks the handler's permission, or it names none.
    """
    settings: Settings = connection.app.state.settings
    database: Database = connection.app.state.database
    if handler.opt.get(PUBLIC):
        return
    token = connection.cookies.get(SESSION_COOKIE, "")
    background = bool(handler.opt.get(BACKGROUND))
    staff = (
        await asyncio.to_thread(_load, database, token, lifetime(settings), not background)
        if token
        else None
    )
    if staff is None:
        raise NotAuthorizedException("Log in first.")
    connection.state[STATE_KEY] = staff
    permission = handler.opt.get(PERMISSION)
    if permission is None or not staff.may(permission):
        raise PermissionDeniedException(f"{staff.role.label}s cannot do this.")


def lifetime(settings: Settings) -> Lifetime:
    """How long sessions last."""
    longest = timedelta(hours=settings.staff_session_hours)
    return Lifetime(longest, timedelta(minutes=settings.staff_idle_minutes))


def set_cookie(response: Response[Any], settings: Settings, name: str, value: str) -> None:
    """A cookie that scripts and other sites do not get."""
    response.set_cookie(
        Cookie(
            key=name,
            value=value,
            path=PATH,
            httponly=True,
            samesite="lax",
            secure=settings.public_url.startswith("https:"),
        )
    )


def _load(database: Database, token: str, life: Lifetime, used: bool) -> Staff | None:
    with database.reading() as session:
        found = sessions.find(session, token, life)
        if found is None or not found[0].complete:
            return None
        row, account = found
        staff = Staff(
            id=int(account.id),
            email=str(account.email),
            name=str(account.name),
            role=Role(account.role),
            token_digest=str(row.token_digest),
            second_factor=account.totp_confirmed_at is not None,
        )
        stale = utc_now() - row.last_seen_at > sessions.SEEN_EVERY
    if used and stale:
        with database.writing() as session:
            sessions.touch(session, staff.token_digest)
    return staff
