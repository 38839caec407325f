"""Whether a message in the open form is meant for the form at all.

People go on talking while a form waits: they ask, react, thank, say goodbye. Such a message is
answered as it would be outside the form, and is no failed answer to the form's question.
"""

from __future__ import annotations

import re

from bot.answers.fragments import is_fragment
from bot.answers.model import Request
from bot.handoff import markup, names, replies, signals
from bot.handoff.model import REACH, STARTS, SURE, Form, Heard, Step
from bot.handoff.phrases import pattern

_REACTS = frozenset({"thank", "goodbye", "report_problem", "bot_challenge"})
# Names of persons and companies look like either of these to the classifier.
_LIKE_NAMES = frozenset({"out_of_scope", "nlu_fallback", "greet"})
_LEAST = 0.35
"""The confidence from which on thanks and complaints are taken for that."""
_CONTACT = re.compile(r"@|\d(?:[\s().\-/]*\d){4,}")
_GOES_ON = pattern(r"^(?:{before_question}[,.:! ]+)*{goes_on}")
_COMPARES = pattern(r"^(?:{before_question}[,.:! ]+)*{compares}")
_REACTION = pattern(r"^(?:{reactions})(?:[\s,.!?]+(?:{reactions}))*[\s,.!?]*$")


def goes_elsewhere(heard: Heard, form: Form) -> bool:
    """Whether `heard` is a question, a remark or a farewell and tells the open form nothing."""
    if heard.choice or not heard.text or form.step in (Step.START, Step.CONFIRM_EMAIL):
        return False
    if any(request.intent in STARTS for request in heard.requests):
        # "I need two of them, what do they earn?" is told to the form and asked.
        return False
    if _tells_who(heard) or _is_reply(heard, form):
        return False
    if form.step is Step.CONTACT and goes_on(heard, form):
        return True
    if form.step is not Step.CONTACT and _COMPARES.match(replies.plain(heard.text)):
        return True
    return _asks(heard, form) or _remarks(heard, form)


def goes_on(heard: Heard, form: Form) -> bool:
    """Whether `heard` goes on from the last answer: "what about Boston", "vs Seattle".

    A bare place or role is a detail, unless the person has just been asking other things.
    """
    said = replies.plain(heard.text)
    if _GOES_ON.match(said) or _COMPARES.match(said):
        return True
    asking = "?" in heard.text or form.asides > 0
    return asking and is_fragment(Request(heard.intent, heard.text, tuple(heard.entities)))


def is_reaction(text: str) -> bool:
    """Whether the words only react: "seriously", "oh wow"."""
    return bool(_REACTION.match(replies.plain(text)))


def _tells_who(heard: Heard) -> bool:
    """Whether a name, be it code, or a way of contact is in the message."""
    if markup.has_signs(heard.text):
        return True
    if _CONTACT.search(heard.text) or names.introduces(heard.text):
        return True
    named = any(e["entity"] in ("name", "company") for e in heard.entities)
    return named and "?" not in heard.text and not is_reaction(heard.text)


def _is_reply(heard: Heard, form: Form) -> bool:
    """Whether the words answer a form: a refusal, a stop, a way of contact, a change."""
    text = heard.text
    if replies.cancels(text) or signals.asks_for_erasure(text) or replies.skips(text):
        return True
    if signals.refused_fields(text) or signals.is_unwilling(text) or signals.restricts(text):
        return True
    if form.step is not Step.CONTACT:
        return bool(replies.read_reply(text)) or signals.wants_change(text)
    # Here a yes answers nothing: "ok thanks, I have to go".
    named = {"name", "company", *REACH} & signals.named_fields(text)
    return "?" not in text and (replies.refuses(text) or bool(named))


def _asks(heard: Heard, form: Form) -> bool:
    if len(heard.requests) < 2 and heard.intent in ("correct_detail", "affirm", "deny", "stop"):
        return False
    if form.step is not Step.CONTACT:
        # "Boston or Austin?" where a place was asked for is an answer with a doubt.
        return heard.intent != "inform" and signals.is_question(heard.text)
    asked = heard.intent.startswith(("ask_", "compare_", "list_"))
    return signals.is_question(heard.text) or (asked and heard.confidence >= SURE)


def _remarks(heard: Heard, form: Form) -> bool:
    if form.step in (Step.CONTACT, Step.DETAILS) and is_reaction(heard.text):
        return replies.read_reply(heard.text) is None
    if heard.intent in _REACTS:
        named = heard.confidence < SURE and _may_be_name(heard.text)
        return heard.confidence >= _LEAST and not named
    sure = heard.intent in _LIKE_NAMES and heard.confidence >= SURE
    return form.step is Step.CONTACT and sure and not _may_be_name(heard.text)


def _may_be_name(text: str) -> bool:
    return any(names.may_be_name(piece) for piece in names.pieces(text, ()))
