"""What "the first one", "the other one" or "the analyst" point at in a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.model import PAIR, Memory

_NO_ROLE = (
    r"(?!\s+(years?|time|steps?|things?|months?|weeks?|place|names?|of all|questions?|answers?|"
    r"figures?|numbers?|few)\b)"
)
_ORDINALS = (
    (re.compile(rf"\b(first|1st|former)\b{_NO_ROLE}|(\bnumber|#) ?(1|one)\b|\bno\. ?1\b", re.I), 0),
    (re.compile(r"\b(second|2nd)\b|(\bnumber|#) ?(2|two)\b|\bno\. ?2\b", re.I), 1),
    (re.compile(r"\b(third|3rd)\b|(\bnumber|#) ?(3|three)\b|\bno\. ?3\b", re.I), 2),
    (re.compile(r"\b(fourth|4th)\b|(\bnumber|#) ?(4|four)\b|\bno\. ?4\b", re.I), 3),
    (re.compile(r"\b(fifth|5th)\b|(\bnumber|#) ?(5|five)\b|\bno\. ?5\b", re.I), 4),
    (re.compile(rf"\b(last|latter)\b{_NO_ROLE}", re.I), -1),
)
_FORMER = re.compile(r"\bthe (former|latter)\b", re.I)
_THAT_ONE = re.compile(
    r"\bthe (first|1st|second|2nd|third|3rd|last) "
    r"(one|job|role|option|of (these|those|them|the two))\b",
    re.I,
)
_THAT_VERY_ONE = re.compile(r"\bthat (one|job|role)\b", re.I)
_NEAREST = re.compile(r"\b(closest|nearest|next best) (thing|one|role|job|match)\b", re.I)
_WHICH_NEEDS = re.compile(
    r"\bwhich( one| of (the|those|these) (two|three)| of (them|those|these))?\s+"
    r"(needs?|requires?|has|have|is|are|wants?|takes?|asks?|uses?|grows?|will)\b",
    re.I,
)
_OF_THOSE = re.compile(r"\bof (those|these|them|the two)\b", re.I)
_WHICH_ONE = re.compile(r"\bwhich (one|of (the|those|these|them))\b", re.I)
_OTHER_ONE = re.compile(
    r"\bother (one|role|job|title|position)\b"
    r"|^\W*((and|n|&|what about|how about|ok|then|now)\W+)*the other\W*$"
    # "And his?", said of one of two roles.
    r"|^\W*((and|what about|how about|ok|then|now)\W+)*(his|hers|mine|theirs|my (husband|wife|son|"
    r"daughter|brother|sister|boyfriend|girlfriend|partner|friend|buddy|cousin)'?s)\W*$",
    re.I,
)
_BOTH = re.compile(
    r"\b(those|these|the|them|same) (two|both)\b|\bboth\b|\bthe pair\b|\bof them\b"
    r"|\b(for|of) (each|either)\b|\beach (one|of (them|those|these|the two))\b|\beach\W*$",
    re.I,
)
_ALL = re.compile(r"\beach\b|\ball( (of )?(them|those|these|three|3))?\W*$|\ball (three|3)\b", re.I)
_ONE = (
    r"(engineer|developer|dev|analyst|manager|designer|architect|administrator|admin|scientist|"
    r"specialist|programmer|statistician)"
)
_HEAD = re.compile(rf"\b{_ONE}s?\b", re.I)
# "And an analyst?", "what do managers make?"
_ANY_HEAD = re.compile(
    rf"\b(an?|any|some)\s+{_ONE}s?\b|\b(do|are|about|and|for|much)\s+{_ONE}s\b", re.I
)
_AGAINST_HEAD = re.compile(
    r"\b(than|over|vs\.?|versus|against|beats?|out-?earns?|between [\w ']{1,25} and)\s+"
    rf"(the|an?)\s+(?P<head>{_ONE}s?\b)",
    re.I,
)
_BESIDE = re.compile(
    # "What do they want from an architect?" holds nothing against it.
    r"\b((?<!want )(?<!wants )(?<!need )(?<!expect )(?<!expects )(?<!asked )from|than|vs\.?"
    r"|versus|over|against)\s+((an?|the|being|my|regular|plain|just)\s+)*$",
    re.I,
)
# "The hiring manager just called", "my manager says": somebody, and no job.
_SOMEBODY = re.compile(r"\b(hiring|my|our|his|her|their|your)\s+$", re.I)
_WORD = re.compile(r"[a-z]+", re.I)
# Words of slugs that say nothing by themselves.
_NO_NAMES = frozenset("it end back full and data information computer support".split())
_FEW_WORDS = 6
_SHORT_HEADS = {"admin": "administrator", "dev": "developer"}
POINTING_WORDS = 8
"""Longer messages have "first", "last" and "the architect" in other meanings."""


def points_at_one(text: str) -> bool:
    """True where the message points at one of several: "the second", "the other one"."""
    return _position(text) is not None or bool(_OTHER_ONE.search(text))


def keeps_list(text: str, memory: Memory) -> bool:
    """Whether what was listed may be pointed at once more: "the former", the third of five."""
    picked = _position(text) is not None or len(memory.offered) > PAIR
    return is_one_of_two(text) or (picked and bool(picked_role(text, memory)))


def is_one_of_two(text: str) -> bool:
    """True for "the former" and "the latter", which both stay meaningful afterwards."""
    return bool(_FORMER.search(text))


def means_both(text: str) -> bool:
    """True for "those two" and "both"."""
    return bool(_BOTH.search(text))


def means_all(text: str) -> bool:
    """True for "pay for each?" and "all three"."""
    return bool(_ALL.search(text))


def asks_which(text: str) -> bool:
    """True for "which one ...", said of roles that have been spoken of."""
    return bool(_WHICH_ONE.search(text))


def of_those(text: str) -> bool:
    """True for "which of those"."""
    return bool(_OF_THOSE.search(text))


def asks_which_needs(text: str) -> bool:
    """True for "and which needs a degree?", said of the roles of the last answer."""
    return bool(_WHICH_NEEDS.search(text))


def picked_role(text: str, memory: Memory) -> str | None:
    """The role that the message points at without naming it, or None."""
    if _OTHER_ONE.search(text):
        return next((slug for slug in reversed(memory.roles) if slug != memory.role), None)
    if len(memory.offered) == 1 and (_THAT_VERY_ONE.search(text) or _NEAREST.search(text)):
        return memory.offered[0]
    position = _position(text)
    plain = _FORMER.search(text) or _THAT_ONE.search(text)
    if position is None or (len(text.split()) > POINTING_WORDS and not plain):
        return None
    listed = memory.offered or memory.roles[-2:]
    try:
        return listed[position]
    except IndexError:
        return None


def role_by_head(text: str, memory: Memory) -> str | None:
    """The role spoken of that "the scientist" means, or None."""
    ending = lone_head(text)
    return next(_ending_in(ending, memory), None)


def role_by_word(text: str, memory: Memory) -> str | None:
    """The role spoken of that "and web there?" means: the one whose name has a word of that
    short message; None where two have."""
    words = set(_WORD.findall(text.lower()))
    if len(words) > _FEW_WORDS:
        return None
    known = dict.fromkeys([*memory.offered, *memory.roles])
    found = [slug for slug in known if words & (set(slug.split("-")[:-1]) - _NO_NAMES)]
    return found[0] if len(found) == 1 else None


def only_points(text: str, slug: str) -> str:
    """The text without the words that point at this role: what is asked of it."""
    name = {*slug.split("-"), *(s for s, head in _SHORT_HEADS.items() if slug.endswith(head))}
    return _WORD.sub(lambda word: "" if word[0].lower().rstrip("s") in name else word[0], text)


def held_against(text: str, memory: Memory) -> str | None:
    """ "How much more is that than the administrator?": that role, of those spoken of."""
    match = _AGAINST_HEAD.search(text)
    if match is None:
        return None
    word = match["head"].lower().rstrip("s")
    ending = _SHORT_HEADS.get(word, word)
    return next((slug for slug in _ending_in(ending, memory) if slug != memory.role), None)


def lone_head(text: str) -> str | None:
    """The one word of the kind "administrator" in the text, as slugs end; None for several."""
    # "An architect, coming from engineer": the second says where the person comes from.
    # and "how much more than the admin?" what it is held against.
    before = ((m, text[: m.start()]) for m in _HEAD.finditer(text))
    aimed = [m for m, words in before if not (_BESIDE.search(words) or _SOMEBODY.search(words))]
    heads = {_SHORT_HEADS.get(m[1].lower(), m[1].lower()) for m in aimed}
    return heads.pop() if len(heads) == 1 else None


def any_head(text: str, memory: Memory) -> str | None:
    """The word of the kind "analyst" in "and an analyst?", where none was spoken of: any of them
    may be meant."""
    head = lone_head(text)
    return head if head and _ANY_HEAD.search(text) and not role_by_head(text, memory) else None


def is_head(job: str) -> bool:
    """True for a job that is only "architect" or "analyst"."""
    return _HEAD.fullmatch(job.strip()) is not None


def picked_roles(text: str, memory: Memory) -> list[str]:
    """The roles of "for the first and for the last?"; none where fewer than two are pointed at."""
    listed = memory.offered or memory.roles[-PAIR:]
    places = [place for pattern, place in _ORDINALS if pattern.search(text)]
    if len(places) < PAIR or len(listed) < PAIR:
        return []
    return list(dict.fromkeys(listed[p] for p in places if p < len(listed)))


def _ending_in(head: str | None, memory: Memory) -> Iterator[str]:
    """The roles offered or spoken of whose slugs end in `head`, the newest first."""
    known = [*memory.offered, *memory.roles]
    return (slug for slug in reversed(known) if slug.split("-")[-1] == head)


def _position(text: str) -> int | None:
    return next((place for pattern, place in _ORDINALS if pattern.search(text)), None)
