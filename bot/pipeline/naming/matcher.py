"""All known phrases in two spaCy PhraseMatchers over canonical tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.pipeline.naming.canonical import Token, canonical_tokens, split_tokens


@dataclass(frozen=True)
class Match:
    """A phrase found: tokens first to last (exclusive), its kind and what it stands for."""

    kind: str
    value: str
    first: int
    last: int
    name: str
    """The phrase as the table has it."""

    @property
    def length(self) -> int:
        """How many tokens it covers."""
        return self.last - self.first


class PhraseTable:
    """Phrases of several kinds; `exact` kinds are compared without plural and synonyms."""

    def __init__(self, kinds_in_order: Sequence[str], exact: frozenset[str]) -> None:
        self._rank = {kind: rank for rank, kind in enumerate(kinds_in_order)}
        self._exact_kinds = exact
        self._vocab = Vocab()
        self._forms = PhraseMatcher(self._vocab, attr="ORTH")
        self._plain = PhraseMatcher(self._vocab, attr="ORTH")
        self._meanings: dict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def add(self, kind: str, name: str, value: str) -> None:
        """Know `name` as a way to write `value`; the first meaning of a phrase stays."""
        exact = kind in self._exact_kinds
        tokens = split_tokens(name) if exact else canonical_tokens(name)
        words = [token.plain if exact else token.form for token in tokens]
        if not words:
            return
        key = ("plain " if exact else "form ") + " ".join(words)
        if key not in self._meanings:
            (self._plain if exact else self._forms).add(key, [Doc(self._vocab, words=words)])
        if all(known != kind for known, _, _ in self._meanings[key]):
            self._meanings[key].append((kind, value, name))

    def meaning(self, kind: str, forms: Sequence[str]) -> str | None:
        """What these canonical words stand for, taken together, as a phrase of `kind`."""
        known = self._meanings.get("form " + " ".join(forms), ())
        return next((value for of_kind, value, _ in known if of_kind == kind), None)

    def find(self, tokens: Sequence[Token], accept: Callable[[Match], bool]) -> list[Match]:
        """Accepted matches without overlap, the longest first choice, in the message's order."""
        if not tokens:
            return []
        found = []
        for matcher, words in (
            (self._forms, [token.form for token in tokens]),
            (self._plain, [token.plain for token in tokens]),
        ):
            for key, first, last in matcher(Doc(self._vocab, words=words)):
                for kind, value, name in self._meanings[self._vocab.strings[key]]:
                    found.append(Match(kind, value, first, last, name))
        found.sort(key=lambda match: (-match.length, self._rank[match.kind], match.first))
        taken: set[int] = set()
        chosen = []
        for match in found:
            span = range(match.first, match.last)
            if taken.isdisjoint(span) and accept(match):
                taken.update(span)
                chosen.append(match)
        return sorted(chosen, key=lambda match: match.first)
