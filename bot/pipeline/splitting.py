"""Which requests a message makes: plain logic on top of any classifier of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.pipeline import signs
from bot.pipeline.clauses import Clause, joints, long_enough, run_ons, split_sentences

OUT_OF_SCOPE = "out_of_scope"
POLITE = frozenset({"greet", "thank", "affirm", "deny", "goodbye"})
BACKGROUND = frozenset({"inform", "out_of_scope"})
# Beside another request these count only when they are plain.
ASIDE = frozenset({"bot_challenge", "stop", "ask_help", "report_problem"})
ASIDE_THRESHOLD = 0.4
# These start the contact form, which asks last: they become the turn's intent.
FORMS = frozenset({"hire_talent", "find_job", "request_human"})
BORROWED = {"role": ("role", "other_role", "field"), "location": ("location",)}
# Only these are worth a cut where no mark and no conjunction stands.
TOPICS = frozenset(
    "ask_definition ask_responsibilities ask_skills ask_education ask_salary ask_outlook "
    "ask_example ask_career_path ask_related_roles compare_roles ask_source".split()
)
RUN_ON_SCORE = 0.35
MIN_RUN_ON_WORDS = 3
# A part that begins like a question may be less like any example than one in full words.
OPENED_CONFIDENCE, OPENED_SIMILARITY = 0.4, 0.4
MAX_PIECES = 12
MAX_SPLIT_SENTENCES = 10
LONG_MESSAGE_WORDS = 60
SHORT_MESSAGE_WORDS = 20

STORY_SCORE = 0.55
# Chosen on the validation set: most wrong requests show less of a trace, most right ones more.
LEAST_TRACE = 0.025
FORM_TRACE = 0.012
WISH_TRACE = 0.05
SURE_CONFIDENCE = 0.5
WISH_CONFIDENCE = 0.6
PLAIN_CONFIDENCE = 0.8


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
        self,
        text: str,
        entities: Sequence[Entity],
        whole: Prediction,
        shares: Mapping[str, float] | None = None,
    ) -> tuple[Prediction, list[dict[str, Any]]]:
        """The main prediction and all requests, the main one first, then as in the message.

        `shares` are those of all intents in the message as a whole: a part that reads like a
        request by itself is not the main one where a long message shows no trace of it.
        """
        everything = Clause(0, len(text), text)
        parts = self._clauses(text, entities)
        real = [part for part in parts if self._is_request(part.prediction, part.clause.text)]
        trace = shares or {}
        if any(signs.is_question(part.clause.text) for part in real):
            real = [part for part in real if not _is_story(part, trace)]
        # A form is started only by what the whole message asks for too.
        real = [p for p in real if p.prediction.intent not in FORMS or _shows(p, trace, FORM_TRACE)]
        if any(_asks_a_fact(part) for part in real):
            real = [p for p in real if p.prediction.intent not in FORMS or _is_said_wish(p)]
        real = _distinct(real)
        if whole.intent == OUT_OF_SCOPE and whole.confidence >= SURE_CONFIDENCE:
            real = [part for part in real if _shows(part, trace, LEAST_TRACE)]
        if len(real) > 1:
            main = _main(real, whole, trace, len(text.split()))
            ordered = [main, *(part for part in real if part is not main)]
            return main.prediction, [_request(part, parts) for part in ordered]
        prediction = whole
        unwished = whole.intent in FORMS and not signs.says_wish(text)
        if real and (
            (unwished and _asks_a_fact(real[0]))
            or self._better(real[0].prediction, whole, len(text.split()))
        ):
            prediction = real[0].prediction
        single = Found(everything, prediction, list(entities))
        if real and prediction is whole and self._adds(real[0].prediction, whole):
            return whole, [_request(single, []), _request(real[0], parts)]
        return prediction, [_request(single, [])]

    def _adds(self, part: Prediction, whole: Prediction) -> bool:
        """Whether a part asks for something else than the message as a whole."""
        return (
            part.intent != whole.intent
            and self._is_request(whole, "")
            and part.intent not in ASIDE
            and part.confidence >= PLAIN_CONFIDENCE
        )

    def _better(self, part: Prediction, whole: Prediction, words: int) -> bool:
        """Whether the one request in the message says more than the message as a whole."""
        if part.intent == whole.intent:
            return part.score > whole.score
        if part.intent in FORMS and whole.intent == "inform":
            # Details around a wish are for the contact form that the wish opens.
            return True
        if whole.intent in POLITE | BACKGROUND:
            return part.score > whole.score or whole.intent in POLITE
        unsure = whole.confidence < SURE_CONFIDENCE and words > LONG_MESSAGE_WORDS
        return unsure or (whole.score < self._threshold and part.score > whole.score)

    def _is_request(self, prediction: Prediction, text: str) -> bool:
        if prediction.intent in POLITE | BACKGROUND:
            return False
        if prediction.intent in ASIDE:
            return len(text.split()) > 1 and prediction.score >= max(
                self._threshold, ASIDE_THRESHOLD
            )
        opened = (
            prediction.confidence >= OPENED_CONFIDENCE
            and prediction.similarity >= OPENED_SIMILARITY
            and signs.opens_clause(text)
        )
        return opened or prediction.score >= self._threshold

    def _clauses(self, text: str, entities: Sequence[Entity]) -> list[Found]:
        sentences = split_sentences(text)
        few = len(sentences) <= MAX_SPLIT_SENTENCES
        pieces: list[tuple[Clause, Prediction]] = []
        if few:
            for sentence in sentences:
                pieces += self._pieces(sentence)
        elif sentences:
            pieces = list(zip(sentences, self._predict(sentences), strict=True))
        return [Found(piece, prediction, _inside(entities, piece)) for piece, prediction in pieces]

    def _pieces(self, sentence: Clause) -> list[tuple[Clause, Prediction]]:
        """Clauses of a sentence: cut only where both sides can stand alone."""
        cuts = joints(sentence.text)[: MAX_PIECES - 1]
        edges = [(0, 0), *cuts, (len(sentence.text), len(sentence.text))]
        atoms = [_part(sentence, edges[i][1], edges[i + 1][0]) for i in range(len(edges) - 1)]
        predictions = self._predict(atoms)
        runs: list[list[int]] = [[0]]
        stands = self._is_request(predictions[0], atoms[0].text)
        for index in range(1, len(atoms)):
            atom = atoms[index]
            is_request = self._is_request(predictions[index], atom.text)
            separate = is_request and signs.opens_clause(atom.text) and long_enough(atom)
            noun = is_request and stands and signs.names_topic(atom.text)
            if separate or noun:
                runs.append([index])
                stands = True
            else:
                runs[-1].append(index)
                # "Testers, Denver, pay and outlook": the first noun stands for a request.
                stands = stands or (is_request and signs.names_topic(atom.text))
        found: list[tuple[Clause, Prediction]] = []
        for run in runs:
            first, last = atoms[run[0]], atoms[run[-1]]
            piece = _part(sentence, first.start - sentence.start, last.end - sentence.start)
            found += self._cut_run_ons(piece, [predictions[index] for index in run])
        return found

    def _cut_run_ons(
        self, piece: Clause, of_atoms: Sequence[Prediction]
    ) -> list[tuple[Clause, Prediction]]:
        """A piece cut where a new question begins without any mark, if there is one."""
        cuts = run_ons(piece.text)[: MAX_PIECES - 1]
        sides = [
            side
            for start, end in cuts
            for side in (_part(piece, 0, start), _part(piece, end, len(piece.text)))
        ]
        whole, *others = self._predict([piece, *sides]) if len(of_atoms) > 1 or sides else of_atoms
        best: tuple[float, int] | None = None
        for number in range(len(cuts)):
            left, right = others[2 * number], others[2 * number + 1]
            weakest = min(left.score, right.score)
            if (
                {left.intent, right.intent} <= TOPICS
                and left.intent != right.intent
                and weakest >= RUN_ON_SCORE
                and min(len(s.text.split()) for s in sides[2 * number : 2 * number + 2])
                >= MIN_RUN_ON_WORDS
                and (best is None or weakest > best[0])
            ):
                best = (weakest, number)
        if best is not None:
            at = 2 * best[1]
            return [
                pair
                for side, prediction in zip(sides[at : at + 2], others[at : at + 2], strict=True)
                for pair in self._cut_run_ons(side, [prediction])
            ]
        # What is said in the same breath may drown a request.
        standing = max(of_atoms, key=lambda p: (p.intent not in POLITE | BACKGROUND, p.score))
        drowned = standing.intent not in POLITE | BACKGROUND and standing.score > whole.score
        return [(piece, standing if drowned else whole)]


def _shows(part: Found, shares: Mapping[str, float], least: float) -> bool:
    """Whether the whole message has a trace of what the part asks; without shares it has."""
    trace = shares.get(part.prediction.intent, 0.0)
    return not shares or trace >= least or part.prediction.confidence >= PLAIN_CONFIDENCE


def _is_story(part: Found, shares: Mapping[str, float]) -> bool:
    """What a person tells of themselves before the question: a request only when it is plain.

    "We need two testers" is a wish where the whole message shows it too.
    """
    trace = shares.get(part.prediction.intent, 0.0)
    if part.prediction.intent in FORMS and trace >= WISH_TRACE:
        return False
    return signs.tells_of_self(part.clause.text) and part.prediction.score < STORY_SCORE


def _part(clause: Clause, start: int, end: int) -> Clause:
    return Clause(clause.start + start, clause.start + end, clause.text[start:end])


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


def _asks_a_fact(part: Found) -> bool:
    return part.prediction.intent in TOPICS and signs.is_question(part.clause.text)


def _is_said_wish(part: Found) -> bool:
    """Whether the words say it: "I just finished a bootcamp" before a question is no wish yet."""
    return signs.says_wish(part.clause.text)


def _is_plain_wish(part: Found) -> bool:
    prediction = part.prediction
    return prediction.intent in FORMS and prediction.confidence >= WISH_CONFIDENCE


def _main(
    real: Sequence[Found], whole: Prediction, shares: Mapping[str, float], words: int
) -> Found:
    """The first wish for the contact form, else the first request.

    A long message tells a story before it asks: there what the whole comes to decides.
    """
    if words > SHORT_MESSAGE_WORDS:
        real = [part for part in real if _shows(part, shares, LEAST_TRACE)] or real
        if whole.confidence >= SURE_CONFIDENCE and whole.intent not in FORMS:
            same = [part for part in real if part.prediction.intent == whole.intent]
            if same:
                real = [part for part in real if _is_plain_wish(part)] or same
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
        "start": part.clause.start,
        "entities": entities,
    }
