"""Whether a message wishes for a job, for people or for a person to talk to, so that a form opens.

The form asks for personal data: it opens on words that say a wish, or where the classifier
leaves no doubt, and not because it takes a message for a wish rather than for anything else.
"""

from __future__ import annotations

from bot.handoff import signals
from bot.handoff.model import STARTS, Heard
from bot.handoff.phrases import pattern
from bot.handoff.replies import plain

_WISH, _NO_WISH = pattern("{wish}"), pattern("{no_wish}")
_NO_DOUBT = 0.65
"""The confidence from which on a wish needs no words that say it.

Of 1,400 held-out messages none that wishes for nothing was taken for a wish so surely.
"""
_DOUBT = 0.3
"""Below this the classifier has hardly seen a wish at all."""


def says_wish(text: str) -> bool:
    """Whether the words say a wish: true for "we need two testers", false for "the pay, then?"."""
    said = plain(text)
    if _NO_WISH.search(said):
        return False
    return bool(_WISH.search(said)) or signals.kind_said(text) is not None


def opens(heard: Heard) -> bool:
    """Whether `heard` is a plain wish if it is taken for one; a button always is."""
    if heard.intent not in STARTS or heard.choice or not heard.text:
        return True
    sure = heard.confidence >= _NO_DOUBT and not _NO_WISH.search(plain(heard.text))
    return sure or (heard.confidence >= _DOUBT and says_wish(heard.text))
