"""Make a request whole from the conversation: what "and in Boston?" or "the first one" mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.answers.model import (
    LOWEST,
    PAIR,
    PLACED,
    Memory,
    PayAsked,
    Question,
    Request,
    SourceAsked,
    Uncovered,
)
from bot.answers.reading import asides, places, references
from bot.answers.reading.asked_measures import (
    asked_levels,
    asked_metrics,
    at_range_end,
    is_remote,
    named_amount,
    quoted_amounts,
)
from bot.answers.reading.asked_roles import (
    all_told,
    asked_ranking,
    is_among_all,
    named_roles,
    pair_of,
    remembered_role,
)
from bot.answers.reading.asked_topic import (
    asked_topic,
    asks_reasons,
    is_surprised,
)
from bot.answers.reading.at_once import as_it_stands, contrasted, is_twofold
from bot.answers.reading.contrast_words import asks_difference, asks_winner
from bot.answers.reading.fragments import is_fragment, says_only_pay
from bot.answers.reading.likeness import asks_how_they_differ
from bot.answers.reading.superlatives import asks_easy_way_in, asks_without_degree
from bot.answers.reading.uncovered import JOINED, joined_to_a_role, uncovered_jobs
from bot.answers.subjects import (
    CAREER_PATH,
    COMPARE,
    DEFAULT_TOPIC,
    EDUCATION,
    OUTLOOK,
    PAY,
    PAY_WORDS,
    PROSPECTS,
    RELATED,
    ROLES,
    SOURCE,
)
from bot.answers.topics import Topics

_OF_ALL = (PAY, ROLES, CAREER_PATH, OUTLOOK)
_OF_PAY_TOO = (COMPARE, SOURCE)
_IT = re.compile(r"\b(it|it'?s|this|that|they)\b", re.I)
# "Who makes more, a developer or a tester?"
_MAKES_MORE = re.compile(
    r"\b(makes?|making|gets?|getting|brings? (in|home)|takes? home)\b[^.?!]*"
    r"\b(more|most|less|least)\b",
    re.I,
)
_BETTER_THAN = re.compile(
    r"\b(better|worse|faster|slower|stronger|brighter|safer|more|less)\b.*"
    r"(\bthan\b|\b(that|this|it)( one)?,? or\b|\bor (that|this|it)\b)",
    re.I,
)


def resolve(request: Request, memory: Memory, topics: Topics) -> Question | None:
    """The question that a request asks in this conversation.

    None where the request is not about a topic (an address, "yes") and nothing
    in the conversation makes it one.
    """
    if contrast := contrasted(request, memory, topics):
        return contrast
    request = at_range_end(request, memory)
    named = named_roles(request, memory)
    if whole := as_it_stands(request, named, memory, topics):
        return whole
    subject = _subject(request, named, memory, topics)
    if subject is None:
        return None
    of_a_way_in = subject.topic in (CAREER_PATH, ROLES) or (
        subject.topic == PAY and not PAY_WORDS.search(request.text)
    )
    if of_a_way_in and subject.carried and asks_easy_way_in(request.text):
        return Question(EDUCATION, ranking=LOWEST)
    if subject.topic in _OF_ALL and subject.carried and asks_without_degree(request.text):
        # "What are the best-paid jobs without a degree?"
        return Question(EDUCATION, ranking=LOWEST)
    if subject.topic == RELATED and not subject.roles and subject.other is None:
        # "What can I do with computers?" asks for no job like another one.
        subject = replace(subject, topic=ROLES)
    subject, ranking = _ranked(request, subject, memory, topics)
    subject, locations = _placed(request, subject, memory, topics)
    topic, roles = subject.topic, subject.roles
    both = memory.topic == COMPARE and subject.carried and len(roles) == PAIR
    if topic == PAY and both and not request.first("level"):
        # "And nationwide?" after a comparison.
        sides = tuple((slug, place) for slug in roles for place in locations[:1])
        if sides:
            return Question(COMPARE, tuple(roles), tuple(locations), about_pay=True, sides=sides)
    how_much_more = asks_difference(request.text)
    return Question(
        topic=topic,
        roles=tuple(roles),
        locations=tuple(locations),
        uncovered=subject.other,
        head=references.any_head(request.text, memory) if not roles else None,
        concepts=_concepts(request),
        skills=tuple(request.values("skill")),
        certificate="certificate" in request.values("degree"),
        ranking=ranking,
        among=tuple(memory.offered) if ranking and references.of_those(request.text) else (),
        pay=_pay_asked(request),
        source=_source_asked(request, named, memory) if topic == SOURCE else SourceAsked(),
        about_pay=topic in _OF_PAY_TOO and _is_about_pay(request, how_much_more=how_much_more),
        difference_only=how_much_more and not named and memory.topic == COMPARE,
        keeps_list=references.keeps_list(request.text, memory),
        keeps_role=topic == COMPARE and len(named) == 1 and bool(_IT.search(request.text)),
    )


def _pay_asked(request: Request) -> PayAsked:
    return PayAsked(
        levels=asked_levels(request),
        metrics=asked_metrics(request),
        amount=named_amount(request),
        newest=asides.asks_for_newer(request.text),
        remote=is_remote(request.text),
    )


def _source_asked(request: Request, named: list[str], memory: Memory) -> SourceAsked:
    return SourceAsked(
        quoted=quoted_amounts(request.text),
        explain=asides.asks_what_is_measured(request, memory),
        counts=asides.asks_how_many(request.text),
        reasons=asks_reasons(request, SOURCE, named, memory),
        surprised=is_surprised(request, memory),
        unmeasured=memory.lacking and asides.wonders_at_nothing(request.text),
    )


@dataclass(frozen=True)
class _Subject:
    """What is asked, and about whom."""

    topic: str
    roles: list[str]
    named: list[str]
    """The roles that the message names or points at."""
    other: Uncovered | None
    """A job outside the table."""

    @property
    def carried(self) -> bool:
        """Whether the conversation gives the roles, if there are any."""
        return not self.named and self.other is None


def _subject(request: Request, named: list[str], memory: Memory, topics: Topics) -> _Subject | None:
    """The topic and the roles; None where the message is about no topic."""
    topic = asked_topic(request, named, memory, topics)
    if topic is None:
        return None
    jobs = uncovered_jobs(request)
    other = next(iter(jobs), None) if not named else joined_to_a_role(request, jobs)
    roles = named or ([] if other else remembered_role(topic, request, memory, topics))
    if topic == COMPARE and len(named) <= 1 and len(request.values("level")) > 1:
        # "What do juniors and seniors make?"
        topic = PAY
    jobs = [each for each in jobs if not references.is_head(each.job)]
    if topic == COMPARE and len(named) == 1 and jobs:
        # "Compare a tester and a plumber": of the second there is nothing to tell.
        other = jobs[0]
    if topic == COMPARE and other is None and _asks_of_a_level(request, memory):
        topic, roles = PAY, pair_of(named, memory)
    elif topic == COMPARE and other is None:
        topic, roles = _compared(request, named, memory)
    elif topic == PAY and named[1:] and request.first("ranking"):
        topic, roles = COMPARE, named
    elif topic == OUTLOOK and len(named) == 1 and _BETTER_THAN.search(request.text):
        # "Is its outlook better than that of web developers?"
        roles = pair_of(named, memory)
    return _Subject(topic, roles, named, other)


def _as_listed(roles: list[str], memory: Memory) -> list[str]:
    """The roles in the order in which they were told together, so that "the first" stays so."""
    return list(memory.offered) if sorted(roles) == sorted(memory.offered) else roles


def _compared(request: Request, named: list[str], memory: Memory) -> tuple[str, list[str]]:
    """Which roles are compared, and in what: their pay, their outlook, or all that is told."""
    topic, roles = COMPARE, _as_listed(pair_of(named, memory), memory)
    if len(named) > PAIR:
        topic, roles = PAY if _speaks_of_pay(request) else DEFAULT_TOPIC, named
    prospects = PROSPECTS.search(request.text) or (
        memory.topic == OUTLOOK and not asks_how_they_differ(request.text)
    )
    if prospects and not PAY_WORDS.search(request.text):
        topic = OUTLOOK
    elif not named and is_among_all(request, memory):
        topic, roles = PAY, []
    return topic, roles


def _ranked(
    request: Request, subject: _Subject, memory: Memory, topics: Topics
) -> tuple[_Subject, str | None]:
    """The subject with all roles that are meant, and how they are put in an order, if at all."""
    ranking = asked_ranking(request, subject.topic, subject.named, subject.other, memory)
    if ranking and subject.topic in (OUTLOOK, EDUCATION):
        return replace(subject, roles=[]), ranking
    if subject.carried and subject.topic != COMPARE and subject.roles:
        told = all_told(request, subject.topic, memory, topics)
        return replace(subject, roles=told or subject.roles), ranking
    return subject, ranking


def _placed(
    request: Request, subject: _Subject, memory: Memory, topics: Topics
) -> tuple[_Subject, list[str]]:
    """The subject, and the places that are named or that the conversation gives."""
    named, topic = subject.named, subject.topic
    locations = request.values("location") or places.same_two(request.text, named, memory)
    if named and len(locations) > 1 and topic == COMPARE:
        return replace(subject, topic=PAY, roles=named), locations
    if locations or topic not in PLACED:
        return subject, locations
    # "Only the designer" is said of what was told.
    pointed = subject.other is None and not request.values("role")
    # The role that was offered for one that is not covered goes on in the same place, too.
    fragment = is_fragment(request) or named == memory.offered or says_only_pay(request)
    locations = places.carried_on(
        request.text, memory, topics, carried=subject.carried or pointed, fragment=fragment
    )
    if not locations and topic == COMPARE and not subject.carried:
        locations = places.common_place(subject.roles, memory)
    return subject, locations


def _is_about_pay(request: Request, *, how_much_more: bool) -> bool:
    """Whether only pay is asked for: not in "what sets them apart, and who earns more?"."""
    of_pay = PAY_WORDS.search(request.text) or _MAKES_MORE.search(request.text)
    return bool(of_pay or how_much_more) and not is_twofold(request)


def _asks_of_a_level(request: Request, memory: Memory) -> bool:
    """ "Senior level for both?", of pay: a difference is told of all levels together only."""
    of_pay = PAY_WORDS.search(request.text) or asks_winner(request.text) or memory.of_pay
    return bool(request.first("level") and of_pay) and not asks_how_they_differ(request.text)


def _speaks_of_pay(request: Request) -> bool:
    of_pay = any(request.values(kind) for kind in ("location", "metric", "level", "ranking"))
    return of_pay or bool(PAY_WORDS.search(request.text) or asks_winner(request.text))


def _concepts(request: Request) -> tuple[str, ...]:
    """The terms asked about: the first one, and those joined to it ("NLP and deep learning"); of
    a measure ("what is a median?") the term that the glossary has for it."""
    found = [str(e["value"]) for e in request.entities if e["entity"] == "concept"][:1]
    terms = request.standing("concept")
    for one, other in pairwise(terms):
        if not JOINED.fullmatch(request.text[one["end"] : other["start"]]):
            break
        found.append(str(other["value"]))
    if not found and request.intent == "ask_concept" and request.first("metric") == "median":
        found = ["Median wage"]
    return tuple(dict.fromkeys(found))
