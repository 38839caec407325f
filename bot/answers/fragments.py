"""Messages that are only a part of a question: "and in Boston?"."""

from __future__ import annotations

import re

from bot.answers.model import Request
from bot.answers.references import points_at_one

# Words that carry no topic of their own: a message of these and entities alone is a fragment.
_FILLERS = frozenset(
    """
    a about actually again ah alright also an and anyway are area as at back both but cad can check
    cheers city compared cool do does dollars else figure figures fine first folks for from give
    good got great guys haha hey hm hmm how huh i if in instead interesting is it its job just k kk
    last let lets level like lol lvl maybe me mean meant metro n nd next nice no nope not now number
    numbers of oh ok okay on one ones only or other people perfect person place please pls plz
    question rather right role same say second see show so sorry still stuff sure tell thanks that
    thats the them then there thing third this those thx to too town try uh um us usd versus vs wait
    we well what whats whole wide would wow yea yeah yes yo you
    """.split()
)
_WORD = re.compile(r"[a-z']+")
_SUBJECTS = frozenset({"role", "location", "level", "metric", "ranking", "other_role", "concept"})
_OPENING = re.compile(
    r"^\W*((and|also|plus|ok|okay|then|what about|how about)\W+)+"
    r"((in|for|around|near)\W+)?$",
    re.I,
)


def is_fragment(request: Request) -> bool:
    """True for a message of entities and filler words alone: "and in Boston?"."""
    named = any(e["entity"] in _SUBJECTS for e in request.entities)
    if not named and not points_at_one(request.text):
        return False
    rest = request.text
    for entity in request.entities:
        if "start" in entity:
            # Two entities may stand at one place: a field is also a concept.
            length = entity["end"] - entity["start"]
            rest = f"{rest[: entity['start']]}{' ' * length}{rest[entity['end'] :]}"
    words = _WORD.findall(rest.lower().replace("’", "'"))
    return all(word.strip("'").replace("'", "") in _FILLERS for word in words)


def opens_with_place(request: Request) -> bool:
    """ "And Vegas, my wife asks": a place right after a word that goes on."""
    return any(
        e["entity"] == "location" and "start" in e and _OPENING.match(request.text[: e["start"]])
        for e in request.entities
    )
