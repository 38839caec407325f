"""The outbox as a queue: leases, backoff, dead letters.

Every function takes the caller's session.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.delivery.errors import DeliveryError
from bot.delivery.tables import Delivery

FIRST_BACKOFF = timedelta(seconds=5)
LONGEST_BACKOFF = timedelta(hours=1)
LONGEST_WISH = timedelta(hours=24)
"""A receiver's Retry-After is obeyed up to here."""


def is_due(channel: str, now: datetime) -> Any:
    """The condition of deliveries that somebody should send now."""
    return and_(
        Delivery.state == "pending",
        Delivery.channel == channel,
        Delivery.next_attempt_at <= now,
        or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= utc_now()),
    )


def claim(
    session: Session, channel: str, due: datetime, lease: timedelta, limit: int
) -> list[Delivery]:
    """Take up to `limit` deliveries due at `due`; for `lease` no other worker gets them."""
    found: Sequence[Delivery] = (
        session.execute(
            select(Delivery)
            .where(is_due(channel, due))
            .order_by(Delivery.next_attempt_at, Delivery.id)
            .limit(limit)
            # On PostgreSQL others take the next rows; SQLite has one writer at a time.
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    for delivery in found:
        delivery.claimed_until = utc_now() + lease
        delivery.attempts += 1
    return list(found)


def record_success(session: Session, delivery_id: str, now: datetime) -> None:
    """It has arrived. Erased meanwhile, there is nothing to note."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(state="delivered", delivered_at=now, claimed_until=None, last_error=None)
    )


def record_failure(session: Session, delivery_id: str, error: DeliveryError, now: datetime) -> bool:
    """It has not arrived: when to try again; True if it never will be and is a dead letter."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.state != "pending":
        # Erased meanwhile, or delivered by another worker after our lease.
        return False
    next_attempt = now + backoff(delivery.attempts)
    if error.retry_after is not None:
        wish = min(timedelta(seconds=max(0.0, error.retry_after)), LONGEST_WISH)
        next_attempt = max(next_attempt, now + wish)
    dead = error.permanent or now >= delivery.give_up_at
    delivery.state = "dead" if dead else "pending"
    delivery.next_attempt_at = min(next_attempt, max(delivery.give_up_at, now))
    delivery.claimed_until = None
    delivery.last_error = str(error)[:120]
    return dead


def replay(session: Session, delivery_ids: Sequence[str], now: datetime, give_up: timedelta) -> int:
    """Make dead letters pending again, under their old ids; how many there were."""
    changed = session.execute(
        update(Delivery)
        .where(Delivery.id.in_(delivery_ids), Delivery.state == "dead")
        .values(
            state="pending",
            attempts=0,
            next_attempt_at=now,
            give_up_at=now + give_up,
            claimed_until=None,
        )
    )
    return int(changed.rowcount)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: doubling, with jitter of a half."""
    longest = min(FIRST_BACKOFF * 2 ** min(attempts - 1, 20), LONGEST_BACKOFF)
    # Jitter, so that what failed together is not tried together.
    return timedelta(seconds=longest.total_seconds() * random.uniform(0.5, 1.0))  # noqa: S311
