"""data/topics.yml: which topic asks which facts, in which words.

A topic is a list of parts. A part names a fact table with conditions, and the
response of domain.yml that tells its facts. So a topic is added or changed in
data/topics.yml, domain.yml and nlu/, without Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, root_validator
from ruamel.yaml import YAML

from bot.settings import PROJECT

TOPICS = PROJECT / "data" / "topics.yml"


class Pivot(BaseModel):
    """Rows that belong together, turned into one: `key` names the values, `value` holds them."""

    by: list[str]
    key: str
    value: str

    class Config:
        extra = "forbid"


class Part(BaseModel):
    """Facts of one table, and the words that tell them."""

    name: str = ""
    table: str
    where: dict[str, Any] = {}
    present: list[str] = []
    absent: list[str] = []
    order: list[str] = ["id"]
    by_role: bool = True
    limit: int = 8
    pivot: Pivot | None = None
    distinctive: str = ""
    """A column: rows whose value few other roles share come first, and where there are more
    than `limit`, the most widely shared ones close the list."""
    each: str = ""
    """A column, or a response of domain.yml that tells one row."""
    join: Literal["list", "bullets", "sentences"] = "list"
    words: dict[str, str] | str
    """A response, or a response by the `match` of the facts."""
    unless: list[str] = []
    """Names of earlier parts; where one of them had facts this part is left out."""
    offers: str = ""
    """The column that names a role, so that "the first one" can be asked about."""

    class Config:
        extra = "forbid"


class Topic(BaseModel):
    """What is told for one intent."""

    intent: str
    kind: Literal["facts", "say", "pay", "comparison", "sources", "roles", "concept"] = "facts"
    needs_role: bool = True
    parts: list[Part] = []
    words: str = ""
    beside: str = ""
    """The words where something else was answered first; `words` if there are none."""
    missing: str = ""
    national: bool = False
    """The facts are for the whole country: said where a place was asked for."""
    lead_on: list[str] = []
    jobs: dict[str, str] = {}
    """Of concepts: the role whose work it is."""

    class Config:
        extra = "forbid"

    @root_validator
    def has_words(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Facts need parts and words for "nothing found"; the other kinds need words."""
        if values.get("kind") == "facts" and not (values.get("parts") and values.get("missing")):
            raise ValueError("a topic of facts needs `parts` and `missing`")
        if values.get("kind") == "say" and not values.get("words"):
            raise ValueError("a topic that only says something needs `words`")
        return values


class Topics(BaseModel):
    """All topics by name."""

    topics: dict[str, Topic] = Field(...)

    def by_intent(self, intent: str) -> str | None:
        """The name of the topic that answers this intent."""
        return next((n for n, t in self.topics.items() if t.intent == intent), None)

    def __getitem__(self, name: str) -> Topic:
        return self.topics[name]


@lru_cache(maxsize=2)
def load_topics(path: Path = TOPICS) -> Topics:
    """Read and check data/topics.yml; a mistake is reported with the topic's name."""
    document: Mapping[str, Any] = YAML(typ="safe").load(path)
    return Topics.parse_obj(document)
