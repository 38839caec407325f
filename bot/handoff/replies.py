"""Whether a short reply says yes, no, nothing more, stop or skip.

These decide about consent, so they are rules that can be read and tested; the classifier
is asked only where no rule speaks.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.handoff.phrases import pattern

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_SKIN_TONES = "\ufe0f🏻🏼🏽🏾🏿"


class Reply(str, Enum):
    """How a question of ours was answered."""

    YES = "yes"
    NO = "no"
    DONE = "done"
    """ "No, that's all": nothing to add, which is no refusal."""


_EMOJI_YES = re.compile(f"[👍✅👌🆗🙏💯✔☑ {_SKIN_TONES}]+")
_EMOJI_NO = re.compile(f"[👎❌🚫✖ {_SKIN_TONES}]+")
_REFUSES = pattern("{refuses}")
_NO_MORE = pattern("{no_more}")
_YES = pattern(r"^(?:{before_yes}[,.! ]+)*{yes}(?![\w'])")
_HEDGES = pattern("{hedges}")
_NO = pattern(r"^(?:{before_no}[,.! ]+)*{no}(?![\w'])")
_SENDS = pattern(r"\b(?:{send}|go ahead)\b")
_SENDS_CLEARLY = pattern(r"(?:^|[,.;!] |\b(?:and|then|please|just|now|so) )(?:{send}|go ahead)\b")
_CANCELS = pattern(r"^(?:{before_cancel}[,.! ]+)*{cancels}(?:[,.! ]+{after_cancel})*[.! ]*$")
_SKIPS = pattern(r"^(?:{before_skip}[,.! ]*)*{skips}(?: yet| please| for now)?[.! ]*$")
_MARKS = " .!,"
_LONGEST_ORDER = 12


def plain(text: str) -> str:
    """Lower-case `text` with straight quotes and single spaces."""
    return " ".join(text.translate(_QUOTES).lower().split())


def read_reply(text: str) -> Reply | None:
    """Yes, no, or nothing to add; None where the words say none of them."""
    said = plain(text).strip(_MARKS)
    if _EMOJI_YES.fullmatch(said):
        return Reply.YES
    if _EMOJI_NO.fullmatch(said) or _REFUSES.search(said):
        return Reply.NO
    if _NO_MORE.search(said):
        affirmed = _YES.match(said) and not said.startswith(("that", "it", "this"))
        return Reply.YES if _SENDS.search(said) or affirmed else Reply.DONE
    if yes := _YES.match(said):
        return None if _HEDGES.search(said[yes.end() :]) else Reply.YES
    if no := _NO.match(said):
        # "No, it's all good, send it": the rest decides.
        rest = said[no.end() :].strip(_MARKS)
        return Reply.YES if _SENDS_CLEARLY.match(rest) or _YES.match(rest) else Reply.NO
    ordered = _SENDS_CLEARLY.search(said) and len(said.split()) <= _LONGEST_ORDER
    return Reply.YES if ordered else None


def refuses(text: str) -> bool:
    """Whether the words refuse plainly: "no", "I don't want that sent"."""
    said = plain(text).strip(_MARKS)
    return "?" not in said and bool(_REFUSES.search(said) or _NO.match(said))


def asks_to_send(text: str) -> bool:
    """Whether the words themselves ask to send: "send it after all"."""
    said = plain(text)
    return bool(_SENDS.search(said)) and not _REFUSES.search(said)


def cancels(text: str) -> bool:
    """Whether the form shall end."""
    return bool(_CANCELS.match(plain(text)))


def skips(text: str) -> bool:
    """Whether an optional question stays open: "skip", "not sure", "anywhere"."""
    return bool(_SKIPS.match(plain(text).strip(_MARKS)))
