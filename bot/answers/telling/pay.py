"""Pay: one sentence a basis, its year and source; a missing figure is said to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from sqlalchemy.orm import Session

from bot.answers.model import Answer, Question, Table
from bot.answers.telling import language
from bot.answers.telling.compose import Told, role_values
from bot.knowledge.facts import RoleFacts, find_facts, find_role
from bot.knowledge.pay import (
    BASIS_NAMES,
    COUNTRY,
    PERCENTILES,
    SURVEY,
    PayFigures,
    find_pay,
    occupation_role,
)
from bot.wording import Wording

ENTRY = "entry"
_NEXT_MEASURE = {"p10": "p25", "p90": "p75"}


def tell_pay(session: Session, wording: Wording, question: Question, role: RoleFacts) -> Answer:
    """The pay for a role in each place asked about, the whole country where none was."""
    told = Told()
    if question.pay.remote:
        told.texts.append(wording.say("utter_pay_remote"))
    shown: list[PayFigures] = []
    for location, level in product(
        question.locations or (COUNTRY,), question.pay.levels or ("all",)
    ):
        figures = _tell_place(session, wording, question, role, location, level, told)
        shown += (each for each in figures if each not in shown)
    # Two levels that have no figure of their own have the same one instead.
    told.texts = list(dict.fromkeys(told.texts))
    if question.pay.amount is not None and shown:
        told.texts.append(_judge_amount(wording, question.pay.amount, shown))
    return Answer(
        text="\n\n".join(told.texts),
        sources=told.sources,
        table=_table(wording, shown),
        lacking=told.lacking,
    )


def pay_sentence(
    wording: Wording, figures: PayFigures, role: RoleFacts, metric: str | None = None
) -> str:
    """One sentence on one basis: the amount, what it measures, year, source and caveat."""
    values = _values(wording, figures, role)
    name = BASIS_NAMES[figures.basis]
    if metric in figures.amounts and metric != figures.headline[0]:
        values["amount"] = language.dollars(figures.amounts[metric])
        return wording.say(f"utter_pay_{name}_{metric}", **values)
    if metric is not None and metric not in figures.amounts:
        told = wording.say(f"utter_pay_{name}", **values)
        values["metric"] = wording.say(f"utter_metric_{metric}")
        return f"{told} {wording.say('utter_pay_no_metric', **values)}"
    return wording.say(f"utter_pay_{name}", **values)


def framed(
    wording: Wording, figures: PayFigures, role: RoleFacts, metrics: Sequence[str] = ()
) -> str:
    """The same for each measure, said to be of the closest or a broader occupation if it is."""
    told = [m for m in metrics if m in figures.amounts] or metrics[:1] or (None,)
    sentence = " ".join(pay_sentence(wording, figures, role, metric) for metric in told)
    frame = frame_of(wording, figures, role)
    return f"{frame} {sentence}" if frame else sentence


def frame_of(wording: Wording, figures: PayFigures, role: RoleFacts) -> str | None:
    """That the figures are those of the closest or a broader occupation, where they are."""
    if figures.match not in ("proxy", "broader"):
        return None
    return wording.say(f"utter_pay_{figures.match}", **role_values(role))


def _tell_place(
    session: Session,
    wording: Wording,
    question: Question,
    role: RoleFacts,
    location: str,
    level: str,
    told: Told,
) -> list[PayFigures]:
    entry = level == ENTRY
    level = "all" if entry else level
    metrics = question.pay.metrics
    figures = find_pay(session, role.slug, location, level)
    told.lacking = told.lacking or not figures
    if not figures and level != "all":
        figures, location = _tell_missing_level(session, wording, role, level, location, told)
    elif not figures:
        figures, location = _tell_missing_place(session, wording, role, location, told)
    if entry and figures:
        told.texts.append(wording.say("utter_pay_no_entry", **role_values(role)))
        metrics = (_nearest("p10", figures),)
    else:
        metrics = tuple(dict.fromkeys(_nearest(metric, figures) for metric in metrics))
    if question.pay.newest and figures:
        newest = max(item.year for item in figures)
        figures = [item for item in figures if item.year == newest]
    having = [i for i in figures if entry or not metrics or i.amounts.keys() & {*metrics}]
    for item in having or figures:
        # Beside the lower end the usual figure, so that the two can be seen together.
        usual = (item.headline[0],) if entry else ()
        told.texts.append(framed(wording, item, role, (*metrics, *usual)))
        told.cite(item.source)
    return figures


def _nearest(metric: str, figures: Sequence[PayFigures]) -> str:
    """The measure itself, or the next one where no figure has it: "the best-paid quarter" for the
    best-paid tenth."""
    if any(metric in item.amounts for item in figures):
        return metric
    return _NEXT_MEASURE.get(metric, metric)


def _tell_missing_level(
    session: Session, wording: Wording, role: RoleFacts, level: str, location: str, told: Told
) -> tuple[list[PayFigures], str]:
    values = {**role_values(role), "place": language.place(location)}
    level_name = wording.say(f"utter_level_{level}")
    national = find_pay(session, role.slug, COUNTRY, level) if location != COUNTRY else []
    if national:
        told.texts.append(wording.say("utter_pay_level_national", level=level_name, **values))
        # What the place has, of all levels, stands beside it.
        return [*national, *find_pay(session, role.slug, location)], COUNTRY
    told.texts.append(wording.say("utter_pay_no_level", level=level_name, **values))
    figures = find_pay(session, role.slug, location)
    if figures:
        return figures, location
    return _tell_missing_place(session, wording, role, location, told)


def _tell_missing_place(
    session: Session, wording: Wording, role: RoleFacts, location: str, told: Told
) -> tuple[list[PayFigures], str]:
    values = {**role_values(role), "place": language.place(location)}
    national = find_pay(session, role.slug) if location != COUNTRY else []
    if national:
        told.texts.append(wording.say("utter_pay_no_place", **values))
        return national, COUNTRY
    told.texts.append(wording.say("utter_pay_none", **values))
    told.cite(role.source)
    _tell_nearest(session, wording, role, location, told)
    return [], location


def _tell_nearest(
    session: Session, wording: Wording, role: RoleFacts, location: str, told: Told
) -> None:
    slug = occupation_role(session, role)
    words = "utter_pay_nearest_occupation"
    if slug is None:
        related = find_facts(
            session, "related_roles", where={"slug": role.slug, "relation": "overlaps"}
        )
        slug = next((fact.values["related_slug"] for fact in related), None)
        words = "utter_pay_nearest_role"
    other = find_role(session, slug) if slug else None
    figures = [*find_pay(session, slug, location), *find_pay(session, slug)] if slug else []
    if other is None or not figures:
        return
    values = _values(wording, figures[0], other)
    told.texts.append(
        wording.say(words, asked=language.plural(role.title), **values)
        + " "
        + pay_sentence(wording, figures[0], other)
    )
    told.cite(figures[0].source)
    told.offered.append(other.slug)


def _values(wording: Wording, figures: PayFigures, role: RoleFacts) -> dict[str, str]:
    values = role_values(role)
    metric, amount = figures.headline
    if figures.basis == SURVEY:
        # The survey counts occupations, not titles: name the one it measured.
        values["subject"] = values["occupation"] or values["roles"]
        if role.soc_match == "exact" and values["subject"] != values["roles"]:
            values["subject"] = wording.say("utter_pay_subject", **values)
    else:
        values["subject"] = values["roles"]
    values.update(
        {
            "place": language.place(figures.location),
            "amount": f"{figures.qualifier} {language.dollars(amount)}".strip(),
            "metric": wording.say(f"utter_metric_{metric}"),
            "year": str(figures.year),
            "source": figures.source.publisher,
            "filings": language.number(figures.sample_size or ""),
            "level": (
                "" if figures.level == "all" else f"{wording.say(f'utter_level_{figures.level}')} "
            ),
            "range": "",
        }
    )
    if figures.amounts.get("p25", 0) < figures.amounts.get("p75", 0):
        values["range"] = wording.say(
            "utter_pay_range",
            low=language.dollars(figures.amounts["p25"]),
            high=language.dollars(figures.amounts["p75"]),
        )
    return values


def _judge_amount(wording: Wording, amount: int, shown: list[PayFigures]) -> str:
    """Where an amount that the person named stands; it is not repeated, it is not a fact."""
    figures = next((f for f in shown if {"p25", "p75"} <= f.amounts.keys()), shown[0])
    headline = figures.headline[1]
    low, high = figures.amounts.get("p25", headline), figures.amounts.get("p75", headline)
    place = "below" if amount < low else "above" if amount > high else "within"
    return wording.say(
        f"utter_amount_{place}",
        basis=wording.say(f"utter_basis_{BASIS_NAMES[figures.basis]}"),
        place=language.place(figures.location),
    )


def _table(wording: Wording, shown: list[PayFigures]) -> Table | None:
    rows = [
        (
            wording.say(f"utter_metric_{metric}").capitalize(),
            f.location,
            language.dollars(f.amounts[metric]),
            wording.say(f"utter_basis_{BASIS_NAMES[f.basis]}"),
            str(f.year),
        )
        for f in shown
        for metric in (*PERCENTILES, "average")
        if metric in f.amounts
    ]
    if len(rows) < 2:
        return None
    columns = ("measure", "place", "amount", "basis", "year")
    return Table(tuple(wording.say(f"utter_column_{c}") for c in columns), tuple(rows))
