"""Whether a message in the open form is meant for the form at all.

People go on talking while a form waits: they ask, react, thank, say goodbye. Such a message is
answered as it would be outside the form, and is no failed answer to the form's question.
"""

from __future__ import annotations

import re

from bot.answers.model import Request
from bot.answers.reading.fragments import is_fragment
from bot.handoff import markup, names, replies, signals
from bot.handoff.model import REACH, STARTS, SURE, Form, Heard, Step
from bot.handoff.phrases import pattern

_ASKING = ("ask_", "compare_", "list_")
_REACTS = frozenset({"thank", "goodbye", "report_problem", "bot_challenge"})
# Names of persons and companies look like either of these to the classifier.
_LIKE_NAMES = frozenset({"out_of_scope", "nlu_fallback", "greet"})
_LEAST = 0.35
"""The confidence from which on a message that can be no name is taken for what it seems."""
_LIKELY = 0.5
"""The same for what names often seem to be."""
_NAMED = ("role", "other_role", "location", "level", "metric", "concept", "skill")
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
    if form.step is Step.CONTACT and form.asides and form.untouched and not _may_be_name(heard):
        # Who has just asked something and told nothing goes on asking.
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
    if markup.has_signs(heard.text) or _CONTACT.search(heard.text):
        return True
    return names.introduced_name(heard.text) is not None


def _is_reply(heard: Heard, form: Form) -> bool:
    """Whether the words answer a form: a refusal, a stop, a way of contact, a change."""
    text = heard.text
    if replies.cancels(text) or signals.asks_for_erasure(text) or replies.skips(text):
        return True
    if signals.refused_fields(text) or signals.is_unwilling(text) or signals.restricts(text):
        return True
    if form.step is not Step.CONTACT:
        return bool(replies.read_reply(text)) or signals.wants_change(text)
    if "?" in text or _seems_asked(heard):
        return False
    if {"name", "company", *REACH} & signals.named_fields(text):
        return True
    # A yes answers nothing here: "ok, I have to go"; "no, data engineer" corrects a question.
    corrects = form.asides and any(e["entity"] in ("role", "location") for e in heard.entities)
    return replies.refuses(text) and not corrects


def _seems_asked(heard: Heard) -> bool:
    """Whether the classifier is sure that something is asked, in whatever words."""
    return heard.intent.startswith(_ASKING) and heard.confidence >= SURE


def _asks(heard: Heard, form: Form) -> bool:
    if len(heard.requests) < 2 and heard.intent in ("correct_detail", "affirm", "deny", "stop"):
        return False
    if form.step is not Step.CONTACT:
        # "Boston or Austin?" where a place was asked for is an answer with a doubt.
        return heard.intent != "inform" and signals.is_question(heard.text)
    if signals.is_question(heard.text):
        return True
    asked = heard.intent.startswith(_ASKING)
    return _seems_asked(heard) or (asked and _is_plainly(heard, _LEAST))


def _remarks(heard: Heard, form: Form) -> bool:
    if form.step in (Step.CONTACT, Step.DETAILS) and is_reaction(heard.text):
        return replies.read_reply(heard.text) is None
    if heard.intent in _REACTS:
        return heard.confidence >= SURE or _is_plainly(heard, _LEAST)
    return form.step is Step.CONTACT and heard.intent in _LIKE_NAMES and _is_plainly(heard, _LIKELY)


def _is_plainly(heard: Heard, least: float) -> bool:
    """Whether the message is no name, and the classifier not too unsure what else it is."""
    return heard.confidence >= least and not _may_be_name(heard)


def _may_be_name(heard: Heard) -> bool:
    """Whether a name may be among the words beside roles, places and the like."""
    known = [
        (e["start"], e["end"]) for e in heard.entities if e["entity"] in _NAMED if "start" in e
    ]
    return any(names.may_be_name(piece) for piece in names.pieces(heard.text, known))
