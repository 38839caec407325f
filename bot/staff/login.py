"""Logging in: password, then the second factor where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.database import Database, utc_now
from bot.staff import accounts, audit, passwords, second_factor, sessions, throttle
from bot.staff.audit import Actor
from bot.staff.sessions import Lifetime
from bot.staff.tables import StaffAccount


@dataclass(frozen=True)
class Attempt:
    """How an attempt went: a token for the cookie, or why there is none."""

    token: str | None = None
    complete: bool = False
    wait: timedelta | None = None


def with_password(
    database: Database, email: str, password: str, address: str, user_agent: str, life: Lifetime
) -> Attempt:
    """Try a password. Wrong address and wrong password look the same, also in time."""
    email = email.strip().lower()[:254]
    limits = throttle.limits_for(email, address)
    with database.writing() as session:
        if wait := throttle.charge(session, limits):
            return Attempt(wait=wait)
        account = accounts.by_email(session, email)
        password_hash = account.password_hash if account and not account.disabled_at else None
    # Outside the transaction: hashing is slow on purpose, and SQLite has one writer.
    right = passwords.verify_password(password_hash, password)
    with database.writing() as session:
        account = accounts.by_email(session, email)
        known = Actor(int(account.id), email) if account else Actor(None, "unknown")
        if not right or account is None or account.password_hash != password_hash:
            audit.record(session, known, "login.failed")
            return Attempt()
        if passwords.needs_rehash(str(account.password_hash)):
            account.password_hash = passwords.hash_password(password, email)
        complete = account.totp_confirmed_at is None
        if complete:
            throttle.clear(session, limits)
            _note(session, account)
        token = sessions.begin(
            session, int(account.id), life, complete=complete, user_agent=user_agent
        )
        return Attempt(token, complete)


def with_code(database: Database, token: str, code: str, address: str, life: Lifetime) -> Attempt:
    """Try the second factor of a session that has passed the first."""
    with database.writing() as session:
        found = sessions.find(session, token, life)
        if found is None or found[0].complete:
            return Attempt()
        begun, account = found
        limits = throttle.limits_for(str(account.email), address)
        if wait := throttle.charge(session, limits):
            return Attempt(wait=wait)
        if not second_factor.check_code(account, code):
            audit.record(session, _actor(account), "login.failed", data={"step": "code"})
            return Attempt(token)
        # A new token: what was known before the second factor is worth nothing after it.
        sessions.end(session, str(begun.token_digest), int(account.id))
        throttle.clear(session, limits)
        _note(session, account)
        fresh = sessions.begin(
            session, int(account.id), life, complete=True, user_agent=str(begun.user_agent)
        )
        return Attempt(fresh, complete=True)


def _note(session: Session, account: StaffAccount) -> None:
    account.last_login_at = utc_now()
    audit.record(session, _actor(account), "login")


def _actor(account: StaffAccount) -> Actor:
    return Actor(int(account.id), str(account.email))
