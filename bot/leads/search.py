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
from bot.leads.tables import Lead, RowId

SEARCHED = ("name", "email", "phone_number", "company", "role", "location")
LONGEST_WORD = 64
MOST_WORDS = 8
# Above any letter: the end of "starts with".
_LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")
_PHONE = re.compile(r"[\d\s().+/-]{5,}")
# Words that not too many leads have are looked up: the numbers of those leads are what the words
# have in common. For a word of very many it is quicker to go through the leads in order and look
# at the words of each, since a page is soon full.
SOME = 10_000
US = "1"

# Range comparisons must go by code points, whatever the database's language.
_Word = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class LeadWord(Base):
    """One word of one lead, without case and accents.

    The lead is told by its number: short, and in the order of the queue, so that what several
    words have in common is found quickly and comes out in order.
    """

    __tablename__ = "lead_words"
    __table_args__ = (
        Index("ix_lead_words_word_number", "word", "number"),
        {"sqlite_with_rowid": False},
    )

    number = Column(
        RowId,
        ForeignKey("leads.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
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


def narrowed(session: Session, query: Any, text: str, *, newest_first: bool = True) -> Any:
    """A query of `Lead` with only those that are found; all of them for a text without words.

    `newest_first` says how the query is going to be ordered by number.
    """
    frequencies = _frequencies(session, query_words(text))
    rarest_first = sorted(frequencies, key=frequencies.__getitem__)
    looked_up = [word for word in rarest_first if frequencies[word] <= SOME]
    for word in rarest_first:
        if word not in looked_up:
            query = query.where(exists().where(LeadWord.number == Lead.number, _begins(word)))
    if not looked_up:
        return query
    found = _with_all(looked_up)
    if session.get_bind().dialect.name != "postgresql":
        # SQLite goes through such a list in the order of the query, and stops when a page is full.
        return query.where(Lead.number.in_(found))
    # PostgreSQL does so only with a table that is in order by itself.
    order = LeadWord.number.desc() if newest_first else LeadWord.number
    hits = found.distinct().order_by(order).subquery()
    return query.join(hits, hits.c.number == Lead.number)


def _with(word: str) -> Any:
    return select(LeadWord.number).where(_begins(word))


def _with_all(words: list[str]) -> Any:
    first, *others = map(_with, words)
    # As an expression: SQLite would look each lead up anew instead of keeping a list, and
    # PostgreSQL would take all that have the first word to have the others, too.
    number = LeadWord.number + 0
    return first.where(*(number.in_(other.correlate(None)) for other in others))


def _frequencies(session: Session, words: list[str]) -> dict[str, int]:
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
    connection.execute(delete(LeadWord.__table__).where(LeadWord.number == lead.number))
    if words:
        rows = [{"number": lead.number, "word": word} for word in words]
        connection.execute(insert(LeadWord.__table__), rows)


@event.listens_for(Lead, "after_insert")
@event.listens_for(Lead, "after_update")
def _index(_mapper: Any, connection: Any, lead: Lead) -> None:
    _write(connection, lead)
