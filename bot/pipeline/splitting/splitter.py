"""Which requests a message makes: plain logic on top of any classifier of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.pipeline.splitting import signs
from bot.pipeline.splitting.clauses import (
    Clause,
    joints,
    long_enough,
    run_ons,
    split_sentences,
)
from bot.pipeline.splitting.parts import (
    ACTS,
    BACKGROUND,
    FORM_TRACE,
    FORMS,
    LIKELY_CONFIDENCE,
    OTHER_TRACE,
    OUT_OF_SCOPE,
    PLAIN_CONFIDENCE,
    POLITE,
    SURE_CONFIDENCE,
    TOPICS,
    Entity,
    Found,
    Prediction,
    as_request,
    asks_a_fact,
    distinct,
    is_chance,
    is_said_wish,
    is_story,
    main_of,
    shows,
)

# Beside another request these count only when they are plain.
ASIDE = frozenset({"bot_challenge", "stop", "ask_help", "report_problem"})
ASIDE_THRESHOLD = 0.4
ASKED_ASIDE_THRESHOLD = 0.33
# Beside a request, "tell me a joke" is refused; what is merely told is not.
STRAY_SCORE = 0.55
SAID_SCORE = 0.5
NAMES = frozenset({"role", "other_role", "location"})
CONTACT = frozenset({"email", "phone_number"})
RUN_ON_SCORE = 0.35
MIN_RUN_ON_WORDS = 3
# A part that begins like a question may be less like any example than one in full words.
OPENED_CONFIDENCE, OPENED_SIMILARITY = 0.4, 0.4
MAX_PIECES = 12
MAX_SPLIT_SENTENCES = 10
LONG_MESSAGE_WORDS = 60

Predict = Callable[[Sequence[Clause]], Sequence[Prediction]]
Piece = tuple[Clause, Prediction]


@dataclass(frozen=True)
class Split:
    """What one message asks and says."""

    main: Prediction
    requests: list[dict[str, Any]]
    """The main one first, then as in the message."""
    acts: list[dict[str, Any]] = field(default_factory=list)
    """What is said beside them and asks for nothing: a yes, thanks, a name."""


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
    ) -> Split:
        """The main prediction, all requests, and what is said beside them.

        `shares` are those of all intents in the message as a whole: a part that reads like a
        request by itself is not the main one where a long message shows no trace of it.
        """
        everything = Clause(0, len(text), text)
        parts, atoms = self._clauses(text, entities)
        acts = [
            {"intent": said.intent, "start": clause.start}
            for clause, said in atoms
            if _is_act(clause, said, entities)
        ]
        real = [part for part in parts if self._is_request(part.prediction, part.clause.text)]
        trace = shares or {}
        if any(signs.is_question(part.clause.text) for part in real):
            real = [part for part in real if not is_story(part, trace)]
        # A form is started only by what the whole message asks for too.
        real = [p for p in real if p.prediction.intent not in FORMS or shows(p, trace, FORM_TRACE)]
        if any(asks_a_fact(part) for part in real):
            real = [p for p in real if p.prediction.intent not in FORMS or is_said_wish(p)]
        real = [part for part in real if not is_chance(part, whole, trace)]
        real = distinct(real)
        if trace and whole.intent == OUT_OF_SCOPE and whole.confidence >= SURE_CONFIDENCE:
            real = [p for p in real if trace.get(p.prediction.intent, 0.0) >= OTHER_TRACE]
        if len(real) > 1:
            main = main_of(real, whole, trace, len(text.split()))
            ordered = [main, *(part for part in real if part is not main)]
            return Split(main.prediction, [as_request(part, parts) for part in ordered], acts)
        prediction = whole
        unwished = whole.intent in FORMS and not signs.says_wish(text)
        if real and (
            (unwished and asks_a_fact(real[0])) or self._better(real[0], whole, len(text.split()))
        ):
            prediction = real[0].prediction
        single = Found(everything, prediction, list(entities))
        if real and prediction is whole and self._adds(real[0].prediction, whole):
            return Split(whole, [as_request(single, []), as_request(real[0], parts)], acts)
        return Split(prediction, [as_request(single, [])], acts)

    def _adds(self, part: Prediction, whole: Prediction) -> bool:
        """Whether a part asks for something else than the message as a whole."""
        return (
            part.intent != whole.intent
            and self._is_request(whole, "")
            and part.intent not in ASIDE
            and part.confidence >= PLAIN_CONFIDENCE
        )

    def _better(self, found: Found, whole: Prediction, words: int) -> bool:
        """Whether the one request in the message says more than the message as a whole."""
        part = found.prediction
        if part.intent == whole.intent:
            return part.score > whole.score
        if part.intent in FORMS and whole.intent == "inform":
            # Details around a wish are for the contact form that the wish opens.
            return True
        if whole.intent in POLITE | BACKGROUND:
            return part.score > whole.score or whole.intent in POLITE
        asked = part.confidence >= LIKELY_CONFIDENCE and asks_a_fact(found)
        long = words > LONG_MESSAGE_WORDS and part.intent != OUT_OF_SCOPE
        unsure = whole.confidence < SURE_CONFIDENCE and (asked or long)
        return unsure or (whole.score < self._threshold and part.score > whole.score)

    def _is_request(self, prediction: Prediction, text: str) -> bool:
        if prediction.intent == OUT_OF_SCOPE:
            asked = signs.is_question(text) or signs.is_order(text) or signs.asks_in_the_end(text)
            return asked and prediction.score >= STRAY_SCORE
        if prediction.intent in POLITE | BACKGROUND:
            return False
        if prediction.intent in ASIDE:
            asked = signs.is_question(text) or signs.is_order(text)
            least = ASKED_ASIDE_THRESHOLD if asked else ASIDE_THRESHOLD
            return len(text.split()) > 1 and prediction.score >= max(self._threshold, least)
        opened = (
            prediction.confidence >= OPENED_CONFIDENCE
            and prediction.similarity >= OPENED_SIMILARITY
            and signs.opens_clause(text)
        )
        return opened or prediction.score >= self._threshold

    def _clauses(
        self, text: str, entities: Sequence[Entity]
    ) -> tuple[list[Found], Sequence[Piece]]:
        """The clauses of a message, and the still smaller parts between marks and conjunctions."""
        sentences = split_sentences(text)
        few = len(sentences) <= MAX_SPLIT_SENTENCES
        pieces: list[Piece] = []
        atoms: list[Piece] = []
        if few:
            for sentence in sentences:
                found, parts = self._pieces(sentence, _inside(entities, sentence))
                pieces += found
                atoms += parts
        elif sentences:
            atoms = pieces = list(zip(sentences, self._predict(sentences), strict=True))
        clauses = [Found(piece, said, _inside(entities, piece)) for piece, said in pieces]
        return clauses, atoms

    def _pieces(
        self, sentence: Clause, entities: Sequence[Entity]
    ) -> tuple[list[Piece], list[Piece]]:
        """Clauses of a sentence, cut only where both sides can stand alone, and all its parts."""
        names = [(e["start"], e["end"]) for e in entities if e["entity"] in NAMES]
        cuts = joints(sentence.text, sorted(names))[: MAX_PIECES - 1]
        edges = [(0, 0), *cuts, (len(sentence.text), len(sentence.text))]
        atoms = [_part(sentence, edges[i][1], edges[i + 1][0]) for i in range(len(edges) - 1)]
        predictions = self._predict(atoms)
        runs: list[list[int]] = [[0]]
        stands = self._is_request(predictions[0], atoms[0].text)
        counted = signs.counts_requests(sentence.text)
        for index in range(1, len(atoms)):
            atom = atoms[index]
            is_request = self._is_request(predictions[index], atom.text)
            opens = counted or signs.opens_clause(atom.text)
            separate = is_request and opens and long_enough(atom)
            noun = is_request and stands and signs.names_topic(atom.text)
            if separate or noun:
                runs.append([index])
                stands = True
            else:
                runs[-1].append(index)
                # "Testers, Denver, pay and outlook": the first noun stands for a request.
                stands = stands or (is_request and signs.names_topic(atom.text))
        found: list[Piece] = []
        for run in runs:
            first, last = atoms[run[0]], atoms[run[-1]]
            piece = _part(sentence, first.start - sentence.start, last.end - sentence.start)
            found += self._cut_run_ons(piece, [predictions[index] for index in run])
        return found, list(zip(atoms, predictions, strict=True))

    def _cut_run_ons(self, piece: Clause, of_atoms: Sequence[Prediction]) -> list[Piece]:
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


def _is_act(clause: Clause, said: Prediction, entities: Sequence[Entity]) -> bool:
    """Whether a part says plainly what asks for nothing; "ok, and in Boston" says no yes."""
    if said.intent == "inform":
        told = any(e["entity"] in CONTACT for e in _inside(entities, clause))
        return told or signs.gives_name(clause.text)
    plain = said.confidence >= LIKELY_CONFIDENCE and said.score >= SAID_SCORE
    return said.intent in ACTS and plain and not signs.is_filler(clause.text)


def _part(clause: Clause, start: int, end: int) -> Clause:
    return Clause(clause.start + start, clause.start + end, clause.text[start:end])


def _inside(entities: Sequence[Entity], clause: Clause) -> list[Entity]:
    return [
        {**e, "start": e["start"] - clause.start, "end": e["end"] - clause.start}
        for e in entities
        if clause.start <= e["start"] and e["end"] <= clause.end
    ]
