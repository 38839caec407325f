"""Finding leads by what they hold: the words of each lead, to be searched by their beginnings.

A table of words instead of an engine's own full-text search: one way for SQLite and PostgreSQL,
both with an index for "starts with", and nothing that finds a person by the middle of a word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    String,
    delete,
    event,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session

from bot.database import Base
from bot.leads.tables import Lead

SEARCHED = ("name", "email", "phone_number", "company", "role", "location")
LONGEST_WORD = 64
MOST_WORDS = 8
# Above any letter: the end of "starts with".
_LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")
_PHONE = re.compile(r"[\d\s().+/-]{5,}")
# A word that few leads have is looked up, and those leads are fetched and put in order. With one
# that many have it is quicker to go through the leads in order and look at their words: a page is
# soon full. Two words of many leads may have few in common: which, is looked up before, because a
# database that does not know how few they are would read all leads.
FEW = 2_000
SOME = 20_000
US = "1"

# Range comparisons must go by code points, whatever the database's language.
_Word = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class LeadWord(Base):
    """One word of one lead, without case and accents."""

    __tablename__ = "lead_words"
    __table_args__ = (Index("ix_lead_words_word_lead_id", "word", "lead_id"),)

    lead_id = Column(String(36), ForeignKey("leads.id", ondelete="CASCADE"), primary_key=True)
    word = Column(_Word, primary_key=True)


def words_of(lead: Lead) -> set[str]:
    """Every word that finds this lead; none for an erased one."""
    words = {word for field in SEARCHED for word in _words(getattr(lead, field) or "")}
    if lead.email:
        words.add(_plain(lead.email)[:LONGEST_WORD])
    if lead.phone_number:
        digits = lead.phone_number.lstrip("+")
        words |= {digits, digits.removeprefix(US)}
    return words


def query_words(text: str) -> list[str]:
    """What is searched for: each word must begin one of the lead's."""
    if _PHONE.fullmatch(text.strip()):
        return ["".join(letter for letter in text if letter.isdigit())[:LONGEST_WORD]]
    chunks = _plain(text).split()
    words = [word for chunk in chunks for word in ([chunk] if "@" in chunk else _words(chunk))]
    return [word[:LONGEST_WORD] for word in words][:MOST_WORDS]


def conditions(session: Session, text: str) -> list[Any]:
    """Conditions on `Lead` for a search; none for a text without words."""
    numbers = _numbers(session, query_words(text))
    looked_up = [word for word, number in numbers.items() if number <= SOME]
    if len(looked_up) == 1 and numbers[looked_up[0]] > FEW:
        looked_up = []
    found: list[Any] = []
    if len(looked_up) == 1:
        found.append(Lead.id.in_(_with(looked_up[0])))
    elif looked_up:
        ids = _leads_with_all(session, looked_up)
        if len(ids) > FEW:
            looked_up = []
        else:
            found.append(Lead.id.in_(ids))
    found += [
        exists().where(LeadWord.lead_id == Lead.id, _begins(word))
        for word in numbers
        if word not in looked_up
    ]
    return found


def _with(word: str) -> Any:
    return select(LeadWord.lead_id).where(_begins(word))


def _leads_with_all(session: Session, words: list[str]) -> list[str]:
    """Leads that have a word beginning with each of these, some of them twice; of very many only
    the first.
    """
    first, *others = map(_with, words)
    # As an expression, or SQLite would look each lead up anew instead of keeping a list.
    lead_id = LeadWord.lead_id.concat("")
    common = first.where(*(lead_id.in_(other.correlate(None)) for other in others))
    return list(session.execute(common.limit(FEW + 1)).scalars())


def _numbers(session: Session, words: list[str]) -> dict[str, int]:
    """How many words of leads begin with each of these, up to `SOME` and one."""
    if not words:
        return {}
    some = [_with(word).limit(SOME + 1).subquery() for word in words]
    counts = [select(func.count()).select_from(each).scalar_subquery() for each in some]
    return dict(zip(words, session.execute(select(*counts)).one(), strict=True))


def _begins(word: str) -> Any:
    return LeadWord.word.between(word, word + _LAST)


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(_plain(text))]


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _write(connection: Any, lead: Lead) -> None:
    words = [] if lead.erased_at else sorted(words_of(lead))
    connection.execute(delete(LeadWord.__table__).where(LeadWord.lead_id == lead.id))
    if words:
        rows = [{"lead_id": lead.id, "word": word} for word in words]
        connection.execute(insert(LeadWord.__table__), rows)


@event.listens_for(Lead, "after_insert")
@event.listens_for(Lead, "after_update")
def _index(_mapper: Any, connection: Any, lead: Lead) -> None:
    _write(connection, lead)
