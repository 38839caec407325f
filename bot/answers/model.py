"""What goes in and out of an answer."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.knowledge.facts import SourceRef

Side = tuple[str, str | None]
"""A role and a place, None for the whole country: one side of a comparison of pay."""
Correction = tuple[int, int, str]
"""Where a misspelled word begins and ends, and the word that was meant."""
PAIR = 2
"""So many roles are compared with each other."""
SET_ASIDE = "set_aside"
"""The entity of a topic that is not to be spoken of: "money aside"."""
HIGHEST, LOWEST = "highest", "lowest"
"""The two ways in which all roles or places are put in an order."""
PLACED = ("salary", "comparison")
"""Topics of pay, whose answer depends on the place."""


@dataclass(frozen=True)
class Request:
    """One request found in a message: an intent and the entities that belong to it."""

    intent: str
    text: str
    entities: tuple[Mapping[str, Any], ...] = ()
    corrections: tuple[Correction, ...] = ()
    """Misspelled words of `text` and what was meant, in order."""

    def mended(self) -> Request:
        """The same request with its text spelled right, and its entities where they then stand."""
        text, shifts = self.text, []
        for start, end, word in reversed(self.corrections):
            text = f"{text[:start]}{word}{text[end:]}"
            shifts.append((end, len(word) - (end - start)))
        entities = tuple(
            {**e, **{side: _moved(int(e[side]), shifts) for side in ("start", "end") if side in e}}
            for e in self.entities
        )
        return replace(self, text=text, entities=entities, corrections=())

    def values(self, entity: str) -> list[Any]:
        """The values of one kind of entity, in order, without doubles."""
        found: list[Any] = []
        for e in self.entities:
            # Not by their hashes: a described job may be two.
            if e["entity"] == entity and e["value"] not in found:
                found.append(e["value"])
        return found

    def standing(self, *kinds: str) -> list[Mapping[str, Any]]:
        """The entities of these kinds that stand in the text, in order: not those of a button,
        nor what another part of the message has lent."""
        return [e for e in self.entities if e["entity"] in kinds and "start" in e]

    def first(self, entity: str) -> Any | None:
        """The first value of one kind of entity, or None."""
        return next(iter(self.values(entity)), None)


@dataclass
class Memory:
    """What the conversation has been about: kept in one Rasa slot as JSON."""

    topic: str | None = None
    role: str | None = None
    location: str | None = None
    """The place of the last answer on pay."""
    place: str | None = None
    """The place that was named last, in whatever question."""
    roles: list[str] = field(default_factory=list)
    """Roles in the order of their last mention, the newest last."""
    offered: list[str] = field(default_factory=list)
    """Roles that the last answer listed, for "the first one"."""
    sources: list[str] = field(default_factory=list)
    pending: str | None = None
    """The topic whose role was asked for."""
    told: list[str] = field(default_factory=list)
    """Keys of the newest answers, so that a repeated one is worded differently."""
    lacking: bool = False
    """Whether the last answer had to say that there is no figure."""
    ranking: str | None = None
    """How the last answer put all roles or places in an order: "highest" or "lowest"."""
    asked: list[str] = field(default_factory=list)
    """The topics that the last turn answered."""
    topics: list[str] = field(default_factory=list)
    """The topics that were answered of the role, the newest last."""
    together: list[str] = field(default_factory=list)
    """The roles, if several, that the last answer was about."""
    locations: list[str] = field(default_factory=list)
    """The places of the last answer on pay."""
    cities: list[str] = field(default_factory=list)
    """The places of the last answer on pay in several."""
    lacked: str | None = None
    """The role of the last answer for which there was no figure."""
    one_role: bool = False
    """Whether the last answer said that two names are one role in the table."""
    of_pay: bool = False
    """Whether the last answer was about pay, a comparison of nothing but pay included."""
    own: str | None = None
    """The role that the person has, for "and my current job?"."""
    figures: list[Side] = field(default_factory=list)
    """Whose pay was told, the newest last: "which pays more?" speaks of two of these."""

    MAX_ROLES = 6
    MAX_FIGURES = 8
    MAX_TOLD = 20

    def mention(self, slug: str) -> None:
        """Note that this role was spoken of."""
        self.roles = [*(r for r in self.roles if r != slug), slug][-self.MAX_ROLES :]
        self.role = slug

    def tell_pay(self, *sides: Side) -> None:
        """Note whose pay was told."""
        for side in sides:
            self.figures = [*(s for s in self.figures if s != side), side][-self.MAX_FIGURES :]

    def tell(self, key: str) -> int:
        """Note that an answer was given; how often it was before."""
        times = self.told.count(key)
        self.told = [*self.told, key][-self.MAX_TOLD :]
        return times

    def as_dict(self) -> dict[str, Any]:
        """JSON for the slot."""
        return dict(vars(self))

    def forget_unknown(self, topics: Container[str], roles: Container[str]) -> None:
        """Leave out topics and slugs that the tables no longer have: a conversation may be older
        than the last change of data/."""
        if self.topic not in topics:
            self.topic = None
        self.pending = self.pending if self.pending in topics else None
        self.asked = [name for name in self.asked if name in topics]
        self.topics = [name for name in self.topics if name in topics]
        self.role = self.role if self.role in roles else None
        self.own = self.own if self.own in roles else None
        self.lacked = self.lacked if self.lacked in roles else None
        for listed in (self.roles, self.offered, self.together):
            listed[:] = [slug for slug in listed if slug in roles]
        self.figures = [side for side in self.figures if side[0] in roles]

    @classmethod
    def from_dict(cls, value: Mapping[str, Any] | None) -> Memory:
        """The memory in a slot; unknown keys of an older version are left out."""
        known = cls.__dataclass_fields__.keys()
        memory = cls(**{k: v for k, v in (value or {}).items() if k in known})
        memory.figures = [(slug, place) for slug, place in memory.figures]
        return memory


@dataclass(frozen=True)
class PayAsked:
    """Which figures a question on pay wants."""

    levels: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    """The measures asked for: "the 10th and the 90th percentile"."""
    amount: int | None = None
    """An amount in US dollars that is held against the figures."""
    newest: bool = False
    """Only the newest of the figures: "anything fresher?"."""
    remote: bool = False
    """Whether pay for work from home is asked for."""


@dataclass(frozen=True)
class SourceAsked:
    """What a question on the figures themselves wants, besides where they come from."""

    quoted: tuple[int, ...] = ()
    """Amounts in US dollars that were told before, whose source is asked for."""
    explain: bool = False
    """What the figures measure."""
    counts: bool = False
    """How many people or filings the figures are drawn from."""
    reasons: bool = False
    """Why the last figures are as they are."""
    surprised: bool = False
    """Whether a figure was less or more than the person thought."""
    unmeasured: bool = False
    """Why there is no figure: the last answer had none."""


@dataclass(frozen=True)
class Uncovered:
    """A job outside the table, and the slug of the nearest role in it, if one is near."""

    job: str
    nearest: str | None = None


@dataclass(frozen=True)
class Question:
    """A request made whole from the conversation."""

    topic: str
    roles: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    uncovered: Uncovered | None = None
    """A job outside the table that is asked about, beside the roles if there are any."""
    head: str | None = None
    """ "Analyst", where any of several roles may be meant."""
    concepts: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    certificate: bool = False
    """Whether a certificate is asked about."""
    conditions: bool = False
    """Whether hours, stress or travel are asked about, which nobody has measured."""
    ranking: str | None = None
    among: tuple[str, ...] = ()
    """The roles that are put in an order, where it is not all of them."""
    pay: PayAsked = PayAsked()
    source: SourceAsked = SourceAsked()
    about_pay: bool = False
    """Whether a comparison, or a question on sources, is about nothing but pay."""
    sides: tuple[Side, ...] = ()
    """The figures to be held against each other, where the conversation tells which."""
    difference_only: bool = False
    """ "By how much?": the two figures have been told."""
    one_role: bool = False
    """Whether two names were held against each other that are one role in the table."""
    keeps_list: bool = False
    """ "The former": "the latter" still means the other one afterwards."""
    keeps_role: bool = False
    """ "How is it different from a tester?": the conversation stays with what it was about."""


@dataclass(frozen=True)
class Choice:
    """A button: what it says, and the intent with entities that it stands for."""

    title: str
    payload: str


@dataclass(frozen=True)
class Table:
    """Figures that read better side by side."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Answer:
    """One message of the bot."""

    text: str
    sources: list[SourceRef] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    table: Table | None = None
    offered: list[str] = field(default_factory=list)
    lacking: bool = False
    """Whether a figure that was asked for is missing in the table."""
    expects: str | None = None
    """The kind of detail that is asked for: "name", "email" or "tel"."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """What the whole message asked, for the statistics; in the first answer of a turn only."""

    def payload(self) -> dict[str, Any]:
        """JSON as the web process expects it (docs/architecture.md)."""
        return {
            **({"asked": self.asked} if self.asked else {}),
            "text": self.text,
            "choices": [{"title": c.title, "payload": c.payload} for c in self.choices],
            "sources": [
                {"title": f"{s.publisher}: {s.title}", "url": s.url, "year": s.year}
                for s in self.sources
            ],
            "table": (
                {"columns": list(self.table.columns), "rows": [list(r) for r in self.table.rows]}
                if self.table
                else None
            ),
            "expects": self.expects,
        }


def lent(entity: Mapping[str, Any]) -> dict[str, Any]:
    """The entity for another part of the message, in whose text it does not stand."""
    return {key: value for key, value in entity.items() if key not in ("start", "end")}


def _moved(place: int, shifts: Sequence[tuple[int, int]]) -> int:
    return place + sum(by for end, by in shifts if end <= place)
