"""Misspelled names of several words: "machne learing enginer" is nearest to one known name.

A word by itself may be ambiguous or even a word of its own ("fronted developer");
beside the other words of a name it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from bot.pipeline.naming.canonical import Token, singular, split_tokens
from bot.pipeline.spelling.speller import CHAT_SPELLINGS, allowed_edits

MIN_TYPO_LETTERS = 4
MIN_KNOWN_LETTERS = 7
LONGEST_NAME = 4
MAX_READINGS = 64


class PhraseSpeller:
    """Corrects the words of names; `knows` says which words are right as they stand."""

    def __init__(self, names: Iterable[str], knows: Callable[[str], bool]) -> None:
        phrases = (tuple(singular(t.plain) for t in split_tokens(name)) for name in names)
        self._phrases = frozenset(p for p in phrases if 1 < len(p) <= LONGEST_NAME)
        self._words = sorted({word for phrase in self._phrases for word in phrase})
        self._knows = knows
        self._near = lru_cache(maxsize=4096)(self._find_near)

    def corrections(self, tokens: Sequence[Token]) -> dict[int, str]:
        """Start of a misspelled word → the word of the name; longer names first."""
        found: dict[int, str] = {}
        readings = [self._near(token.plain) for token in tokens]
        for length in range(LONGEST_NAME, 1, -1):
            for first in range(len(tokens) - length + 1):
                window = tokens[first : first + length]
                if any(token.start in found for token in window):
                    continue
                name = self._name(window, readings[first : first + length])
                for token, word in zip(window, name, strict=False):
                    if singular(token.plain) != word:
                        found[token.start] = word
        return found

    def _name(self, window: Sequence[Token], readings: Sequence[tuple[str, ...]]) -> Sequence[str]:
        """The one name that the window may be; empty for none, and for several."""
        exact = tuple(singular(token.plain) for token in window)
        if exact in self._phrases or not all(readings):
            return ()
        count = 1
        for options in readings:
            count *= len(options)
        if count > MAX_READINGS:
            return ()
        names = [name for name in product(*readings) if name in self._phrases]
        return names[0] if len(names) == 1 else ()

    def _find_near(self, word: str) -> tuple[str, ...]:
        plain = singular(word)
        if plain in self._words:
            return (plain,)
        if len(plain) < MIN_TYPO_LETTERS:
            return self._lacking_a_letter(word, plain)
        edits = allowed_edits(plain)
        if self._knows(word):
            # A word of the language is a slip only where it is long and nearly right.
            if len(plain) < MIN_KNOWN_LETTERS:
                return ()
            edits = 1
        return tuple(
            candidate
            for candidate in self._words
            if len(candidate) >= MIN_TYPO_LETTERS
            and OSA.distance(plain, candidate, score_cutoff=edits) <= edits
        )

    def _lacking_a_letter(self, word: str, plain: str) -> tuple[str, ...]:
        """ "Dat anlyst": four letters of which one is missing, where three are no word."""
        wordlike = self._knows(word) and word not in CHAT_SPELLINGS
        if len(plain) != MIN_TYPO_LETTERS - 1 or wordlike:
            return ()
        longer = (each for each in self._words if len(each) == MIN_TYPO_LETTERS)
        return tuple(each for each in longer if OSA.distance(plain, each, score_cutoff=1) <= 1)
