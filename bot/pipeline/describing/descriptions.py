"""Where a message describes a job instead of naming it: plain logic on its words.

Three forms. "What do you call whoever ..." asks for the name of a job, and the description may
stand before or after the question. "The ones who ..." stands where the name would. "The language
job" points back at a role that was spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from bot.pipeline.describing import describing_words as say

# "She wants to become a prompt engineer. Is that a real job?" names what is asked about.
_WANTED = re.compile(r"\b(becom(e|ing)|be|being|called|as)\s+(an?\s+)?[\"'\u201c\u2018]?$", re.I)


class Form(Enum):
    """How a job is described."""

    ASKED = "asked"
    """The message asks what the job is called, or whether there is one."""
    STANDS = "stands"
    """The description stands where a name would: "the ones who guard computers"."""
    HINT = "hint"
    """ "The language job": only what was spoken of before tells whether one is meant."""


@dataclass(frozen=True)
class Description:
    """A description of a job in a message."""

    start: int
    end: int
    """The part of the message for which the name of the job could stand."""
    text: str
    """What is done in the job, for a look-up by meaning."""
    form: Form
    weak: bool = False
    """ "Who makes it?", "someone who ...": as often no job is meant."""
    parts: tuple[str, ...] = ()
    """The clauses of a description that stands before the question, with whatever else is told."""

    def corrected(self, spelling: Mapping[str, str]) -> Description:
        """The same with words as they should be spelt."""

        def spelt(text: str) -> str:
            return " ".join(spelling.get(word, word) for word in text.split())

        return replace(self, text=spelt(self.text), parts=tuple(map(spelt, self.parts)))


def find_description(text: str, entities: Sequence[Mapping[str, Any]]) -> Description | None:
    """The job that the message describes; None where it describes none or names one.

    `entities` are those of the message, with `start` and `end`.
    """
    if len(text.split()) > say.MOST_WORDS:
        return None
    found = _find(text, entities)
    return found if found is not None and not _names_one(found, entities, text) else None


def _names_one(found: Description, entities: Sequence[Mapping[str, Any]], text: str) -> bool:
    """Whether a role is named outside the description; inside it is what the job works with."""
    for e in entities:
        inside = found.start < e["start"] and e["end"] <= found.end
        name = text[e["start"] : e["end"]]
        # A question may begin far before the description: "what do testers get, and is it a job
        # that stays?"
        inside = inside and name in found.text
        inside = inside and not found.parts and not _is_a_name(found.text, name)
        if e["entity"] in ("role", "described") and (found.weak or not inside):
            return True
        if e["entity"] == "other_role" and not inside:
            asked = found.form is Form.ASKED
            if not asked or _WANTED.search(text[: e["start"]]):
                return True
        if e["entity"] in say.CONTACT:
            return True
    return False


def _is_a_name(description: str, name: str) -> bool:
    """Whether the description is the name itself: "a junior product manager", "..., a tester?"."""
    before = description.partition(name)[0].rpartition(",")[2]
    return name in description and set(before.lower().split()) <= say.BEFORE_NAME


def _find(text: str, entities: Sequence[Mapping[str, Any]]) -> Description | None:
    places = sorted(e["start"] for e in entities if e["entity"] == "location")
    naming = next((m for p in say.NAMING if (m := p.search(text))), None)
    found = _relative(text, places)
    if found is not None:
        asked = naming is not None or say.IS_THERE.search(text[: found.end]) is not None
        wished = say.WISHED.search(text[: found.start]) is not None
        asked = asked or (not wished and re.fullmatch(say.JOB, found.head, re.I) is not None)
        start, end = found.start, found.end
        if question := naming or say.WHATS_THAT.search(text):
            start, end = _joined(text, (start, end), question.span())
            asked = True
        if asked:
            return _description(_sentence(text, start), end, found.text, Form.ASKED)
        return _description(start, end, found.text, Form.STANDS, found.weak or wished)
    if naming is not None:
        return _around(text, naming.span(), places)
    if there := say.IS_THERE.search(text):
        end = _end(text, there.end(), places)
        rest = text[there.end() : end]
        if say.NO_WORK.match(say.WHERE_YOU.sub("", rest)):
            return None
        return _description(_sentence(text, there.start()), end, rest, Form.ASKED)
    if paid := say.GET_PAID.search(text):
        end = _end(text, paid.end(), places)
        return _description(paid.start(), end, text[paid.end() : end], Form.ASKED, weak=True)
    if instead := say.INSTEAD.search(text):
        return _description(
            instead.start("work"), instead.end("work"), instead["work"], Form.STANDS, weak=True
        )
    if who := say.WHO_DOES.match(text):
        end = _end(text, who.end(), places)
        rest = text[who.end() : end]
        if not say.NO_WORK.match(rest):
            start = who.end() - len(who.group().lstrip())
            return _description(start, end, rest, Form.ASKED, weak=True)
        return None
    for hint in say.HINT.finditer(text):
        words = hint["words"].split()
        if not set(map(str.lower, words)) & say.NO_HINT:
            return Description(hint.start(), hint.end(), hint["words"].strip(), Form.HINT)
    return None


_RELATIVES = (say.RELATIVE, say.WHOEVER, say.FOR_PEOPLE, say.SOMEBODY_TO)


@dataclass(frozen=True)
class _Relative:
    start: int
    end: int
    head: str
    text: str
    weak: bool


def _relative(text: str, places: Sequence[int]) -> _Relative | None:
    """The first "ones who ...", "job where ...", "whoever ..." that is not denied."""
    matches: Iterable[re.Match[str]] = sorted(
        [m for form in _RELATIVES for m in form.finditer(text)],
        key=lambda m: (m.start(), -m.end()),
    )
    for match in matches:
        if say.NOT_BEFORE.search(text[: match.start()]) or say.POINTED.search(text[: match.end()]):
            continue
        end = _end(text, match.end(), places)
        rest = text[match.end() : end]
        if say.NO_WORK.match(rest) or say.WHICH_ASKS.search(text[match.start() : end]):
            continue
        head = match.groupdict().get("head") or "whoever"
        if _is_only_doing(match, head) and not say.IS_THERE.search(text[: match.end()]):
            continue
        vague = re.fullmatch(
            r"(?:some|any)(?:one|body)|a\s+(?:person|guy)|something|stuff|work|thing", head, re.I
        )
        return _Relative(match.start(), end, head, rest, vague is not None)
    return None


def _is_only_doing(match: re.Match[str], head: str) -> bool:
    """ "Are jobs disappearing": of jobs, with no article, that do something themselves."""
    return match.group().strip().lower() == head.lower() and bool(re.fullmatch(say.JOB, head, re.I))


def _end(text: str, start: int, places: Sequence[int]) -> int:
    """Where a description that begins at `start` ends."""
    found = say.NEXT.search(text, start)
    end = found.start() if found else len(text)
    for place in places:
        if start < place < end:
            before = say.PLACE_BEFORE.search(text[:place])
            end = before.start() if before else place
    return end


def _around(text: str, naming: tuple[int, int], places: Sequence[int]) -> Description | None:
    """The description before the question for the name, or after it where nothing is before."""
    start, end = naming
    last = _end(text, end, places)
    after = text[end:last]
    before = say.TALK.sub("", text[:start]).strip(" ,.-")
    if len(before.split()) > say.LEAST_WORDS:
        parts = tuple(c for c in say.CLAUSE.split(before) if len(c.split()) > say.LEAST_WORDS)
        found = _description(0, end, before, Form.ASKED)
        return found and replace(found, parts=parts or (before,))
    if say.NO_WORK.match(say.YOU.sub("", after)):
        return None
    return _description(_sentence(text, start), last, after, Form.ASKED)


def _sentence(text: str, place: int) -> int:
    """Where the sentence begins in which `place` lies."""
    return max((m.end() for m in say.SENTENCE.finditer(text, 0, place)), default=0)


def _joined(text: str, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Both spans in one, where only a mark or few words lie between."""
    (_, first_end), (second_start, _) = sorted((one, other))
    if len(text[first_end:second_start].split()) > say.LEAST_WORDS:
        return one
    return min(one[0], other[0]), max(one[1], other[1])


def _description(
    start: int, end: int, text: str, form: Form, weak: bool = False
) -> Description | None:
    described = say.SAME.sub("", say.NEGATED.sub("", text))
    while (shorter := say.TALK.sub("", described)) != described:
        described = shorter
    described = described.strip(" ,.-?!:'\"")
    words = described.lower().split()
    if len(words) < say.LEAST_WORDS:
        return None
    if form is Form.STANDS and len(words) <= say.SHORT and not say.POINTS.isdisjoint(words):
        # "The one who keeps it running": what "it" is, the conversation knows.
        form = Form.HINT
    return Description(start, end, described, form, weak)
