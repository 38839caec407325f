"""What the assistant says, before it has a place in a conversation."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class Offer(BaseModel):
    """A choice as the dialogue offers it: what is shown, and what choosing it means."""

    title: str
    payload: str


class Source(BaseModel):
    """Where a fact in an answer is from."""

    title: str
    url: str | None = None
    year: int | None = None


class Table(BaseModel):
    """Rows of an answer that read better as a table; each row is as long as `columns`."""

    columns: list[str]
    rows: list[list[str | int | float | None]]


class Asked(BaseModel):
    """One request that the dialogue found in the visitor's message, for the statistics."""

    intent: str = Field(max_length=60)
    role: str | None = Field(default=None, max_length=80)
    location: str | None = Field(default=None, max_length=80)
    answered: bool = True


class Reply(BaseModel):
    """One message of the assistant."""

    text: str
    choices: list[Offer] = Field(default_factory=list)
    sources: list[Source] = Field(default_factory=list)
    table: Table | None = None
    expects: Literal["name", "email", "tel"] | None = None
    erase_conversation: bool = False
    """The visitor has confirmed that everything is to be erased: this is the last message."""
    asked: list[Asked] = Field(default_factory=list)
