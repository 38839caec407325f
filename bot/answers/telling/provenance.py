"""Where an answer came from, what its figures measure, or why there were none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from bot.answers.model import Answer, Memory, Question
from bot.answers.telling import language
from bot.answers.telling.compose import Told, role_values
from bot.answers.telling.pay import frame_of, framed
from bot.knowledge.facts import find_sources, get_role
from bot.knowledge.pay import COUNTRY, PayFigures, find_pay
from bot.wording import Wording

# "150" is said of $150,000, and "185" of $185,364.
_ROUNDED = 1000


def tell_sources(session: Session, wording: Wording, question: Question, memory: Memory) -> Answer:
    """Where the last answer came from, what its figures measure, or why there were none; where a
    figure told before that is asked about, where that one came from."""
    if question.source.unmeasured and (slug := memory.lacked or memory.role):
        place = language.place(memory.location or COUNTRY)
        role = role_values(get_role(session, slug))
        return Answer(text=wording.say("utter_pay_unmeasured", place=place, **role))
    earlier = _figures_meant(session, question, memory)
    if earlier and not {figures.source.id for figures in earlier} <= set(memory.sources):
        told = Told()
        for figures in earlier:
            told.texts.append(framed(wording, figures, get_role(session, figures.slug)))
            told.cite(figures.source)
        first = wording.say("utter_source_of_figure" if len(earlier) == 1 else "utter_figures")
        return Answer(text="\n\n".join([first, *told.texts]), sources=told.sources)
    sources = find_sources(session, memory.sources)
    if not sources:
        return Answer(text=wording.say("utter_sources_general"))
    items = []
    for source in sources:
        year = f", {source.year}" if source.year else ""
        note = f" ({source.note})" if source.note else ""
        items.append(f"{source.publisher}: {source.title}{year}{note}")
    text = wording.say("utter_sources", items=language.bullets(items))
    if question.source.surprised:
        text = f"{wording.say('utter_surprised')}\n\n{text}"
    elif question.source.reasons:
        text = f"{wording.say('utter_no_reasons')}\n\n{text}"
    elif question.source.explain:
        frames = _frames_told(session, wording, memory, whole=question.source.counts)
        text = "\n\n".join([*frames, wording.say("utter_figures"), text])
    return Answer(text=text, sources=sources)


def _frames_told(session: Session, wording: Wording, memory: Memory, *, whole: bool) -> list[str]:
    """That the figures of the last answer are those of a near occupation, where they are; the
    `whole` sentence where their number is asked for."""
    tell = framed if whole else frame_of
    last = [side for side in memory.figures if side[0] == memory.role][-1:]
    frames = [
        tell(wording, figures, get_role(session, slug))
        for slug, place in last
        for figures in find_pay(session, slug, place or COUNTRY)
        if figures.source.id in memory.sources
    ]
    return [frame for frame in dict.fromkeys(frames) if frame]


def _figures_meant(session: Session, question: Question, memory: Memory) -> list[PayFigures]:
    """The figures told in this conversation that the message quotes, or else the newest of the
    role that it names: "where did you pull 150 from?", "and the DBA figure?"."""
    own = [memory.role] if memory.role and question.source.quoted else []
    told = [
        figures
        for slug, place in [*reversed(memory.figures), *((slug, None) for slug in own)]
        for figures in find_pay(session, slug, place or COUNTRY)
    ]
    elsewhere = question.about_pay and not memory.of_pay and not question.source.explain
    if elsewhere and not (question.source.quoted or question.roles):
        # "And these salary numbers, from where?", after the tools.
        return told[:1]
    if question.source.quoted:
        meant = (next(_quoted(amount, told), None) for amount in question.source.quoted)
        return [figures for figures in meant if figures]
    return [figures for figures in told if figures.slug in question.roles][:1]


def _quoted(amount: int, told: Iterable[PayFigures]) -> Iterator[PayFigures]:
    return (f for f in told if any(abs(amount - own) < _ROUNDED for own in f.amounts.values()))
