"""Tables of what happened to the knowledge: its states, and the corrections by staff."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Text

from bot.database import Base, UtcDateTime


class KnowledgeRevision(Base):
    """One state of the knowledge; other processes reload when the highest id changes."""

    __tablename__ = "knowledge_revisions"
    id = Column(Integer, primary_key=True)
    created_at = Column(UtcDateTime, nullable=False)
    reason = Column(String(20), nullable=False)
    checksum = Column(String(64))


class Correction(Base):
    """A staff member's correction: it wins over the imported row and survives imports.

    `natural_key`, `values` and `imported` are JSON objects of columns: the row as
    it was imported, what staff put in, and what stood there before.
    """

    __tablename__ = "corrections"
    id = Column(Integer, primary_key=True)
    table_name = Column(String(40), nullable=False)
    natural_key = Column(Text, nullable=False)
    values = Column(Text, nullable=False)
    imported = Column(Text, nullable=False)
    source_id = Column(String(80), ForeignKey("sources.id"), nullable=False)
    created_at = Column(UtcDateTime, nullable=False)
    created_by = Column(String(120), nullable=False)
    undone_at = Column(UtcDateTime)
