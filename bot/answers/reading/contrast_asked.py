"""A message that may hold two figures against each other, as its conversation reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answers.model import PAIR, PLACED, Memory, Request, Side
from bot.answers.reading import contrast_words as say
from bot.answers.reading import references
from bot.answers.reading.places import is_here
from bot.answers.subjects import PLACE_WORDS, PROSPECTS
from bot.knowledge.pay import COUNTRY


@dataclass(frozen=True)
class Asked:
    """A message that may hold figures against each other, in its conversation."""

    request: Request
    memory: Memory

    @property
    def text(self) -> str:
        return self.request.text

    @cached_property
    def named(self) -> list[str]:
        """The roles that the message names."""
        return self.request.values("role")

    @cached_property
    def roles(self) -> list[str]:
        """The roles that it names or points at."""
        places = self.request.values("location")
        return self.named or _pointed_at(self.text, places, self.memory)

    @cached_property
    def places(self) -> list[str]:
        """The places that it names, "this town" with one role among them."""
        places = self.request.values("location")
        here = self.memory.place if len(self.roles) == 1 and is_here(self.text) else None
        return [str(place) for place in places] or ([here] if here else [])

    @cached_property
    def told_of_role(self) -> list[Side]:
        """The figures told of the one role."""
        return [side for side in self.memory.figures if self.roles == [side[0]]]

    @property
    def nothing_named(self) -> bool:
        return not self.roles and not self.places

    @property
    def of_other_matters(self) -> bool:
        """ "Which one grows faster?"."""
        return bool(say.OTHER_MATTERS.search(self.text) or PROSPECTS.search(self.text))

    @property
    def of_pay(self) -> bool:
        return self.memory.topic in PLACED and not self.of_other_matters

    @cached_property
    def difference(self) -> bool:
        bare = self.of_pay and bool(say.BARE.search(self.text))
        return say.asks_difference(self.text) or bare

    @property
    def opposed(self) -> bool:
        return self.of_pay and bool(say.OPPOSED.search(self.text))

    @property
    def gap(self) -> bool:
        """An amount is named as the difference."""
        return bool(say.CLAIMED_GAP.search(self.text))

    @property
    def claimed(self) -> bool:
        claims = bool(say.CLAIM.search(self.text)) and not self.request.values("amount")
        return self.of_pay and (self.gap or claims)

    @property
    def loosely(self) -> bool:
        return self.of_pay and say.asks_loosely(self.request)

    @cached_property
    def holds_figures(self) -> bool:
        """Whether the words ask for anything of the kind at all."""
        text = self.text
        if self.of_other_matters and not say.OF_PAY.search(text) and not say.asks_difference(text):
            return False
        superlative = say.SUPERLATIVE.search(text) and PLACE_WORDS.search(text)
        if self.request.first("other_role") or superlative:
            # "Which city pays them most?" is about all cities.
            return False
        asks = self.difference or self.opposed or self.claimed or self.loosely
        return asks or say.asks_winner(text) or bool(say.BARE_CLAIM.search(text))

    @cached_property
    def against(self) -> str | None:
        """The role of "than the architect", of those spoken of."""
        return references.held_against(self.text, self.memory)

    @cached_property
    def one_role(self) -> str | None:
        """The one role in question, where it is one."""
        return next(iter(self.roles), self.memory.role) if len(self.roles) < PAIR else None

    @property
    def is_setting(self) -> bool:
        """ "Which pays more in Dallas?": the place of both, not one of the two."""
        return _is_setting(self.request)


def _pointed_at(text: str, places: Sequence[str], memory: Memory) -> list[str]:
    """The role that is not named, but held against another one or looked at in two places:
    "than the administrator", "for the second role which city is cheaper?"."""
    role = references.held_against(text, memory)
    if role is None and (places or say.CITIES.search(text)):
        role = references.picked_role(text, memory) or references.role_by_head(text, memory)
    return [role] if role else []


def _is_setting(request: Request) -> bool:
    """ "Which pays more in Dallas?": the place of both, not one of the two."""
    place = next((e for e in request.entities if e["entity"] == "location"), None)
    if place is None or place["value"] == COUNTRY:
        # "Which of the two pays more nationally?"
        return True
    before = request.text[: int(place.get("start", 0))]
    return (
        bool(say.AT.search(before))
        and not say.THAN.search(before)
        and not say.CITIES.search(before)
    )
