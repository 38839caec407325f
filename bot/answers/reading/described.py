"""Jobs that a message describes: which role the conversation makes of it, and what is said first.

The pipeline looks descriptions up by meaning (bot/pipeline/describing/described.py) and leaves to
the conversation what only the conversation can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.answers.model import Memory, Request
from bot.answers.reading.references import POINTING_WORDS, lone_head, role_by_head

DESCRIBED, HINT = "described", "role_hint"

_INSTEAD = re.compile(
    r"^\W*((and|but|so|ok|now)\W+)*(suppose|supposing|what if|say|if)\b.*\binstead\W*$", re.I
)

_SENTENCE = re.compile(r"[.!?]\s+(?=\w)")

FamilyOf = Callable[[str], str | None]
Entity = Mapping[str, Any]


def settle(request: Request, memory: Memory, family_of: FamilyOf) -> Request:
    """The request with a role for each description of which the conversation tells the role.

    "The language job" is one that was spoken of; "the one who keeps it running" is of the family
    of what was spoken of last. `family_of` gives the family of a role's slug.
    """
    request = _without_aside(request)
    if not any(e["entity"] in (DESCRIBED, HINT) for e in request.entities):
        return _sibling(request, memory, family_of) or request
    named = request.first("role") is not None
    entities: list[Entity] = []
    for entity in request.entities:
        if entity["entity"] == HINT:
            slug = None if named else _hinted(entity, memory, family_of)
            entities += [_role(entity, slug)] if slug else []
        elif entity["entity"] == DESCRIBED and (slug := _nearer(entity, memory, family_of)):
            entities.append(_role(entity, slug))
        else:
            entities.append(entity)
    return replace(request, entities=tuple(entities))


def _without_aside(request: Request) -> Request:
    """Without "PM" where a later sentence names the role: "I mix up PM and TPM. Technical program
    manager first: the duties?"."""
    last = max((mark.end() for mark in _SENTENCE.finditer(request.text)), default=0)
    if not any(role["start"] >= last > 0 for role in request.standing("role")):
        return request
    kept = (e for e in request.entities if not (e.get("name") and e.get("start", last) < last))
    return replace(request, entities=tuple(kept))


def undecided(request: Request) -> list[str] | None:
    """Two roles of which the person has to say which; none for a job outside the table.

    None where the request has no description left that is not settled.
    """
    found = next((e for e in request.entities if e["entity"] == DESCRIBED), None)
    return None if found is None else list(found["value"])


def shared_name(request: Request) -> str | None:
    """The name ("PM") that two roles share, where the request has one that is not settled."""
    found = next((e for e in request.entities if e["entity"] == DESCRIBED), {})
    return found.get("name")


def as_first(request: Request) -> Request:
    """The request as if the first of two described roles had been named."""
    return replace(
        request,
        entities=tuple(
            _role(e, e["value"][0]) if e["entity"] == DESCRIBED else e for e in request.entities
        ),
    )


def told_by_description(request: Request) -> str | None:
    """The role that the message describes without naming it, or None."""
    return next((str(e["value"]) for e in request.entities if e.get("described")), None)


def told_instead(request: Request) -> bool:
    """ "And suppose he built web sites instead?": the last question, of that job."""
    return told_by_description(request) is not None and bool(_INSTEAD.match(request.text))


def _hinted(hint: Entity, memory: Memory, family_of: FamilyOf) -> str | None:
    spoken_of = [*reversed([*memory.offered, *memory.roles])]
    words = str(hint["words"]).lower().replace("-", " ").split()
    if words:
        in_name = [s for s in spoken_of if all(word in s.replace("-", "") for word in words)]
        likely = [slug for slug in hint["value"] if slug in spoken_of]
        return next(iter([*in_name, *likely]), None)
    family = family_of(memory.role) if memory.role else None
    others = (slug for slug in hint["value"] if slug != memory.role)
    return next((s for s in others if s in spoken_of or (family and family_of(s) == family)), None)


def _sibling(request: Request, memory: Memory, family_of: FamilyOf) -> Request | None:
    """After a database architect "I meant the administrator" means the database administrator."""
    long = len(request.text.split()) > POINTING_WORDS
    if memory.role is None or request.first("role") or long:
        return None
    head = lone_head(request.text)
    if head is None or role_by_head(request.text, memory):
        return None
    slug = f"{memory.role.rpartition('-')[0]}-{head}"
    if family_of(slug) is None:
        return None
    others = tuple(e for e in request.entities if e["entity"] != "other_role")
    return replace(request, entities=(*others, {"entity": "role", "value": slug}))


def _nearer(described: Entity, memory: Memory, family_of: FamilyOf) -> str | None:
    """Of two described roles the one of the family that the conversation is about; of two that
    share a name ("PM") the one that was spoken of."""
    if described.get("name"):
        # Both have been offered where the person was asked which one it is.
        offered = [slug for slug in memory.offered if slug in described["value"]]
        spoken_of = [*(offered if len(offered) == 1 else []), *reversed(memory.roles)]
        return next((slug for slug in spoken_of if slug in described["value"]), None)
    family = family_of(memory.role) if memory.role else None
    near = [s for s in described["value"] if family and s != memory.role and family_of(s) == family]
    return near[0] if len(near) == 1 else None


def _role(entity: Entity, slug: str) -> Entity:
    by_words = entity["entity"] == DESCRIBED or not entity.get("words")
    told = {"described": True} if by_words and not entity.get("name") else {}
    place = {key: entity[key] for key in ("start", "end") if key in entity}
    return {"entity": "role", "value": slug, **place, **told}
