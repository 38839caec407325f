"""How values read on the staff pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from bot.database import utc_now

DONE = {
    "saved": "Saved.",
    "assigned": "The owner has been changed.",
    "status": "The status has been changed.",
    "noted": "The note has been added.",
    "merged": "The two leads are one now. You can undo that under History.",
    "unmerged": "The merge has been undone.",
    "replayed": "It will be sent again within a minute.",
    "erased": "The personal data has been erased.",
    "bulk": "The selected leads have been changed.",
    "reviewed": "Thank you: the answer is recorded.",
    "corrected": "The fact has been corrected; answers use it from now on.",
    "undone": "The correction has been undone.",
    "password": "The password has been changed; your other sessions have ended.",
    "second_factor": "The second factor is on.",
    "second_factor_off": "The second factor is off.",
    "ended": "The session has been ended.",
    "people": "The account has been changed.",
    "logged_out": "You are logged out.",
    "password_set": "The password is set. Log in with it.",
}
"""What a page says after a form, by the key in its address."""

# In this order: each names itself after the ones below it.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome")),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "Mac")),
    *(("Windows", "Windows"), ("Linux", "Linux")),
)
_INITIALS = re.compile(r"\b(?:usd|soc|cbsa|onet|pct)\b", re.IGNORECASE)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def local(moment: datetime, zone: str) -> datetime:
    """A moment in the office's time zone."""
    return moment.astimezone(ZoneInfo(zone))


def moment(value: datetime | None, zone: str) -> str:
    """Date and time in the office's time zone: "Nov 25, 2026, 9:05 AM"."""
    if value is None:
        return ""
    there = local(value, zone)
    return f"{there:%b} {there.day}, {there.year}, {there:%I:%M %p}".replace(", 0", ", ")


def weekday(value: datetime, zone: str) -> str:
    """Day of the week and time in the office's time zone: "Thu 9:05 AM"."""
    return f"{local(value, zone):%a %I:%M %p}".replace(" 0", " ")


def age(value: datetime | None) -> str:
    """How long ago: "3 min", "5 h", "12 days"."""
    return "" if value is None else duration(utc_now() - value)


def duration(value: timedelta | float) -> str:
    """A length of time in its largest fitting unit."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    seconds = max(0, int(seconds))
    if seconds < _MINUTE:
        return "under 1 min"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < 2 * _DAY:
        minutes = seconds % _HOUR // _MINUTE
        hours = f"{seconds // _HOUR} h"
        return f"{hours} {minutes} min" if minutes and seconds < 10 * _HOUR else hours
    return f"{seconds // _DAY} days"


def open_duration(value: timedelta) -> str:
    """A length of office time; never in days, which are no 24 hours in an office."""
    hours = int(value.total_seconds()) // _HOUR
    return f"{hours} h" if hours >= _DAY // _HOUR else duration(value)


def words(value: str | None) -> str:
    """A label from a name: "account_manager" → "Account manager"."""
    label = (value or "").replace("_", " ").replace("-", " ").strip().capitalize()
    return _INITIALS.sub(lambda found: found[0].upper(), label)


def topic(intent: str) -> str:
    """What a message was about: "ask_career_path" → "Career path"."""
    return "Not understood" if intent == "nlu_fallback" else words(intent.removeprefix("ask_"))


def day(value: date) -> str:
    """A day without its year: "Nov 5"."""
    return f"{value:%b} {value.day}"


def safe_url(value: str | None) -> str:
    """An address that may stand in a link: http and https only."""
    return value if value and value.lower().startswith(("http://", "https://")) else ""


def mail_link(value: str) -> str:
    """An e-mail address as a link's target."""
    return f"mailto:{quote(value, safe='@+.-_')}"


def phone(value: str) -> str:
    """A number in E.164 as people read it: "+1 212-555-0142"."""
    try:
        return format_number(parse(value), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return value


def browser(user_agent: str) -> str:
    """A browser and its system in words: "Firefox on Linux"."""
    found = next((name for sign, name in _BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{found} on {system}" if system else found


def number(value: Any) -> str:
    """A whole number with thousands separated."""
    return f"{value:,}"


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "age": age,
    "duration": duration,
    "open_duration": open_duration,
    "words": words,
    "topic": topic,
    "day": day,
    "safe_url": safe_url,
    "mail_link": mail_link,
    "phone": phone,
    "number": number,
    "browser": browser,
}
