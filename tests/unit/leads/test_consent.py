"""The consent's text and its version change together; nothing else counts as consent."""

from __future__ import annotations

import hashlib

import pytest

from bot.leads.consent import CONSENT_VERSION, ConsentMissingError, checked_purposes
from bot.wording import Wording

# Versions that people have agreed to are never taken out: their leads name them.
TEXTS = {"2026-11": "b25969d5f39f294e"}


def test_a_changed_text_has_a_new_version() -> None:
    wording = Wording.load()
    shown = "\n".join(
        wording.say(name) for name in ("utter_consent_text", "utter_consent_text_messages")
    )
    digest = hashlib.sha256(shown.encode()).hexdigest()
    assert TEXTS.get(CONSENT_VERSION) == digest[:16], (
        "the consent text in domain.yml has changed: give it a new CONSENT_VERSION "
        f"(bot/leads/consent.py) and add it here with {digest[:16]!r}"
    )


def test_purposes_are_known_ordered_and_single() -> None:
    assert checked_purposes("2026-11", ["text", "call", "call"]) == ["call", "text"]
    for version, purposes in (("", ["call"]), ("2026-11", []), ("2026-11", ["letter"])):
        with pytest.raises(ConsentMissingError):
            checked_purposes(version, purposes)
