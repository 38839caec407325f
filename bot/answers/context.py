"""Make a request whole from the conversation: what "and in Boston?" or "the first one" mean."""

from __future__ import annotations

import re

from bot.answers.model import Memory, Question, Request
from bot.answers.topics import Topics

# Words that carry no topic of their own: a message of these and entities alone is a fragment.
_FILLERS = frozenset(
    """
    a about actually again also an and are as at but can compared do does else first for from
    give how i if in instead is it just last like maybe me mean meant no nope not now of oh ok
    okay on one ones or please rather same say second show so sorry tell that the them then
    there third this those to too try uh um versus vs well what whats would yeah yes you
    """.split()
)
_WORD = re.compile(r"[a-z']+")
_ORDINALS = (
    (re.compile(r"\b(first|1st|former)\b", re.I), 0),
    (re.compile(r"\b(second|2nd)\b", re.I), 1),
    (re.compile(r"\b(third|3rd)\b", re.I), 2),
    (re.compile(r"\b(last|latter)\b", re.I), -1),
)
_PAY_WORDS = re.compile(
    r"\b(pay\w*|paid|salar\w+|earn\w*|money|wage\w*|income|compensation|rich\w*|dollars?|bucks)\b",
    re.I,
)
_HOW_MUCH_MORE = re.compile(
    r"\bby how much\b|\bhow much (more|less|higher|lower)\b|\bdifference in pay\b", re.I
)
_PLACE_WORDS = re.compile(
    r"\b(where|which (city|cities|place|places|state|states|metro|area))\b", re.I
)
_ASKS = re.compile(r"\b(which|who|what|more|better|higher|most)\b", re.I)

DEFAULT_TOPIC = "definition"
COMPARE, PAY, SOURCE = "comparison", "salary", "source"
# Topics whose answer depends on the place.
_PLACED = (PAY, COMPARE)
# What a fragment on pay names: "in Boston", "for seniors", "and the least?".
_OF_PAY = ("location", "level", "metric", "ranking")


def is_fragment(request: Request) -> bool:
    """True for a message of entities and filler words alone: "and in Boston?"."""
    if not any(e["entity"] in _SUBJECTS for e in request.entities) and not _ordinal(request.text):
        return False
    rest = request.text
    for entity in sorted(request.entities, key=lambda e: -int(e.get("start", 0))):
        if "start" in entity and rest[entity["start"] : entity["end"]]:
            rest = f"{rest[: entity['start']]} {rest[entity['end'] :]}"
    words = _WORD.findall(rest.lower().replace("’", "'"))
    return all(word.strip("'").replace("'", "") in _FILLERS for word in words)


_SUBJECTS = frozenset({"role", "location", "level", "metric", "ranking", "other_role", "concept"})


def resolve(request: Request, memory: Memory, topics: Topics) -> Question | None:
    """The question that a request asks in this conversation.

    None where the request is not about a topic (an address, "yes") and nothing
    in the conversation makes it one.
    """
    named = request.values("role")
    if not named and (picked := _picked(request.text, memory)):
        named = [picked]
    topic = _topic(request, named, memory, topics)
    if topic is None:
        return None
    # A typed message says where its entities stand; a button's payload does not.
    fragment = is_fragment(request)
    other = request.first("other_role")
    roles = named or ([] if other else _remembered(topic, request, memory, topics))
    if topic == COMPARE and other is None:
        roles = _pair(named, memory)
    elif topic == PAY and named[1:] and request.first("ranking"):
        topic, roles = COMPARE, named
    carried = not named and other is None
    locations = request.values("location")
    if not locations and topic in _PLACED and memory.location and memory.topic in _PLACED:
        locations = [memory.location] if carried or fragment else []
    how_much_more = bool(_HOW_MUCH_MORE.search(request.text))
    amount = request.first("amount")
    nearest = next(
        (e.get("nearest") for e in request.entities if e["entity"] == "other_role"), None
    )
    return Question(
        topic=topic,
        roles=tuple(roles),
        locations=tuple(locations),
        level=request.first("level"),
        metric=request.first("metric"),
        ranking=_ranking(request, topic, named, other),
        amount=int(amount) if amount is not None else None,
        concept=request.first("concept"),
        other_role=None if named else other,
        nearest_role=nearest,
        about_pay=bool(_PAY_WORDS.search(request.text) or how_much_more),
        difference_only=how_much_more and not named and memory.topic == COMPARE,
    )


def _topic(request: Request, named: list[str], memory: Memory, topics: Topics) -> str | None:
    own = topics.by_intent(request.intent)
    if _HOW_MUCH_MORE.search(request.text) and len(_pair(named, memory)) > 1:
        return COMPARE
    if (
        own == PAY
        and not named
        and memory.topic == COMPARE
        and request.first("ranking")
        and _ASKS.search(request.text)
    ):
        return COMPARE
    if is_fragment(request):
        return _topic_of_fragment(request, own, named, memory)
    if request.intent in ("inform", "correct_detail"):
        if named or (request.values("location") and memory.role):
            return _topic_of_fragment(request, None, named, memory)
        return None
    return own


def _topic_of_fragment(
    request: Request, own: str | None, named: list[str], memory: Memory
) -> str | None:
    if named and memory.pending:
        return memory.pending
    if len(named) > 1:
        return own if own == PAY else COMPARE
    if any(request.values(kind) for kind in _OF_PAY):
        return PAY if not named or memory.topic in (None, PAY, COMPARE) else memory.topic
    if memory.topic and memory.topic not in (COMPARE, SOURCE):
        return memory.topic
    if named or request.first("other_role"):
        # One role alone compares with nothing.
        return own if own not in (None, COMPARE) else DEFAULT_TOPIC
    return own


def _remembered(topic: str, request: Request, memory: Memory, topics: Topics) -> list[str]:
    if topic in topics.topics and not topics[topic].needs_role:
        return []
    if request.first("ranking") and not _PLACE_WORDS.search(request.text):
        return []
    return [memory.role] if memory.role else []


def _pair(named: list[str], memory: Memory) -> list[str]:
    others = [slug for slug in reversed(memory.roles) if slug not in named]
    if not named:
        return list(reversed(others[:2]))
    if len(named) == 1:
        return [*others[:1], *named]
    return named[:2]


def _ranking(request: Request, topic: str, named: list[str], other: str | None) -> str | None:
    ranking = request.first("ranking")
    if ranking is None or topic != PAY or other:
        return None
    if named and not _PLACE_WORDS.search(request.text):
        return None
    return str(ranking)


def _picked(text: str, memory: Memory) -> str | None:
    position = _ordinal(text)
    if position is None or len(text.split()) > 8:
        return None
    listed = memory.offered or memory.roles[-2:]
    try:
        return listed[position[0]]
    except IndexError:
        return None


def _ordinal(text: str) -> tuple[int] | None:
    return next(((place,) for pattern, place in _ORDINALS if pattern.search(text)), None)
