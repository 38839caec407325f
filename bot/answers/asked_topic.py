"""Which topic a message asks about in its conversation."""

from __future__ import annotations

import re

from bot.answers import asides, places
from bot.answers.asked_roles import pair_of
from bot.answers.contrast import asks_difference, asks_winner, of_two
from bot.answers.fragments import is_fragment
from bot.answers.model import PLACED, Memory, Request
from bot.answers.references import points_at_one
from bot.answers.subjects import (
    COMPARE,
    DEFAULT_TOPIC,
    EDUCATION,
    OUTLOOK,
    PAY,
    PAY_WORDS,
    PROBLEM,
    SOURCE,
)
from bot.answers.superlatives import growth_rank
from bot.answers.topics import Topics

_WHAT_THEY_DO = re.compile(r"\bwhat\b.*\b(do|does)\b.+\bdo\b", re.I)
_SAME_ROLE = re.compile(r"\bsame (job|role|one|thing|position)\b", re.I)
_AND = re.compile(r"(^|[.,;:!?]\s*)(and|what about|how about)\b[^.?!]*$", re.I)
# "Not project manager?": how does that differ from the one just spoken of?
_NOT_THAT = re.compile(r"^\W*(?:(?:oh|so|wait|hm+|but|and)\W+)*not\s[^.,!?]*\?", re.I)
_IS = re.compile(r"\b(what|who)('?s|\s+is|\s+are)\b(?!\s+about)", re.I)
_ASKS = re.compile(r"\b(which|who|what|more|better|higher|most)\b", re.I)
# Where "tell me that again" may end up.
_LOST = (None, PROBLEM, "help", "out_of_scope", "greet", "affirm", "deny")
# Topics of no role, which "do they all have degrees?" is taken for.
_OF_NO_ROLE = ("roles", "help")
# What "and the slowest?" is taken for.
_UNSURE = ("inform", "ask_related_roles")
# What a fragment on pay names: "in Boston", "for seniors", "and the least?".
_OF_PAY = ("location", "level", "metric", "ranking")


def asked_topic(request: Request, named: list[str], memory: Memory, topics: Topics) -> str | None:
    """The topic of the request, of which `named` are the roles; None for no topic at all."""
    own = topics.by_intent(request.intent)
    if asks_difference(request.text) and len(pair_of(named, memory)) > 1:
        return COMPARE
    if own in PLACED and not named and len(memory.roles) > 1 and of_two(request.text):
        return COMPARE
    if (
        own == PAY
        and not named
        and memory.topic == COMPARE
        and request.first("ranking")
        and _ASKS.search(request.text)
    ):
        return COMPARE
    if memory.topic and (aside := _topic_of_aside(request, own, named, memory)):
        return aside
    # A button says which question it stands for, with no words at all.
    whole = _asks_what_it_is(request) or _WHAT_THEY_DO.search(request.text)
    if request.text and is_fragment(request) and not whole:
        return _topic_of_fragment(request, own, named, memory)
    if (
        len(named) == 1
        and memory.topic in PLACED
        and _asks_the_same(request, own, named[0], memory)
    ):
        return PAY
    same = memory.topic == PAY or _SAME_ROLE.search(request.text)
    if own == COMPARE and not named and request.values("location") and memory.role and same:
        return PAY
    if request.intent in ("inform", "correct_detail"):
        subject = named or request.first("other_role")
        if subject or (request.values("location") and memory.role):
            return _topic_of_fragment(request, None, named, memory)
        return None
    return own


def _topic_of_aside(
    request: Request, own: str | None, named: list[str], memory: Memory
) -> str | None:
    """The topic of what is said about the last answer; None for anything else."""
    text = request.text
    if own != SOURCE and asides.is_about_figures(request, memory):
        return SOURCE
    goes_on = own in (OUTLOOK, COMPARE, PAY) or request.intent in _UNSURE
    of_growth = goes_on and memory.topic == OUTLOOK and not named and asides.is_short(text)
    if of_growth and growth_rank(text) and not PAY_WORDS.search(text):
        return OUTLOOK
    if own in _OF_NO_ROLE and not named and memory.role and request.values("degree"):
        # "Do they all have degrees?" is said of the people in that job.
        return EDUCATION
    if memory.lacking and own in (*_LOST, SOURCE, PAY) and asides.wonders_at_nothing(text):
        names = any(request.values(k) for k in ("role", "other_role", "location", "described"))
        return own if names else SOURCE
    if own in _LOST and not named and asides.asks_again(text):
        of_pay = PAY_WORDS.search(text) or request.values("location")
        return PAY if of_pay else memory.topic
    doubted = own in (SOURCE, PROBLEM)
    if doubted and memory.topic == PAY and asides.asks_for_newer(text):
        return PAY
    if doubted and memory.topic in (*PLACED, OUTLOOK) and asides.holds_a_figure_against(text):
        return PAY if memory.topic == COMPARE else memory.topic
    if own == PROBLEM and len(named) == 1 and asides.says_what_was_meant(text):
        return _topic_of_fragment(request, None, named, memory)
    return None


def _asks_the_same(request: Request, own: str | None, named: str, memory: Memory) -> bool:
    """ "Basically the same. And project managers there?" asks for pay, and holds nothing against
    anything; so does "and if she is a developer instead, same town?"."""
    text = request.text
    if own == DEFAULT_TOPIC:
        return places.is_here(text)
    if own != COMPARE or asks_winner(text) or asks_difference(text):
        return False
    alone = all(slug == named for slug in memory.roles)
    # "Pay for the latter."
    alone = alone or (points_at_one(text) and bool(PAY_WORDS.search(text)))
    return alone or places.is_here(text) or bool(_AND.search(text))


def _asks_what_it_is(request: Request) -> bool:
    """ "What is a tester?" has few words too, and yet is a question of its own."""
    asks = request.intent in ("ask_definition", "ask_concept") and _IS.search(request.text)
    return bool(asks) and not _names_what_pay_has(request)


def _names_what_pay_has(request: Request) -> bool:
    """Whether the message itself names a place, a level or the like: what is lent by another
    part of the message asks for nothing, and a button has no words at all."""
    return any(
        e["entity"] in _OF_PAY and ("start" in e or not request.text) for e in request.entities
    )


def _topic_of_fragment(
    request: Request, own: str | None, named: list[str], memory: Memory
) -> str | None:
    if named and memory.pending:
        return memory.pending
    if len(named) > 1:
        return own if own == PAY else COMPARE
    if named and memory.role not in (None, *named) and _NOT_THAT.search(request.text):
        return COMPARE
    if _names_what_pay_has(request) or places.is_here(request.text):
        # "And UX in Reno?" after duties, which are the same everywhere, asks for pay.
        stays = named and memory.topic == OUTLOOK and not places.is_here(request.text)
        return memory.topic if stays else PAY
    if memory.topic and memory.topic not in (COMPARE, SOURCE):
        return memory.topic
    if named or request.first("other_role"):
        # One role alone compares with nothing.
        return own if own not in (None, COMPARE) else DEFAULT_TOPIC
    return own
