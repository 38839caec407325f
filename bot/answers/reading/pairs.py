"""Roles that are each asked about in a place of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.answers.model import PAIR, Request

_ROLE, _PLACE, _AMOUNT = "role", "location", "amount"

Entity = Mapping[str, Any]


def placed_roles(request: Request) -> list[tuple[Entity, Entity]]:
    """Each role with the place behind it, where every one of two or more has one: "a tester in
    Reno or an analyst in Tampa"."""
    named = sorted(request.standing(_ROLE, _PLACE), key=lambda e: int(e["start"]))
    kinds = [e["entity"] for e in named]
    paired = len(kinds) >= 2 * PAIR and kinds == [_ROLE, _PLACE] * (len(kinds) // 2)
    return list(zip(named[::2], named[1::2], strict=True)) if paired else []


def each_in_its_place(request: Request) -> list[Request]:
    """ "115 as a data engineer in Charlotte, 121 as a BI developer in Raleigh": one request on pay
    a role, with its place and its amount; any other request as it is."""
    pairs = placed_roles(request) if request.intent == "ask_salary" else []
    if not pairs:
        return [request]
    others = tuple(e for e in request.entities if e["entity"] not in (_ROLE, _PLACE, _AMOUNT))
    amounts = request.standing(_AMOUNT)
    of_each = [[amount] for amount in amounts] if len(amounts) == len(pairs) else [[]] * len(pairs)
    return [
        replace(request, entities=(*others, *pair, *amount))
        for pair, amount in zip(pairs, of_each, strict=True)
    ]
