"""Which requests a message makes: plain logic on top of any classifier of texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.pipeline.clauses import Clause, joints, long_enough, split_sentences

POLITE = frozenset({"greet", "thank", "affirm", "deny", "goodbye"})
BACKGROUND = frozenset({"inform", "out_of_scope"})
# Beside another request these count only when they are plain.
ASIDE = frozenset({"bot_challenge", "stop", "ask_help", "report_problem"})
ASIDE_THRESHOLD = 0.4
# These start the contact form, which asks last: they become the turn's intent.
FORMS = frozenset({"hire_talent", "find_job", "request_human"})
BORROWED = {"role": ("role", "other_role", "field"), "location": ("location",)}
MAX_PIECES = 12
MAX_SPLIT_SENTENCES = 10
LONG_MESSAGE_WORDS = 60

_STARTS = re.compile(
    r"(?:(?:so|also|then|please|pls|maybe|well|ok|okay|um|uh|like)\s+)*"
    r"(?:what|whats|how|hows|which|where|when|who|whos|why|is|are|do|does|did|can|could|would|will|"
    r"should|i|i'm|im|i'd|we|my|our|tell|give|show|explain|compare|list|any|need|want|let|send|"
    r"call|connect|talk|get|have|if|whether|in|for|please)\b",
    re.IGNORECASE,
)
_TOPIC_NOUN = re.compile(
    r"\b(pay|salary|salaries|wage|wages|money|earn|make|skills?|tools?|degrees?|education|"
    r"outlook|demand|future|growth|duties|responsibilities|tasks|examples?|companies|definition|"
    r"requirements?|difference|source|related|path|careers?|job|jobs|qualifications?|"
    r"certifications?|certificates?)\b",
    re.IGNORECASE,
)


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


Predict = Callable[[Sequence[Clause]], Sequence[Prediction]]
Entity = Mapping[str, Any]


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


class Splitter:
    """Splits messages by what `predict` makes of their parts."""

    def __init__(self, predict: Predict, clause_threshold: float) -> None:
        self._predict = predict
        self._threshold = clause_threshold

    def requests(
        self, text: str, entities: Sequence[Entity], whole: Prediction
    ) -> tuple[Prediction, list[dict[str, Any]]]:
        """The main prediction and all requests, the main one first, then as in the message."""
        everything = Clause(0, len(text), text)
        parts = self._clauses(text, entities)
        real = _distinct([part for part in parts if self._is_request(part.prediction)])
        if len(real) > 1:
            main = _main(real)
            ordered = [main, *(part for part in real if part is not main)]
            return main.prediction, [_request(part, parts) for part in ordered]
        prediction = whole
        if real and self._better(real[0].prediction, whole, len(text.split())):
            prediction = real[0].prediction
        single = Found(everything, prediction, list(entities))
        return prediction, [_request(single, [])]

    def _better(self, part: Prediction, whole: Prediction, words: int) -> bool:
        """Whether the one request in the message says more than the message as a whole."""
        if part.intent == whole.intent:
            return part.score > whole.score
        if part.intent in FORMS and whole.intent == "inform":
            # Details around a wish are for the contact form that the wish opens.
            return True
        if whole.intent in POLITE | BACKGROUND:
            return part.score > whole.score or whole.intent in POLITE
        return words > LONG_MESSAGE_WORDS or (
            whole.score < self._threshold and part.score > whole.score
        )

    def _is_request(self, prediction: Prediction) -> bool:
        aside = prediction.intent in ASIDE
        least = max(self._threshold, ASIDE_THRESHOLD) if aside else self._threshold
        return prediction.intent not in POLITE | BACKGROUND and prediction.score >= least

    def _clauses(self, text: str, entities: Sequence[Entity]) -> list[Found]:
        sentences = split_sentences(text)
        pieces: list[Clause] = []
        for sentence in sentences:
            few = len(sentences) <= MAX_SPLIT_SENTENCES
            pieces += self._pieces(sentence) if few else [sentence]
        predictions = self._predict(pieces) if pieces else []
        return [
            Found(piece, prediction, _inside(entities, piece))
            for piece, prediction in zip(pieces, predictions, strict=True)
        ]

    def _pieces(self, sentence: Clause) -> list[Clause]:
        """Clauses of a sentence: cut only where both sides can stand alone."""
        cuts = joints(sentence.text)[: MAX_PIECES - 1]
        if not cuts:
            return [sentence]
        edges = [(0, 0), *cuts, (len(sentence.text), len(sentence.text))]
        atoms = [_part(sentence, edges[i][1], edges[i + 1][0]) for i in range(len(edges) - 1)]
        alone = [self._is_request(p) for p in self._predict(atoms)]
        result = [atoms[0]]
        stands = alone[0]
        for atom, is_request in zip(atoms[1:], alone[1:], strict=True):
            separate = is_request and _opens_clause(atom.text) and long_enough(atom)
            noun = is_request and stands and bool(_TOPIC_NOUN.search(atom.text))
            background = separate and not stands
            if (separate and stands) or noun or background:
                result.append(atom)
                stands = True
            else:
                start, end = result[-1].start, atom.end
                result[-1] = _part(sentence, start - sentence.start, end - sentence.start)
        return result


def _part(clause: Clause, start: int, end: int) -> Clause:
    return Clause(clause.start + start, clause.start + end, clause.text[start:end])


def _opens_clause(text: str) -> bool:
    return bool(_STARTS.match(text))


def _inside(entities: Sequence[Entity], clause: Clause) -> list[Entity]:
    return [
        {**e, "start": e["start"] - clause.start, "end": e["end"] - clause.start}
        for e in entities
        if clause.start <= e["start"] and e["end"] <= clause.end
    ]


def _distinct(parts: Sequence[Found]) -> list[Found]:
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


def _main(real: Sequence[Found]) -> Found:
    for part in real:
        if part.prediction.intent in FORMS:
            return part
    return real[0]


def _request(part: Found, all_parts: Sequence[Found]) -> dict[str, Any]:
    entities = list(part.entities)
    place = next((i for i, other in enumerate(all_parts) if other is part), 0)
    # The nearest clause lends what is missing, an earlier one before a later one.
    neighbours = [*reversed(all_parts[:place]), *all_parts[place + 1 :]]
    for slot, kinds in BORROWED.items():
        if part.values(slot):
            continue
        lender = next((other for other in neighbours if other.values(slot)), None)
        if lender is not None:
            entities += [
                {k: v for k, v in e.items() if k not in ("start", "end")}
                for e in lender.entities
                if e["entity"] in kinds
            ]
    return {
        "intent": part.prediction.intent,
        "confidence": part.prediction.confidence,
        "text": part.clause.text,
        "entities": entities,
    }
