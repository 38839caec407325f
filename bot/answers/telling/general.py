"""Answers that are about no role's facts: the careers covered, and terms."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.answers.model import Answer, Question
from bot.answers.telling import language
from bot.answers.telling.compose import Told, source_labels
from bot.knowledge.facts import Fact, all_roles, find_facts, get_role
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


def is_known_term(session: Session, question: Question) -> bool:
    """Whether the glossary has a term that is asked about."""
    return bool(_terms(session, question))


def tell_concept(session: Session, wording: Wording, question: Question) -> Answer:
    """What terms of the glossary mean; for another one, which terms there are."""
    told = Told()
    facts = _terms(session, question)
    if not facts:
        words = "utter_concept_unknown" if question.concepts else "utter_concept_which"
        terms = [f.values["term"] for f in find_facts(session, "glossary", where={})]
        asked = language.listing(list(question.concepts), "or")
        told.texts.append(wording.say(words, concept=asked, terms=language.listing(terms, "or")))
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


def _terms(session: Session, question: Question) -> list[Fact]:
    return [
        fact
        for concept in question.concepts
        for fact in find_facts(session, "glossary", where={"term": concept})
    ]
