"""The table-driven extractor in Rasa's graph."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.pipeline.naming.extractor_source import get_extractor_source
from bot.pipeline.normalizer import PAYLOAD_PREFIX


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class TableEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds roles, places and the rest by name; new names need no retraining."""

    def __init__(self) -> None:
        self._extractors = get_extractor_source()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TableEntityExtractor:
        """An extractor on the names of this process."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Write the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found: list[dict[str, Any]] = []
            if text and not text.startswith(PAYLOAD_PREFIX):
                found = self.add_extractor_name(self._extractors.current().extract(text))
            message.set(ENTITIES, found, add_to_output=True)
        return messages
