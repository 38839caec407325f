"""Scores of the understanding on a set of labelled messages.

A set is JSON lines: `text`, `intents` (the main one first), and optionally `also`
(other intents that are right too), `entities` ({"role": [...], "location": [...]}, or a list of
{"entity": ..., "value": ...} as Rasa has it) and `style`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
ENTITIES = ("role", "location")


class EvaluationFileError(ValueError):
    """The set cannot be read; the text names file, line and reason."""


@dataclass(frozen=True)
class Labelled:
    """A message with what it should be understood as."""

    text: str
    intents: tuple[str, ...]
    also: frozenset[str]
    entities: Mapping[str, tuple[str, ...]] | None
    style: str


@dataclass(frozen=True)
class Outcome:
    """A labelled message and what was made of it (the shape of `careers parse --json`)."""

    wanted: Labelled
    got: Mapping[str, Any]

    @property
    def main(self) -> str:
        """The main intent that was understood."""
        return str(self.got["intents"][0])

    @property
    def right(self) -> bool:
        """Whether the main intent is right."""
        return self.main == self.wanted.intents[0] or self.main in self.wanted.also

    @property
    def rejected(self) -> bool:
        """Whether the message was turned away as not understood or out of scope."""
        return bool(self.got["fallback"]) or self.main == OUT_OF_SCOPE


def load_messages(path: Path) -> list[Labelled]:
    """Read a set; EvaluationFileError for the first line that does not fit."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found.append(
                Labelled(
                    text=str(row["text"]),
                    intents=tuple(row["intents"]),
                    also=frozenset(row.get("also", ())),
                    entities=_entities(row["entities"]) if "entities" in row else None,
                    style=str(row.get("style", "")),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EvaluationFileError(f"{path}:{number}: {error!r}") from None
    return found


def _entities(labelled: Any) -> dict[str, tuple[str, ...]]:
    """By kind; also from Rasa's own shape, a list of `entity` and `value`."""
    if isinstance(labelled, list):
        return {
            kind: tuple(str(e["value"]) for e in labelled if e["entity"] == kind)
            for kind in ENTITIES
        }
    return {kind: tuple(labelled.get(kind, ())) for kind in ENTITIES}


def score(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """All figures of a report as JSON: shares from 0 to 1, None where nothing was counted."""
    in_scope = [o for o in outcomes if o.wanted.intents[0] != OUT_OF_SCOPE]
    outside = [o for o in outcomes if o.wanted.intents[0] == OUT_OF_SCOPE]
    several = [o for o in outcomes if len(o.wanted.intents) > 1]
    intents = _per_intent(outcomes)
    styles: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.wanted.style:
            styles[outcome.wanted.style].append(outcome)
    return {
        "messages": len(outcomes),
        "accuracy": _share(o.right for o in outcomes),
        "macro_f1": _mean(row["f1"] for row in intents.values() if row["support"]),
        "out_of_scope_recall": _share(o.rejected for o in outside),
        "false_fallback": _share(bool(o.got["fallback"]) for o in in_scope),
        "false_rejection": _share(o.rejected for o in in_scope),
        "all_requests_found": _share(
            set(o.wanted.intents) <= set(o.got["intents"]) for o in several
        ),
        **{f"{kind}_f1": _entity_f1(outcomes, kind) for kind in ENTITIES},
        "by_style": {
            style: {"messages": len(found), "accuracy": _share(o.right for o in found)}
            for style, found in sorted(styles.items())
        },
        "intents": intents,
        "confusions": [
            {"wanted": wanted, "got": got, "count": count}
            for (wanted, got), count in Counter(
                (o.wanted.intents[0], o.main) for o in outcomes if not o.right
            ).most_common(12)
        ],
    }


def _per_intent(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for outcome in outcomes:
        # An intent that is right too counts as the one that was wanted.
        truth = outcome.main if outcome.right else outcome.wanted.intents[0]
        wanted[truth] += 1
        got[outcome.main] += 1
        right[truth] += outcome.right
    report = {}
    for intent in sorted(wanted | got):
        precision = right[intent] / got[intent] if got[intent] else 0.0
        recall = right[intent] / wanted[intent] if wanted[intent] else 0.0
        report[intent] = {
            "support": wanted[intent],
            "precision": precision,
            "recall": recall,
            "f1": _f1(precision, recall),
        }
    return report


def _entity_f1(outcomes: Sequence[Outcome], kind: str) -> float | None:
    hits = missed = invented = 0
    for outcome in outcomes:
        if outcome.wanted.entities is None:
            continue
        wanted = {value.lower() for value in outcome.wanted.entities[kind]}
        got = {str(value).lower() for value in outcome.got["entities"][kind]}
        hits += len(wanted & got)
        missed += len(wanted - got)
        invented += len(got - wanted)
    if not hits + missed:
        return None
    return 2 * hits / (2 * hits + missed + invented)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(found: Iterable[bool]) -> float | None:
    return _mean(float(each) for each in found)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
