"""What a message asks, as against what it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.model import Request
from bot.handoff import replies, signals
from bot.handoff.contacts import Span
from bot.handoff.model import STARTS, SURE, Form, Heard, Step
from bot.handoff.phrases import pattern
from bot.leads.contact_details import read_email

_ANSWERED_ELSEWHERE = frozenset(
    {"ask_privacy", "bot_challenge", "ask_help", "report_problem", "list_roles"}
)
_ASIDES = frozenset({"report_problem", "bot_challenge", "ask_help"})
_NO_QUESTION = (
    frozenset(
        {
            "inform",
            "correct_detail",
            "affirm",
            "deny",
            "stop",
            "greet",
            "thank",
            "goodbye",
            "nlu_fallback",
            "out_of_scope",
        }
    )
    | STARTS
)
_TOPIC_WORDS = pattern(r"\b{topics}\b")
_SENTENCE = re.compile(r"[^.!?\n;]+(?:\.(?=\S)[^.!?\n;]*)*[.!?\n;]*")


def questions_in(heard: Heard, form: Form) -> list[Request]:
    """The requests of the message that ask something from the knowledge table, or about us."""
    if heard.choice:
        return []
    found = [request for request in heard.requests if request.intent not in _NO_QUESTION]
    if form.step is Step.START or not heard.text:
        # "This is useless, I want a human": the one wish says it all.
        return [r for r in found if r.intent not in _ASIDES and (not r.text or _is_topical(r))]
    return [request for request in found if _asks(request, heard)]


def spans_of(heard: Heard, questions: Sequence[Request]) -> list[Span]:
    """Where the message asks and does not tell."""
    spans: list[Span] = []
    for question in questions:
        start = heard.text.find(question.text)
        if start < 0 or not question.text:
            continue
        for sentence in _SENTENCE.finditer(question.text):
            if signals.is_question(sentence.group()) or question.text != heard.text:
                spans.append((start + sentence.start(), start + sentence.end()))
    return spans


def _asks(request: Request, heard: Heard) -> bool:
    """Whether a request in the middle of the form is no answer to it."""
    if signals.is_question(request.text):
        return True
    if len(heard.requests) > 1 or heard.confidence < SURE or read_email(heard.text).email:
        return False
    told = request.intent in _ANSWERED_ELSEWHERE and len(request.text.split()) > 1
    return told or _is_topical(request)


def _is_topical(request: Request) -> bool:
    said = replies.plain(request.text)
    return signals.is_question(said) or bool(_TOPIC_WORDS.search(said))
