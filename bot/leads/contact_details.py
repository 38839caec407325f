"""Names, e-mail addresses and telephone numbers as people type and dictate them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

from bot.leads import dictation
from bot.leads.mail_domains import known_provider, nearest_domain
from bot.leads.plain_text import one_line

LONGEST_NAME = 200

_SLACK_LINK = re.compile(r"<(?:mailto:|tel:)([^<>|]+)(?:\|[^<>]*)?>")
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_NOT_THIS = re.compile(r"\b(?:not|isn't|instead of|rather than)\s+$", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\(?\d[\d\s().\-/·]{5,}\d")
_EXTENSION = re.compile(r"(?:\bext(?:ension)?\b\.?|\bx)\s*:?\s*(\d{1,6})\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:hi|hello|hey|yes|sure|ok|okay|well|so|oh|um)\b[\s,!.]*)*"
    r"(?:(?:my|the)\s+(?:full\s+|first\s+|last\s+)?name(?:'s|\s+is)|i\s*am|i'm|im|this\s+is|"
    r"it's|it\s+is|they\s+call\s+me|(?:you\s+can\s+)?call\s+me|name\s*:|name\s+is)\s+",
    re.IGNORECASE,
)
_QUOTES = "\"'“”‘’«»`*_~"


@dataclass(frozen=True)
class EmailReading:
    """What was read: `email` as typed, in normal form.

    With a `suggestion` the domain looks mistyped: ask which of the two is right. `problem` says
    why there is no address: none in the text ("missing"), no domain ending ("incomplete"), or not
    an address ("invalid").
    """

    email: str | None = None
    suggestion: str | None = None
    problem: Literal["missing", "incomplete", "invalid"] | None = None


@dataclass(frozen=True)
class PhoneReading:
    """What was read: `number` in E.164, also where its length is right and its range is unknown.

    `problem`: none in the text ("missing"), without its area code ("area_code"), or a number of
    digits that no telephone number has ("too_short", "too_long").
    """

    number: str | None = None
    extension: str | None = None
    problem: Literal["missing", "area_code", "too_short", "too_long"] | None = None


@dataclass(frozen=True)
class NameReading:
    """What was read. `problem`: nothing, no letter, over 200 characters, or a way of contact."""

    name: str | None = None
    problem: Literal["missing", "no_letters", "too_long", "contact"] | None = None


def read_email(text: str) -> EmailReading:
    """The e-mail address in `text`, typed, pasted from Slack or dictated; no network is used."""
    plain = _plain(text)
    candidates = [
        match.group()
        for match in _EMAIL.finditer(plain)
        if not _NOT_THIS.search(plain[: match.start()])
    ]
    if not candidates:
        candidates = dictation.emails(plain)
    if not candidates:
        return EmailReading(problem="invalid" if "@" in plain else "missing")
    # The last one: people correct themselves from left to right.
    typed = candidates[-1].strip("'.!?*_`~<>")
    local, _, domain = typed.rpartition("@")
    if "." not in domain:
        whole = known_provider(f"{domain}.com")
        return EmailReading(
            suggestion=f"{local}@{whole}".lower() if whole else None, problem="incomplete"
        )
    try:
        email = validate_email(typed, check_deliverability=False, strict=True).normalized.lower()
    except EmailNotValidError:
        return EmailReading(problem="invalid")
    better = nearest_domain(email.rpartition("@")[2])
    return EmailReading(
        email=email, suggestion=f"{email.rpartition('@')[0]}@{better}" if better else None
    )


def read_phone(text: str, region: str = "US") -> PhoneReading:
    """The telephone number in `text`; without a country it is one of `region`."""
    plain = dictation.digits(_plain(text))
    extension = _EXTENSION.search(plain)
    if extension:
        plain = plain[: extension.start()]
    said = extension.group(1) if extension else None
    for match in phonenumbers.PhoneNumberMatcher(plain, region):
        return PhoneReading(_e164(match.number), match.number.extension or said)
    found = _DIGITS.search(plain)
    if found is None:
        return PhoneReading(problem="too_short" if re.search(r"\d", plain) else "missing")
    return _read_unlisted(found.group(), region, said)


def read_name(text: str) -> NameReading:
    """The name in an answer to "what is your name?", in any script, as it was typed."""
    name = _plain(_LEAD_IN.sub("", _plain(text))).strip(_QUOTES + " ,;:!?")
    if name.endswith(".") and len(name.rpartition(" ")[2]) > len("Jr.") + 1:
        name = name[:-1]
    if not name:
        return NameReading(problem="missing")
    if "@" in name or "://" in name:
        return NameReading(problem="contact")
    if not any(letter.isalpha() for letter in name):
        return NameReading(problem="no_letters")
    if len(name) > LONGEST_NAME:
        return NameReading(problem="too_long")
    return NameReading(name)


def _read_unlisted(digits: str, region: str, extension: str | None) -> PhoneReading:
    """A number whose range phonenumbers does not know, or that lacks something."""
    attempts = [digits] if digits.startswith("+") else [digits, f"+{digits.lstrip('0(')}"]
    parsed: list[PhoneNumber] = []
    for attempt in attempts:
        try:
            parsed.append(phonenumbers.parse(attempt, region))
        except phonenumbers.NumberParseException:
            continue
    for number in parsed:
        if phonenumbers.is_valid_number(number):
            # The country code without its "+".
            return PhoneReading(_e164(number), extension)
    if not parsed:
        return PhoneReading(problem="too_short")
    reason = phonenumbers.is_possible_number_with_reason(parsed[0])
    if reason == ValidationResult.IS_POSSIBLE:
        return PhoneReading(_e164(parsed[0]), extension)
    if reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return PhoneReading(problem="area_code")
    return PhoneReading(problem="too_long" if reason == ValidationResult.TOO_LONG else "too_short")


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _plain(text: str) -> str:
    """One line of visible characters, Slack's links resolved."""
    return one_line(_SLACK_LINK.sub(r" \1 ", text)).replace("＠", "@")
