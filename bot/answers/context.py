"""Make a request whole from the conversation: what "and in Boston?" or "the first one" mean."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.contrast import asks_difference, of_two, sides_of
from bot.answers.model import Memory, Question, Request, Side
from bot.answers.topics import Topics

# Words that carry no topic of their own: a message of these and entities alone is a fragment.
_FILLERS = frozenset(
    """
    a about actually again ah alright also an and anyway are as at both but can check cheers city
    area compared cool do does else fine first for from give good got great haha hey hm hmm how huh
    i if in instead interesting is it its just k kk last let lets like lol maybe me mean meant metro
    next nice no nope not now of oh ok okay on one ones only or perfect place please pls plz rather
    right same say second see show so sorry sure tell thanks that thats the them then there third
    this those thx to too town try uh um versus vs wait well what whats wide would wow yea yeah yes
    yo you
    """.split()
)
_WORD = re.compile(r"[a-z']+")
_ORDINALS = (
    (re.compile(r"\b(first|1st|former)\b", re.I), 0),
    (re.compile(r"\b(second|2nd)\b", re.I), 1),
    (re.compile(r"\b(third|3rd)\b", re.I), 2),
    (re.compile(r"\b(last|latter)\b", re.I), -1),
)
_FORMER = re.compile(r"\bthe (former|latter)\b", re.I)
_THAT_ONE = re.compile(r"\bthe (first|1st|second|2nd|third|3rd|last) (one|job|role|option)\b", re.I)
_PAY_WORDS = re.compile(
    r"\b(pay\w*|paid|salar\w+|earn\w*|money|wage\w*|income|compensation|rich\w*|dollars?|bucks)\b",
    re.I,
)
_PLACE_WORDS = re.compile(
    r"\b(where|which (city|cities|place|places|state|states|metro|area))\b", re.I
)
# "No, data ENGINEER": another role, the same question in the same place.
_SAME_PLACE = re.compile(
    r"^\W*(no|nope|nah|sorry|oops|oh wait|wait|hm+|actually)\b|\bi (mean|meant)\b"
    r"|\bi (asked|said|wrote|typed)\b|\bsame (town|city|place|area|metro)\b"
    r"|\b(?<!is )(?<!are )(?<!hi )(?<!hey )there\b(?!\s*(is|are|any)\b|')",
    re.I,
)
# "I asked for CLOUD architects": a complaint that says what was meant.
_MEANT = re.compile(r"\b(asked|asking|said|meant|mean|wanted|wrote|typed|talking)\b", re.I)
_SAME_ROLE = re.compile(r"\bsame (job|role|one|thing|position)\b", re.I)
_PROSPECTS = re.compile(r"\b(prospects?|outlook|growth|growing|future|demand)\b", re.I)
_FRESHER = re.compile(
    r"\b(fresher|newer|more (recent|current|up[- ]to[- ]date)|latest|newest|less (old|dated)|"
    r"this year'?s?|current (figures?|numbers?|pay|data))\b",
    re.I,
)
# "118 base" and "base salary" speak of money, not of a level.
_BASE_PAY = re.compile(
    r"(?<![\d.,])(?P<thousands>\d{2,3})\s?k?\s+base\b|\bbase (pay|salary|comp\w*|wages?)\b", re.I
)
_IS = re.compile(r"\b(what|who)('?s|\s+is|\s+are)\b(?!\s+about)", re.I)
_ASKS = re.compile(r"\b(which|who|what|more|better|higher|most)\b", re.I)

DEFAULT_TOPIC = "definition"
COMPARE, PAY, SOURCE, OUTLOOK, PROBLEM = "comparison", "salary", "source", "outlook", "problem"
# A longer message that asks for something else is not about two figures.
LONGEST_ASIDE = 12
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


def asks_for_newer(text: str) -> bool:
    """True for "anything fresher?" after a figure."""
    return bool(_FRESHER.search(text))


def understood_from(request: Request, guess: str | None, memory: Memory) -> Request | None:
    """What a message that the classifier is unsure of asks in this conversation, or None."""
    if sides_of(request, memory):
        return replace(request, intent="compare_roles")
    if is_fragment(request):
        return replace(request, intent="inform")
    if memory.role is None:
        return None
    if memory.topic == PAY and asks_for_newer(request.text):
        return replace(request, intent="ask_salary")
    if memory.topic in _PLACED and _opens_with_place(request):
        return replace(request, intent="inform")
    if guess and (_FORMER.search(request.text) or request.values("degree")):
        about = "ask_education" if request.values("degree") else guess
        return replace(request, intent=about)
    return None


_OPENING = re.compile(
    r"^\W*((and|also|plus|ok|okay|then|what about|how about)\W+)+"
    r"((in|for|around|near)\W+)?$",
    re.I,
)


def _opens_with_place(request: Request) -> bool:
    """ "And Vegas, my wife asks": a place right after a word that goes on."""
    return any(
        e["entity"] == "location" and "start" in e and _OPENING.match(request.text[: e["start"]])
        for e in request.entities
    )


def resolve(request: Request, memory: Memory, topics: Topics) -> Question | None:
    """The question that a request asks in this conversation.

    None where the request is not about a topic (an address, "yes") and nothing
    in the conversation makes it one.
    """
    if sides := _contrasted(request, memory, topics):
        return Question(
            COMPARE,
            roles=tuple(slug for slug, _ in sides),
            about_pay=True,
            difference_only=asks_difference(request.text) and set(sides) <= set(memory.figures),
            sides=sides,
        )
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
        if _PROSPECTS.search(request.text) and not _PAY_WORDS.search(request.text):
            topic = OUTLOOK
    elif topic == PAY and named[1:] and request.first("ranking"):
        topic, roles = COMPARE, named
    carried = not named and other is None
    locations = request.values("location")
    if not locations and topic in _PLACED and memory.location and memory.topic in _PLACED:
        stays = carried or fragment or _SAME_PLACE.search(request.text)
        locations = [memory.location] if stays else []
    if not locations and topic == COMPARE and not carried:
        locations = _common_place(roles, memory)
    how_much_more = asks_difference(request.text)
    amount, level = request.first("amount"), request.first("level")
    if base := _BASE_PAY.search(request.text):
        level = None if level == "base" else level
        if amount is None and base["thousands"]:
            amount = int(base["thousands"]) * 1000
    nearest = next(
        (e.get("nearest") for e in request.entities if e["entity"] == "other_role"), None
    )
    return Question(
        topic=topic,
        roles=tuple(roles),
        locations=tuple(locations),
        level=level,
        metric=request.first("metric"),
        ranking=_ranking(request, topic, named, other),
        amount=int(amount) if amount is not None else None,
        concept=request.first("concept"),
        other_role=None if named else other,
        nearest_role=nearest,
        about_pay=bool(_PAY_WORDS.search(request.text) or how_much_more),
        one_of_two=bool(_FORMER.search(request.text)),
        newest=topic == PAY and asks_for_newer(request.text),
        difference_only=how_much_more and not named and memory.topic == COMPARE,
    )


def _contrasted(request: Request, memory: Memory, topics: Topics) -> tuple[Side, ...] | None:
    """Two figures to be held against each other, where the message may ask for that."""
    short = len(request.text.split()) <= LONGEST_ASIDE
    if topics.by_intent(request.intent) not in _PLACED and not short:
        return None
    return sides_of(request, memory)


def _common_place(roles: list[str], memory: Memory) -> list[str]:
    """The place where the pay of both was told last, if it was the same one."""
    last = {slug: place for slug, place in memory.figures if slug in roles}
    found = set(last.values())
    return [str(place) for place in found if place] if len(last) > 1 and len(found) == 1 else []


def _topic(request: Request, named: list[str], memory: Memory, topics: Topics) -> str | None:
    own = topics.by_intent(request.intent)
    if asks_difference(request.text) and len(_pair(named, memory)) > 1:
        return COMPARE
    if own in _PLACED and not named and len(memory.roles) > 1 and of_two(request.text):
        return COMPARE
    if (
        own == PAY
        and not named
        and memory.topic == COMPARE
        and request.first("ranking")
        and _ASKS.search(request.text)
    ):
        return COMPARE
    if memory.topic == PAY and own in (SOURCE, PROBLEM) and asks_for_newer(request.text):
        return PAY
    if own == PROBLEM and len(named) == 1 and memory.topic and _MEANT.search(request.text):
        return _topic_of_fragment(request, None, named, memory)
    # A button says which question it stands for, with no words at all.
    if request.text and is_fragment(request) and not _asks_what_it_is(request):
        return _topic_of_fragment(request, own, named, memory)
    same = memory.topic == PAY or _SAME_ROLE.search(request.text)
    if own == COMPARE and not named and request.values("location") and memory.role and same:
        return PAY
    if request.intent in ("inform", "correct_detail"):
        if named or (request.values("location") and memory.role):
            return _topic_of_fragment(request, None, named, memory)
        return None
    return own


def _asks_what_it_is(request: Request) -> bool:
    """ "What is a tester?" has few words too, and yet is a question of its own."""
    placed = any(request.values(kind) for kind in _OF_PAY)
    return request.intent == "ask_definition" and not placed and bool(_IS.search(request.text))


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
    # "First" and "last" have other meanings in a long sentence.
    plain = _FORMER.search(text) or _THAT_ONE.search(text)
    if position is None or (len(text.split()) > 8 and not plain):
        return None
    listed = memory.offered or memory.roles[-2:]
    try:
        return listed[position[0]]
    except IndexError:
        return None


def _ordinal(text: str) -> tuple[int] | None:
    return next(((place,) for pattern, place in _ORDINALS if pattern.search(text)), None)
