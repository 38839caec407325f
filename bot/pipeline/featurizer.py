"""MiniLM sentence vectors as Rasa's dense features."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.pipeline.encoder import get_encoder
from bot.pipeline.spelling_component import SPELLED

SCALE = 8.0


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """One sentence feature, float32 [1, 384] times `scale`; no sequence features.

    Rasa's classifier has no `C`: the scale stands for a weaker regularisation. Neither the
    classifier nor the name extractor reads sequence features.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The scale of the vectors."""
        return {**DenseFeaturizer.get_default_config(), "scale": SCALE}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """A featurizer with the given settings."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raise ValueError for a scale that is not above zero."""
        if not float(config["scale"]) > 0:
            raise ValueError("SentenceFeaturizer: scale must be above 0")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to all examples that have a text, in batches."""
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add a vector to each message: of its corrected text, zeros for an empty one."""
        texts = [m.get(SPELLED) or m.get(TEXT) or "" for m in messages]
        vectors = get_encoder().encode(texts) * np.float32(self._config["scale"])
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(
                Features(
                    vector[np.newaxis, :],
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._config[FEATURIZER_CLASS_ALIAS],
                )
            )
        return messages
