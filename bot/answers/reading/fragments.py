"""Messages that are only a part of a question: "and in Boston?"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.model import Request
from bot.answers.reading.references import points_at_one
from bot.answers.subjects import PAY_WORDS

# Words that carry no topic of their own: a message of these and entities alone is a fragment.
FILLERS = frozenset(
    """
    a about actually again ah aha alright alrighty also an and anyway are area as at awesome back
    both bout brilliant bro bruh but cad can check cheers city compared cool copy crap crazy damn
    dang do does dollars dope down dude else enough excellent fair figure figures fine first folks
    for from funny geez give good goodness gosh got gotcha great guys haha hell hey hm hmm how huh i
    if in insane instead interesting is it its jk job just k kidding kk last let lets level like lol
    lovely lvl man market maybe me mean meant metro mhm n nah nd neat next nice no nope not noted
    now number numbers of oh ok okay omg on one ones only oof or other ouch out over people perfect
    person place please pls plz question rather really right role rude same say second see seriously
    sheesh show sick so sorry still stuff sure surprising sweet tell thanks that thats the them then
    there thing third this tho those though thx to too town true try ugh uh um understood up us usd
    versus vs wait we weird well what whats whoa whole wide woah wonderful would wow yea yeah yep
    yes yikes yo you yup
    """.split()
)
_WORD = re.compile(r"[a-z']+")
# "bruhhh"
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_SUBJECTS = frozenset(
    {"role", "described", "location", "level", "metric", "ranking", "other_role", "concept"}
)
_JOB_MARKET = re.compile(r"\b(job|labou?r) market\b", re.I)
_OPENING = re.compile(
    r"^\W*((and|also|plus|ok|okay|then|what about|how about)\W+)+"
    r"((in|for|around|near)\W+)?$",
    re.I,
)


def is_fragment(request: Request) -> bool:
    """True for a message of entities and filler words alone: "and in Boston?"."""
    named = any(e["entity"] in _SUBJECTS for e in request.entities)
    if _JOB_MARKET.search(request.text):
        # "What's the job market like in Reno?" has words of its own for a topic.
        return False
    if request.values("degree"):
        # "What certificates are typical?"
        return False
    if not named and not points_at_one(request.text):
        return False
    rest = request.text
    for entity in request.entities:
        if "start" in entity:
            # Two entities may stand at one place: a field is also a concept.
            length = entity["end"] - entity["start"]
            rest = f"{rest[: entity['start']]}{' ' * length}{rest[entity['end'] :]}"
    return says_nothing(rest)


def says_only_pay(request: Request) -> bool:
    """True for "tester pay?": a part of a question and a word for money."""
    text = PAY_WORDS.sub(lambda word: " " * len(word[0]), request.text)
    return is_fragment(replace(request, text=text))


def says_nothing(text: str) -> bool:
    """True for words that carry no topic: "ok and what about"."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return all(_is_filler(word.strip("'").replace("'", "")) for word in words)


def _is_filler(word: str) -> bool:
    return word in FILLERS or _DRAWN_OUT.sub(r"\1", word) in FILLERS


def opens_with_place(request: Request) -> bool:
    """ "And Vegas, my wife asks": a place right after a word that goes on."""
    return any(_OPENING.match(request.text[: e["start"]]) for e in request.standing("location"))
