"""The first-response clock of a lead, in business hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.database import utc_now
from bot.leads.hours import BusinessHours, HoursError
from bot.leads.tables import Lead
from bot.settings import Settings
from bot.web.staff.display import duration

OVER = ("closed", "spam")
NEARLY = timedelta(minutes=15)


@dataclass(frozen=True)
class Clock:
    """What the clock says: words, and "good", "warn", "bad" or "" for its color."""

    words: str
    tone: str
    due: datetime | None = None


class Clocks:
    """Reads every lead's clock against the target."""

    def __init__(self, settings: Settings) -> None:
        self._hours = BusinessHours.parse(
            settings.business_hours, settings.business_time_zone, settings.business_closed_on
        )
        self._target = timedelta(minutes=settings.first_response_minutes)

    def read(self, lead: Lead) -> Clock:
        """How long the person has waited, or how much time is left."""
        try:
            due = self._hours.after_open_time(lead.created_at, self._target)
        except HoursError:
            # Closed for months: nobody is late.
            return Clock("", "")
        if lead.first_response_at is not None:
            took = duration(lead.first_response_at - lead.created_at)
            on_time = lead.first_response_at <= due
            return Clock(f"answered in {took}", "good" if on_time else "", due)
        if lead.status in OVER:
            return Clock("", "")
        left = due - utc_now()
        if left < timedelta(0):
            return Clock(f"{duration(-left)} late", "bad", due)
        return Clock(f"{duration(left)} left", "warn" if left < NEARLY else "", due)
