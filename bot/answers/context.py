"""Make a request whole from the conversation: what "and in Boston?" or "the first one" mean."""

from __future__ import annotations

import re

from bot.answers import asides, places, references
from bot.answers.asked_measures import (
    asked_level,
    asked_metrics,
    at_range_end,
    is_remote,
    named_amount,
)
from bot.answers.asked_roles import (
    all_told,
    asked_ranking,
    is_among_all,
    named_roles,
    pair_of,
    remembered_role,
    two_names,
)
from bot.answers.asked_topic import asked_topic, asks_reasons, is_its_other_name, is_surprised
from bot.answers.contrast import asks_difference, asks_which, asks_winner, sides_of
from bot.answers.fragments import is_fragment, says_only_pay
from bot.answers.model import PAIR, PLACED, Memory, Question, Request, Side
from bot.answers.subjects import (
    CAREER_PATH,
    COMPARE,
    DEFAULT_TOPIC,
    DUTIES,
    EDUCATION,
    HANDOFF_INTENTS,
    OUTLOOK,
    PAY,
    PAY_WORDS,
    PROSPECTS,
    RELATED,
    ROLES,
    SOURCE,
)
from bot.answers.superlatives import LOWEST, asks_easy_way_in, speaks_of_jobs
from bot.answers.topics import Topics

_IT = re.compile(r"\b(it|it'?s|this|that|they)\b", re.I)
# What "which of your jobs use SQL?" is taken for.
_OF_JOBS = frozenset("list_roles ask_related_roles ask_skills ask_example inform".split())
_BETTER_THAN = re.compile(
    r"\b(better|worse|faster|slower|stronger|brighter|safer|more|less)\b.*\bthan\b", re.I
)
# What questions on hours, stress and travel are taken for.
_OF_WORK = frozenset(
    "ask_responsibilities ask_definition ask_outlook ask_concept ask_skills inform".split()
)


def resolve(request: Request, memory: Memory, topics: Topics) -> Question | None:
    """The question that a request asks in this conversation.

    None where the request is not about a topic (an address, "yes") and nothing
    in the conversation makes it one.
    """
    why = asks_reasons(request, topics.by_intent(request.intent), request.values("role"), memory)
    surprised = is_surprised(request, memory)
    if sides := () if why or surprised else _contrasted(request, memory, topics):
        return Question(
            COMPARE,
            roles=tuple(slug for slug, _ in sides),
            about_pay=True,
            difference_only=(
                asks_difference(request.text)
                and not asks_which(request.text)
                and set(sides) <= set(memory.figures)
            ),
            sides=sides,
        )
    request = at_range_end(request, memory)
    named = named_roles(request, memory)
    likens = topics.by_intent(request.intent) in (COMPARE, DEFAULT_TOPIC)
    if likens and (two_names(request) or is_its_other_name(request, named, memory)):
        return Question(DEFAULT_TOPIC, roles=tuple(named[:1]), one_role=True)
    if memory.one_role and not named and asks_winner(request.text) and memory.role:
        # "Which one pays better?", of two names of one role.
        return Question(PAY, (memory.role,), one_role=True)
    if not named and (skill := _skill_of_jobs(request)):
        return Question(ROLES, skill=skill)
    if of_work := _of_conditions(request, named, memory):
        return of_work
    topic = asked_topic(request, named, memory, topics)
    if topic is None:
        return None
    other = None if named else request.first("other_role")
    unmeasured = topic == SOURCE and memory.lacking and asides.wonders_at_nothing(request.text)
    roles = named or ([] if other else remembered_role(topic, request, memory, topics))
    if topic == COMPARE and len(named) <= 1 and len(request.values("level")) > 1:
        # "What do juniors and seniors make?"
        topic = PAY
    if topic == COMPARE and len(named) == 1 and (jobs := request.values("other_role")):
        # "Compare a tester and a plumber": of the second there is nothing to tell.
        other, roles = jobs[0], []
    if topic == COMPARE and other is None:
        if len(named) > PAIR:
            topic, roles = PAY if _speaks_of_pay(request) else DEFAULT_TOPIC, named
        else:
            roles = pair_of(named, memory)
        prospects = PROSPECTS.search(request.text) or memory.topic == OUTLOOK
        if prospects and not PAY_WORDS.search(request.text):
            topic = OUTLOOK
        elif not named and is_among_all(request, memory):
            topic, roles = PAY, []
    elif topic == PAY and named[1:] and request.first("ranking"):
        topic, roles = COMPARE, named
    elif topic == OUTLOOK and len(named) == 1 and _BETTER_THAN.search(request.text):
        # "Is its outlook better than that of web developers?"
        roles = pair_of(named, memory)
    of_a_way_in = topic in (CAREER_PATH, ROLES) or (
        topic == PAY and not PAY_WORDS.search(request.text)
    )
    if of_a_way_in and not named and other is None and asks_easy_way_in(request.text):
        return Question(EDUCATION, ranking=LOWEST)
    if topic == RELATED and not roles and other is None:
        # "What can I do with computers?" asks for no job like another one.
        topic = ROLES
    carried = not named and other is None
    ranking = asked_ranking(request, topic, named, other, memory)
    if ranking and topic in (OUTLOOK, EDUCATION):
        roles = []
    elif carried and topic != COMPARE and roles:
        roles = all_told(request, topic, memory, topics) or roles
    locations = request.values("location") or places.same_two(request.text, named, memory)
    if named and len(locations) > 1 and topic == COMPARE:
        topic, roles = PAY, named
    if not locations and topic in PLACED:
        # The role that was offered for one that is not covered goes on in the same place, too.
        # "Only the designer" is said of what was told.
        pointed = other is None and not request.values("role")
        fragment = is_fragment(request) or named == memory.offered or says_only_pay(request)
        locations = places.carried_on(
            request.text, memory, topics, carried=carried or pointed, fragment=fragment
        )
        if not locations and topic == COMPARE and not carried:
            locations = places.common_place(roles, memory)
    if topic == PAY and memory.topic == COMPARE and carried and len(roles) == PAIR:
        # "And nationwide?" after a comparison.
        sides = tuple((slug, place) for slug in roles for place in locations[:1])
        if sides:
            return Question(COMPARE, tuple(roles), tuple(locations), about_pay=True, sides=sides)
    how_much_more = asks_difference(request.text)
    nearest = next(
        (e.get("nearest") for e in request.entities if e["entity"] == "other_role"), None
    )
    return Question(
        topic=topic,
        roles=tuple(roles),
        locations=tuple(locations),
        level=asked_level(request),
        metrics=asked_metrics(request),
        ranking=ranking,
        among=tuple(memory.offered) if ranking and references.of_those(request.text) else (),
        amount=named_amount(request),
        remote=topic == PAY and is_remote(request.text),
        concept=request.first("concept") or _measure_meant(request),
        skill=request.first("skill"),
        other_role=other,
        nearest_role=nearest,
        about_pay=bool(PAY_WORDS.search(request.text) or how_much_more),
        keeps_list=references.keeps_list(request.text, memory),
        certificate="certificate" in request.values("degree"),
        unmeasured=unmeasured,
        surprised=topic == SOURCE and surprised,
        reasons=topic == SOURCE and asks_reasons(request, SOURCE, named, memory),
        explain=topic == SOURCE and asides.is_about_figures(request, memory),
        keeps_role=topic == COMPARE and len(named) == 1 and bool(_IT.search(request.text)),
        newest=topic == PAY and asides.asks_for_newer(request.text),
        difference_only=how_much_more and not named and memory.topic == COMPARE,
    )


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
    told = memory.role == roles[0] and DUTIES in memory.topics
    return Question(DUTIES, tuple(roles), conditions=True, told=told)


def _speaks_of_pay(request: Request) -> bool:
    of_pay = any(request.values(kind) for kind in ("location", "metric", "level", "ranking"))
    return of_pay or bool(PAY_WORDS.search(request.text) or asks_winner(request.text))


def _measure_meant(request: Request) -> str | None:
    """ "What is a median?": the term of the glossary for a measure."""
    measure = request.first("metric") if request.intent == "ask_concept" else None
    return "Median wage" if measure == "median" else None


def _contrasted(request: Request, memory: Memory, topics: Topics) -> tuple[Side, ...] | None:
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
