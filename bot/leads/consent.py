"""What a person agrees to before their details are passed on.

The text is the response `utter_consent_text` of domain.yml. A lead keeps the version of the text
that was shown, so a changed text needs a new version: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Purpose = Literal["call", "email", "text"]
PURPOSES: tuple[Purpose, ...] = ("call", "email", "text")
"""Telephone, e-mail, text messages; the last is always agreed to apart."""

CONSENT_VERSION = "2026-11"


class ConsentMissingError(ValueError):
    """Nobody has agreed: the details must not be stored."""


def checked_purposes(version: str, purposes: Iterable[str]) -> list[Purpose]:
    """The agreed purposes in their fixed order, each once.

    Raises:
        ConsentMissingError: no version, no purpose, or one that is not known.
    """
    given = set(purposes)
    if not version or not given or not given <= set(PURPOSES):
        raise ConsentMissingError("consent needs the text's version and at least one purpose")
    return [purpose for purpose in PURPOSES if purpose in given]
