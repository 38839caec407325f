"""Which role a description means: the nearest descriptions by meaning.

data/role_descriptions.csv has the words of many kinds of people; definitions and duties of the
knowledge table stand beside them. Jobs outside the table have descriptions too: what is nearer to
those is none of the roles.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.pipeline.classifying.encoder import VECTOR_SIZE, Vectors
from bot.pipeline.describing.descriptions import Description, Form

OUTSIDE = ""
"""Stands for every job that the table does not have."""
# Chosen on tests/understanding/described/jobs.jsonl.
NEAREST = 3  # descriptions of a role that count
NEAREST_OUTSIDE = 2
LEAST = 0.26  # mean cosine
LEAST_WEAK = 0.40
AHEAD_OF_OUTSIDE = 0.01
AHEAD_WEAK = 0.08
AHEAD_OF_A_PART = 0.15
CLEARLY_OUTSIDE = 0.20
LEAST_OF_A_PART = 0.50
MARGIN = 0.02  # two roles nearer to each other than this are both offered
UNSURE = 0.58  # below this mean cosine two roles are offered sooner
UNSURE_MARGIN = 0.03
GUESS = 0.40  # below this mean cosine two are offered always
NO_DOUBT = 0.65  # so near a weak form of description is as good as a plain one
HINTS = 5
LEAST_HINT = 0.25

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class Found:
    """What a description means."""

    roles: tuple[str, ...]
    """One slug, or two that are equally near; none for a job outside the table. Of a hint: the
    likeliest, best first, of which the conversation picks one."""
    sure: bool = False
    """Whether the description leaves no doubt that a job is meant, however it is put."""


class DescribedRoles:
    """Vectors of all descriptions [n, 384], and the slug of each, `OUTSIDE` for other jobs."""

    def __init__(self, vectors: Vectors, slugs: Sequence[str]) -> None:
        self._vectors = vectors
        self._slugs = np.asarray(slugs, dtype=np.str_)
        self._roles = sorted({slug for slug in slugs if slug != OUTSIDE})

    @classmethod
    def fit(cls, rows: Sequence[tuple[str, str]], encode: Encode) -> DescribedRoles:
        """From pairs of a slug and a description."""
        return cls(encode([text for _, text in rows]), [slug for slug, _ in rows])

    def find(self, description: Description, encode: Encode) -> Found | None:
        """The role or the two roles that are meant; None where that is not to be told."""
        vectors = encode([description.text, *description.parts])
        if description.form is Form.HINT:
            likely = [(slug, score) for slug, score in self._ranked(vectors[0])[:HINTS]]
            near = tuple(slug for slug, score in likely if score >= LEAST_HINT)
            return Found(near) if near else None
        least, ahead = (LEAST_WEAK, AHEAD_WEAK) if description.weak else (LEAST, AHEAD_OF_OUTSIDE)
        if roles := self._nearest(vectors[0], least, ahead):
            return Found(roles, sure=self._ranked(vectors[0])[0][1] >= NO_DOUBT)
        # "I cut hair, but I made my own site and ...": one part tells of the job.
        for vector in vectors[1:]:
            if roles := self._nearest(vector, LEAST_OF_A_PART, AHEAD_OF_A_PART):
                return Found(roles)
        foreign = self._outside(vectors[0]) - self._ranked(vectors[0])[0][1]
        asked = description.form is Form.ASKED and not description.weak and not description.parts
        return Found(()) if asked and foreign >= CLEARLY_OUTSIDE else None

    def _nearest(self, vector: Vectors, least: float, ahead: float) -> tuple[str, ...]:
        (best, score), (second, next_score), *_ = self._ranked(vector)
        if score < least or score - self._outside(vector) < ahead:
            return ()
        margin = UNSURE_MARGIN if score < UNSURE else MARGIN
        two = score < GUESS or score - next_score < margin
        return (best, second) if two else (best,)

    def _ranked(self, vector: Vectors) -> list[tuple[str, float]]:
        cosines = self._vectors @ vector
        scores = [(slug, self._score(cosines, slug, NEAREST)) for slug in self._roles]
        return sorted(scores, key=lambda pair: -pair[1])

    def _outside(self, vector: Vectors) -> float:
        return self._score(self._vectors @ vector, OUTSIDE, NEAREST_OUTSIDE)

    def _score(self, cosines: Vectors, slug: str, count: int) -> float:
        return float(np.sort(cosines[self._slugs == slug])[-count:].mean())

    def save(self, path: Path) -> None:
        """Keep the vectors, rounded, in one file."""
        np.savez(path, vectors=self._vectors.astype(np.float16), slugs=self._slugs)

    @classmethod
    def load(cls, path: Path) -> DescribedRoles:
        """What `save` kept."""
        with np.load(path) as kept:
            vectors = kept["vectors"].astype(np.float32).reshape(-1, VECTOR_SIZE)
            return cls(vectors, [str(slug) for slug in kept["slugs"]])


def read_descriptions(folder: Path) -> list[tuple[str, str]]:
    """(slug, description) of roles and other jobs; OSError or KeyError where a file is amiss."""
    files = {
        "role_descriptions": "description",
        "roles": "definition",
        "responsibilities": "responsibility",
    }
    return [row for name, column in files.items() for row in _rows(folder / f"{name}.csv", column)]


def _rows(path: Path, column: str) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["slug"], row[column]
