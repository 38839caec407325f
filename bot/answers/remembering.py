"""What a conversation keeps of an answer, so that the next message can go on from it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.answers.model import PAIR, PLACED, Answer, Memory, Question, Side
from bot.answers.subjects import PAY
from bot.answers.topics import Topics
from bot.knowledge.pay import COUNTRY, find_pay


def remember(
    session: Session,
    topics: Topics,
    question: Question,
    answers: Sequence[Answer],
    memory: Memory,
) -> None:
    """Note in `memory` what was asked and told."""
    _remember_roles(topics, question, answers, memory)
    sides = _sides_told(question)
    # Only of figures that were told one can be more than another.
    memory.tell_pay(*(side for side in sides if find_pay(session, *_placed(side))))
    _remember_places(session, question, sides, memory)
    memory.topic = question.topic
    memory.ranking = question.ranking
    memory.lacking = any(answer.lacking for answer in answers)
    memory.lacked = next(
        (s for s, answer in zip(question.roles, answers, strict=False) if answer.lacking), None
    )
    memory.of_pay = question.topic == PAY or bool(question.sides) or question.about_pay
    memory.one_role = question.one_role
    memory.pending = None
    memory.sources = list(dict.fromkeys(s.id for answer in answers for s in answer.sources))


def key_of(question: Question) -> str:
    """What makes two questions the same one, for "here it is once more"."""
    return json.dumps(
        [question.topic, question.roles, question.locations, question.ranking, question.sides]
        + [question.pay.levels, question.pay.metrics, question.pay.newest, question.difference_only]
        + [question.pay.amount, question.pay.remote, question.among, question.skills]
        + [question.concepts, question.certificate, question.conditions]
    )


def _remember_roles(
    topics: Topics, question: Question, answers: Sequence[Answer], memory: Memory
) -> None:
    topic = question.topic
    if question.keeps_list and not memory.offered:
        # "The first of these", of two that were told one after the other.
        memory.offered = memory.roles[-PAIR:]
    if question.roles and memory.role not in question.roles:
        memory.topics = []
    stays = memory.role if question.keeps_role else None
    memory.topics = [*(name for name in memory.topics if name != topic), topic]
    for slug in [*question.roles, *([stays] if stays in question.roles else [])]:
        memory.mention(slug)
    if question.ranking and not question.roles and (listed := answers[0].offered):
        # "How do I become that?" means the first of the list.
        memory.mention(listed[0])
    if topic == "concept" and memory.role is None:
        # "What do they earn?" after "what is deep learning?".
        role = topics[topic].jobs.get(next(iter(question.concepts), ""))
        if role:
            memory.mention(role)
    memory.together = list(question.roles) if len(set(question.roles)) > 1 else []
    if not question.keeps_list:
        offered = [slug for answer in answers for slug in answer.offered]
        listed = offered or (list(question.roles) if len(question.roles) > 1 else [])
        # Held against each other, two roles keep the order that they were listed in.
        if not question.sides or set(listed) != set(memory.offered):
            memory.offered = listed


def _remember_places(
    session: Session, question: Question, sides: Sequence[Side], memory: Memory
) -> None:
    of_all = question.ranking and not question.roles
    if question.locations and not of_all:
        memory.location = _with_figures(session, question)
    elif question.topic in PLACED and not question.sides:
        memory.location = None
    memory.locations = list(dict.fromkeys(place for _, place in sides if place))
    if len(memory.locations) > (1 if question.topic == PAY else PAIR):
        memory.cities = memory.locations


def _with_figures(session: Session, question: Question) -> str:
    """The last of the places; "Portland, the one in Oregon": of a city and its state the one
    with figures."""
    places = question.locations
    known = [
        place
        for place in (places if len(places) > 1 else ())
        if any(find_pay(session, slug, place) for slug in question.roles)
    ]
    return (known or places)[-1]


def _sides_told(question: Question) -> list[Side]:
    if question.topic not in PLACED or question.ranking:
        return []
    places = question.locations or (None,)
    return list(question.sides) or [(slug, place) for slug in question.roles for place in places]


def _placed(side: Side) -> tuple[str, str]:
    slug, place = side
    return slug, place or COUNTRY
