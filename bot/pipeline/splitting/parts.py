"""The parts of a message: which of them count, which is the main one, what one lends another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.answers.model import lent
from bot.answers.subjects import HANDOFF_INTENTS
from bot.pipeline.splitting import signs
from bot.pipeline.splitting.clauses import Clause

POLITE = frozenset({"greet", "thank", "affirm", "deny", "goodbye"})
OUT_OF_SCOPE = "out_of_scope"
BACKGROUND = frozenset({"inform", OUT_OF_SCOPE})
# Said beside a request, these ask for nothing, but are told to whoever reads the parse.
ACTS = (POLITE - {"greet"}) | {"inform"}
# These start the contact form, which asks last: they become the turn's intent.
FORMS = HANDOFF_INTENTS
BORROWED = {"role": ("role", "other_role", "field", "described"), "location": ("location",)}
# Only these are worth a cut where no mark and no conjunction stands.
TOPICS = frozenset(
    "ask_definition ask_responsibilities ask_skills ask_education ask_salary ask_outlook "
    "ask_example ask_career_path ask_related_roles compare_roles ask_source".split()
)
# Questions that stand beside each other as often.
QUESTIONS = TOPICS | frozenset(
    "ask_concept ask_help list_roles ask_company ask_privacy bot_challenge".split()
)
SHORT_MESSAGE_WORDS = 20

STORY_SCORE = 0.55
# Chosen on the validation set: most wrong requests show less of a trace, most right ones more.
LEAST_TRACE = 0.025
FORM_TRACE = 0.012
WISH_TRACE = 0.05
SURE_CONFIDENCE = 0.5
LIKELY_CONFIDENCE = 0.6
PLAIN_CONFIDENCE = 0.8
# Beside a plain message a part that shows less of a trace has to be sure of itself.
CHANCE_TRACE = 0.035
# A question of its own counts from here on.
ASKED_CONFIDENCE, ASKED_SIMILARITY = 0.42, 0.62
# What is plainly out of scope as a whole asks for a topic only where it shows that too.
OTHER_TRACE = 0.15

Entity = Mapping[str, Any]


@dataclass(frozen=True)
class Prediction:
    """What the classifier says about one text."""

    intent: str
    confidence: float
    similarity: float
    """Cosine to the nearest training example of this intent, -1 to 1."""

    @property
    def score(self) -> float:
        """Confidence and similarity in one number, 0 to 1."""
        return self.confidence * max(self.similarity, 0.0)


@dataclass
class Found:
    """A clause with its prediction and its entities."""

    clause: Clause
    prediction: Prediction
    entities: list[Entity] = field(default_factory=list)

    def values(self, slot: str) -> frozenset[str]:
        """The roles or places that the clause itself names."""
        kinds = BORROWED[slot]
        return frozenset(str(e["value"]) for e in self.entities if e["entity"] in kinds)


def shows(part: Found, shares: Mapping[str, float], least: float) -> bool:
    """Whether the whole message has a trace of what the part asks; without shares it has."""
    trace = shares.get(part.prediction.intent, 0.0)
    asked = part.prediction.intent == "request_human" and signs.is_question(part.clause.text)
    plain = part.prediction.confidence >= (LIKELY_CONFIDENCE if asked else PLAIN_CONFIDENCE)
    return not shares or trace >= least or plain


def is_chance(part: Found, whole: Prediction, shares: Mapping[str, float]) -> bool:
    """Whether the part merely sounds like a request, beside a message that is plain as a whole."""
    plain = whole.confidence >= PLAIN_CONFIDENCE and whole.intent not in POLITE | BACKGROUND
    prediction = part.prediction
    return (
        plain
        and bool(shares)
        and not _is_asked(part, whole)
        and prediction.intent != whole.intent
        and prediction.confidence < LIKELY_CONFIDENCE
        and shares.get(prediction.intent, 0.0) < CHANCE_TRACE
    )


def _is_asked(part: Found, whole: Prediction) -> bool:
    """Whether the part is a question of its own, beside another one."""
    prediction, text = part.prediction, part.clause.text
    return (
        {prediction.intent, whole.intent} <= QUESTIONS | FORMS
        and (prediction.intent not in FORMS or is_said_wish(part))
        and prediction.confidence >= ASKED_CONFIDENCE
        and prediction.similarity >= ASKED_SIMILARITY
        and (signs.is_question(text) or signs.is_order(text))
    )


def is_story(part: Found, shares: Mapping[str, float]) -> bool:
    """What a person tells of themselves before the question: a request only when it is plain.

    "We need two testers" is a wish where the whole message shows it too.
    """
    trace = shares.get(part.prediction.intent, 0.0)
    if part.prediction.intent in FORMS and trace >= WISH_TRACE:
        return False
    return signs.tells_of_self(part.clause.text) and part.prediction.score < STORY_SCORE


def distinct(parts: Sequence[Found]) -> list[Found]:
    """Without a second request of the same intent that names nothing new."""
    kept: list[Found] = []
    for part in parts:
        same = [other for other in kept if other.prediction.intent == part.prediction.intent]
        new = all(
            any(part.values(slot) - other.values(slot) for slot in BORROWED) for other in same
        )
        if new:
            kept.append(part)
        elif part.prediction.score > same[0].prediction.score and not any(
            same[0].values(slot) - part.values(slot) for slot in BORROWED
        ):
            kept[kept.index(same[0])] = part
    return kept


def asks_a_fact(part: Found) -> bool:
    """Whether it is a question on one of the topics."""
    return part.prediction.intent in TOPICS and signs.is_question(part.clause.text)


def is_said_wish(part: Found) -> bool:
    """Whether the words say it: "I just finished a bootcamp" before a question is no wish yet."""
    return signs.says_wish(part.clause.text)


def _is_plain_wish(part: Found) -> bool:
    prediction = part.prediction
    return prediction.intent in FORMS and prediction.confidence >= LIKELY_CONFIDENCE


def main_of(
    real: Sequence[Found], whole: Prediction, shares: Mapping[str, float], words: int
) -> Found:
    """The first wish for the contact form, else the first request.

    A long message tells a story before it asks: there what the whole comes to decides.
    """
    if words > SHORT_MESSAGE_WORDS:
        real = [part for part in real if shows(part, shares, LEAST_TRACE)] or real
        if whole.confidence >= SURE_CONFIDENCE and whole.intent not in FORMS:
            same = [part for part in real if part.prediction.intent == whole.intent]
            if same:
                real = [part for part in real if _is_plain_wish(part)] or same
    for part in real:
        if part.prediction.intent in FORMS:
            return part
    return next((part for part in real if part.prediction.intent != OUT_OF_SCOPE), real[0])


def as_request(part: Found, all_parts: Sequence[Found]) -> dict[str, Any]:
    """A request of the parse: intent, confidence, text and entities, some of them lent."""
    entities = list(part.entities)
    place = next((i for i, other in enumerate(all_parts) if other is part), 0)
    # The nearest clause lends what is missing, an earlier one before a later one.
    neighbours = [*reversed(all_parts[:place]), *all_parts[place + 1 :]]
    for slot, kinds in BORROWED.items():
        if part.values(slot):
            continue
        if slot == "location" and part.prediction.intent == "correct_detail":
            # "I meant the engineer. And Reno?": what is put right stays where it was.
            continue
        lender = next((other for other in neighbours if other.values(slot)), None)
        if lender is not None:
            entities += [lent(e) for e in lender.entities if e["entity"] in kinds]
    return {
        "intent": part.prediction.intent,
        "confidence": part.prediction.confidence,
        "text": part.clause.text,
        "start": part.clause.start,
        "entities": entities,
    }
