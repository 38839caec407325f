"""E-mail addresses, telephone numbers and amounts of money in a message."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

HOURS_A_YEAR = 2080  # 40 hours in 52 weeks, as BLS reckons
_PERIODS = {"h": HOURS_A_YEAR, "d": 260, "w": 52, "m": 12, "y": 1, "a": 1}
_OF_MONEY = ("k", "grand", "thousand")
MAX_AMOUNT = 10_000_000
MIN_AMOUNT = 1000
REGION = "US"

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d{1,3})?)"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<money>\$|usd\s?|us\$)?\s?{_NUMBER}"
    r"(?:\s?(?P<scale>k|thousand|grand|million|mil|m)(?![a-z]))?"
    r"(?:\s?(?P<unit>dollars?|usd|bucks)\b)?"
    r"(?:\s?(?:/|per|an|a|each|every)\s?(?P<period>hours?|hr|h|days?|weeks?|wk|months?|mo|years?|yr|"
    r"annum)\b|\s(?P<adverb>hourly|weekly|monthly|yearly|annually))?",
    re.IGNORECASE,
)
_NO_MONEY = re.compile(
    r"^\s*(users?|rows?|records?|people|lines?|views?|followers?|subscribers?|employees|"
    r"miles|steps|jobs|openings|%|percent|hours?|hrs?|years?|yrs?|months?|weeks?|days?)\b",
    re.IGNORECASE,
)

# Amounts that are said in words.
_SAID = (
    (re.compile(r"\b(half|1/2) (a |of a )?mil(lion)?\b", re.I), 500_000),
    (re.compile(r"\b(a )?quarter (of )?(a )?mil(lion)?\b", re.I), 250_000),
    (re.compile(r"\b(six|6)[- ]figures?\b", re.I), 100_000),
    (re.compile(r"\b(seven|7)[- ]figures?\b|\b(?<!half )(?<!of )a million\b", re.I), 1_000_000),
)


def entity(kind: str, start: int, end: int, value: Any, **more: Any) -> dict[str, Any]:
    """An entity as Rasa writes it; `extractor` is added by the component."""
    return {"entity": kind, "start": start, "end": end, "value": value, **more}


def find_emails(text: str) -> list[dict[str, Any]]:
    """Syntactically valid addresses in their normal form."""
    found = []
    for match in _EMAIL.finditer(text):
        address = match.group().strip("'.!?*_`~")
        start = match.start() + match.group().index(address)
        try:
            valid = validate_email(address, check_deliverability=False)
        except EmailNotValidError:
            continue
        found.append(entity("email", start, start + len(address), valid.normalized))
    return found


def find_phone_numbers(text: str) -> list[dict[str, Any]]:
    """Valid telephone numbers in E.164; without a country they are American."""
    return [
        entity(
            "phone_number",
            match.start,
            match.end,
            phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164),
        )
        for match in phonenumbers.PhoneNumberMatcher(text, REGION)
    ]


def find_amounts(text: str) -> list[dict[str, Any]]:
    """Sums of money in whole US dollars a year."""
    found = [
        entity("amount", said.start(), said.end(), amount)
        for pattern, amount in _SAID
        for said in pattern.finditer(text)
    ]
    for match in _AMOUNT.finditer(text):
        scale = (match.group("scale") or "").lower()
        period = (match.group("period") or match.group("adverb") or "").lower()
        is_money = match.group("money") or match.group("unit")
        hourly = period.startswith("h")
        amount = float(match.group("number").replace(",", ""))
        # "8000 a month", and no "2 a week".
        by_period = period and amount >= MIN_AMOUNT
        stated = is_money or scale in _OF_MONEY or hourly or by_period
        if not stated or match.group().strip().lower().startswith("401k"):
            continue
        if not is_money and not period and _NO_MONEY.search(text[match.end() :]):
            continue
        amount *= {"k": 1e3, "t": 1e3, "g": 1e3, "m": 1e6}.get(scale[:1], 1)
        amount *= _PERIODS.get(period[:1], 1)
        if MIN_AMOUNT <= amount <= MAX_AMOUNT:
            start = match.end() - len(match.group().lstrip())
            found.append(entity("amount", start, match.end(), round(amount)))
    return found
