"""Questions on what was just answered: is that monthly, anything newer, say it again."""

from __future__ import annotations

import re

from bot.answers.model import PLACED, Memory, Request

# A longer message asks for something else.
LONGEST = 12
_AGAIN = re.compile(r"\b(again|repeat|once more|one more time)\b", re.I)
_WHICH_OF_TWO = r"\b(median|average|mean)\b,? or\b|\bor (a |the |an )?(median|average|mean)\b"
# What a figure measures: "is that monthly?", "median of what?", "before tax?".
_ABOUT_FIGURES = re.compile(
    r"\b(per|a|for|by|each|every|of) (the )?(month|year|hour|week)\b"
    r"|\b(monthly|yearly|annually|annual|hourly|weekly)\b|\b(before|after|pre|post)[- ]tax(es)?\b"
    rf"|{_WHICH_OF_TWO}"
    r"|\bgross\b|\bnet\b|\btake[- ]home\b|\b(median|average|mean|percent|range) of what\b"
    r"|\b(self[- ]reported|sample size|how many (filings|people|answers|responses))\b"
    r"|\b(bonus\w*|stocks?|equity|rsus?|benefits|commission)\b.*\b(in|part of|counted)\b"
    r"|\b(is|are|was|were|these|those) (that|this|it|those|these)?\b.*\b(h-?1b|survey|bls|filings?|"
    r"estimates?|stand-?in|proxy|real)\b.*\b(numbers?|figures?|data|one|else|right)\b"
    r"|\b(these|those|they|it|that|this)( is|'s| are|'re) (the )?(h-?1b|survey|bls|self)\b"
    r"|\b(only|just) (the )?base\b|\bbase (only|alone)\b"
    r"|\bbase or total\b|\btotal comp\w*|\binclud\w+ (the |any )?(bonus\w*|stock|equity|benefits)\b"
    r"|\bwhy (can'?t|cannot|can|not|aren'?t|are)\b.*\b(compar\w+|side by side|set|subtract\w*)\b"
    r"|\bhow (is|are|was|were|do you) .*\b(measured|counted|calculated|computed|get)\b",
    re.I,
)
_WHICH_MEASURE = re.compile(_WHICH_OF_TWO, re.I)
_FRESHER = re.compile(
    r"\b(fresher|newer|more (recent|current|up[- ]to[- ]date)|latest|newest|less (old|dated)|"
    r"this year'?s?|current (figures?|numbers?|pay|data))\b",
    re.I,
)
# After an answer without a figure: "so nothing at all for Reno?", "why don't you have one?"
_NOTHING = re.compile(
    r"\b(nothing|none|zero|nada|zip|not? (one|any|even|a single|\w+ data|data|numbers?|figures?))\b"
    r"|\b(why|how come|how can)\b.*(\b(no|not|nothing|missing|lack\w*)\b|n'?t\b)"
    r"|\byou (really )?(don'?t|do not|dont) (have|know)\b",
    re.I,
)
# "I asked for CLOUD architects": a complaint that says what was meant.
_MEANT = re.compile(
    r"\b(asked|asking|said|meant|mean|wanted|wrote|typed|talking)\b|\b(then|instead)\W*$", re.I
)
# "I read 15 percent somewhere": a figure held against the one that was told.
_FIGURE_SAID = re.compile(r"\d\s?(%|percent|per cent|k\b|grand\b)|\$\s?\d|\d,\d{3}", re.I)


def is_short(text: str) -> bool:
    """True for a message short enough to be about the last answer."""
    return len(text.split()) <= LONGEST


def asks_for_newer(text: str) -> bool:
    """True for "anything fresher?"."""
    return bool(_FRESHER.search(text))


def asks_again(text: str) -> bool:
    """True for "say that once more"."""
    return bool(_AGAIN.search(text))


def is_about_figures(request: Request, memory: Memory) -> bool:
    """True where the message asks what the figures just told measure: "is that monthly?",
    "median of what?", "why can't those be compared?"."""
    kinds = ("role", "other_role", "location")
    known = {memory.role, memory.location}
    named = any(set(request.values(kind)) - known for kind in kinds)
    if request.values("amount") and not _WHICH_MEASURE.search(request.text):
        return False
    # "Sorry for the capitals. Is that the median or the average?"
    last = re.split(r"[.!?]\s+", request.text.strip())[-1]
    asks = is_short(last) and bool(_ABOUT_FIGURES.search(last))
    return asks and memory.topic in PLACED and not named


def wonders_at_nothing(text: str) -> bool:
    """True for "nothing at all?" and "why don't you have one?"."""
    return is_short(text) and bool(_NOTHING.search(text))


def says_what_was_meant(text: str) -> bool:
    """True for "I asked for ..."."""
    return bool(_MEANT.search(text))


def holds_a_figure_against(text: str) -> bool:
    """True for "I read 15 percent somewhere"."""
    return bool(_FIGURE_SAID.search(text))
