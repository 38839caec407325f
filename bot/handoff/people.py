"""The name of a person and the company in a message, from what is surest to what is left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.handoff import names
from bot.handoff.contacts import Span


@dataclass
class Named:
    """Who a message is from; each method fills in what the ones before have not found.

    `text` is the message without its questions, `taken` are the places of other details. A place
    may be part of a name ("Austin Berg"), but one of the `cities` alone is none.
    """

    text: str
    taken: Sequence[Span]
    cities: Collection[str]
    """In lower case."""
    name: str | None = None
    company: str | None = None

    @property
    def spans(self) -> list[Span]:
        """Where the two stand."""
        return [*_found(self.text, self.name), *_found(self.text, self.company)]

    def introduced(self, *, name_asked: bool, weak: bool) -> None:
        """ "My name is ...", "we are ..."; `weak` as in `names.introduced_name`."""
        company = self.company or names.named_company(self.text, self.taken)
        self.company = None if self._is_city(company) else company
        name = self.name or names.introduced_name(self.text, self._not_free(), weak=weak)
        self.name = None if self._is_city(name) and not name_asked else name

    def answered(self, *, name: bool, company: bool) -> None:
        """What a bare answer holds, of the two that were asked for."""
        whole = self.text.strip()
        parts = names.pieces(self.text, self._not_free())
        found_name, found_company = names.answered(
            [
                part
                for part in parts
                if not self._is_city(part) or (part == whole and _one_name(part))
            ],
            want_name=name and not self.name,
            want_company=company and not self.company,
        )
        self.name, self.company = self.name or found_name, self.company or found_company

    def written(self) -> None:
        """What can be nothing but a person's name, without a word that says so."""
        if not self.name:
            parts = names.pieces(self.text, self._not_free())
            self.name = names.written_name(part for part in parts if not self._is_city(part))

    def _not_free(self) -> list[Span]:
        return [*self.taken, *self.spans]

    def _is_city(self, value: str | None) -> bool:
        return value is not None and value.lower() in self.cities


def _one_name(city: str) -> bool:
    """Whether a person may be called like that: "Austin", not "San Jose" or "NYC"."""
    return " " not in city and not city.isupper()


def _found(text: str, value: str | None) -> list[Span]:
    start = text.find(value) if value else -1
    return [(start, start + len(value or ""))] if start >= 0 else []
