"""Two roles side by side."""

from __future__ import annotations

from itertools import product

from sqlalchemy.orm import Session

from bot.answers import language
from bot.answers.compose import Told, role_values
from bot.answers.model import Answer, Question
from bot.answers.pay import pay_sentence
from bot.knowledge.facts import RoleFacts, find_facts, find_role
from bot.knowledge.pay import COUNTRY, PayFigures, find_pay
from bot.wording import Wording

HARD_SKILLS = ("technical", "mathematics", "tool")
SKILLS_SHOWN = 5


def tell_comparison(session: Session, wording: Wording, question: Question) -> Answer:
    """What sets two roles apart, and their pay; only the pay where that was asked."""
    first, second = (find_role(session, slug) for slug in question.roles[:2])
    assert first is not None and second is not None  # slugs come from the table
    told = Told()
    if not question.about_pay:
        _tell_definitions(session, wording, first, second, told)
    location = question.locations[0] if question.locations else COUNTRY
    _tell_pay(session, wording, first, second, location, told, question.difference_only)
    return Answer(
        text="\n\n".join(told.texts), sources=told.sources, offered=[first.slug, second.slug]
    )


def _tell_definitions(
    session: Session, wording: Wording, first: RoleFacts, second: RoleFacts, told: Told
) -> None:
    for role in (first, second):
        told.texts.append(
            wording.say(
                "utter_comparison_role",
                definition=language.lower_first(role.definition),
                **role_values(role),
            )
        )
        told.cite(role.source)
    links = find_facts(
        session,
        "related_roles",
        where={"slug": [first.slug, second.slug], "related_slug": [first.slug, second.slug]},
    )
    for link in links:
        if link.values["relation"] == "overlaps" and link.values["note"]:
            told.texts.append(
                wording.say(
                    "utter_comparison_link",
                    first=language.plural(first.title),
                    second=language.plural(second.title),
                    note=link.values["note"],
                    source=link.source.label,
                )
            )
            told.cite(link.source)
            break
    _tell_skills(session, wording, first, second, told)


def _tell_skills(
    session: Session, wording: Wording, first: RoleFacts, second: RoleFacts, told: Told
) -> None:
    """The skills that are named for one of the two alone."""
    facts = {
        role.slug: find_facts(
            session,
            "skills",
            where={"slug": role.slug, "category": list(HARD_SKILLS)},
            order=["-share_pct", "id"],
        )
        for role in (first, second)
    }
    for role, other in ((first, second), (second, first)):
        shared = {fact.values["skill"] for fact in facts[other.slug]}
        own = [fact for fact in facts[role.slug] if fact.values["skill"] not in shared]
        # Where a source has nothing on the other role, "only" would say too much.
        if not own or not shared:
            continue
        shown = own[:SKILLS_SHOWN]
        labels = dict.fromkeys(fact.source.label for fact in shown)
        told.texts.append(
            wording.say(
                "utter_comparison_skills",
                role=language.plural(role.title),
                other=language.plural(other.title),
                items=language.listing([fact.values["skill"] for fact in shown]),
                source="; ".join(labels),
            )
        )
        told.cite(*(fact.source for fact in shown))


def _tell_pay(
    session: Session,
    wording: Wording,
    first: RoleFacts,
    second: RoleFacts,
    location: str,
    told: Told,
    difference_only: bool,
) -> None:
    pay = [find_pay(session, role.slug, location) for role in (first, second)]
    if location != COUNTRY and not all(pay):
        told.texts.append(wording.say("utter_comparison_no_place", place=language.place(location)))
        pay = [find_pay(session, role.slug) for role in (first, second)]
    pair = _comparable(*pay)
    shown = pair or tuple(figures[0] for figures in pay if figures)
    by_slug = {first.slug: first, second.slug: second}
    if difference_only and all(pay):
        told.texts.append(
            _difference(wording, pair, by_slug)
            if pair
            else wording.say("utter_comparison_no_difference")
        )
        told.cite(*(figures.source for figures in shown))
        return
    for figures in shown:
        role = by_slug[figures.slug]
        sentence = pay_sentence(wording, figures, role)
        if figures.match in ("proxy", "broader"):
            sentence = (
                f"{wording.say(f'utter_pay_{figures.match}', **role_values(role))} {sentence}"
            )
        told.texts.append(sentence)
        told.cite(figures.source)
    for role, figures_of_role in zip((first, second), pay, strict=True):
        if not figures_of_role:
            told.texts.append(
                wording.say("utter_pay_none", place=language.place(location), **role_values(role))
            )
    if pair:
        told.texts.append(_difference(wording, pair, by_slug))
    elif all(pay):
        told.texts.append(wording.say("utter_comparison_not_comparable"))


def _comparable(
    first: list[PayFigures], second: list[PayFigures]
) -> tuple[PayFigures, PayFigures] | None:
    return next((pair for pair in product(first, second) if pair[0].comparable_with(pair[1])), None)


def _difference(
    wording: Wording, pair: tuple[PayFigures, PayFigures], by_slug: dict[str, RoleFacts]
) -> str:
    more, less = sorted(pair, key=lambda figures: -figures.headline[1])
    difference = more.headline[1] - less.headline[1]
    if difference == 0:
        return wording.say("utter_comparison_equal")
    return wording.say(
        "utter_comparison_difference",
        more=language.plural(by_slug[more.slug].title),
        less=language.plural(by_slug[less.slug].title),
        amount=language.dollars(difference),
    )
