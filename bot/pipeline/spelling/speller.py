"""Spelling: a word that nobody knows becomes the nearest known one, if there is just one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_CHUNK = re.compile(r"\S+")
# E-mails, addresses, paths, versions and the like are not words.
_NO_WORDS = re.compile(r"[\d@_\\#]|://|\w\.\w|\w/\w")
_SENTENCE_END = re.compile(r"[.!?:]\s*$")

MIN_LETTERS = 3
_VOWELS = frozenset("aeiou")
TWO_EDITS_FROM = 6
COMMON_WORDS = 15_000
MIN_COMMON_LETTERS = 4
MIN_PART_LETTERS = 3
CLEARLY_MORE_FREQUENT = 3
MIN_COUNT = 2
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "able", "ish", "ness")
_SHORT_ENDINGS = ("s", "ed", "d", "ly")
MIN_COMMON_EDITS_TWO = 8
SURE_COUNT = 5
# English words and contractions without apostrophe that MiniLM's vocabulary splits, each one
# edit or two away from a frequent word.
_PROTECTED = frozenset(
    """abort aboard airbnb arent asap aws biotech boss cant chatbot ciao cobol coding commute
    commuting contradict couldnt cuz cyber deploy didnt discontinue doesnt dont dropout edtech
    fintech fortran freelance freelancer gmail hadnt hasnt havent hospitality hows hustle ive isnt
    kindergarten layoff layoffs linkedin merci misspelled mustnt namaste nope oops outsource
    outsourcing overpaid paycheck payroll plumber plumbing recruit rehire resign salaam salsa
    shouldnt sideways startup startups stipend stats takeaway tenure temp temps thats theyre typo
    typos underpaid upskill wasnt werent whats whos wifi wont wouldnt youre yall""".split()
)
# How people type to each other: no slip of the hand, so no nearest word.
CHAT_SPELLINGS = {
    "abt": "about", "bcuz": "because", "cud": "could", "dat": "that", "dis": "this",
    "gud": "good", "hav": "have", "hw": "how", "mor": "more", "nd": "and", "rong": "wrong",
    "shud": "should", "skool": "school",
    "src": "source", "srcs": "sources", "sumthing": "something", "thanx": "thanks",
    "thnx": "thanks", "thx": "thanks", "wat": "what", "wats": "what's", "wen": "when",
    "wer": "where", "wich": "which", "wot": "what", "wots": "what's", "wrk": "work",
    "wud": "would", "wut": "what",
}  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """`text` stands for the characters start to end of the message."""

    start: int
    end: int
    text: str


def allowed_edits(word: str) -> int:
    """How many OSA edits a word of this length may be away."""
    return 2 if len(word) >= TWO_EDITS_FROM else 1


class Speller:
    """Corrects words outside `common` and `preferred`.

    `common`: words of the language, most frequent first. `preferred`: words of the training
    examples and of the knowledge table with their frequency; they win over common ones.
    """

    def __init__(self, common: Sequence[str], preferred: Mapping[str, int]) -> None:
        self._known = frozenset(common) | frozenset(preferred)
        self._preferred = dict(preferred)
        self._tiers = (
            _by_length(preferred),
            _by_length(w for w in common[:COMMON_WORDS] if len(w) >= MIN_COMMON_LETTERS),
        )
        self._nearest = lru_cache(maxsize=4096)(self._find_nearest)

    def knows(self, word: str) -> bool:
        """True for a known word and for the usual endings of one."""
        word = word.lower()
        if word in self._known or word in _PROTECTED:
            return True
        if any(word + ending in self._known for ending in _SHORT_ENDINGS):
            return True
        return any(
            word.endswith(ending) and self._is_stem(word[: -len(ending)]) for ending in _ENDINGS
        )

    def _is_stem(self, stem: str) -> bool:
        if len(stem) < MIN_COMMON_LETTERS:
            return False
        doubled = stem[-1] == stem[-2] and stem[:-1] in self._known
        return stem in self._known or stem + "e" in self._known or doubled

    def nearest(self, word: str) -> str | None:
        """The one known word that `word` was meant to be, or None."""
        return self._nearest(word.lower())

    def _find_nearest(self, word: str) -> str | None:
        if word in CHAT_SPELLINGS:
            return CHAT_SPELLINGS[word]
        if len(word) < MIN_LETTERS or "'" in word or self.knows(word):
            return None
        edits = 2 if len(word) >= TWO_EDITS_FROM else 1
        for distance in range(1, edits + 1):
            for tier in self._tiers:
                candidates = self._candidates(word, tier, distance)
                if candidates:
                    return self._choose(word, candidates)
            # Two words without the space between them, before anything farther away.
            if distance == 1 and (parts := self._parts(word)):
                return parts
        return None

    def _candidates(self, word: str, tier: Mapping[int, Sequence[str]], distance: int) -> list[str]:
        return [
            candidate
            for length in range(len(word) - distance, len(word) + distance + 1)
            for candidate, edits, _ in process.extract_iter(
                word, tier.get(length, ()), scorer=OSA.distance, score_cutoff=distance
            )
            if edits == distance and self._plausible(word, candidate, distance)
        ]

    def _choose(self, word: str, candidates: list[str]) -> str | None:
        """The only one, the only one with letters swapped, or a far more frequent one."""
        ranked = sorted(candidates, key=lambda c: -self._preferred.get(c, 0))
        if len(word) <= MIN_LETTERS and len(ranked) > 1 and self._clearly_first(ranked):
            return ranked[0]
        swapped = [candidate for candidate in candidates if sorted(candidate) == sorted(word)]
        if len(swapped) == 1:
            return swapped[0]
        if len(ranked) == 1 or self._clearly_first(ranked):
            return ranked[0]
        return None

    def _plausible(self, word: str, candidate: str, distance: int) -> bool:
        """Whether a hand slips like that: mostly neither in the first letter nor in short words."""
        swapped = sorted(word) == sorted(candidate)
        ends_agree = word[0] == candidate[0] and word[-1] == candidate[-1]
        if len(word) <= MIN_LETTERS or len(candidate) <= MIN_LETTERS:
            frequent = self._preferred.get(candidate, 0) >= SURE_COUNT
            alike = swapped or (ends_agree and set(word) ^ set(candidate) <= _VOWELS)
            return frequent and alike
        if distance == 1:
            return word[0] == candidate[0] or swapped or len(word) >= TWO_EDITS_FROM
        if candidate not in self._preferred and len(word) < MIN_COMMON_EDITS_TWO:
            return False
        return ends_agree or (word[0] == candidate[0] and len(word) >= MIN_COMMON_EDITS_TWO)

    def _clearly_first(self, ranked: Sequence[str]) -> bool:
        first, second = (self._preferred.get(word, 0) for word in ranked[:2])
        return first >= CLEARLY_MORE_FREQUENT * max(second, 1)

    def _parts(self, word: str) -> str | None:
        splits = [
            f"{word[:cut]} {word[cut:]}"
            for cut in range(MIN_PART_LETTERS, len(word) - MIN_PART_LETTERS + 1)
            if word[:cut] in self._preferred and word[cut:] in self._preferred
        ]
        return splits[0] if len(splits) == 1 else None

    def corrections(self, text: str) -> list[Correction]:
        """What to change in `text`, in its order."""
        shouted = text.isupper()
        found: list[Correction] = []
        for chunk in _CHUNK.finditer(text):
            if _NO_WORDS.search(chunk.group()):
                continue
            for match in WORD.finditer(chunk.group()):
                start = chunk.start() + match.start()
                word = match.group()
                if not (word.islower() or shouted or (word.istitle() and _opens(text, start))):
                    continue
                nearest = self.nearest(word)
                # A capital may be a name: only a single slip is put right there.
                sure = word.islower() or shouted
                if nearest and (sure or OSA.distance(word.lower(), nearest) == 1):
                    found.append(Correction(start, start + len(word), nearest))
        return found


def apply_corrections(text: str, corrections: Iterable[Correction], offset: int = 0) -> str:
    """`text` with the corrections that lie in it; `offset` is its place in the message."""
    parts: list[str] = []
    cursor = 0
    for correction in corrections:
        start, end = correction.start - offset, correction.end - offset
        if start < cursor or end > len(text):
            continue
        parts += [text[cursor:start], correction.text]
        cursor = end
    return "".join([*parts, text[cursor:]])


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for word in words:
        groups[len(word)].append(word)
    return groups


def _opens(text: str, start: int) -> bool:
    before = text[:start].strip(" \"'(-")
    return not before or bool(_SENTENCE_END.search(before))


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each lower-case word occurs in `texts`."""
    return Counter(word.lower() for text in texts for word in WORD.findall(text))


def trusted_words(counts: Mapping[str, int], common: frozenset[str]) -> dict[str, int]:
    """Words of the examples that are no typos themselves.

    Examples hold natural typos: a word outside the language counts only when it occurs twice
    and no word near it is far more frequent.
    """
    trusted = {word: count for word, count in counts.items() if word in common}
    lengths = _by_length(trusted)
    for word, count in counts.items():
        if word in common or count < MIN_COUNT or len(word) < MIN_LETTERS:
            continue
        edits = allowed_edits(word)
        near = (
            candidate
            for length in range(len(word) - edits, len(word) + edits + 1)
            for candidate in lengths.get(length, ())
            if len(candidate) >= MIN_LETTERS
            and OSA.distance(word, candidate, score_cutoff=edits) <= edits
        )
        if not any(trusted[candidate] > 2 * count for candidate in near):
            trusted[word] = count
    return trusted
