"""Pay figures, kept apart by basis: figures of different bases are never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.knowledge.facts import Fact, RoleFacts, SourceRef, find_facts

COUNTRY = "United States"
SURVEY = "employer wage survey (base pay)"
FILINGS = "wage offered in H-1B filings"
SELF_REPORTED = "self-reported average"
# The firm's own figures first, then official statistics, then filings; a basis
# that is not here (an older Indeed average) is kept in the table but not told.
BASES = (SELF_REPORTED, SURVEY, FILINGS)
BASIS_NAMES = {SELF_REPORTED: "self_reported", SURVEY: "survey", FILINGS: "filings"}
"""The bases as the names of responses have them."""
PERCENTILES = ("p10", "p25", "median", "p75", "p90")


@dataclass(frozen=True)
class PayFigures:
    """What one source says of the pay for a role in a place: US dollars a year by metric."""

    slug: str
    location: str
    level: str
    basis: str
    year: int
    match: str
    amounts: dict[str, int]
    qualifier: str
    sample_size: int | None
    source: SourceRef

    @property
    def headline(self) -> tuple[str, int]:
        """The one metric that stands for these figures, and its amount."""
        metric = "median" if "median" in self.amounts else "average"
        return metric, self.amounts[metric]

    def comparable_with(self, other: PayFigures) -> bool:
        """True where a difference of the two headlines means something."""
        fits = {"exact", "title"}
        # Of one role in two places the stand-in is the same one.
        same = self.slug == other.slug and self.match == other.match
        return self.measured_like(other) and (same or {self.match, other.match} <= fits)

    def measured_like(self, other: PayFigures) -> bool:
        """True where both were measured in one way, be it of a wider group of occupations."""
        return (self.basis, self.year, self.level, self.headline[0]) == (
            other.basis,
            other.year,
            other.level,
            other.headline[0],
        )


def find_pay(
    session: Session, slug: str, location: str = COUNTRY, level: str = "all"
) -> list[PayFigures]:
    """All figures for a role in a place, one entry a source, the firm's own first."""
    rows = find_facts(
        session, "salaries", where={"slug": slug, "location": location, "level": level}
    )
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in rows:
        if fact.values["basis"] in BASES:
            groups.setdefault((fact.values["basis"], fact.values["match"]), []).append(fact)
    found = [_figures(_newest(facts)) for facts in groups.values()]
    return sorted(found, key=lambda figures: (BASES.index(figures.basis), figures.source.id))


def best_paid_roles(
    session: Session, count: int, *, lowest: bool = False, among: Sequence[str] = ()
) -> list[PayFigures]:
    """Roles by national median in the employer survey, the one basis that covers the most.

    Only occupations that are the role (match `exact`) take part; of `among` only, if given.
    """
    where: dict[str, Any] = {
        "location": COUNTRY, "level": "all", "basis": SURVEY, "match": "exact",
        **({"slug": list(among)} if among else {}),
    }  # fmt: skip
    return _ranked(find_facts(session, "salaries", where=where), count, lowest, "slug")


def best_paid_places(
    session: Session, slug: str, count: int, *, lowest: bool = False
) -> list[PayFigures]:
    """Places by median for a role, all of one basis; official statistics where there are any."""
    rows = find_facts(session, "salaries", where={"slug": slug, "level": "all"})
    metro = [fact for fact in rows if fact.values["location"] != COUNTRY]
    for basis in (SURVEY, FILINGS):
        own = [fact for fact in metro if fact.values["basis"] == basis]
        if own:
            return _ranked(own, count, lowest, "location")
    return []


def occupation_role(session: Session, role: RoleFacts) -> str | None:
    """The role that *is* the official occupation around `role`, or None."""
    if role.soc_code is None:
        return None
    found = find_facts(
        session, "roles", where={"soc_code": role.soc_code, "soc_match": "exact"}, order=("slug",)
    )
    return next((f.values["slug"] for f in found if f.values["slug"] != role.slug), None)


def _ranked(facts: Sequence[Fact], count: int, lowest: bool, by: str) -> list[PayFigures]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.values[by], []).append(fact)
    figures = [_figures(_newest(group)) for group in groups.values()]
    figures.sort(key=lambda item: (item.headline[1] if lowest else -item.headline[1], item.slug))
    return figures[:count]


def _newest(facts: Sequence[Fact]) -> list[Fact]:
    year = max(fact.values["year"] for fact in facts)
    return [fact for fact in facts if fact.values["year"] == year]


def _figures(facts: Sequence[Fact]) -> PayFigures:
    # National survey rows hold the mean too, from the same table of the same source.
    main = next((f for f in facts if f.values["metric"] in ("median", "average")), facts[0])
    values = main.values
    return PayFigures(
        slug=values["slug"],
        location=values["location"],
        level=values["level"],
        basis=values["basis"],
        year=values["year"],
        match=values["match"],
        amounts={f.values["metric"]: f.values["amount_usd"] for f in facts},
        qualifier=values["qualifier"] or "",
        sample_size=values["sample_size"],
        source=main.source,
    )
