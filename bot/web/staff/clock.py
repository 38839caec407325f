"""The first-response clock of a lead, in business hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.database import utc_now
from bot.leads.hours import BusinessHours, HoursError
from bot.leads.tables import Lead
from bot.settings import Settings
from bot.web.staff.display import duration, moment, open_duration, weekday

OVER = ("closed", "spam")
NEARLY = timedelta(minutes=15)
SOON = timedelta(days=6)
# Beyond that nobody thinks in office hours.
LONG = timedelta(days=14)


@dataclass(frozen=True)
class Clock:
    """What the clock says: words, "good", "warn", "bad" or "" for its color, and when it is due."""

    words: str = ""
    tone: str = ""
    due: datetime | None = None


class Clocks:
    """Reads leads' clocks against the target."""

    def __init__(self, settings: Settings) -> None:
        self._hours = business_hours(settings)
        self._zone = settings.business_time_zone
        self._target = timedelta(minutes=settings.first_response_minutes)

    def read(self, lead: Lead) -> Clock:
        """How long the person has waited, or how much time is left."""
        now, answered = utc_now(), lead.first_response_at
        if answered is None and lead.status in OVER:
            return Clock()
        try:
            due = self._hours.after_open_time(lead.created_at, self._target)
            if answered is not None:
                took = self._length(lead.created_at, answered)
                return Clock(f"answered in {took}", "good" if answered <= due else "", due)
            if now > due:
                return Clock(f"{self._length(due, now)} late", "bad", due)
            if self._hours.next_contact(now).open_now:
                left = self._hours.open_time(now, due)
                return Clock(f"{open_duration(left)} left", "warn" if left < NEARLY else "", due)
        except HoursError:
            # Closed for months: nobody is late.
            return Clock()
        # Nobody is there now: when somebody has to answer says more than how long that is.
        named = weekday if due - now < SOON else moment
        return Clock(f"due {named(due, self._zone)}", "", due)

    def _length(self, start: datetime, end: datetime) -> str:
        if end - start > LONG:
            return duration(end - start)
        return open_duration(self._hours.open_time(start, end))


def business_hours(settings: Settings) -> BusinessHours:
    """The office hours of the settings."""
    return _parsed(
        settings.business_hours, settings.business_time_zone, settings.business_closed_on
    )


@lru_cache(maxsize=4)
def _parsed(hours: str, zone: str, closed_on: str) -> BusinessHours:
    return BusinessHours.parse(hours, zone, closed_on)
