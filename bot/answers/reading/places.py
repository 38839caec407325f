"""Which place a question on pay is about where it names none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.model import PAIR, PLACED, Memory
from bot.answers.reading import asides
from bot.answers.topics import Topics

# "No, data ENGINEER": another role, the same question in the same place.
_SAME_PLACE = re.compile(
    r"^\W*((ugh|argh|gah|dang|damn|crap|shoot|ah|oh)\W+)?"
    r"(no|nope|nah|sorry|oops|whoops|wait|hm+|actually|my bad)\b|\bi (mean|meant)\b"
    r"|^\W*(he|she|they|i|it|that)(\s*('s|'m|'re)| is| am| are| was)\s+"
    r"(actually |really )?(an?|the)\s[^?]*$"
    r"|\b(make|do) (it|that|this) (an?|the)\b|^\W*(scratch|forget|strike)\b"
    r"|\bi (asked|said|wrote|typed)\b|\bthe [\w -]{3,30} (one|job|role)\b",
    re.I,
)
# "And as a tester I'd have got?"
_GOES_ON = re.compile(
    r"(^|[.!]\s+)\W*((ok|so|hm+|well|right)\W+)*(and|what about|how about)\b", re.I
)
# The place that was spoken of last, whatever the question was.
_HERE = re.compile(
    r"\bsame (town|city|place|area|metro|state|region|market)\b|\b(my|our|this|that) "
    r"(town|city|area|metro|state|region|market)\b|\blocal(ly)?\b|\bhere\b(?!\s*(is|are)\b|')"
    r"|\b(?<!is )(?<!are )(?<!hi )(?<!hey )(?<!hello )(?<!out )there\b(?!\s*(is|are|any)\b|')",
    re.I,
)
_OTHER_PLACE = re.compile(r"\bother (city|place|town|metro|location|state)\b", re.I)
_SAME_TWO = re.compile(
    r"\bsame (two|2|three|3|both)\b"
    r"|\b(both|these|those|this|the|same)( (two|2|three|3|four|4))? (cities|places|towns|metros)\b",
    re.I,
)
_TWO = re.compile(r"\b(two|2|both)\b", re.I)


def carried_on(
    text: str, memory: Memory, topics: Topics, *, carried: bool, fragment: bool
) -> list[str]:
    """The place of the conversation that a question on pay means, if any.

    `carried`: the message names no role; `fragment`: hardly anything but one.
    """
    if _OTHER_PLACE.search(text) and (other := _other_place(memory)):
        return [other]
    if memory.place and _HERE.search(text):
        return [memory.place]
    topic = memory.topic
    if carried and topic and topic not in PLACED and topics[topic].needs_role:
        # "And the pay?" after the duties of a tester in Reno.
        return [memory.place] if memory.place else []
    follows = topic is None or topic in PLACED or not topics[topic].needs_role
    if memory.location and (follows or asides.asks_again(text)):
        goes_on = _GOES_ON.search(text) and asides.is_short(text)
        stays = carried or fragment or goes_on or _SAME_PLACE.search(text)
        if stays and not carried and len(memory.locations) > 1:
            # "And for analysts?" after two cities.
            return list(memory.locations)
        return [memory.location] if stays else []
    return []


def names_other_place(text: str) -> bool:
    """True for "the other city"."""
    return bool(_OTHER_PLACE.search(text))


def is_here(text: str) -> bool:
    """True for "same town" and "over there": the place that was spoken of last."""
    return bool(_HERE.search(text))


def same_two(text: str, named: Sequence[str], memory: Memory) -> list[str]:
    """The places told last, where another role is asked about in the "same two" or "three"."""
    if not named or not _SAME_TWO.search(text):
        return []
    if len(memory.cities) > PAIR and not _TWO.search(text):
        return list(memory.cities)
    newest = dict.fromkeys(place for _, place in reversed(memory.figures) if place)
    return list(reversed(list(newest)[:PAIR])) if len(newest) > 1 else []


def common_place(roles: list[str], memory: Memory) -> list[str]:
    """The place where the pay of both was told last, if it was the same one."""
    last = {slug: place for slug, place in memory.figures if slug in roles}
    found = set(last.values())
    return [str(place) for place in found if place] if len(last) > 1 and len(found) == 1 else []


def _other_place(memory: Memory) -> str | None:
    """The place told before the last one."""
    told = [place for _, place in reversed(memory.figures) if place]
    return next((place for place in told if place != memory.location), None)
