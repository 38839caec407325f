"""Topics of facts: the parts of data/topics.yml become one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.answers.model import Answer, Question
from bot.answers.telling import language
from bot.answers.topics import Part, Topic
from bot.knowledge.facts import (
    Fact,
    RoleFacts,
    SourceRef,
    count_values,
    find_facts,
    get_role,
)
from bot.knowledge.pay import COUNTRY
from bot.wording import Wording

_TEXT_COLUMNS = ("year", "period")
COMMON_SHARE = 40  # percent of a list that is cut short


@dataclass
class Told:
    """The pieces of an answer while it is put together."""

    texts: list[str] = field(default_factory=list)
    sources: list[SourceRef] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    lacking: bool = False

    def cite(self, *sources: SourceRef) -> None:
        """Add sources, each once."""
        known = {source.id for source in self.sources}
        for source in sources:
            if source.id not in known:
                self.sources.append(source)
                known.add(source.id)


def source_labels(facts: Iterable[Fact]) -> str:
    """The sources of facts for a sentence, each once: "O*NET, 2025; eNamix, 2021"."""
    return "; ".join(dict.fromkeys(fact.source.label for fact in facts))


def role_values(role: RoleFacts) -> dict[str, str]:
    """What a response may say of a role: {role}, {a_role}, {roles}, {soc_title} ..."""
    soc = (role.soc_title or "").lower()
    return {
        "role": language.in_sentence(role.title),
        "a_role": language.with_article(role.title),
        "roles": language.plural(role.title),
        "role_title": role.title,
        "occupation": soc,
    }


def tell_facts(
    session: Session, wording: Wording, topic: Topic, question: Question, role: RoleFacts | None
) -> Answer:
    """All parts of a topic for one role, or the words for "nothing found"."""
    told = Told()
    found: set[str] = set()
    known = role_values(role) if role else {}
    if role and topic.intent == "ask_skills":
        for skill in question.skills:
            _tell_skill(session, wording, role, skill, told)
    if role and question.certificate and topic.intent == "ask_education":
        _tell_certificates(session, wording, role, told)
    for part in topic.parts:
        if found.intersection(part.unless):
            continue
        facts = _facts(session, part, role)
        if not facts:
            continue
        found.add(part.name)
        _tell_part(session, wording, part, facts, known, told)
    if not found:
        told.texts.append(wording.say(topic.missing, **known))
        if role and role.soc_match in ("proxy", "broader") and role.soc_title:
            told.texts.append(wording.say("utter_closest_occupation", **known))
            told.cite(role.source)
    if role and not any(known[name] in " ".join(told.texts) for name in ("role", "role_title")):
        # In a conversation on several roles nobody should have to guess.
        told.texts.insert(0, wording.say("utter_subject", **known))
    there = [language.place(name) for name in question.locations if name != COUNTRY]
    if topic.national and there and told.sources:
        places = language.listing(there)
        told.texts.append(wording.say("utter_national_only", place=places))
    return Answer(text="\n\n".join(told.texts), sources=told.sources, offered=told.offered)


def _tell_skill(
    session: Session, wording: Wording, role: RoleFacts, skill: str, told: Told
) -> None:
    """ "Do I need Excel?": whether a source names it for the role."""
    naming = find_facts(session, "skills", where={"slug": role.slug, "skill": skill})
    words = "utter_skill_named" if naming else "utter_skill_not_named"
    told.texts.append(
        wording.say(words, skill=skill, source=source_labels(naming), **role_values(role))
    )
    told.cite(*(fact.source for fact in naming))


def _tell_certificates(session: Session, wording: Wording, role: RoleFacts, told: Told) -> None:
    """ "Do I need a certificate?": what the sources say of them, first."""
    where = {"slug": role.slug, "kind": ["certification", "alternative"]}
    facts = find_facts(session, "how_to_get_in", where=where, order=("ordinal",))
    if not facts:
        told.texts.append(wording.say("utter_certificates_not_named", **role_values(role)))
        return
    items = " ".join(str(fact.values["text"]) for fact in facts)
    match = str(facts[0].values.get("match"))
    words = "utter_certificates" if match == "exact" else "utter_certificates_closest"
    told.texts.append(
        wording.say(words, items=items, source=source_labels(facts), **role_values(role))
    )
    told.cite(*(fact.source for fact in facts))


def _facts(session: Session, part: Part, role: RoleFacts | None) -> list[Fact]:
    where = dict(part.where)
    if part.by_role:
        if role is None:
            return []
        where["slug"] = role.slug
    facts = find_facts(
        session, part.table, where=where, present=part.present, absent=part.absent, order=part.order
    )
    if part.distinctive:
        return _distinctive(session, part, facts)
    return _pivot(part, facts) if part.pivot else facts


def _distinctive(session: Session, part: Part, facts: Sequence[Fact]) -> list[Fact]:
    """What sets a role apart first, then what nearly every role needs; `part.limit` in all."""
    shared = count_values(session, part.table, part.distinctive)
    rarest_first = sorted(facts, key=lambda fact: shared[fact.values[part.distinctive]])
    common = part.limit * COMMON_SHARE // 100 if len(facts) > part.limit else 0
    return [*rarest_first[: part.limit - common], *rarest_first[len(facts) - common :]]


def _pivot(part: Part, facts: Sequence[Fact]) -> list[Fact]:
    assert part.pivot is not None
    groups: dict[tuple[Any, ...], tuple[dict[str, Any], SourceRef]] = {}
    for fact in facts:
        key = tuple(fact.values[column] for column in part.pivot.by)
        values, _ = groups.setdefault((*key, fact.source.id), (dict(fact.values), fact.source))
        name = fact.values[part.pivot.key]
        values[name] = fact.values[part.pivot.value]
        values[f"{name}_period"] = fact.values.get("period")
    return [Fact(values, source) for values, source in groups.values()]


def _tell_part(
    session: Session,
    wording: Wording,
    part: Part,
    facts: Sequence[Fact],
    known: Mapping[str, str],
    told: Told,
) -> None:
    shown = facts[: part.limit]
    items = [_item(session, wording, part, fact, known) for fact in shown]
    if part.join == "bullets":
        joined = language.bullets(items)
    elif part.join == "sentences":
        joined = " ".join(items)
    else:
        joined = language.listing(items)
    first = shown[0]
    if isinstance(part.words, dict):
        words = part.words[str(first.values.get("match") or "exact")]
    else:
        words = part.words
    values = {**_readable(first.values), **known, "items": joined}
    told.texts.append(wording.say(words, source=source_labels(shown), **values))
    told.cite(*(fact.source for fact in shown))
    if part.offers:
        told.offered.extend(str(fact.values[part.offers]) for fact in shown)


def _item(
    session: Session, wording: Wording, part: Part, fact: Fact, known: Mapping[str, str]
) -> str:
    values = {**_readable(fact.values), **known}
    organisation = fact.values.get("organisation")
    values["organisation_colon"] = f"{organisation}: " if organisation else ""
    related = fact.values.get("related_slug")
    if related:
        values["related"] = language.in_sentence(get_role(session, related).title)
    if not part.each:
        return ""
    if part.each.startswith("utter_"):
        return wording.say(part.each, **values)
    return str(values[part.each])


def _readable(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        column: ""
        if value is None
        else str(value)
        if column.endswith(_TEXT_COLUMNS)
        else language.number(value)
        for column, value in values.items()
    }
