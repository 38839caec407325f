"""Which of the roles that a message names it asks about.

"I'm a tester, how do I become a developer?" asks about one of its two roles, and so does "no, I
meant project manager, not product manager".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answers.model import Memory, Request, lent
from bot.answers.reading.described import DESCRIBED, HINT

CAREER_PATH, CORRECTION, COMPARE = "ask_career_path", "correct_detail", "compare_roles"
_OF_ORIGINS = frozenset({CAREER_PATH, "ask_related_roles"})
_NAMES = frozenset({"role", "other_role", DESCRIBED, HINT})
# "Is it going away with the cloud?"
_WITH_IT = re.compile(
    r"\b(it|they|them|that|this|those)\b.*"
    r"\b(with|by|because of|bc of|('?cause|cuz|cos|coz|bcoz)( of)?|thanks to|due to|into) (the )?$",
    re.I,
)
_BECAUSE = re.compile(
    r"\b(because of|bc of|('?cause|cuz|cos|coz|bcoz|b/c)( of)?|thanks to|due to|now with"
    r"|by) (all )?(the )?$",
    re.I,
)
# "Moving to the US from Germany": places that somebody leaves, or only comes to.
_LEFT = re.compile(
    r"\b(from|left|leaving|out of|born in|raised in|grew up in|studied in)\s+(the )?$"
    r"|\b(move|moved|moving|come|came|coming|relocat\w+|immigrat\w+) to (the )?$",
    re.I,
)
_IS_ONE = re.compile(
    # "How is a solutions architect different" tells nothing of anybody.
    r"(?<!\bhow )(?<!\bwhat )(?<!\bwho )(?<!\bwhat)(?<!\bwho)"
    r"(\b(i'?m|am|was|is|are|were|been|being|as)|'s)\s+((an?|the|currently)\s+)*$",
    re.I,
)
# Right before a role: the person comes from there.
_ORIGIN = re.compile(
    r"\b(from|as|am|i'?m|was|been|currently|after|former|ex)[\s-]+"
    r"((a|an|the|my|being|doing|working|work|in|current|old|senior|junior|entry|level)\s+){0,4}$",
    re.I,
)
# "Startup CTO, weighing two cities.", "SOC analyst here": who speaks, in front of what they ask.
_SPEAKER_BEFORE = re.compile(r"^\W*(\w+\W+){0,2}$")
_ASKED_OF = re.compile(
    r"\b(as|for|does|do|would|can|will|is|are|get|make|earn|to|of|about)\s+((an?|the)\s+)?$", re.I
)
_SPEAKER_AFTER = re.compile(
    r"^\s*(here\b(?!\s+in\b)|(of |for )?\d+\+? ?(years|yrs|y)\b(?! of experience))", re.I
)
# "Tester here, thinking of analytics. Pay diff?" holds both against each other.
_HOLDS = re.compile(
    r"\b(diff\w*|compar\w*|vs|versus|against|more|less|than|raise|gap|both)\b", re.I
)
# "A recruiter told me 150", "my teacher says it is a bubble": nobody asks about these.
_REPORTS = re.compile(
    r"^\s+((at|of|from|in|friend|buddy)\s+(\w+\s+){1,3})?(\w+ly\s+)?"
    r"(quoted|tells|told|says?|said|offered|mentioned|claims?|claimed|thinks?|swears?|keeps?|insists?|reckons?)\b",
    re.I,
)
_LISTED = re.compile(r"\s*,\s*((and|or)\s+)?((an?|the)\s+)?", re.I)
_LIKE_A = re.compile(r"\b(like|basically|kind of|sort of|kinda|just)\s+((an?|the)\s+)?$", re.I)
_OF_COMPUTERS = re.compile(
    r"^\s+(but\s+)?(for|of|with)\s+(the\s+|all\s+)?"
    r"(computers?|tech\w*|code|software|data|machines?|internet|networks?|websites?|web)\b",
    re.I,
)
_BREAK = re.compile(r"^\s*[,.;]")
_QUESTION = re.compile(r"\b(what|how|which|who|where|do|does|is|are|can|vs|or|and)\b", re.I)
# "I have three years as a tester, can I switch?": to what was spoken of.
_PRONOUN = re.compile(
    r"\b(become|be|into|as|to|for|in)\s+(one|it|that|this|there|them)\b"
    r"|\b(can|could|should|would|may) (i|we|he|she|they|someone|you) (\w+ )?"
    r"(switch|transition|move over|make the (switch|jump|move)|cross over|get in|break in|change|"
    r"do it)"
    r"(\W+\w+)?\W*$",
    re.I,
)
_MEANT = re.compile(
    r"\bi\s+(actually\s+)?"
    r"(meant|mean|(wanted|want) (to )?say|was (asking|talking) about|asked (about|for))\b",
    re.I,
)
_NOT = re.compile(r"\bnot\s+((a|an|the)\s+)?$", re.I)
_TAKES_BACK = (
    r"^\W*((actually|no|ok|oh|wait|so|well|sorry|and|then|you can|let'?s)\W+)*"
    r"(scratch|forget( about)?|drop|skip|strike|ignore|never ?mind"
)
# "Scratch Phoenix": nothing is asked about it any more.
_DROPS = re.compile(rf"{_TAKES_BACK}|leave out)\s+(?!it\b|that\W*$)\w", re.I)
_SWAPS = re.compile(
    rf"{_TAKES_BACK}|swap|change|replace)\s+"
    r"[^.?!]{2,40}?[,.;]?\s+((and|but)\s+)?(make (that|it)|do|give me|try|with|to|for"
    r"|use)\s+(?=\w)",
    re.I,
)
# What is said of roles without asking for anything new.
_PUTS_RIGHT = frozenset({CORRECTION, "inform", "deny", "report_problem"})
# More words after "I meant" ask for something of their own.
_FEW = 6


def aimed(requests: Sequence[Request], text: str, memory: Memory) -> list[Request]:
    """The requests without the roles that only tell where the person comes from, or what was
    not meant; what stands before "I meant ..." was about the wrong one altogether.

    `text` is the whole message: a request has a name where a job is described.
    """
    spoken_of = memory.role is not None and bool(_PRONOUN.search(text))
    if len(requests) == 1 and (swapped := _SWAPS.match(requests[0].text)):
        return [_swapped(requests[0], swapped.end())]
    kept = [request for request in requests if not _DROPS.match(request.text)]
    kept = [request for request in kept if not _only_denies(request, kept)]
    narrowed = [_without_reasons(_narrowed(request, spoken_of)) for request in kept or requests]
    if memory.role is not None:
        narrowed = [_without_field_beside(request) for request in narrowed]
    if memory.topic is None:
        return narrowed
    for number in reversed(range(len(narrowed))):
        request = narrowed[number]
        meant = _MEANT.search(request.text)
        if meant and number and _names_at_last(request, meant.end()):
            return [*_of_role(narrowed[:number], request), *narrowed[number + 1 :]]
        asks = meant and _asks_before(request, meant.start())
        if meant and asks and _names_at_last(request, meant.end()):
            # "Do I need a degree for it? The ML job, I mean": said at once, and nothing put right.
            return narrowed
        if meant and request.first("role") and len(request.text[meant.end() :].split()) <= _FEW:
            return [replace(request, intent=CORRECTION), *narrowed[number + 1 :]]
    return narrowed


def _only_denies(request: Request, requests: Sequence[Request]) -> bool:
    """ "Not Pittsburgh, I meant Philadelphia": the first of two parts, which asks for nothing."""
    names = request.standing("role", "location")
    others = {e["entity"] for each in requests if each is not request for e in each.entities}
    denied = bool(names) and all(_NOT.search(request.text[: e["start"]]) for e in names)
    return denied and request.intent in _PUTS_RIGHT and {e["entity"] for e in names} <= others


def _swapped(request: Request, end: int) -> Request:
    """ "Scratch SRE, make that a cloud engineer": only what is named in its place."""
    dropped = [e for e in request.entities if e.get("start", end) < end]
    others = tuple(e for e in request.entities if e not in dropped)
    return replace(request, intent=CORRECTION, entities=others)


def _without_reasons(request: Request) -> Request:
    """Without the field that is why: "is UX design dead because of AI" asks about one job."""
    roles = request.standing("role")
    reasons = [e for e in roles if e.get("field") and _BECAUSE.search(request.text[: e["start"]])]
    beside = _unless_all(reasons, roles)
    return replace(request, entities=tuple(e for e in request.entities if e not in beside))


def _without_field_beside(request: Request) -> Request:
    """Without the field that has to do with what was spoken of: "is it dying with the cloud"."""
    fields = [e for e in request.standing("role") if e.get("field")]
    beside = [e for e in fields if _WITH_IT.search(request.text[: e["start"]])]
    return replace(request, entities=tuple(e for e in request.entities if e not in beside))


def _names_at_last(request: Request, end: int) -> bool:
    """ "The ML job, I mean": the role of what was asked in the same breath."""
    roles = request.standing("role")
    return (
        bool(roles) and all(e["start"] < end for e in roles) and not request.text[end:].strip(" .!")
    )


def _asks_before(request: Request, end: int) -> bool:
    """Whether what stands in front of "I mean" is a question: "what else is there for somebody
    like me, QA I mean"."""
    before = request.text[:end]
    one_role = len(request.values("role")) == 1 and request.intent not in _PUTS_RIGHT
    return "?" in before or (one_role and len(before.split()) > _FEW)


def _of_role(requests: Sequence[Request], meant: Request) -> list[Request]:
    """The requests, those without a role about the one that was meant."""
    roles = tuple(lent(e) for e in meant.entities if e["entity"] == "role")
    return [
        request
        if request.standing("role")
        else replace(request, entities=(*request.entities, *roles))
        for request in requests
    ]


def _narrowed(request: Request, spoken_of: bool) -> Request:
    names, places = request.standing(*_NAMES), request.standing("location")
    beside: list[Mapping[str, Any]] = []
    if request.intent in _OF_ORIGINS:
        beside = [e for e in names if _ORIGIN.search(request.text[: e["start"]])]
        if spoken_of and not request.values("role"):
            # "Can a nurse become one?"
            beside += [e for e in names if e["entity"] == "other_role"]
        if spoken_of:
            # "How do I become one, coming from full stack?" describes no third job.
            beside += [e for e in names if e["entity"] in (DESCRIBED, HINT)]
        if len(beside) == len(names) and not spoken_of:
            return request
    elif (meant := _MEANT.search(request.text)) and any(
        e["entity"] == "role" and e["start"] >= meant.end() for e in names
    ):
        beside = [e for e in names if e["start"] < meant.start()]
    if request.intent not in (COMPARE, CORRECTION) and not _HOLDS.search(request.text):
        speaking = [e for e in names if e["entity"] == "role" and _speaks(e, request.text, names)]
        beside += _unless_all(speaking, names)
    if not _HOLDS.search(request.text):
        beside += _unless_all(
            [e for e in places if _LEFT.search(request.text[: e["start"]])], places
        )
    if request.values("role") or request.values("field"):
        # "My daughter is a barista. UX design?"
        beside += [
            e
            for e in names
            if e["entity"] == "other_role" and _IS_ONE.search(request.text[: e["start"]])
        ]
    beside += [
        e for e in names if e["entity"] == "other_role" and _REPORTS.match(request.text[e["end"] :])
    ]
    beside += [e for e in names if e["entity"] == "other_role" and _is_figure(e, request.text)]
    if (meant := _MEANT.search(request.text)) and any(e["start"] >= meant.end() for e in places):
        # "I said Dallas, I meant Austin."
        beside += [e for e in places if e["start"] < meant.start()]
    if request.intent in _PUTS_RIGHT:
        for named in (names, places):
            denied = [e for e in named if _NOT.search(request.text[: e["start"]])]
            beside += _unless_all(denied, named)
    return replace(request, entities=tuple(e for e in request.entities if e not in beside))


def _unless_all(some: list[Mapping[str, Any]], named: Sequence[Any]) -> list[Mapping[str, Any]]:
    """`some` of what is named, or nothing where nothing else would be left."""
    return some if len(some) < len(named) else []


def _is_figure(job: Mapping[str, Any], text: str) -> bool:
    """ "So like a police officer for computers": a figure of speech, of which nothing is asked."""
    before, after = text[: job["start"]], text[job["end"] :]
    return bool(_LIKE_A.search(before) and _OF_COMPUTERS.match(after))


def _speaks(role: Mapping[str, Any], text: str, names: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the role is what the person says to be, before the question: "CTO here"."""
    before, after = text[: role["start"]], text[role["end"] :]
    # "Denver. Data engineer, DevOps engineer. Pay for each?"
    listed = any(_LISTED.fullmatch(text[role["end"] : e["start"]]) for e in names)
    if _SPEAKER_AFTER.match(after):
        # "What would I get as a tester here?"
        return not _ASKED_OF.search(before)
    introduces = _SPEAKER_BEFORE.match(before) and not _QUESTION.search(before)
    return bool(introduces and _BREAK.match(after) and "." in after and not listed)
