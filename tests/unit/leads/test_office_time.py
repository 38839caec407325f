"""Office time: how long somebody could have answered, and when a target runs out."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.leads.hours import BusinessHours

HOURS = BusinessHours.parse(
    "Mon-Fri 09:00-18:00, Sat 10:00-14:00", "America/New_York", "2026-11-26"
)
# Thursday, November 26, 2026 is a day that the office is closed.


def at(text: str) -> datetime:
    """A moment of November 2026 in New York, in UTC as the database has it."""
    day, clock = text.split()
    local = datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=HOURS.zone)
    return local.astimezone(timezone.utc)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("16 10:00", "16 10:25", 25),
        ("16 07:30", "16 09:05", 5),
        ("16 17:50", "17 09:10", 20),
        ("16 20:00", "17 08:00", 0),
        ("20 17:00", "23 10:00", 60 + 4 * 60 + 60),
        ("25 17:30", "27 09:30", 60),
        ("21 13:00", "21 23:00", 60),
        ("17 10:00", "16 10:00", 0),
        ("17 10:00", "17 10:00", 0),
    ],
)
def test_only_the_time_when_somebody_is_there_counts(start: str, end: str, minutes: int) -> None:
    assert HOURS.open_time(at(start), at(end)) == timedelta(minutes=minutes)


def test_a_night_with_a_change_of_the_clock_changes_nothing() -> None:
    night_shift = BusinessHours.parse("Sat-Sun 00:00-12:00", "America/New_York")
    # November 1, 2026: two o'clock comes twice, the morning has an hour more.
    sunday = datetime(2026, 11, 1, 4, tzinfo=timezone.utc)
    assert night_shift.open_time(sunday, sunday + timedelta(hours=20)) == timedelta(hours=13)
    assert HOURS.open_time(at("01 00:00"), at("02 10:00")) == timedelta(hours=1)


@pytest.mark.parametrize("start", ["16 10:00", "16 17:45", "20 17:59", "21 13:30", "25 17:15"])
@pytest.mark.parametrize("minutes", [1, 60, 600, 3000])
def test_a_target_runs_out_after_that_much_office_time(start: str, minutes: int) -> None:
    due = HOURS.after_open_time(at(start), timedelta(minutes=minutes))
    assert HOURS.open_time(at(start), due) == timedelta(minutes=minutes)
    assert HOURS.open_time(at(start), due - timedelta(seconds=1)) < timedelta(minutes=minutes)
