"""The classifier of texts: three opinions, averaged.

Logistic regression on sentence vectors, letters and words; a classifier on top of the encoder's
last layers, tuned on the examples (tuning.py); the similarity to the nearest examples.

Names of roles and places are replaced by one stand-in each before anything else:
what is asked does not depend on which role it is asked about, and forty examples
an intent cannot show every role. Each part was kept because it raised the accuracy
on the validation set (docs/understanding.md).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.pipeline.classifying.encoder import (
    VECTOR_SIZE,
    Vectors,
    get_encoder,
    open_session,
    vectors_of,
)
from bot.pipeline.naming.extraction import Extractor

# Unscaled, unit vectors are so small that the regularisation flattens them.
VECTOR_SCALE = 8.0
LETTERS_SCALE = 6.0
WORDS_SCALE = 4.0
REGULARISATION = 0.3  # scikit-learn's C
TOLERANCE = 1e-2
NEIGHBOURS = 3
NEIGHBOUR_SHARPNESS = 20.0
NEIGHBOUR_WEIGHT = 0.15
TUNED_WEIGHT = 0.55
STAND_INS = {
    "role": "data scientist",
    "other_role": "data scientist",
    "location": "Chicago",
    "email": "a@example.com",
    "phone_number": "555-0100",
}
_FILE = "intent_model.joblib"
_TUNED_FILE = "tuned.onnx"


def mask(extractor: Extractor, text: str, *, keeps: Collection[str] = ()) -> str:
    """The text with a stand-in for every role, place, address and number, but those of the kinds
    that it `keeps`."""
    kinds = STAND_INS.keys() - set(keeps)
    entities = [e for e in extractor.extract(text) if e["entity"] in kinds]
    for entity in sorted(entities, key=lambda e: -int(e["start"])):
        stand_in = STAND_INS[entity["entity"]]
        text = f"{text[: entity['start']]}{stand_in}{text[entity['end'] :]}"
    return text


class IntentModel:
    """Fitted once on the examples; texts in, shares of all intents and similarities out."""

    def __init__(
        self,
        letters: TfidfVectorizer,
        words: TfidfVectorizer,
        classifier: LogisticRegression,
        tuned: bytes,
    ) -> None:
        self._letters = letters
        self._words = words
        self._classifier = classifier
        self._tuned = tuned
        self._session = open_session(tuned)
        self._examples: Vectors = np.zeros((0, 0), np.float32)
        self._labels = np.asarray([], dtype=object)
        self._bounds: list[int] = []

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str], max_iter: int) -> IntentModel:
        """Fit on masked texts and their intents."""
        # jax and onnx are needed for training only.
        from bot.pipeline.classifying.onnx_graph import build_tuned_graph
        from bot.pipeline.classifying.tuning import tune

        named = np.asarray(labels, dtype=object)
        intents, numbers = np.unique(named, return_inverse=True)
        encoded = list(get_encoder().batches(texts, threads=os.cpu_count() or 1))
        vectors = vectors_of(encoded)
        with ThreadPoolExecutor(1) as pool:
            # The tuning leaves some of two cores idle; the regression needs one of them.
            regression = pool.submit(_regression, texts, vectors, named, max_iter)
            tuned = build_tuned_graph(tune(encoded, numbers, len(intents)))
            model = cls(*regression.result(), tuned)
        model._keep(vectors, named)
        return model

    @property
    def intents(self) -> list[str]:
        """The intents, in the order of the columns of `predict`."""
        return [str(name) for name in self._classifier.classes_]

    def predict(self, texts: Sequence[str]) -> tuple[Any, Vectors]:
        """Of masked texts: shares of the intents [n, intents], and the cosine to the nearest
        example of each intent [n, intents]."""
        vectors: Vectors = np.zeros((len(texts), VECTOR_SIZE), np.float32)
        tuned = np.full((len(texts), len(self.intents)), 1 / len(self.intents), np.float32)
        for batch in get_encoder().batches(texts):
            vectors[batch.places] = batch.vectors
            inputs = {"hidden": batch.hidden, "mask": batch.mask}
            tuned[batch.places] = self._session.run(["shares"], inputs)[0]
        regressed = self._classifier.predict_proba(
            _features(self._letters, self._words, texts, vectors)
        )
        cosines = vectors @ self._examples.T
        nearest = [
            _largest(cosines[:, start:end])
            for start, end in zip(self._bounds, self._bounds[1:], strict=False)
        ]
        closeness = np.exp(
            NEIGHBOUR_SHARPNESS * np.stack([each.mean(axis=1) for each in nearest], axis=1)
        )
        closeness /= closeness.sum(axis=1, keepdims=True)
        shares = (
            TUNED_WEIGHT * tuned
            + NEIGHBOUR_WEIGHT * closeness
            + (1 - TUNED_WEIGHT - NEIGHBOUR_WEIGHT) * regressed
        )
        return shares, np.stack([each.max(axis=1) for each in nearest], axis=1)

    def save(self, folder: Path) -> None:
        """Keep everything in `folder`."""
        (folder / _TUNED_FILE).write_bytes(self._tuned)
        joblib.dump(
            {
                "letters": self._letters,
                "words": self._words,
                "classifier": self._classifier,
                "examples": self._examples.astype(np.float16),
                "labels": self._labels,
            },
            folder / _FILE,
        )

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """What `save` kept."""
        kept = joblib.load(folder / _FILE)
        tuned = (folder / _TUNED_FILE).read_bytes()
        model = cls(kept["letters"], kept["words"], kept["classifier"], tuned)
        model._keep(kept["examples"].astype(np.float32), kept["labels"])
        return model

    def _keep(self, examples: Vectors, labels: Any) -> None:
        """Keep the vectors of the examples, intent by intent, in the order of the columns."""
        order = np.argsort(labels, kind="stable")
        self._examples, self._labels = examples[order], labels[order]
        starts = np.searchsorted(self._labels, self._classifier.classes_)
        self._bounds = [*map(int, starts), len(labels)]


def _largest(cosines: Vectors) -> Vectors:
    """The largest few of each row, in any order."""
    if cosines.shape[1] <= NEIGHBOURS:
        return cosines
    return np.partition(cosines, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]


def _regression(
    texts: Sequence[str], vectors: Vectors, labels: Any, max_iter: int
) -> tuple[TfidfVectorizer, TfidfVectorizer, LogisticRegression]:
    letters = _sequences(analyzer="char_wb", ngram_range=(2, 5)).fit(texts)
    words = _sequences(analyzer="word", ngram_range=(1, 3)).fit(texts)
    intents, counts = np.unique(labels, return_counts=True)
    classifier = LogisticRegression(
        C=REGULARISATION,
        max_iter=max_iter,
        tol=TOLERANCE,
        # Between all intents alike and all examples alike: out_of_scope has far more.
        class_weight=dict(zip(intents, np.sqrt(counts.mean() / counts), strict=True)),
    )
    return letters, words, classifier.fit(_features(letters, words, texts, vectors), labels)


def _features(
    letters: TfidfVectorizer, words: TfidfVectorizer, texts: Sequence[str], vectors: Vectors
) -> Any:
    return sparse.hstack(
        [
            sparse.csr_matrix(vectors * np.float32(VECTOR_SCALE)),
            letters.transform(texts) * LETTERS_SCALE,
            words.transform(texts) * WORDS_SCALE,
        ],
        format="csr",
    )


def _sequences(**options: Any) -> TfidfVectorizer:
    return TfidfVectorizer(lowercase=True, sublinear_tf=True, min_df=2, dtype=np.float32, **options)
