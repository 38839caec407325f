"""Entities of one message from the names of the knowledge table and the word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.knowledge.vocabulary import Names
from bot.pipeline.naming import places, roles
from bot.pipeline.naming.canonical import Token, canonical_tokens, split_tokens
from bot.pipeline.naming.ellipsis import shared_words
from bot.pipeline.naming.figures import entity, find_amounts, find_emails, find_phone_numbers
from bot.pipeline.naming.matcher import Match, PhraseTable
from bot.pipeline.naming.shared_names import find_shared_names
from bot.pipeline.naming.spans import absorb_states, is_apart, is_free, is_joined
from bot.pipeline.spelling.phrase_spelling import PhraseSpeller
from bot.pipeline.spelling.speller import Speller
from bot.pipeline.tables import WordLists

# In the order in which they win over each other at equal length.
KINDS = (
    "role", "other_role", "location", "other_place", "degree", "metric", "ranking", "level",
    "field", "concept", "skill",
)  # fmt: skip
EXACT = frozenset({"location", "other_place"})
_SWAPS = ("developer", "engineer", "programmer", "coder")
_VENDOR = re.compile(r"^(Microsoft|Amazon|Apache|Adobe|Atlassian|IBM|Apple|StataCorp)\s+(.+)$")
_ABBREVIATION = re.compile(r"^(.+?)\s+\(([^)]+)\)$")
_NO_SKILLS = frozenset(
    "access outlook office windows project c go r organization communication monitoring listening "
    "automation containers programming leadership".split()
)
_WHO_MEANS = frozenset({"i", "you", "u", "we", "they"})
_RANKS = frozenset({"10th", "25th", "75th", "90th"})
_LEADS_ON = re.compile(
    r"\s+(to|into|on|by|over|me|us|him|her|you|somewhere|anywhere|nowhere)\b", re.I
)
_LEADER = re.compile(
    r"\b(i|we|you|they|he|she|who|which|to|would|can|will|could|it|one|latter|former|two|them"
    r"|the first|the second)( also| now)?\s+$|\b(has|have|in|takes?) the\s+$",
    re.I,
)
MIN_TYPO_LETTERS = 4
MIN_JOINED_LETTERS = 7
MIN_SPELLED_OUT = 3
# "Linear programming" is mathematics, not the work of a programmer.
NO_ROLE = "none"


def skill_phrases(skill: str) -> list[str]:
    """A skill's name and its usual short forms: "Microsoft Excel" is also "Excel"."""
    phrases = [skill]
    if match := _ABBREVIATION.match(skill):
        phrases = [skill, match.group(1), match.group(2)]
    if match := _VENDOR.match(skill):
        phrases.append(match.group(2))
    return [p for p in phrases if p == skill or p.lower() not in _NO_SKILLS]


class Extractor:
    """Built once for one state of the knowledge table."""

    def __init__(self, names: Names, lists: WordLists, common_words: Sequence[str]) -> None:
        self._table = PhraseTable(KINDS, EXACT)
        self._public_figures = lists.public_figures
        for name, slug in names.roles:
            self._table.add("role", name, slug)
            if name.isupper() and name.isalpha() and len(name) >= MIN_SPELLED_OUT:
                # "S R E", as it is dictated.
                self._table.add("role", " ".join(name), slug)
        self._add_swapped(names.roles)
        for job, nearest in lists.other_jobs:
            self._table.add("other_role", job, nearest)
        for name, place in names.locations:
            self._table.add("location", name, place)
            if (one_word := name.replace(" ", "")) != name and len(one_word) >= MIN_JOINED_LETTERS:
                # "sandiego"
                self._table.add("location", one_word, place)
        self._states = dict(names.states)
        letters = dict(lists.states)
        for name, kind in lists.other_places:
            # A region ("Midwest") may follow a city too.
            state = (letters[name] or name) if kind == "state" else ""
            self._table.add("other_place", name, state)
        for kind, value, phrase in lists.qualifiers:
            self._table.add(kind, phrase, value)
        for field, slug in lists.fields:
            self._table.add("field", field, slug)
        for skill in names.skills:
            for phrase in skill_phrases(skill):
                self._table.add("skill", phrase, skill)
        # A term that the glossary explains keeps the glossary's spelling.
        glossary = {term.lower(): term for term in names.terms}
        for phrase, term in (*lists.concepts, *((term, term) for term in names.terms)):
            self._table.add("concept", phrase, glossary.get(term.lower(), term))
        self._speller, self._role_words, self._place_words = _name_speller(
            names, lists, common_words
        )
        self._phrase_speller = PhraseSpeller((name for name, _ in names.roles), self._speller.knows)

    def _add_swapped(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Developers are called engineers and programmers too, where no other role is."""
        for name, slug in pairs:
            head = name.split()[-1].lower()
            if slug.endswith("-developer") and " " in name and head in _SWAPS:
                for other in _SWAPS:
                    self._table.add("role", name[: -len(head)] + other, slug)

    def extract(self, text: str) -> list[dict[str, Any]]:
        """The entities of `text` in order.

        A `field` ("devops") is a role only where the message asks about a job, which the
        classifier knows; it is given when no role is named, or beside one ("devops or sysadmin").
        """
        found = [*find_emails(text)]
        for more in (find_phone_numbers(text), find_amounts(text)):
            found += [e for e in more if is_free(e["start"], e["end"], found)]
        spans = [(e["start"], e["end"]) for e in found]
        in_names = self._phrase_speller.corrections(split_tokens(text))
        tokens = canonical_tokens(
            text, lambda token: in_names.get(token.start) or self._correct(token, text)
        )
        tokens = [t for t in tokens if all(t.end <= a or t.start >= b for a, b in spans)]
        matches = self._table.find(tokens, lambda match: self._accepts(match, tokens, text))
        borrowing = shared_words(
            tokens, matches, text, lambda forms: self._table.meaning("role", forms)
        )
        covered = {i for match in borrowing for i in range(match.first, match.last)}
        matches = [m for m in matches if covered.isdisjoint(range(m.first, m.last))]
        for match in (*matches, *borrowing):
            found += self._entities(match, tokens, text)
        named = [e for e in found if e["entity"] == "role"]
        for match in self._table.find(tokens, lambda match: match.kind == "field"):
            start, end = tokens[match.first].start, tokens[match.last - 1].end
            elsewhere = roles.is_at_work(text, start, end) or not is_free(start, end, named)
            if match.value == NO_ROLE or elsewhere:
                continue
            # Beside a role the field is a job where the two are one of a kind.
            if not named or any(is_joined(start, end, e["start"], e["end"], text) for e in named):
                found.append(entity("field", start, end, match.value))
        found = absorb_states(found, text, self._states)
        found += [e for e in find_shared_names(text) if is_free(e["start"], e["end"], found)]
        self._add_unlisted(found, spans, text)
        found.sort(key=lambda e: (e["start"], e["end"]))
        for e in found:
            e.pop("state", None)
        return found

    def _correct(self, token: Token, text: str) -> str | None:
        """The word of a name that was meant; a common word is never changed."""
        if len(token.plain) < MIN_TYPO_LETTERS or not token.plain.isalpha():
            return None
        nearest = self._speller.nearest(token.plain)
        if nearest is None:
            return None
        words = nearest.split()
        if all(word in self._role_words for word in words):
            return nearest
        if nearest not in self._place_words:
            return None
        capital = token.surface[0].isupper() and not text.isupper()
        before = text[: token.start].split()
        placed = not before or before[-1].lower() in places.PREPOSITIONS
        return nearest if placed or not capital else None

    def _accepts(self, match: Match, tokens: Sequence[Token], text: str) -> bool:
        start, end = tokens[match.first].start, tokens[match.last - 1].end
        if any(
            is_apart(text[tokens[i].end : tokens[i + 1].start])
            for i in range(match.first, match.last - 1)
        ):
            return False
        surface = text[start:end]
        if match.kind == "role":
            previous = tokens[match.first - 1].plain if match.first else ""
            following = tokens[match.last].plain if match.last < len(tokens) else ""
            return roles.accepts_role(surface, previous, following, text, start)
        if match.kind == "field":
            # "Machine learning engineering" is the work of one job; "statistics" is a subject.
            return match.name.endswith(" engineering") or roles.is_about_a_career(text, start, end)
        if match.kind == "other_role":
            return not (roles.is_own_job(text, start, end) or roles.is_idiom(text, end))
        if match.kind == "location":
            return places.accepts_listed(surface, match.name, text, start, end)
        if match.kind == "other_place":
            return places.accepts_other(surface, match.name, text, start, end)
        if match.kind == "metric" and surface.lower() == "mean":
            previous = tokens[match.first - 1].plain if match.first else ""
            return previous not in _WHO_MEANS
        if match.kind == "metric" and surface.lower() in _RANKS:
            # "The 10th and the 90th percentile", but not "the 10th of May".
            return "percentile" in text[end:].lower()
        if match.kind == "level" and surface.lower() in ("lead", "leads"):
            # "Does it lead to anything?", "I lead a team"
            return not (_LEADS_ON.match(text[end:]) or _LEADER.search(text[:start]))
        if match.kind == "level":
            return not (roles.is_student(text, start, end) or roles.is_somebody(text, start, end))
        if match.kind == "skill" and match.name.lower() in _NO_SKILLS:
            # "C", "R" and "Go" are skills only as written.
            exact = surface == match.name and not text.isupper()
            return exact and start > 0 and text[end : end + 2] != "&D"
        return True

    def _entities(self, match: Match, tokens: Sequence[Token], text: str) -> list[dict[str, Any]]:
        start, end = tokens[match.first].start, tokens[match.last - 1].end
        surface = text[start:end]
        if match.kind == "role":
            previous = tokens[match.first - 1] if match.first else None
            if (
                previous is not None
                and previous.plain in roles.FOREIGN_TRADES
                and text[previous.end : start] == " "
            ):
                job = text[previous.start : end].lower()
                return [entity("other_role", previous.start, end, job, nearest=match.value)]
            return [entity("role", start, end, match.value)]
        if match.kind == "field":
            return [entity("role", start, end, match.value)]
        if match.kind == "other_role":
            return [
                entity("other_role", start, end, match.name.lower(), nearest=match.value or None)
            ]
        if match.kind == "other_place":
            return [entity("location", start, end, surface, state=match.value)]
        return [entity(match.kind, start, end, match.value)]

    def _add_unlisted(
        self, found: list[dict[str, Any]], spans: Sequence[tuple[int, int]], text: str
    ) -> None:
        for start, end in roles.unlisted_jobs(text):
            if roles.is_any_of(text[start:end], self._public_figures):
                continue
            overlapping = [e for e in found if e["start"] < end and e["end"] > start]
            # A generic "developer" at the end of "a metaverse developer" is that other job.
            generic = [
                e
                for e in overlapping
                if e["entity"] == "role" and " " not in text[e["start"] : e["end"]]
            ]
            blocking = [
                e
                for e in overlapping
                if e not in generic and e["entity"] not in ("concept", "field", "level")
            ]
            named = any(
                e["entity"] == "role" and e["start"] <= start and end <= e["end"]
                for e in overlapping
            )
            # "What do testers and developers do": two roles and no third one.
            named = named or sum(e["entity"] == "role" for e in overlapping) > 1
            skilled = any(e["entity"] == "skill" for e in overlapping)
            if named or blocking or (skilled and generic) or roles.is_own_job(text, start, end):
                continue
            nearest = generic[0]["value"] if generic else None
            found[:] = [e for e in found if e not in overlapping]
            found.append(entity("other_role", start, end, text[start:end].lower(), nearest=nearest))
        for start, end in places.unlisted_places(text):
            free = all(end <= a or start >= b for a, b in spans)
            if free and is_free(start, end, found):
                found.append(entity("location", start, end, text[start:end], unlisted=True))


def _name_speller(
    names: Names, lists: WordLists, common_words: Sequence[str]
) -> tuple[Speller, frozenset[str], frozenset[str]]:
    role_words: set[str] = set()
    place_words: set[str] = set()
    other_words: set[str] = set()
    for phrases, words in (
        ([name for name, _ in (*names.roles, *lists.fields)], role_words),
        (
            [form for name, _ in names.locations for form in (name, name.replace(" ", ""))],
            place_words,
        ),
        (
            [
                *(name for name, _ in (*lists.other_jobs, *lists.other_places, *lists.concepts)),
                *names.skills,
                *(phrase for _, _, phrase in lists.qualifiers),
            ],
            other_words,
        ),
    ):
        for phrase in phrases:
            for token in split_tokens(phrase):
                if token.plain.isalpha():
                    words.add(token.plain)
    role_words |= {f"{word}s" for word in role_words if len(word) >= MIN_TYPO_LETTERS}
    preferred = dict.fromkeys(role_words | place_words, 1)
    speller = Speller([*common_words, *sorted(other_words)], preferred)
    return speller, frozenset(role_words), frozenset(place_words)
