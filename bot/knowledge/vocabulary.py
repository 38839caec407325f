"""The names that people may use for roles, places and skills, for the entity extractor."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.knowledge.history import KnowledgeRevision
from bot.knowledge.tables import GlossaryTerm, Location, Role, RoleAlias, Skill


@dataclass(frozen=True)
class Names:
    """Pairs of a name as people write it and what it stands for."""

    roles: tuple[tuple[str, str], ...]
    """(title or alias, slug)"""
    locations: tuple[tuple[str, str], ...]
    """(name or alias, location)"""
    skills: tuple[str, ...]
    terms: tuple[str, ...]
    states: tuple[tuple[str, str], ...] = ()
    """(location, letters of the states that it lies in: "MO KS")"""


def load_names(session: Session) -> Names:
    """All names in the knowledge table."""
    titles = session.execute(select(Role.title, Role.slug).order_by(Role.position)).all()
    aliases = session.execute(select(RoleAlias.alias, RoleAlias.slug)).all()
    places = session.execute(
        select(Location.location, Location.aliases, Location.full_name).order_by(Location.position)
    ).all()
    skills = session.execute(select(Skill.skill).distinct().order_by(Skill.skill)).scalars().all()
    terms = session.execute(select(GlossaryTerm.term)).scalars().all()
    return Names(
        roles=tuple((name, slug) for name, slug in [*titles, *aliases]),
        locations=tuple(
            (name.strip(), place)
            for place, listed, _ in places
            for name in (place, *listed.split("|"))
            if name.strip()
        ),
        skills=tuple(skills),
        terms=tuple(terms),
        states=tuple(
            (place, full_name.rsplit(", ", 1)[1].replace("-", " "))
            for place, _, full_name in places
            if ", " in full_name
        ),
    )


def current_revision(session: Session) -> int:
    """The number of the newest state of the knowledge; 0 before the first import."""
    query = select(KnowledgeRevision.id).order_by(KnowledgeRevision.id.desc()).limit(1)
    return int(session.execute(query).scalar() or 0)
