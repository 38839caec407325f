"""The pay of two or more: of several roles, or of one role in several places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

from sqlalchemy.orm import Session

from bot.answers.model import Answer, Side
from bot.answers.telling import language
from bot.answers.telling.compose import Told, role_values
from bot.answers.telling.pay import frame_of, framed
from bot.knowledge.facts import RoleFacts, get_role
from bot.knowledge.pay import BASIS_NAMES, COUNTRY, PayFigures, find_pay
from bot.wording import Wording


def tell_pay_of_two(
    session: Session,
    wording: Wording,
    sides: Sequence[Side],
    told: Told,
    *,
    difference_only: bool = False,
) -> None:
    """Both figures and their difference; no difference where they are measured differently.

    Where two roles are compared in one place and one of them has no figure there, the national
    figures are told.
    """
    roles = [get_role(session, slug) for slug, _ in sides]
    places = [place or COUNTRY for _, place in sides]
    pay = [find_pay(session, slug, place) for (slug, _), place in zip(sides, places, strict=True)]
    if places[0] == places[1] != COUNTRY and not all(pay):
        for role, own in zip(roles, pay, strict=True):
            if own:
                told.texts.append(framed(wording, own[0], role))
                told.cite(own[0].source)
        told.texts.append(wording.say("utter_comparison_no_place", place=language.place(places[0])))
        places = [COUNTRY, COUNTRY]
        pay = [find_pay(session, slug) for slug, _ in sides]
    pair = _comparable(*pay)
    if difference_only and pair:
        told.texts.append(_difference(wording, pair, roles))
        told.cite(*(figures.source for figures in pair))
        return
    if difference_only and all(pay):
        told.texts.append(wording.say("utter_comparison_no_difference"))
    for number, (role, place, own) in enumerate(zip(roles, places, pay, strict=True)):
        if not own:
            missing = "utter_pay_none" if place == COUNTRY else "utter_pay_none_there"
            told.texts.append(
                wording.say(missing, place=language.place(place), **role_values(role))
            )
            continue
        figures = pair[number] if pair else own[0]
        told.texts.append(framed(wording, figures, role))
        told.cite(figures.source)
    if pair:
        told.texts.append(_difference(wording, pair, roles))
    elif all(pay) and not difference_only:
        told.texts.append(wording.say("utter_comparison_not_comparable"))


def tell_pay_of_many(session: Session, wording: Wording, sides: Sequence[Side]) -> Answer:
    """The figures of one kind in their order, the highest first; the others below."""
    told = Told()
    named = [(get_role(session, slug), place or COUNTRY) for slug, place in sides]
    found = [find_pay(session, role.slug, place) for role, place in named]
    bases = Counter(basis for own in found for basis in {figures.basis for figures in own})
    most = bases.most_common(1)[0][0] if bases else None
    ranked: list[tuple[RoleFacts, PayFigures]] = []
    for (role, place), own in zip(named, found, strict=True):
        figures = next((each for each in own if each.basis == most), None)
        if figures:
            ranked.append((role, figures))
        elif own:
            told.texts.append(framed(wording, own[0], role))
            told.cite(own[0].source)
        else:
            told.texts.append(
                wording.say(
                    "utter_pay_none_there", place=language.place(place), **role_values(role)
                )
            )
    ranked.sort(key=lambda side: -side[1].headline[1])
    items = [
        wording.say(
            "utter_comparison_ranked_item",
            place=language.place(figures.location),
            amount=language.dollars(figures.headline[1]),
            **role_values(role),
        )
        for role, figures in ranked
    ]
    if ranked:
        text = wording.say(
            "utter_comparison_ranked",
            items=language.bullets(items),
            basis=wording.say(f"utter_basis_{BASIS_NAMES[str(most)]}"),
            source=ranked[0][1].source.label,
        )
        told.texts.insert(0, text)
        told.texts += dict.fromkeys(
            frame for role, figures in ranked if (frame := frame_of(wording, figures, role))
        )
        told.cite(*(figures.source for _, figures in ranked))
    return Answer(
        "\n\n".join(told.texts),
        told.sources,
        offered=list(dict.fromkeys(role.slug for role, _ in named)),
    )


def _comparable(
    first: Sequence[PayFigures], second: Sequence[PayFigures]
) -> tuple[PayFigures, PayFigures] | None:
    pairs = list(product(first, second))
    fitting = [pair for pair in pairs if pair[0].comparable_with(pair[1])]
    roughly = [pair for pair in pairs if pair[0].measured_like(pair[1])]
    return next(iter([*fitting, *roughly]), None)


def _difference(
    wording: Wording, pair: tuple[PayFigures, PayFigures], roles: Sequence[RoleFacts]
) -> str:
    ranked = sorted(zip(pair, roles, strict=True), key=lambda side: -side[0].headline[1])
    (more, more_role), (less, less_role) = ranked
    difference = more.headline[1] - less.headline[1]
    fits = more.comparable_with(less)
    if difference == 0:
        return wording.say("utter_comparison_equal" if fits else "utter_comparison_one_group")
    words = "utter_comparison_difference"
    if more.location != less.location:
        words += "_places" if more.slug == less.slug else "_both"
    told = wording.say(
        words,
        more=language.plural(more_role.title),
        less=language.plural(less_role.title),
        more_place=language.place(more.location),
        less_place=language.place(less.location),
        amount=language.dollars(difference),
    )
    return told if fits else f"{told} {wording.say('utter_comparison_roughly')}"
