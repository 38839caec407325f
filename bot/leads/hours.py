"""When the office is open, and when somebody will get in touch."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPAN = re.compile(
    r"(?P<first>[a-z]{3})(?:\s*-\s*(?P<last>[a-z]{3}))?\s+"
    r"(?P<opens>\d{1,2}:\d{2})\s*-\s*(?P<closes>\d{1,2}:\d{2})"
)
_ZONE_NAMES = {
    "America/New_York": "Eastern Time",
    "America/Chicago": "Central Time",
    "America/Denver": "Mountain Time",
    "America/Los_Angeles": "Pacific Time",
}
_SEARCH_DAYS = 60
Span = tuple[datetime, datetime]


class HoursError(ValueError):
    """The configured hours cannot be read; the text shows how they are written."""


@dataclass(frozen=True)
class NextContact:
    """`open_now`, or the moment when the office opens next, also in words ("Monday at 9 AM")."""

    open_now: bool
    at: datetime
    words: str


@dataclass(frozen=True)
class BusinessHours:
    """Opening times by weekday (0 is Monday) in one time zone."""

    spans: dict[int, tuple[time, time]]
    zone: ZoneInfo
    closed_on: frozenset[date] = frozenset()
    # Lists ask for the same days again and again.
    _known: dict[date, Span | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def parse(cls, hours: str, zone: str, closed_on: str = "") -> BusinessHours:
        """Read "Mon-Fri 09:00-18:00, Sat 10:00-14:00", a zone's name, and dates to be closed on.

        Raises:
            HoursError: for anything else.
        """
        spans: dict[int, tuple[time, time]] = {}
        try:
            for part in filter(None, (part.strip().lower() for part in hours.split(","))):
                match = _SPAN.fullmatch(part)
                if match is None:
                    raise ValueError(part)
                first = _DAYS.index(match["first"])
                last = _DAYS.index(match["last"] or match["first"])
                opens, closes = (_time(match[name]) for name in ("opens", "closes"))
                if not (first <= last and opens < closes):
                    raise ValueError(part)
                spans |= dict.fromkeys(range(first, last + 1), (opens, closes))
            days = frozenset(date.fromisoformat(day) for day in closed_on.replace(",", " ").split())
            if not spans:
                raise ValueError(hours)
            return cls(spans, ZoneInfo(zone), days)
        except (ValueError, LookupError, OSError) as error:
            raise HoursError(
                f"cannot read the business hours ({error}): write them like "
                "'Mon-Fri 09:00-18:00, Sat 10:00-14:00', the zone like 'America/New_York', "
                "closed days like '2026-12-25, 2027-01-01'"
            ) from None

    def next_contact(self, now: datetime) -> NextContact:
        """Whether somebody is there at `now` (aware), or when next."""
        local = now.astimezone(self.zone)
        for days in range(_SEARCH_DAYS):
            day = local.date() + timedelta(days=days)
            span = self.spans.get(day.weekday())
            if span is None or day in self.closed_on:
                continue
            opens, closes = (datetime.combine(day, moment, self.zone) for moment in span)
            if opens <= local < closes:
                return NextContact(True, now, "today")
            if local < opens:
                return NextContact(False, opens, self._words(local, opens))
        raise HoursError(f"the office is closed for the next {_SEARCH_DAYS} days")

    def after_open_time(self, start: datetime, length: timedelta) -> datetime:
        """The moment (aware) when the office has been open for `length` since `start`."""
        local, left = start.astimezone(self.zone), length
        for days in range(_SEARCH_DAYS):
            hours = self._hours_of(local.date() + timedelta(days=days))
            if hours is None:
                continue
            opens, closes = hours
            begins = max(opens, start)
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta(0))
        raise HoursError(f"the office is closed for the next {_SEARCH_DAYS} days")

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """How long the office was open between two moments (aware); zero if `end` is earlier."""
        day, last = (moment.astimezone(self.zone).date() for moment in (start, end))
        total = timedelta(0)
        while day <= last:
            if hours := self._hours_of(day):
                total += max(min(hours[1], end) - max(hours[0], start), timedelta(0))
            day += timedelta(days=1)
        return total

    def _hours_of(self, day: date) -> Span | None:
        """When the office opens and closes on a day, in UTC: differences count real hours."""
        if day not in self._known:
            span = self.spans.get(day.weekday())
            if span is None or day in self.closed_on:
                self._known[day] = None
            else:
                opens, closes = (
                    datetime.combine(day, moment, self.zone).astimezone(timezone.utc)
                    for moment in span
                )
                self._known[day] = opens, closes
        return self._known[day]

    def _words(self, now: datetime, opens: datetime) -> str:
        hour = opens.strftime("%I:%M %p").lstrip("0").replace(":00", "")
        days = (opens.date() - now.date()).days
        if days == 0:
            day = "today"
        elif days == 1:
            day = "tomorrow"
        elif days < len(_DAYS):
            day = _NAMES[opens.weekday()]
        else:
            day = f"{_NAMES[opens.weekday()]}, {opens:%B} {opens.day},"
        zone = _ZONE_NAMES.get(str(self.zone), opens.tzname())
        return f"{day} at {hour} {zone}"


def _time(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute))
