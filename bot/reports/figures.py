"""Figures over a period, by indexed aggregate queries; days are the office's.

Both engines count by the hour in UTC, and the hours are put together to days here: SQLite knows
no time zones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.conversations.tables import AskedQuestion, Conversation
from bot.database import utc_now
from bot.leads.hours import BusinessHours
from bot.leads.tables import Lead, in_use

TOP = 8
MOST_COLUMNS = 120
WEEK = 7
RESPONSE_STEPS = (
    ("up to 15 min", timedelta(minutes=15)),
    ("15 min to 1 h", timedelta(hours=1)),
    ("1 to 2 h", timedelta(hours=2)),
    ("2 to 8 h", timedelta(hours=8)),
    ("longer", timedelta.max),
)
"""Classes of the time to the first response, in office hours, with their upper bounds."""
# Office hours are counted lead by lead; the newest ones are enough for a median.
MOST_RESPONSES = 2_000


@dataclass(frozen=True)
class Period:
    """Whole days up to today in the office's zone."""

    days: int
    zone: ZoneInfo

    @property
    def dates(self) -> list[date]:
        """Every day, in order."""
        today = utc_now().astimezone(self.zone).date()
        return [today - timedelta(days=back) for back in range(self.days)][::-1]

    @property
    def step(self) -> int:
        """How many days one column of a chart stands for: more than some hundred are unreadable."""
        return WEEK if self.days > MOST_COLUMNS else 1

    @property
    def start(self) -> datetime:
        """The first moment of the first day."""
        return datetime.combine(self.dates[0], time(), self.zone).astimezone(timezone.utc)


@dataclass(frozen=True)
class Overview:
    """The numbers of the overview page. Shares are 0 to 1, None where nothing happened.

    Times to the first response are office hours, of the newest `MOST_RESPONSES` leads.
    """

    conversations: dict[date, int]
    leads: dict[date, int]
    questions: int
    answered_share: float | None
    conversion: float | None
    response_median: timedelta | None
    in_time: float | None
    responses: dict[str, int]
    waiting: int
    roles: list[tuple[str, int]]
    places: list[tuple[str, int]]


def overview(session: Session, period: Period, hours: BusinessHours, target: timedelta) -> Overview:
    """Everything for the overview; `target` is the first response's, in office hours."""
    conversations = by_day(session, Conversation.created_at, period)
    leads = by_day(session, Lead.created_at, period)
    asked, answered = session.execute(
        select(
            func.count(AskedQuestion.id), func.sum(case((AskedQuestion.answered, 1), else_=0))
        ).where(AskedQuestion.created_at >= period.start)
    ).one()
    with_lead = session.execute(
        select(func.count(func.distinct(Lead.conversation_id))).where(
            Lead.created_at >= period.start
        )
    ).scalar_one()
    begun = sum(conversations.values())
    taken = _responses(session, period, hours)
    return Overview(
        conversations,
        leads,
        int(asked),
        int(answered or 0) / asked if asked else None,
        min(1.0, with_lead / begun) if begun else None,
        median_low(taken) if taken else None,
        sum(each <= target for each in taken) / len(taken) if taken else None,
        _by_step(taken),
        _waiting(session, period),
        top(session, AskedQuestion.role, period),
        top(session, AskedQuestion.location, period),
    )


def by_day(session: Session, column: Any, period: Period, *where: Any) -> dict[date, int]:
    """How many rows fall on each day, days without any included."""
    if session.get_bind().dialect.name == "postgresql":
        hour = func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24")
    else:
        hour = func.strftime("%Y-%m-%d %H", column)
    rows = session.execute(
        select(hour, func.count()).where(column >= period.start, *where).group_by(hour)
    ).all()
    counted: Counter[date] = Counter()
    for text, number in rows:
        moment = datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=timezone.utc)
        counted[moment.astimezone(period.zone).date()] += number
    return {day: counted[day] for day in period.dates}


def by_step(days: dict[date, int], step: int) -> dict[date, int]:
    """Numbers by day put together to spans of `step` days, named by their first day.

    The last span ends today and is whole, so that it can be compared; the first may be shorter.
    """
    dates = list(days)
    starts = [max(end - step, 0) for end in range(len(dates), 0, -step)][::-1]
    ends = [*starts[1:], len(dates)]
    return {
        dates[start]: sum(days[day] for day in dates[start:end])
        for start, end in zip(starts, ends, strict=True)
    }


def top(
    session: Session, column: Any, period: Period, *where: Any, limit: int = TOP
) -> list[tuple[str, int]]:
    """The most frequent values of a column of `AskedQuestion`, the largest first."""
    number = func.count().label("number")
    rows = session.execute(
        select(column, number)
        .where(AskedQuestion.created_at >= period.start, column.is_not(None), *where)
        .group_by(column)
        .order_by(number.desc(), column)
        .limit(limit)
    ).all()
    return [(str(value), int(count)) for value, count in rows]


def _responses(session: Session, period: Period, hours: BusinessHours) -> list[timedelta]:
    rows = session.execute(
        select(Lead.created_at, Lead.first_response_at)
        .where(Lead.created_at >= period.start, Lead.first_response_at.is_not(None))
        .order_by(Lead.created_at.desc())
        .limit(MOST_RESPONSES)
    ).all()
    return [hours.open_time(created, answered) for created, answered in rows]


def _by_step(taken: list[timedelta]) -> dict[str, int]:
    counted = dict.fromkeys((name for name, _ in RESPONSE_STEPS), 0)
    for each in taken:
        counted[next(name for name, most in RESPONSE_STEPS if each <= most)] += 1
    return counted


def _waiting(session: Session, period: Period) -> int:
    query = select(func.count(Lead.id)).where(
        Lead.created_at >= period.start,
        Lead.first_response_at.is_(None),
        Lead.status == "new",
        *in_use(),
    )
    return int(session.execute(query).scalar_one())
