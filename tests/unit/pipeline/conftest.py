"""One encoder and one extractor, on the project's own tables, for all tests of the pipeline."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.knowledge.vocabulary import Names
from bot.pipeline.classifying.encoder import Encoder
from bot.pipeline.naming.extraction import Extractor
from bot.pipeline.tables import get_word_lists

DATA = Path(__file__).parents[3] / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one CSV file of data/."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The real encoder, its graph built in a folder of this test run."""
    return Encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def names() -> Names:
    """The names as the knowledge import would give them."""
    return Names(
        roles=tuple((r["title"], r["slug"]) for r in rows("roles"))
        + tuple((r["alias"], r["slug"]) for r in rows("role_aliases")),
        locations=tuple(
            (name, r["location"])
            for r in rows("locations")
            for name in (r["location"], *r["aliases"].split("|"))
            if name
        ),
        skills=tuple(sorted({r["skill"] for r in rows("skills")})),
        terms=tuple(r["term"] for r in rows("glossary")),
        states=tuple(
            (r["location"], r["full_name"].rsplit(", ", 1)[1].replace("-", " "))
            for r in rows("locations")
            if ", " in r["full_name"]
        ),
    )


@pytest.fixture(scope="session")
def extractor(encoder: Encoder, names: Names) -> Extractor:
    """The extractor on these names."""
    return Extractor(names, get_word_lists(), encoder.words())
