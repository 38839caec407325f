"""All roles in an order: by pay, by growth, and those with a way in without a degree."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.answers.model import LOWEST, Answer
from bot.answers.telling import language
from bot.answers.telling.compose import Told, role_values, source_labels
from bot.knowledge.facts import Fact, RoleFacts, find_facts, get_role
from bot.knowledge.pay import BASIS_NAMES, PayFigures, best_paid_places, best_paid_roles
from bot.wording import Wording

RANKED = 5
_BELOW_BACHELOR = ("Associate's degree", "Some college courses")


def tell_best_paid_roles(
    session: Session, wording: Wording, ranking: str, among: Sequence[str] = ()
) -> Answer:
    """The roles with the highest (or lowest) national median, of those `among` or of all."""
    lowest = ranking == LOWEST
    ranked = best_paid_roles(session, RANKED, lowest=lowest, among=among)
    if not ranked:
        ranked = best_paid_roles(session, RANKED, lowest=lowest)
    items = [
        (get_role(session, figures.slug).title, language.dollars(figures.headline[1]))
        for figures in ranked
    ]
    text = wording.say(
        f"utter_pay_rank_roles_{ranking}",
        items=_bullets(wording, items),
        source=ranked[0].source.label,
    )
    return _answer(text, ranked, [figures.slug for figures in ranked])


def tell_best_paid_places(
    session: Session, wording: Wording, role: RoleFacts, ranking: str
) -> Answer | None:
    """The places with the highest (or lowest) median for a role; None without any."""
    ranked = best_paid_places(session, role.slug, RANKED, lowest=ranking == LOWEST)
    if not ranked:
        return None
    items = [(figures.location, language.dollars(figures.headline[1])) for figures in ranked]
    text = wording.say(
        f"utter_pay_rank_places_{ranking}",
        items=_bullets(wording, items),
        basis=wording.say(f"utter_basis_{BASIS_NAMES[ranked[0].basis]}"),
        source=ranked[0].source.label,
        **role_values(role),
    )
    return _answer(text, ranked, [])


def tell_growth(session: Session, wording: Wording, ranking: str) -> Answer:
    """The roles whose official occupation is projected to grow most (or least)."""
    facts = find_facts(session, "outlook", where={"metric": "growth", "match": "exact"})
    # Some occupations have an older projection only.
    oldest_first = sorted(facts, key=lambda fact: str(fact.values["period"]))
    newest = {fact.values["slug"]: fact for fact in oldest_first}
    ranked = sorted(
        newest.values(), key=lambda f: float(f.values["value"]), reverse=ranking != LOWEST
    )[:RANKED]
    items = [
        (
            get_role(session, fact.values["slug"]).title,
            wording.say(
                "utter_growth_rank_value",
                growth=language.number(fact.values["value"]),
                period=fact.values["period"],
            ),
        )
        for fact in ranked
    ]
    text = wording.say(
        f"utter_growth_rank_{ranking}",
        items=_bullets(wording, items),
        source=ranked[0].source.publisher,
    )
    return _answer(text, ranked, [fact.values["slug"] for fact in ranked])


def tell_without_degree(session: Session, wording: Wording) -> Answer:
    """The roles for which a source names a way in without a bachelor's degree."""
    levels = find_facts(
        session, "education", where={"level": list(_BELOW_BACHELOR), "match": "exact"},
        absent=("share_pct",),
    )  # fmt: skip
    ways = find_facts(session, "how_to_get_in", where={"kind": "alternative", "match": "exact"})
    said: dict[str, list[str]] = {}
    for fact in levels:
        entry = wording.say("utter_entry_level", level=fact.values["level"])
        said.setdefault(fact.values["slug"], []).append(entry)
    for fact in ways:
        said.setdefault(fact.values["slug"], []).append(str(fact.values["text"]))
    items = [(get_role(session, slug).title, " ".join(texts)) for slug, texts in said.items()]
    facts = [*levels, *ways]
    text = wording.say(
        "utter_without_degree", items=_bullets(wording, items), source=source_labels(facts)
    )
    return _answer(text, facts, list(said))


def _bullets(wording: Wording, items: Sequence[tuple[str, str]]) -> str:
    return language.bullets(
        [wording.say("utter_pay_rank_item", name=name, amount=value) for name, value in items]
    )


def _answer(text: str, facts: Sequence[Fact] | Sequence[PayFigures], offered: list[str]) -> Answer:
    told = Told()
    told.cite(*(fact.source for fact in facts))
    return Answer(text=text, sources=told.sources, offered=offered)
