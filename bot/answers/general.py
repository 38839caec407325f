"""Answers that are about no role's facts: the careers covered, terms, where an answer came from."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.answers import language
from bot.answers.compose import Told, role_values, source_labels
from bot.answers.model import Answer, Memory, Question
from bot.knowledge.facts import all_roles, find_facts, find_sources, get_role
from bot.knowledge.pay import COUNTRY
from bot.wording import Wording


def tell_roles(session: Session, wording: Wording) -> Answer:
    """All roles of the table by family."""
    families: dict[str, list[str]] = {}
    roles = all_roles(session)
    for role in roles:
        families.setdefault(role.family, []).append(language.in_sentence(role.title))
    items = [f"{family}: {', '.join(titles)}" for family, titles in families.items()]
    text = wording.say("utter_list_roles", items=language.bullets(items))
    return Answer(text=text, offered=[role.slug for role in roles])


def tell_roles_with(session: Session, wording: Wording, skill: str) -> Answer:
    """The roles for which a source names a skill."""
    facts = find_facts(session, "skills", where={"skill": skill})
    if not facts:
        return Answer(text=wording.say("utter_roles_with_none", skill=skill))
    slugs = list(dict.fromkeys(str(fact.values["slug"]) for fact in facts))
    titles = [language.in_sentence(get_role(session, slug).title) for slug in slugs]
    told = Told()
    told.cite(*(fact.source for fact in facts))
    text = wording.say(
        "utter_roles_with",
        skill=skill,
        roles=language.listing(sorted(titles, key=str.lower)),
        source=source_labels(facts),
    )
    return Answer(text=text, sources=told.sources, offered=slugs)


def tell_concept(session: Session, wording: Wording, question: Question) -> Answer:
    """What a term of the glossary means; for another one, which terms there are."""
    told = Told()
    facts = (
        find_facts(session, "glossary", where={"term": question.concept})
        if question.concept
        else []
    )
    if not facts:
        words = "utter_concept_unknown" if question.concept else "utter_concept_which"
        terms = [f.values["term"] for f in find_facts(session, "glossary", where={})]
        told.texts.append(
            wording.say(words, concept=question.concept or "", terms=language.listing(terms, "or"))
        )
    for fact in facts:
        told.texts.append(
            wording.say(
                "utter_concept",
                concept=fact.values["term"],
                definition=fact.values["definition"],
                note_semicolon=f"{fact.values['note']}; " if fact.values["note"] else "",
                source=fact.source.label,
            )
        )
        told.cite(fact.source)
    return Answer(text="\n\n".join(told.texts), sources=told.sources)


def tell_sources(session: Session, wording: Wording, question: Question, memory: Memory) -> Answer:
    """Where the last answer came from, what its figures measure, or why there were none."""
    if question.unmeasured and (slug := memory.lacked or memory.role):
        place = language.place(memory.location or COUNTRY)
        role = role_values(get_role(session, slug))
        return Answer(text=wording.say("utter_pay_unmeasured", place=place, **role))
    sources = find_sources(session, memory.sources)
    if not sources:
        return Answer(text=wording.say("utter_sources_general"))
    items = []
    for source in sources:
        year = f", {source.year}" if source.year else ""
        note = f" ({source.note})" if source.note else ""
        items.append(f"{source.publisher}: {source.title}{year}{note}")
    text = wording.say("utter_sources", items=language.bullets(items))
    if question.surprised:
        text = f"{wording.say('utter_surprised')}\n\n{text}"
    elif question.reasons:
        text = f"{wording.say('utter_no_reasons')}\n\n{text}"
    elif question.explain:
        text = f"{wording.say('utter_figures')}\n\n{text}"
    return Answer(text=text, sources=sources)
