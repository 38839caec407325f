"""Figures over a period, by indexed aggregate queries; days are the office's.

Both engines count by the hour in UTC, and the hours are put together to days here: SQLite knows
no time zones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.conversations.tables import AskedQuestion, Conversation
from bot.database import utc_now
from bot.leads.tables import Lead

TOP = 8
SECONDS_PER_DAY = 86_400
RESPONSE_STEPS = (
    ("within 15 min", 15 * 60),
    ("within 1 h", 3600),
    ("within 4 h", 4 * 3600),
    ("within a day", SECONDS_PER_DAY),
    ("later", 10**10),
)


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
    def start(self) -> datetime:
        """The first moment of the first day."""
        return datetime.combine(self.dates[0], time(), self.zone).astimezone(timezone.utc)


@dataclass(frozen=True)
class Overview:
    """The numbers of the overview page. Shares are 0 to 1, None where nothing happened."""

    conversations: dict[date, int]
    leads: dict[date, int]
    questions: int
    answered_share: float | None
    conversion: float | None
    response_median: timedelta | None
    responses: dict[str, int]
    waiting: int
    roles: list[tuple[str, int]]
    places: list[tuple[str, int]]


def overview(session: Session, period: Period) -> Overview:
    """Everything for the overview."""
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
    median, responses, waiting = _responses(session, period)
    return Overview(
        conversations,
        leads,
        int(asked),
        int(answered or 0) / asked if asked else None,
        min(1.0, with_lead / begun) if begun else None,
        median,
        responses,
        waiting,
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


def top(session: Session, column: Any, period: Period, limit: int = TOP) -> list[tuple[str, int]]:
    """The most frequent values of a column of `AskedQuestion`, the largest first."""
    number = func.count().label("number")
    rows = session.execute(
        select(column, number)
        .where(AskedQuestion.created_at >= period.start, column.is_not(None))
        .group_by(column)
        .order_by(number.desc(), column)
        .limit(limit)
    ).all()
    return [(str(value), int(count)) for value, count in rows]


def _responses(session: Session, period: Period) -> tuple[timedelta | None, dict[str, int], int]:
    if session.get_bind().dialect.name == "postgresql":
        seconds = func.extract("epoch", Lead.first_response_at - Lead.created_at)
    else:
        days = func.julianday(Lead.first_response_at) - func.julianday(Lead.created_at)
        seconds = days * SECONDS_PER_DAY
    answered = (Lead.created_at >= period.start, Lead.first_response_at.is_not(None))
    step: Any = case(
        *[(seconds <= most, name) for name, most in RESPONSE_STEPS[:-1]], else_="later"
    )
    counted = dict(
        session.execute(select(step, func.count()).where(*answered).group_by(step)).all()
    )
    steps = {name: int(counted.get(name, 0)) for name, _ in RESPONSE_STEPS}
    number = sum(steps.values())
    median = None
    if number:
        middle = session.execute(
            select(seconds).where(*answered).order_by(seconds).offset((number - 1) // 2).limit(1)
        ).scalar_one()
        median = timedelta(seconds=float(middle))
    waiting = session.execute(
        select(func.count(Lead.id)).where(
            Lead.created_at >= period.start,
            Lead.first_response_at.is_(None),
            Lead.status == "new",
            Lead.erased_at.is_(None),
            Lead.merged_into.is_(None),
        )
    ).scalar_one()
    return median, steps, int(waiting)
