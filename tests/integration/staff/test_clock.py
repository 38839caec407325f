"""The first-response clock as staff read it, at moments that are chosen."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.leads.tables import Lead
from bot.settings import Settings
from bot.web.staff import clock
from bot.web.staff.clock import Clocks

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    """A moment of a week that begins on Monday, November 16, 2026, in New York."""
    day, time = text.split()
    number = 16 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
    local = datetime.fromisoformat(f"2026-11-{number:02d}T{time}").replace(tzinfo=NEW_YORK)
    return local.astimezone(timezone.utc)


@pytest.mark.parametrize(
    ("received", "answered", "status", "now", "words", "tone"),
    [
        ("Mon 10:00", None, "new", "Mon 10:20", "40 min left", ""),
        ("Mon 10:00", None, "new", "Mon 10:50", "10 min left", "warn"),
        ("Mon 10:00", None, "new", "Mon 11:30", "30 min late", "bad"),
        ("Mon 10:00", None, "new", "Tue 08:00", "7 h late", "bad"),
        ("Mon 17:40", None, "new", "Mon 17:50", "50 min left", ""),
        ("Mon 21:00", None, "new", "Mon 21:05", "due Tue 10:00 AM", ""),
        ("Fri 17:40", None, "new", "Sat 12:00", "due Mon 9:40 AM", ""),
        ("Mon 10:00", "Mon 10:45", "contacted", "Thu 10:00", "answered in 45 min", "good"),
        ("Mon 17:30", "Tue 09:15", "qualified", "Thu 10:00", "answered in 45 min", "good"),
        ("Mon 10:00", "Tue 10:00", "placed", "Thu 10:00", "answered in 9 h", ""),
        ("Mon 09:00", "Fri 12:00", "placed", "Fri 13:00", "answered in 39 h", ""),
        ("Mon 10:00", None, "new", "Sun 11:00", "43 h late", "bad"),
        ("Mon 10:00", None, "spam", "Thu 10:00", "", ""),
        ("Mon 10:00", "Mon 10:30", "closed", "Thu 10:00", "answered in 30 min", "good"),
    ],
)
def test_the_clock(
    monkeypatch: pytest.MonkeyPatch,
    received: str,
    answered: str | None,
    status: str,
    now: str,
    words: str,
    tone: str,
) -> None:
    monkeypatch.setattr(clock, "utc_now", lambda: at(now))
    settings = Settings(
        business_hours="Mon-Fri 09:00-18:00",
        business_time_zone="America/New_York",
        business_closed_on="",
        first_response_minutes=60,
    )
    lead = Lead(
        created_at=at(received),
        first_response_at=at(answered) if answered else None,
        status=status,
    )
    read = Clocks(settings).read(lead)
    assert (read.words, read.tone) == (words, tone)


def test_what_is_weeks_late_is_told_in_days() -> None:
    lead = Lead(created_at=datetime.now(timezone.utc) - timedelta(days=70, hours=5), status="new")
    read = Clocks(Settings(business_hours="Mon-Sun 00:00-23:59", business_closed_on="")).read(lead)
    assert (read.words, read.tone) == ("70 days late", "bad")


def test_an_office_that_is_closed_for_months_has_nobody_late() -> None:
    today = datetime.now(NEW_YORK).date()
    closed = ", ".join(str(today + timedelta(days=days)) for days in range(-2, 100))
    settings = Settings(business_hours="Mon-Sun 09:00-18:00", business_closed_on=closed)
    lead = Lead(created_at=datetime.now(timezone.utc), status="new")
    assert Clocks(settings).read(lead).words == ""
