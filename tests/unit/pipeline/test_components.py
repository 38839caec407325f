"""The components together, trained on a handful of examples, stored and loaded again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.vocabulary import Names
from bot.pipeline import spelling_component
from bot.pipeline.classifying import intent_model
from bot.pipeline.classifying.encoder import Encoder
from bot.pipeline.entities import TableEntityExtractor
from bot.pipeline.naming import extractor_source
from bot.pipeline.normalizer import TextNormalizer
from bot.pipeline.requests import RequestClassifier
from bot.pipeline.spelling_component import SpellingCorrector

EXAMPLES = {
    "ask_salary": ["what do they earn", "how much does it pay", "salary please", "what is the pay"],
    "ask_education": ["do I need a degree", "which degree helps", "is college required"],
    "greet": ["hello", "hi there", "good morning"],
    "out_of_scope": ["sing me a song", "what's the weather", "order a pizza"],
}


class Source:
    """Names that never change."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def current(self) -> Names:
        return self._names


@pytest.fixture
def pipeline(
    encoder: Encoder, names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    for module in (extractor_source, intent_model, spelling_component):
        monkeypatch.setattr(module, "get_encoder", lambda: encoder)
    for module in (extractor_source, spelling_component):
        monkeypatch.setattr(module, "get_name_source", lambda: Source(names))
    storage = LocalModelStorage.create(tmp_path)
    context = ExecutionContext(GraphSchema({}), node_name="node")
    data = TrainingData(
        [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    )
    loaded: list[Any] = []
    for component in (
        TextNormalizer,
        SpellingCorrector,
        TableEntityExtractor,
        RequestClassifier,
    ):
        args = (
            {**component.get_default_config(), "threshold": 0.15},
            storage,
            Resource(component.__name__),
            context,
        )
        made: GraphComponent = component.create(*args)
        if hasattr(made, "train"):
            made.train(data)
            made = component.load(*args)
        loaded.append(made)
    return loaded


def parse(pipeline: list[Any], text: str) -> dict[str, Any]:
    messages = [Message({"text": text})]
    for component in pipeline:
        messages = component.process(messages)
    (message,) = RegexMessageHandler().process(messages)
    result = message.as_dict(only_output_properties=True)
    # Rasa sends the parse as JSON to the action server.
    return dict(json.loads(json.dumps(result)))


def test_a_misspelled_question_is_understood(pipeline: list[Any]) -> None:
    result = parse(pipeline, "how much dose a data  scientsit eran in Bostn?")
    assert result["intent"]["name"] == "ask_salary"
    assert result["fallback"] is False
    assert [(e["entity"], e["value"]) for e in result["entities"]] == [
        ("role", "data-scientist"),
        ("location", "Boston"),
    ]
    assert [r["intent"] for r in result["requests"]] == ["ask_salary"]


def test_two_questions_are_two_requests(pipeline: list[Any]) -> None:
    result = parse(pipeline, "Hello! What do they earn? Do I need a degree?")
    assert {r["intent"] for r in result["requests"]} == {"ask_salary", "ask_education"}
    assert result["requests"][0]["intent"] == result["intent"]["name"]


def test_a_foreign_message_falls_back_with_its_guess_kept(pipeline: list[Any]) -> None:
    result = parse(pipeline, "kqzx wvut 8871 ppl")
    assert result["fallback"] is True or result["intent"]["name"] == "out_of_scope"


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_blank_text_falls_back(pipeline: list[Any], text: str) -> None:
    result = parse(pipeline, text)
    assert result["intent"]["name"] == "nlu_fallback"
    assert result["guess"] in EXAMPLES
    assert result["similarity"] == 0
    assert result["requests"][0]["intent"] == "nlu_fallback"


def test_typed_slashes_fire_nothing_and_payloads_do(pipeline: list[Any]) -> None:
    typed = parse(pipeline, "\u200b／ask_education")
    assert typed["intent"]["confidence"] < 1
    payload = parse(pipeline, '/ask_education{"role": "data-scientist"}')
    assert payload["intent"] == {"name": "ask_education", "confidence": 1.0}
