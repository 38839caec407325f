"""Two roles side by side."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.answers.model import PAIR, Answer, Question
from bot.answers.telling import language
from bot.answers.telling.compose import Told, role_values, source_labels
from bot.answers.telling.pay_of_two import tell_pay_of_many, tell_pay_of_two
from bot.knowledge.facts import RoleFacts, find_facts, get_role
from bot.wording import Wording

HARD_SKILLS = ("technical", "mathematics", "tool")
SKILLS_SHOWN = 5


def tell_comparison(session: Session, wording: Wording, question: Question) -> Answer:
    """What sets two roles apart, and their pay; only the pay where that was asked."""
    if len(question.sides) > PAIR:
        return tell_pay_of_many(session, wording, question.sides)
    first, second = (get_role(session, slug) for slug in question.roles[:PAIR])
    told = Told()
    if not question.about_pay:
        _tell_definitions(session, wording, first, second, told)
    place = question.locations[0] if question.locations else None
    sides = question.sides or ((first.slug, place), (second.slug, place))
    tell_pay_of_two(session, wording, sides, told, difference_only=question.difference_only)
    # One role in two places is one.
    offered = list(dict.fromkeys((first.slug, second.slug)))
    return Answer(text="\n\n".join(told.texts), sources=told.sources, offered=offered)


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
        told.texts.append(
            wording.say(
                "utter_comparison_skills",
                role=language.plural(role.title),
                other=language.plural(other.title),
                items=language.listing([fact.values["skill"] for fact in shown]),
                source=source_labels(shown),
            )
        )
        told.cite(*(fact.source for fact in shown))
