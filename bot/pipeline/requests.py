"""Rasa's classifier for whole messages and clauses, with a second look at the examples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.pipeline.clauses import Clause
from bot.pipeline.encoder import VECTOR_SIZE, Vectors, get_encoder
from bot.pipeline.featurizer import SCALE
from bot.pipeline.normalizer import PAYLOAD_PREFIX
from bot.pipeline.spelling import apply_corrections
from bot.pipeline.spelling_component import CORRECTIONS, SPELLED
from bot.pipeline.splitting import Prediction, Splitter

NEVER_FALLBACK = frozenset({"out_of_scope"})
_VECTORS, _LABELS = "examples.npy", "labels.json"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class RequestClassifier(LogisticRegressionClassifier):
    """Writes `requests`, `similarity`, `fallback` and, after a fallback, `guess`.

    A message whose confidence times similarity is below `threshold` becomes `nlu_fallback`;
    a clause below `clause_threshold` is no request of its own.
    """

    _examples: Vectors = np.zeros((0, VECTOR_SIZE), np.float32)
    _labels: Sequence[str] = ()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's settings and the two thresholds."""
        return {
            **LogisticRegressionClassifier.get_default_config(),
            "max_iter": 1000,
            "scale": SCALE,
            "threshold": 0.15,
            "clause_threshold": 0.25,
        }

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the classifier and keep the examples' vectors."""
        features, labels = self._create_training_matrix(training_data)
        if not labels:
            raise ValueError("there are no intent examples in nlu/; nothing can be understood")
        self.clf.fit(features, labels)
        self._examples, self._labels = _unit(np.asarray(features.todense(), np.float32)), labels
        self.persist()
        return self._resource

    def persist(self) -> None:
        """Keep the classifier and the examples."""
        super().persist()
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / _VECTORS, self._examples.astype(np.float16))
            (folder / _LABELS).write_text(json.dumps(list(self._labels)), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RequestClassifier:
        """The trained classifier and its examples."""
        component: RequestClassifier = super().load(
            config, model_storage, resource, execution_context, **kwargs
        )
        with model_storage.read_from(resource) as folder:
            component._examples = _unit(np.load(folder / _VECTORS).astype(np.float32))
            component._labels = json.loads((folder / _LABELS).read_text(encoding="utf-8"))
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message and its clauses."""
        for message in messages:
            # A payload is unpacked by Rasa after this component.
            if not (message.get(TEXT) or "").startswith(PAYLOAD_PREFIX):
                self._process(message)
        return messages

    def _process(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        corrections = message.get(CORRECTIONS) or []

        def predict(clauses: Sequence[Clause]) -> list[Prediction]:
            texts = [apply_corrections(c.text, corrections, c.start) for c in clauses]
            return self._predict(get_encoder().encode(texts))[0]

        vectors = get_encoder().encode([message.get(SPELLED) or text])
        (whole,), shares = self._predict(vectors)
        splitter = Splitter(predict, float(self.config["clause_threshold"]))
        main, requests = splitter.requests(text, message.get(ENTITIES) or [], whole)
        ranking = [
            {"name": str(self.clf.classes_[i]), "confidence": float(shares[0][i])}
            for i in np.argsort(-shares[0])[: self.config["ranking_length"] or None]
        ]
        foreign = main.intent in NEVER_FALLBACK and bool(text.strip())
        fallback = not foreign and main.score < float(self.config["threshold"])
        if fallback:
            message.set("guess", main.intent, add_to_output=True)
            requests[0]["intent"] = DEFAULT_NLU_FALLBACK_INTENT_NAME
        name = DEFAULT_NLU_FALLBACK_INTENT_NAME if fallback else main.intent
        message.set(INTENT, {"name": name, "confidence": main.confidence}, add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("requests", requests, add_to_output=True)
        message.set("similarity", main.similarity, add_to_output=True)
        message.set("fallback", fallback, add_to_output=True)

    def _predict(self, vectors: Vectors) -> tuple[list[Prediction], Any]:
        """Predictions for unit vectors [n, 384] and the shares of all intents [n, intents]."""
        shares = self.clf.predict_proba(vectors * np.float32(self.config["scale"]))
        cosines = vectors @ self._examples.T
        labels = np.asarray(self._labels)
        predictions = []
        for row, cosine in zip(shares, cosines, strict=True):
            best = int(np.argmax(row))
            intent = str(self.clf.classes_[best])
            nearest = float(cosine[labels == intent].max())
            predictions.append(Prediction(intent, float(row[best]), nearest))
        return predictions, shares


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = vectors / np.maximum(lengths, np.float32(1e-9))
    return result
