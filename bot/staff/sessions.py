"""Logins: sessions in the database, which expire and can be ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.staff.tables import StaffAccount, StaffSession

SECOND_FACTOR_TIME = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(days=30)
# The last use is written at most this often: not every page view is a write.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts at most, and without use."""

    longest: timedelta
    idle: timedelta


def digest(token: str) -> str:
    """A token as it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    session: Session, account_id: int, lifetime: Lifetime, *, complete: bool, user_agent: str = ""
) -> str:
    """A new session; its token, for the cookie."""
    session.execute(
        delete(StaffSession).where(StaffSession.expires_at < utc_now() - FORGOTTEN_AFTER)
    )
    token = secrets.token_urlsafe(32)
    lasts = lifetime.longest if complete else SECOND_FACTOR_TIME
    session.add(
        StaffSession(
            token_digest=digest(token),
            account_id=account_id,
            complete=complete,
            user_agent=user_agent[:200],
            expires_at=utc_now() + lasts,
        )
    )
    session.flush()
    return token


def find(
    session: Session, token: str, lifetime: Lifetime
) -> tuple[StaffSession, StaffAccount] | None:
    """The running session of a token with its account; None if it is over or never was."""
    now = utc_now()
    row = session.execute(
        select(StaffSession, StaffAccount)
        .join(StaffAccount, StaffAccount.id == StaffSession.account_id)
        .where(
            StaffSession.token_digest == digest(token),
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > now,
            StaffSession.last_seen_at > now - lifetime.idle,
            StaffAccount.disabled_at.is_(None),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def touch(session: Session, token_digest: str) -> None:
    """Note that the session was used."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.token_digest == token_digest)
        .values(last_seen_at=utc_now())
    )


def end(session: Session, token_digest: str, account_id: int) -> bool:
    """End one session of an account; False if it has none like that."""
    ended = session.execute(
        update(StaffSession)
        .where(
            StaffSession.token_digest == token_digest,
            StaffSession.account_id == account_id,
            StaffSession.ended_at.is_(None),
        )
        .values(ended_at=utc_now())
    )
    return bool(ended.rowcount)


def end_all(session: Session, account_id: int, *, but: str | None = None) -> int:
    """End every session of an account, except the one with the digest `but`; how many."""
    query = update(StaffSession).where(
        StaffSession.account_id == account_id, StaffSession.ended_at.is_(None)
    )
    if but is not None:
        query = query.where(StaffSession.token_digest != but)
    return int(session.execute(query.values(ended_at=utc_now())).rowcount)


def running(session: Session, account_id: int, lifetime: Lifetime) -> Sequence[StaffSession]:
    """The sessions of an account that work now, the last used first."""
    now = utc_now()
    found: Sequence[StaffSession] = (
        session.execute(
            select(StaffSession)
            .where(
                StaffSession.account_id == account_id,
                StaffSession.complete,
                StaffSession.ended_at.is_(None),
                StaffSession.expires_at > now,
                StaffSession.last_seen_at > now - lifetime.idle,
            )
            .order_by(StaffSession.last_seen_at.desc())
        )
        .scalars()
        .all()
    )
    return found
