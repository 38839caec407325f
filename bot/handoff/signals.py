"""What a message says to the form beside details: refusals, changes, ways of contact, wishes."""

from __future__ import annotations

import re
from typing import Literal

from bot.handoff.model import Kind
from bot.handoff.phrases import pattern
from bot.handoff.replies import plain

_FIELDS = {
    name: pattern(f"{{field_{name}}}")
    for name in ("email", "phone", "name", "company", "role", "location")
}
_UNWILLING = pattern(r"\b{unwilling}")
_ELSEWHERE = re.compile(r"[.;!?,]|\b(?:but|just|only|instead)\b")
_CHANGES = pattern("{changes}")
_NO_CHANGES = pattern("{no_changes}")
_QUESTION = pattern(r"^(?:{before_question}[,.:! ]+)*{asks}\b")
_NO_CALLS, _NO_EMAILS = pattern("{no_calls}"), pattern("{no_emails}")
_TEXTS, _NO_TEXTS = pattern("{texts}"), pattern("{no_texts}")
_BY_PHONE, _BY_EMAIL = pattern("{by_phone}"), pattern("{by_email}")
_ERASES = pattern("{erases}")
_ASKS_ABOUT_ERASING = pattern(r"^{asks_about_erasing}\b")
_YOU_ERASE = re.compile(r"^(?:can|could|would|will|may) (?:you|u|i have)\b")
_RESENDS = pattern("{resends}")
_IMPATIENT = pattern("{impatient}")
_WANTS_PERSON = pattern("{wants_person}")
_ADDS = pattern(r"^{adds}\b")
_HIRING, _SEEKING = pattern("{hiring}"), pattern("{seeking}")
_HIRING_PERHAPS = pattern("{hiring_perhaps}")
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")


def refused_fields(text: str) -> frozenset[str]:
    """The fields that the person would rather keep: "I'd rather not give my number"."""
    said = plain(text)
    match = _UNWILLING.search(said)
    if match is None:
        return frozenset()
    # "I don't have a phone, but my mail is ...": only what the refusal is about.
    return named_fields(_ELSEWHERE.split(said[match.start() :])[0])


def is_unwilling(text: str) -> bool:
    """Whether something is refused without saying what: "I'd rather not"."""
    return bool(_UNWILLING.search(plain(text)))


def named_fields(text: str) -> frozenset[str]:
    """The fields that the words name: "change my e-mail"."""
    said = plain(text)
    return frozenset(name for name, words in _FIELDS.items() if words.search(said))


def wants_change(text: str) -> bool:
    """Whether something in the summary is wrong, without saying what is right."""
    said = plain(text)
    return bool(_CHANGES.search(said)) and not _NO_CHANGES.search(said)


def is_question(text: str) -> bool:
    """Whether the words ask something."""
    return "?" in text or bool(_QUESTION.match(plain(text)))


def asks_for_erasure(text: str) -> bool:
    """Whether the person wants their data erased, not only to know whether that is possible."""
    said = plain(text)
    asks = _ASKS_ABOUT_ERASING.match(said) and not _YOU_ERASE.match(said)
    return bool(_ERASES.search(said)) and not asks


def asks_to_send_again(text: str) -> bool:
    """Whether a request that was sent shall be sent again."""
    return bool(_RESENDS.search(plain(text)))


def wants_texts(text: str) -> bool | None:
    """Whether text messages are wanted; None where nothing is said about them."""
    said = plain(text)
    if _NO_TEXTS.search(said):
        return False
    return True if _TEXTS.search(said) else None


def excluded_ways(text: str) -> frozenset[str]:
    """Ways of contact that are not wanted: of "call" and "email"."""
    said = plain(text)
    excluded = (("call", _NO_CALLS), ("email", _NO_EMAILS))
    return frozenset(way for way, words in excluded if words.search(said))


def preferred_way(text: str) -> Literal["email", "phone"] | None:
    """The way of contact that is preferred, where one is."""
    said = plain(text)
    excluded = excluded_ways(said)
    phone = "email" in excluded or ("call" not in excluded and bool(_BY_PHONE.search(said)))
    email = "call" in excluded or ("email" not in excluded and bool(_BY_EMAIL.search(said)))
    if phone == email:
        return None
    return "phone" if phone else "email"


def restricts(text: str) -> bool:
    """Whether the words say how to get in touch, or how not: "only by e-mail"."""
    return bool(excluded_ways(text) or preferred_way(text) or wants_texts(text) is not None)


def is_impatient(text: str) -> bool:
    """Whether somebody who asks for a person is angry or in a hurry."""
    return bool(_IMPATIENT.search(plain(text))) or len(_SHOUTED.findall(text)) > 1


def wants_person(text: str) -> bool:
    """Whether the words ask for a person."""
    return bool(_WANTS_PERSON.search(plain(text)))


def adds(text: str) -> bool:
    """Whether the words add something: "also, I can start in June"."""
    return bool(_ADDS.match(plain(text)))


def kind_said(text: str, *, of_role: bool = True) -> Kind | None:
    """Whether the words speak of hiring or of looking for work; None where of neither or both.

    `of_role`: whether they are about a role or a request, so that "we need" speaks of hiring.
    """
    said = plain(text)
    if "not a candidate" in said:
        return "company"
    if "not hiring" in said:
        return "candidate"
    seeking = bool(_SEEKING.search(said))
    hiring = bool(_HIRING.search(said)) or (of_role and bool(_HIRING_PERHAPS.search(said)))
    if seeking == hiring:
        return None
    return "candidate" if seeking else "company"
