"""The speller in Rasa's graph: learns the examples' words, marks what to correct."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.answers.reading.fragments import FILLERS
from bot.pipeline.classifying.encoder import get_encoder
from bot.pipeline.naming.names import get_name_source, words_of
from bot.pipeline.spelling.speller import Speller, count_words, trusted_words
from bot.pipeline.tables import get_word_lists

CORRECTIONS = "corrections"
_FILE = "words.json"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class SpellingCorrector(GraphComponent):
    """Sets `corrections`; the text itself stays."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, words: dict[str, int] | None = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._words = words or {}
        self._speller: Speller | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingCorrector:
        """A corrector that has not seen the examples yet."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingCorrector:
        """The corrector with the words that it kept at training."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, words)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the trusted words of the examples."""
        texts = [m.get(TEXT) for m in training_data.intent_examples if m.get(TEXT)]
        words = trusted_words(count_words(texts), frozenset(get_encoder().words()))
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(words), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Correct the examples as later messages are corrected."""
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark what to correct in each message."""
        if self._speller is None:
            # A new name in the table needs no entry here before the next start: the
            # extractor reads names itself.
            lists = get_word_lists()
            outside = " ".join(name for name, _ in (*lists.other_jobs, *lists.other_places))
            known = {*words_of(get_name_source().current()), *outside.lower().split(), *FILLERS}
            names = dict.fromkeys(sorted(known), 1)
            self._speller = Speller(get_encoder().words(), {**names, **self._words})
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(CORRECTIONS, self._speller.corrections(text))
        return messages
