"""Make a request whole from the conversation: what "and in Boston?" or "the first one" mean."""

from __future__ import annotations

import re

from bot.answers import asides, places, references
from bot.answers.contrast import asks_difference, asks_which, asks_winner, of_two, sides_of
from bot.answers.fragments import is_fragment
from bot.answers.model import PLACED, Memory, Question, Request, Side
from bot.answers.superlatives import LOWEST, asks_any_job, asks_without_degree, growth_rank
from bot.answers.topics import Topics

_WHAT_THEY_DO = re.compile(r"\bwhat\b.*\b(do|does)\b.+\bdo\b", re.I)
_PAY_WORDS = re.compile(
    r"\b(pay\w*|paid|salar\w+|earn\w*|money|wage\w*|income|compensation|rich\w*|dollars?|bucks)\b",
    re.I,
)
_PLACE_WORDS = re.compile(
    r"\b(where|which (city|cities|place|places|state|states|metro|area))\b", re.I
)
_SAME_ROLE = re.compile(r"\bsame (job|role|one|thing|position)\b", re.I)
_PROSPECTS = re.compile(r"\b(prospects?|outlook|growth|growing|future|demand)\b", re.I)
# "118 base" and "base salary" speak of money, not of a level.
_BASE_PAY = re.compile(
    r"(?<![\d.,])(?P<thousands>\d{2,3})\s?k?\s+base\b|\bbase (pay|salary|comp\w*|wages?)\b", re.I
)
_AND = re.compile(r"(^|[.,;:!?]\s*)(and|what about|how about)\b[^.?!]*$", re.I)
# "Not project manager?": how does that differ from the one just spoken of?
_NOT_THAT = re.compile(r"^\W*(?:(?:oh|so|wait|hm+|but|and)\W+)*not\s[^.,!?]*\?", re.I)
_IS = re.compile(r"\b(what|who)('?s|\s+is|\s+are)\b(?!\s+about)", re.I)
_RULED_OUT = re.compile(r"\b(not|isn'?t|without|instead of|rather than)\s+(\w+\s+){0,2}$", re.I)
_AGAINST = re.compile(r"\b(vs\.?|versus|or|than|against|compared (to|with))\s+(the|that)\b", re.I)
_FEW = 4
_SINGULAR = re.compile(r"\b(it|he|she|that|this|one)\b", re.I)
_SPREAD = {"p25", "p75"}
_ASKS = re.compile(r"\b(which|who|what|more|better|higher|most)\b", re.I)

DEFAULT_TOPIC = "definition"
MAX_COMPARED = 2
COMPARE, PAY, SOURCE, OUTLOOK, PROBLEM = "comparison", "salary", "source", "outlook", "problem"
EDUCATION = "education"
# Where "tell me that again" may end up.
_LOST = (None, PROBLEM, "help", "out_of_scope", "greet", "affirm", "deny")
# What a fragment on pay names: "in Boston", "for seniors", "and the least?".
_OF_PAY = ("location", "level", "metric", "ranking")


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
            difference_only=(
                asks_difference(request.text)
                and not asks_which(request.text)
                and set(sides) <= set(memory.figures)
            ),
            sides=sides,
        )
    named = _named(request, memory)
    topic = _topic(request, named, memory, topics)
    if topic is None:
        return None
    other = None if named else request.first("other_role")
    unmeasured = topic == SOURCE and memory.lacking and asides.wonders_at_nothing(request.text)
    roles = named or ([] if other else _remembered(topic, request, memory, topics))
    if topic == COMPARE and other is None:
        if len(named) > MAX_COMPARED:
            topic, roles = PAY, named
        else:
            roles = _pair(named, memory)
        prospects = _PROSPECTS.search(request.text) or memory.topic == OUTLOOK
        if prospects and not _PAY_WORDS.search(request.text):
            topic = OUTLOOK
        elif not named and _is_among_all(request, memory):
            topic, roles = PAY, []
    elif topic == PAY and named[1:] and request.first("ranking"):
        topic, roles = COMPARE, named
    carried = not named and other is None
    ranking = _ranking(request, topic, named, other, memory)
    if ranking and topic in (OUTLOOK, EDUCATION):
        roles = []
    elif carried and topic != COMPARE and roles:
        roles = _several(request, topic, memory, topics) or roles
    locations = request.values("location") or places.same_two(request.text, named, memory)
    if named and len(locations) > 1 and topic == COMPARE:
        topic, roles = PAY, named
    if not locations and topic in PLACED:
        # A typed message says where its entities stand; a button's payload does not.
        fragment = is_fragment(request)
        locations = places.carried_on(
            request.text, memory, topics, carried=carried, fragment=fragment
        )
        if not locations and topic == COMPARE and not carried:
            locations = places.common_place(roles, memory)
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
        metrics=_metrics(request),
        ranking=ranking,
        amount=int(amount) if amount is not None else None,
        concept=request.first("concept"),
        skill=request.first("skill"),
        other_role=other,
        nearest_role=nearest,
        about_pay=bool(_PAY_WORDS.search(request.text) or how_much_more),
        one_of_two=references.is_one_of_two(request.text),
        certificate="certificate" in request.values("degree"),
        unmeasured=unmeasured,
        explain=topic == SOURCE and asides.is_about_figures(request, memory),
        newest=topic == PAY and asides.asks_for_newer(request.text),
        difference_only=how_much_more and not named and memory.topic == COMPARE,
    )


def _metrics(request: Request) -> tuple[str, ...]:
    """The measures asked for, without one that is ruled out: "not the average"."""
    asked = [
        str(e["value"])
        for e in request.entities
        if e["entity"] == "metric" and not _RULED_OUT.search(request.text[: e.get("start", 0)])
    ]
    # "The 25th and the 75th": the whole spread, which is told with the median.
    return () if set(asked) == _SPREAD else tuple(dict.fromkeys(asked))


def _is_among_all(request: Request, memory: Memory) -> bool:
    """ "Which one is the best paid?" where no two roles have been spoken of."""
    return bool(request.first("ranking")) and len(memory.roles) < MAX_COMPARED


def role_spoken_of(request: Request, memory: Memory) -> str | None:
    """The role that a message without any name of one points at, or None."""
    other = request.first("other_role")
    if request.values("role") or (other and not references.is_head(str(other))):
        return None
    picked = references.picked_role(request.text, memory)
    return picked or references.role_by_head(request.text, memory)


def _named(request: Request, memory: Memory) -> list[str]:
    role = role_spoken_of(request, memory)
    named = request.values("role")
    if len(named) == 1 and _AGAINST.search(request.text):
        # "Business analysts vs the second one?"
        picked = references.picked_role(request.text, memory)
        return [*named, picked] if picked and picked not in named else named
    return [role] if role else named


def _contrasted(request: Request, memory: Memory, topics: Topics) -> tuple[Side, ...] | None:
    """Two figures to be held against each other, where the message may ask for that."""
    if memory.topic == OUTLOOK and not _PAY_WORDS.search(request.text):
        # "Is that more than web developers?" is not about money then.
        return None
    topic = topics.by_intent(request.intent)
    if topic not in PLACED and not asides.is_short(request.text):
        return None
    other_facts = topic and topics[topic].kind == "facts" and topic != DEFAULT_TOPIC
    if other_facts and not (asks_difference(request.text) or _PAY_WORDS.search(request.text)):
        # "What skill do I need more?"
        return None
    return sides_of(request, memory)


def _topic(request: Request, named: list[str], memory: Memory, topics: Topics) -> str | None:
    own = topics.by_intent(request.intent)
    if asks_difference(request.text) and len(_pair(named, memory)) > 1:
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
    of_growth = memory.topic == OUTLOOK and not named and asides.is_short(text)
    if of_growth and growth_rank(text) and not _PAY_WORDS.search(text):
        return OUTLOOK
    if memory.lacking and own in (*_LOST, SOURCE, PAY) and asides.wonders_at_nothing(text):
        names = any(request.values(k) for k in ("role", "other_role", "location", "described"))
        return own if names else SOURCE
    if own in _LOST and not named and asides.asks_again(text):
        of_pay = _PAY_WORDS.search(text) or request.values("location")
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
    return alone or places.is_here(text) or bool(_AND.search(text))


def _asks_what_it_is(request: Request) -> bool:
    """ "What is a tester?" has few words too, and yet is a question of its own."""
    placed = any(request.values(kind) for kind in _OF_PAY)
    asks = request.intent in ("ask_definition", "ask_concept") and _IS.search(request.text)
    return bool(asks) and not placed


def _topic_of_fragment(
    request: Request, own: str | None, named: list[str], memory: Memory
) -> str | None:
    if named and memory.pending:
        return memory.pending
    if len(named) > 1:
        return own if own == PAY else COMPARE
    if named and memory.role not in (None, *named) and _NOT_THAT.search(request.text):
        return COMPARE
    if any(request.values(kind) for kind in _OF_PAY) or places.is_here(request.text):
        # "And UX in Reno?" after duties, which are the same everywhere, asks for pay.
        stays = named and memory.topic == OUTLOOK and not places.is_here(request.text)
        return memory.topic if stays else PAY
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
    return [memory.role] if memory.role else request.values("field")[:1]


def _pair(named: list[str], memory: Memory) -> list[str]:
    others = [slug for slug in reversed(memory.roles) if slug not in named]
    if not named:
        return list(reversed(others[:2]))
    if len(named) == 1:
        return [*others[:1], *named]
    return named[:2]


def _several(request: Request, topic: str, memory: Memory, topics: Topics) -> list[str]:
    """All roles of the last answer, where the message goes on with more than the last of them:
    "which needs a degree?", "both?", "and in Reno?"."""
    if references.means_both(request.text):
        return memory.roles[-2:]
    together = memory.told_together()
    facts = topic in topics.topics and topics[topic].kind == "facts"
    if facts and references.asks_which_needs(request.text):
        return together or (memory.offered if len(memory.offered) == MAX_COMPARED else [])
    few = len(request.text.split()) <= _FEW and not _SINGULAR.search(request.text)
    return together if topic == PAY and (is_fragment(request) or few) else []


def _ranking(
    request: Request, topic: str, named: list[str], other: str | None, memory: Memory
) -> str | None:
    ranking = request.first("ranking")
    of_all = not named and not other and (memory.role is None or asks_any_job(request.text))
    if of_all and topic == OUTLOOK and not _PLACE_WORDS.search(request.text):
        return growth_rank(request.text)
    if of_all and topic == EDUCATION and asks_without_degree(request.text):
        return LOWEST
    if ranking is None or topic != PAY or other:
        return None
    if named and not _PLACE_WORDS.search(request.text):
        return None
    return str(ranking)
