"""When a phrase that could be a place really is one."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.pipeline.tables import get_word_lists

PREPOSITIONS = frozenset(
    "in at near around from to across within outside throughout for into of downtown greater "
    "north south east west the".split()
)
STATE_LETTERS = 2
_STRICT = frozenset("in at near around from to across within outside throughout".split())
_INITIALS = frozenset("la us dmv nova cary mesa national states".split())
# Words and first names that are also places.
_AMBIGUOUS = frozenset(
    "turkey cork buffalo flint mars lima china cologne reston irving sofia georgia jordan chile "
    "oman rio lincoln everett eugene macon augusta savannah virginia kingston wellington "
    "lancaster jackson madison cleveland richmond bristol sydney paris milan porto perth "
    "georgetown montgomery pueblo".split()
)
_FIRST_NAMES = frozenset(
    "austin charlotte chandler orlando phoenix cary houston denver camden columbus franklin mesa "
    "princeton brooklyn queens dallas carlsbad alexandria trenton raleigh durham boulder stamford "
    "lincoln eugene macon augusta savannah virginia georgia jackson madison cleveland richmond "
    "sydney paris milan sofia chad jordan kingston lancaster vienna florence victoria troy "
    "fremont berkeley newark aurora irving everett".split()
)
_NAME_BEFORE = re.compile(
    r"\b(name(?:'s| is|d)?|call me|this is|i am|i'm|im|it's|its|mr|mrs|ms|miss|dr|dear|hi|hello|"
    r"hey|thanks|regards|sincerely|cheers|name:|speaking to|spoke (?:to|with)|talk to|ask for)"
    r"[.,:]?\s+(?:[A-Z][\w.'-]*\s+){0,2}$",
    re.IGNORECASE,
)
_BASED = re.compile(r"^[\s-]*(based|area|metro|region|office|native|resident|jobs?|salar)", re.I)
# "Us numbers then", "us median".
_FIGURES_AFTER = re.compile(
    r"[\s-]+(numbers?|figures?|data|median|average|avg|pay|salar(y|ies)|wages?|wide|market)\b", re.I
)
_GOES_ON = re.compile(r"\W*(and|or|what about|how about)\s+", re.I)
_CAPITAL_NEXT = re.compile(r"^\s+([A-Z][a-z'-]+)\b")
# "In Pittsburgh or Cleveland", "Madison vs Milwaukee".
_AFTER_PLACE = re.compile(
    r"\b(in|at|near|around|from|to|between)\s+[A-Z][\w .,]{1,40}\b(or|and|vs\.?|versus)\s+$"
)
_OPPOSED = re.compile(r"\s+(or|vs\.?|versus)\s", re.I)
_SCHOOL_AFTER = re.compile(r"^\s+(university|college|institute|state university|tech\b|univ)", re.I)
_SCHOOL_BEFORE = re.compile(r"\b(university|college|institute|univ\.?|bank) (of|at) (the )?$", re.I)
_NATIONAL_AFTER = re.compile(r"^\s+(park|guard|security|bank|lab|anthem|insurance|team)", re.I)
_IN_UNKNOWN = re.compile(
    r"\b(?:in|near|around)\s+((?:[A-Z][\w'.-]*[a-z][\w'-]*)(?:\s+[A-Z][\w'.-]*[a-z][\w'-]*){0,2})"
)
# Letters of states that are no words: not "in", "or", "me", "hi", "ok".
_STATE = (
    r"(?:ak|az|ca|ct|fl|ga|ia|il|ks|ky|md|mi|mn|mt|nc|nd|ne|nh|nj|nm|nv|ny|ri|sc|sd|tn|tx|ut|va|"
    r"vt|wa|wi|wv|wy)\b"
)
# "Near killeen tx": a city that nobody has listed, in small letters, with its state.
_WITH_STATE = re.compile(
    rf"\b(?:in|near|around|about|and|or|for)\s+((?:[a-z][a-z'.-]+)(?:\s+[a-z][a-z'.-]+)?),?\s+{_STATE}"
    r"(?=\W*$|[,.;?!]|\s+(?:while|too|also|then|please|pls|plz|area|instead)\b)",
    re.I,
)
# "Madison wi": whatever else the word may mean, it is a city then.
_STATE_NEXT = re.compile(rf",?\s+{_STATE}", re.I)
_NO_PLACE = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday "
    "saturday sunday spring summer fall winter autumn christmas english spanish french german "
    "hindi chinese japanese russian arabic portuguese italian korean google amazon microsoft apple "
    "meta facebook netflix nvidia spotify uber airbnb openai ibm oracle intel tesla twitter "
    "linkedin indeed deloitte accenture enamix quantilus salesforce adobe cisco computer data "
    "software information math mathematics science engineering business statistics physics biology "
    "economics psychology finance marketing nursing accounting tech technology general particular "
    "fact advance total it the this that your our my detail excel python java sql c god".split()
)


def accepts_listed(surface: str, name: str, text: str, start: int, end: int) -> bool:
    """False where the name of a listed place is a word, a person or a school.

    `name` is the name as the table has it, `surface` as the message has it.
    """
    before, after = text[:start], text[end:]
    previous = _last_word(before)
    plain = surface.lower().replace(".", "")
    if _is_person(plain, before, after) or _is_school(before, after):
        return False
    if plain == "us":
        upper = surface.startswith("U") and not text.isupper()
        measured = _FIGURES_AFTER.match(after) is not None
        return upper or measured or previous == "the" or (previous == "in" and not after.strip())
    if plain == "la":
        upper = surface.startswith("L") and not text.isupper()
        alone = _GOES_ON.fullmatch(before) or not before.strip(" ,.")
        area = after.lstrip().lower().startswith("area")
        return upper or previous in _STRICT or area or bool(alone and not after.strip(" ?.!,"))
    if plain == "the states":
        return not after.lstrip().lower().startswith("of")
    if plain == "national":
        return not _NATIONAL_AFTER.search(after)
    if name.isupper() and plain in _INITIALS:
        return surface.isupper() or previous in _STRICT
    if plain in _INITIALS:
        return surface[0].isupper() or previous in _STRICT
    return True


def accepts_other(surface: str, name: str, text: str, start: int, end: int) -> bool:
    """The same for a place outside the knowledge table; two letters must be capitals after
    a place word or a comma."""
    before, after = text[:start], text[end:]
    previous = _last_word(before)
    plain = surface.lower()
    if _is_person(plain, before, after) or _is_school(before, after):
        return False
    if len(plain.replace(".", "")) == STATE_LETTERS and name.isupper():
        placed = previous in _STRICT or before.rstrip().endswith(",") or not before.strip()
        return surface.replace(".", "").isupper() and not text.isupper() and placed
    if plain in _AMBIGUOUS:
        alone = not before.strip(" ,.") and not after.strip(" ?.!,")
        goes_on = _GOES_ON.fullmatch(before) and not after.strip(" ?.!,")
        listed = surface[0].isupper() and _AFTER_PLACE.search(before)
        opposed = not before.strip(" ,.") and _OPPOSED.match(after)
        stands = _STATE_NEXT.match(after) or _BASED.search(after) or goes_on or listed or opposed
        return previous in PREPOSITIONS or bool(stands) or alone
    return True


def unlisted_places(text: str) -> list[tuple[int, int]]:
    """Capitalised words after "in" that are no month, language, subject or company."""
    if text.istitle() or text.isupper():
        return []
    spans = []
    for match in _IN_UNKNOWN.finditer(text):
        words = [word.lower().strip(".'-") for word in match.group(1).split()]
        if not _NO_PLACE.intersection(words):
            end = match.end(1) - (len(match.group(1)) - len(match.group(1).rstrip(".'-")))
            spans.append((match.start(1), end))
    if not spans and (stated := _WITH_STATE.search(text)):
        spans.append(stated.span(1))
    return spans


def _last_word(before: str) -> str:
    words = re.findall(r"[A-Za-z']+\s*$", before)
    return words[0].strip().lower() if words else ""


def _is_person(plain: str, before: str, after: str) -> bool:
    if plain not in _FIRST_NAMES or _BASED.search(after):
        return False
    if _NAME_BEFORE.search(before):
        return True
    following = _CAPITAL_NEXT.search(after)
    if following and following.group(1) in _states():
        # "Mesa Arizona"
        return False
    return bool(following) and _last_word(before) not in PREPOSITIONS and not before.endswith(", ")


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(name for name, kind in get_word_lists().other_places if kind == "state")


def _is_school(before: str, after: str) -> bool:
    return bool(_SCHOOL_AFTER.search(after) or _SCHOOL_BEFORE.search(before))
