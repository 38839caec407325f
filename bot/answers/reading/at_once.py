"""Questions that are whole at once: their words say all that has to be known.

Two figures held against each other, two names of one role, the jobs in which a tool is used, what
nobody has measured.
"""

from __future__ import annotations

import re

from bot.answers.model import PLACED, SET_ASIDE, Memory, Question, Request, Side
from bot.answers.reading import asides
from bot.answers.reading.asked_roles import two_names
from bot.answers.reading.asked_topic import (
    asks_reasons,
    is_surprised,
)
from bot.answers.reading.contrast import sides_of
from bot.answers.reading.contrast_words import asks_difference, asks_which, asks_winner
from bot.answers.reading.likeness import asks_how_they_differ, is_its_other_name
from bot.answers.reading.superlatives import speaks_of_jobs
from bot.answers.subjects import (
    COMPARE,
    DEFAULT_TOPIC,
    DUTIES,
    HANDOFF_INTENTS,
    OUTLOOK,
    PAY,
    PAY_WORDS,
    PROSPECTS,
    ROLES,
)
from bot.answers.topics import Topics

_SAME = re.compile(r"\bsame\b", re.I)
# What "which of your jobs use SQL?" is taken for.
_OF_JOBS = frozenset("list_roles ask_related_roles ask_skills ask_example inform".split())
# What questions on hours, stress and travel are taken for.
_OF_WORK = frozenset(
    "ask_responsibilities ask_definition ask_outlook ask_concept ask_skills inform".split()
)


def contrasted(request: Request, memory: Memory, topics: Topics) -> Question | None:
    """ "Which pays more?": two figures held against each other."""
    own = topics.by_intent(request.intent)
    if request.first("level") or request.first(SET_ASIDE) or is_twofold(request):
        # "Senior level for both": a difference is told of all levels together only.
        return None
    if is_surprised(request, memory) or asks_reasons(request, own, request.values("role"), memory):
        return None
    sides = _sides(request, memory, topics)
    if not sides:
        return None
    only = asks_difference(request.text) and not asks_which(request.text)
    return Question(
        COMPARE,
        roles=tuple(slug for slug, _ in sides),
        about_pay=True,
        difference_only=only and set(sides) <= set(memory.figures),
        sides=sides,
    )


def is_twofold(request: Request) -> bool:
    """ "What's the difference between a tester and a developer, and who makes more?"."""
    two = len(request.values("role")) > 1
    return two and asks_how_they_differ(request.text) and asks_winner(request.text)


def as_it_stands(
    request: Request, named: list[str], memory: Memory, topics: Topics
) -> Question | None:
    """The question where the words leave nothing to the conversation but the role; else None.

    `named` are the roles that the message names or points at.
    """
    likens = topics.by_intent(request.intent) in (COMPARE, DEFAULT_TOPIC)
    likens = likens and not asides.is_about_figures(request, memory)
    if likens and (two_names(request) or is_its_other_name(request, named, memory)):
        return Question(DEFAULT_TOPIC, roles=tuple(named[:1]), one_role=True)
    if likens and memory.topic in PLACED and _is_it_once_more(request, named, memory):
        # "Android is the same number?", after the pay of mobile developers.
        place = (memory.location,) if memory.location else ()
        return Question(PAY, (named[0],), locations=place, one_role=True)
    if memory.one_role and not named and asks_winner(request.text) and memory.role:
        # "Which one pays better?", of two names of one role.
        return Question(PAY, (memory.role,), one_role=True)
    # A role that only another part of the message names is none of this one.
    if not request.standing("role") and (skill := _skill_of_jobs(request)):
        return Question(ROLES, skills=(skill,))
    return _of_conditions(request, named, memory)


def _is_it_once_more(request: Request, named: list[str], memory: Memory) -> bool:
    """ "iOS the same or more?": another word for the very role whose pay was told."""
    it = bool(request.standing("role")) and named == [memory.role]
    return it and bool(_SAME.search(request.text)) and not request.values("location")


def _skill_of_jobs(request: Request) -> str | None:
    """ "Which of your jobs use SQL?": the skill."""
    asked = request.intent in _OF_JOBS and speaks_of_jobs(request.text)
    return request.first("skill") if asked else None


def _of_conditions(request: Request, named: list[str], memory: Memory) -> Question | None:
    """ "Is it stressful?", said of one role: the duties, and that nobody has measured it."""
    roles = named or ([memory.role] if memory.role and not request.first("other_role") else [])
    asked = request.intent in _OF_WORK and asides.asks_conditions(request.text)
    if len(roles) != 1 or not asked or PROSPECTS.search(request.text):
        return None
    return Question(DUTIES, tuple(roles), conditions=True)


def _sides(request: Request, memory: Memory, topics: Topics) -> tuple[Side, ...] | None:
    """Two figures to be held against each other, where the message may ask for that."""
    if request.intent in HANDOFF_INTENTS:
        return None
    if memory.topic == OUTLOOK and not PAY_WORDS.search(request.text):
        # "Is that more than web developers?" is not about money then.
        return None
    topic = topics.by_intent(request.intent)
    if topic not in PLACED and not asides.is_short(request.text):
        return None
    other_facts = topic and topics[topic].kind == "facts" and topic != DEFAULT_TOPIC
    if other_facts and not (asks_difference(request.text) or PAY_WORDS.search(request.text)):
        # "What skill do I need more?"
        return None
    return sides_of(request, memory)
