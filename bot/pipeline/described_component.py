"""The look-up of described jobs in Rasa's graph, after the names and before the requests."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.pipeline.classifying.encoder import get_encoder
from bot.pipeline.describing.described import DescribedRoles, Found, read_descriptions
from bot.pipeline.describing.describing_words import POINTS
from bot.pipeline.describing.descriptions import Description, Form, find_description
from bot.pipeline.normalizer import PAYLOAD_PREFIX
from bot.pipeline.spelling_component import CORRECTIONS
from bot.pipeline.tables import DATA

_FILE = "described_roles.npz"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class DescribedRoleExtractor(GraphComponent, EntityExtractorMixin):
    """Adds an entity where a job is described: `role` where it is clear which one is meant.

    Otherwise `described` with two slugs to choose from, or none for a job outside the table; or
    `role_hint` with the slugs of which the conversation picks one.
    """

    def __init__(
        self, storage: ModelStorage, resource: Resource, roles: DescribedRoles | None = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._roles = roles

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DescribedRoleExtractor:
        """An extractor that has not read the descriptions yet."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DescribedRoleExtractor:
        """The extractor with the vectors that were made at training."""
        with model_storage.read_from(resource) as folder:
            roles = DescribedRoles.load(folder / _FILE)
        return cls(model_storage, resource, roles)

    def train(self, training_data: TrainingData) -> Resource:
        """Make the vectors of the descriptions in data/; the examples do not matter."""
        roles = DescribedRoles.fit(read_descriptions(DATA), get_encoder().encode)
        with self._storage.write_to(self._resource) as folder:
            roles.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Look up the job that each message describes."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith(PAYLOAD_PREFIX):
                self._process(message, text)
        return messages

    def _process(self, message: Message, text: str) -> None:
        entities = message.get(ENTITIES) or []
        description = find_description(text, entities)
        if description is None:
            return
        corrected = description.corrected(
            {text[c.start : c.end]: c.text for c in message.get(CORRECTIONS) or []}
        )
        assert self._roles is not None
        found = self._roles.find(corrected, get_encoder().encode)
        if found is None:
            return
        new = self.add_extractor_name([_entity(description, found)])
        message.set(ENTITIES, [*entities, *new], add_to_output=True)


def _entity(description: Description, found: Found) -> dict[str, Any]:
    place = {"start": description.start, "end": description.end}
    if description.form is Form.HINT:
        points = not POINTS.isdisjoint(description.text.lower().split())
        return {
            "entity": "role_hint",
            **place,
            "value": list(found.roles),
            "words": "" if points else description.text,
        }
    asked = {"asked": description.form is Form.ASKED, "weak": description.weak and not found.sure}
    if len(found.roles) == 1:
        return {"entity": "role", **place, "value": found.roles[0], "described": True, **asked}
    return {"entity": "described", **place, "value": list(found.roles), **asked}
