"""The word lists of data/ that belong to the language, not to the knowledge table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.settings import PROJECT

DATA = PROJECT / "data"


@dataclass(frozen=True)
class WordLists:
    """Pairs of a phrase as people write it and what it stands for."""

    qualifiers: tuple[tuple[str, str, str], ...]
    """(kind of entity, value, phrase)"""
    concepts: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    other_jobs: tuple[tuple[str, str], ...]
    """(job, slug of the nearest role or empty)"""
    other_places: tuple[tuple[str, str], ...]
    """(place, "state" or "place")"""
    states: tuple[tuple[str, str], ...]
    """(name of a state, its letters)"""
    public_figures: frozenset[str] = frozenset()
    """Those whose pay is gossip and no career question: "footballer", "pope", in lower case."""


def _rows(path: Path, *columns: str) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def _pairs(path: Path, first: str, second: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in _rows(path, first, second))


def read_word_lists(folder: Path = DATA) -> WordLists:
    """Read the six lists; OSError or KeyError when a file or a column is missing."""
    qualifiers = _rows(folder / "qualifiers.csv", "kind", "value", "alias")
    return WordLists(
        qualifiers=tuple((row[0], row[1], row[2]) for row in qualifiers),
        concepts=_pairs(folder / "concepts.csv", "alias", "term"),
        fields=_pairs(folder / "fields.csv", "field", "slug"),
        other_jobs=_pairs(folder / "other_jobs.csv", "job", "nearest_slug"),
        other_places=_pairs(folder / "other_places.csv", "name", "kind"),
        states=_pairs(folder / "other_places.csv", "name", "state"),
        public_figures=frozenset(row[0] for row in _rows(folder / "public_figures.csv", "name")),
    )


@lru_cache(maxsize=1)
def get_word_lists() -> WordLists:
    """The lists of this installation."""
    return read_word_lists()
