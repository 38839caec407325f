"""Login throttling, kept in the database: it holds across processes and restarts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.staff.tables import LoginThrottle

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=12)
_LARGEST_POWER = 5


@dataclass(frozen=True)
class Limit:
    """So many attempts are free for one `name`; each one after that doubles the wait."""

    name: str
    free_attempts: int

    @property
    def key(self) -> str:
        """The stored form: a digest."""
        return hashlib.sha256(self.name.encode()).hexdigest()


def limits_for(email: str, address: str) -> list[Limit]:
    """The limits that a login from `address` for `email` falls under.

    The pair is the strict one: a stranger elsewhere must not be able to lock a person out.
    """
    return [
        Limit(f"pair:{email}|{address}", 5),
        Limit(f"email:{email}", 50),
        Limit(f"address:{address}", 50),
    ]


def charge(session: Session, limits: Sequence[Limit]) -> timedelta | None:
    """Count an attempt before it is tried; how long to wait instead, if it must not be tried.

    Counting first keeps many attempts at once from passing together.
    """
    now = utc_now()
    session.execute(delete(LoginThrottle).where(LoginThrottle.updated_at < now - FORGOTTEN_AFTER))
    rows = []
    # In one order everywhere, so that two transactions cannot wait for each other.
    for limit in sorted(limits, key=lambda each: each.key):
        row = session.execute(
            select(LoginThrottle).where(LoginThrottle.key == limit.key).with_for_update()
        ).scalar_one_or_none()
        if row is None:
            row = LoginThrottle(key=limit.key, attempts=0, updated_at=now)
            session.add(row)
        if row.blocked_until and row.blocked_until > now:
            return timedelta(seconds=(row.blocked_until - now).total_seconds())
        rows.append((row, limit))
    for row, limit in rows:
        row.attempts += 1
        row.updated_at = now
        over = row.attempts - limit.free_attempts
        if over >= 0:
            row.blocked_until = now + min(FIRST_WAIT * 2 ** min(over, _LARGEST_POWER), LONGEST_WAIT)
    session.flush()
    return None


def clear(session: Session, limits: Sequence[Limit]) -> None:
    """Forget the failures: the login was right."""
    keys = [limit.key for limit in limits]
    session.execute(delete(LoginThrottle).where(LoginThrottle.key.in_(keys)))
