"""Which roles a message asks about: named, pointed at, or carried on from the conversation."""

from __future__ import annotations

import re

from bot.answers.model import LOWEST, PAIR, PLACED, Memory, Request, Uncovered
from bot.answers.reading import references
from bot.answers.reading.asides import is_short
from bot.answers.reading.fragments import is_fragment
from bot.answers.reading.own_role import asks_of_own_role
from bot.answers.reading.superlatives import (
    asks_any_job,
    asks_without_degree,
    growth_rank,
    speaks_of_jobs,
)
from bot.answers.subjects import COMPARE, EDUCATION, OUTLOOK, PAY, PLACE_WORDS
from bot.answers.topics import Topics

_AGAINST = re.compile(r"\b(vs\.?|versus|or|than|against|compared (to|with))\s+(the|that)\b", re.I)
# So few words go on with all that was told last, unless they speak of one.
_FEW = 4
_FEW_ROLES = 3
_LONGEST = 18
_OF_THREE = re.compile(r"\b(of|for|between) (all )?(the|these|those) (three|3)\b", re.I)
_WHAT_ABOUT = re.compile(r"\b(what|how) about (the )?$", re.I)
_SAME_WAY = re.compile(r"\b(same|different|true|opposite|revers\w+|other way|like that)\b", re.I)
# "What's the biggest threat to that job?"
_OF_IT = re.compile(
    r"\b(that|this) (job|role|career|field|profession)\b"
    r"|\b(to|with|of|for|about|by|in|on) it\b|\bits\b",
    re.I,
)
_PLURAL = re.compile(r"\b(they|them|those|these)\b", re.I)
_SINGULAR = re.compile(r"\b(it|he|she|that|this|one)\b", re.I)


def role_spoken_of(request: Request, memory: Memory) -> str | None:
    """The role that a message without any name of one points at, or None."""
    other = request.first("other_role")
    if request.values("role") or (other and not references.is_head(str(other))):
        return None
    picked = references.picked_role(request.text, memory)
    by_name = references.role_by_head(request.text, memory)
    return picked or by_name or references.role_by_word(request.text, memory)


def _known_by_another_word(request: Request, memory: Memory) -> str | None:
    """ "What do the hackers get?", after penetration testers."""
    if request.values("role"):
        return None
    jobs = (e for e in request.entities if e["entity"] == "other_role" and " " not in e["value"])
    near = (str(e["nearest"]) for e in jobs if e.get("nearest"))
    return next((slug for slug in near if slug in memory.roles[-PAIR:]), None)


def named_roles(request: Request, memory: Memory) -> list[str]:
    """The roles that the message names or points at."""
    if memory.own and asks_of_own_role(request):
        return [memory.own]
    if not request.values("role") and (several := references.picked_roles(request.text, memory)):
        return several
    role = role_spoken_of(request, memory) or _known_by_another_word(request, memory)
    named = request.values("role")
    if references.asks_which(request.text) and len(memory.roles) > 1:
        # "Which one if I like coding?" names no third role.
        named = list(
            dict.fromkeys(
                e["value"] for e in request.entities if e["entity"] == "role" and not e.get("field")
            )
        )
    if len(named) == 1 and _AGAINST.search(request.text):
        # "Business analysts vs the second one?"
        picked = references.picked_role(request.text, memory)
        return [*named, picked] if picked and picked not in named else named
    return [role] if role else named


def remembered_role(topic: str, request: Request, memory: Memory, topics: Topics) -> list[str]:
    """The role that a message without one goes on with; none where all roles are meant."""
    if topic in topics.topics and not topics[topic].needs_role:
        # "What is UX design?": no term of the glossary, but the work of a role.
        return request.values("field")[:1] if topics[topic].kind == "concept" else []
    ranked = topic in (PAY, OUTLOOK) and request.first("ranking")
    if ranked and not PLACE_WORDS.search(request.text) and not _asks_if_highest(request, memory):
        return []
    if memory.role is None:
        return request.values("field")[:1]
    if references.any_head(request.text, memory):
        # "And an analyst?", after testers: which one has to be asked.
        return []
    return [_field_asked_about(request) or memory.role]


def _field_asked_about(request: Request) -> str | None:
    """ "What about IT support, is college needed there?": a field that stands for its job."""
    asked = (e for e in request.standing("field") if _WHAT_ABOUT.search(request.text[: e["start"]]))
    return next((str(e["value"]) for e in asked), None)


def two_names(request: Request) -> bool:
    """Whether two names of one role are set against each other: "DBA or database admin"."""
    roles = request.standing("role")
    names = {request.text[e["start"] : e["end"]].lower().rstrip("s") for e in roles}
    return len(names) > 1 and len({e["value"] for e in roles}) == 1


def pair_of(named: list[str], memory: Memory) -> list[str]:
    """The two roles that are compared, fewer where the conversation has no second one."""
    others = [slug for slug in reversed(memory.roles) if slug not in named]
    if not named:
        return list(reversed(others[:2]))
    if len(named) == 1:
        return [*others[:1], *named]
    return named[:2]


def all_told(request: Request, topic: str, memory: Memory, topics: Topics) -> list[str]:
    """All roles of the last answer, where the message goes on with more than the last of them:
    "which needs a degree?", "both?", "and in Reno?"."""
    if _is_of_three(request, memory):
        return memory.roles[-_FEW_ROLES:]
    if references.means_all(request.text) and PAIR < len(memory.offered) <= _FEW_ROLES:
        return list(memory.offered)
    if references.means_both(request.text):
        return list(memory.together) if len(memory.together) > PAIR else memory.roles[-PAIR:]
    together = list(memory.together)
    facts = topic in topics.topics and topics[topic].kind == "facts"
    if facts and references.asks_which_needs(request.text):
        listed = memory.offered if len(memory.offered) == PAIR else []
        spoken_of = memory.roles[-PAIR:] if references.of_those(request.text) else []
        return together or listed or (spoken_of if len(spoken_of) == PAIR else [])
    few = len(request.text.split()) <= _FEW and not _SINGULAR.search(request.text)
    # "And if we put them in Dallas?"
    several = len(request.text.split()) <= _LONGEST and topic == PAY
    several = several and bool(_PLURAL.search(request.text))
    goes_on = is_fragment(request) or few or several or _moves(request, memory)
    return together if (topic == PAY or facts) and goes_on else []


def _is_of_three(request: Request, memory: Memory) -> bool:
    """ "Which of the three?", said of those spoken of last."""
    return len(memory.roles) >= _FEW_ROLES and bool(_OF_THREE.search(request.text))


def _moves(request: Request, memory: Memory) -> bool:
    """ "In Denver though, not the whole country": the same two, somewhere else."""
    if not request.values("location"):
        return False
    compared = memory.topic == COMPARE and is_short(request.text)
    of_both = not _SINGULAR.search(request.text) or _SAME_WAY.search(request.text)
    # "Sorry, I should have said that's for Chicago."
    corrects = request.intent in ("correct_detail", "report_problem", "inform")
    return corrects or bool(compared and of_both)


def asked_ranking(
    request: Request, topic: str, named: list[str], other: Uncovered | None, memory: Memory
) -> str | None:
    """ "highest" or "lowest" where all roles, or all places of one, are put in an order."""
    ranking = request.first("ranking")
    of_few = 1 < len(memory.offered) <= _FEW_ROLES and not speaks_of_jobs(request.text)
    of_it = memory.role is not None and _OF_IT.search(request.text)
    any_job = memory.role is None or memory.ranking or (asks_any_job(request.text) and not of_it)
    of_few = of_few or _is_of_three(request, memory)
    of_all = not named and not other and any_job and not of_few
    if of_all and topic == OUTLOOK and not PLACE_WORDS.search(request.text):
        return growth_rank(request.text)
    if of_all and topic == EDUCATION and asks_without_degree(request.text):
        return LOWEST
    if ranking is None and topic == PAY and PLACE_WORDS.search(request.text):
        # "Top 3 cities", "best state".
        ranking = growth_rank(request.text)
    if ranking is None or topic != PAY or other or _asks_if_highest(request, memory):
        return None
    if named and not PLACE_WORDS.search(request.text):
        return None
    return str(ranking)


def _asks_if_highest(request: Request, memory: Memory) -> bool:
    """ "Nashville highest?", said of the role whose pay was told."""
    told = memory.role is not None and memory.topic in PLACED
    return told and bool(request.standing("location")) and not speaks_of_jobs(request.text)


def is_among_all(request: Request, memory: Memory) -> bool:
    """ "Which one is the best paid?" where no two roles have been spoken of."""
    return bool(request.first("ranking")) and len(memory.roles) < PAIR
