"""The intent of a message and every request in it, in Rasa's graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.answers.model import Request
from bot.answers.reading.fragments import is_fragment
from bot.pipeline.classifying.intent_model import IntentModel, mask
from bot.pipeline.naming.extractor_source import get_extractor_source
from bot.pipeline.naming.fields import of_a_job, read_fields
from bot.pipeline.normalizer import PAYLOAD_PREFIX
from bot.pipeline.rewriting import (
    described_in,
    with_description,
    with_name,
    without_description,
)
from bot.pipeline.spelling.speller import Correction, apply_corrections
from bot.pipeline.spelling_component import CORRECTIONS
from bot.pipeline.splitting import signs
from bot.pipeline.splitting.clauses import Clause
from bot.pipeline.splitting.parts import (
    FORMS,
    OUT_OF_SCOPE,
    SURE_CONFIDENCE,
    TOPICS,
    Prediction,
)
from bot.pipeline.splitting.splitter import Split, Splitter

_JOBS = ("other_role",)

_OPENING = re.compile(r"\W*(and|what about|how about)\b[^.?!;]*[.?!;]", re.I)
# "And the package for the same in Dallas": short, and no word of jobs or people.
_SHORT = 9
_WISH = re.compile(
    r"\b(jobs?|hir\w+|recruit\w*|vacanc\w+|openings?|positions?|candidates?|work\w*|appl\w+|talk|"
    r"speak|call|contact|human|person|someone|somebody|people|need|want|looking|find)\b",
    re.I,
)
DOUBTFUL, NEARLY = 0.5, 0.5
NEVER_FALLBACK = frozenset({"out_of_scope"})
# What these say of people is said of no job.
NOT_ON_JOBS = FORMS | {"bot_challenge", "ask_privacy", "ask_company", "stop", "thank", "goodbye"}
# "Who puts those numbers together?", "who plays the hacker in that film?"
_OTHER_WHO = frozenset({"ask_source", "ask_example", "out_of_scope"})
ASKED = 0.6


# What a message's texts were taken for, and the shares of all intents: a message of one clause is
# asked about three times.
Heard = dict[str, tuple[Prediction, Any]]


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class RequestClassifier(GraphComponent):
    """Writes the intent, and `requests`, `similarity`, `fallback` and, after one, `guess`.

    A message whose confidence times similarity is below `threshold` becomes `nlu_fallback`;
    a clause below `clause_threshold` is no request of its own.
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._extractors = get_extractor_source()
        self._model: IntentModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The two thresholds, and how long the classifier may be fitted."""
        return {"max_iter": 1000, "threshold": 0.15, "clause_threshold": 0.25}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RequestClassifier:
        """A classifier that has not seen the examples yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RequestClassifier:
        """The trained classifier."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = IntentModel.load(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the classifier on the examples of nlu/."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        if not examples:
            raise ValueError("there are no intent examples in nlu/; nothing can be understood")
        labels = [str(m.get(INTENT)) for m in examples]
        extractor = self._extractors.current()
        # "I want to hire a wedding photographer" is out of scope because of its job: with a
        # stand-in for it, whoever wants to hire a data scientist would be.
        texts = [
            mask(extractor, str(m.get(TEXT)), keeps=_JOBS if label == OUT_OF_SCOPE else ())
            for m, label in zip(examples, labels, strict=True)
        ]
        self._model = IntentModel.fit(texts, labels, int(self._config["max_iter"]))
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message and its clauses."""
        for message in messages:
            # A payload is unpacked by Rasa after this component.
            if not (message.get(TEXT) or "").startswith(PAYLOAD_PREFIX):
                self._process(message)
        return messages

    def _process(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        entities = message.get(ENTITIES) or []
        heard: Heard = {}
        split, shares = self._reading(text, without_description(entities), message, heard)
        if described := described_in(entities):
            named, named_shares = self._reading(text, entities, message, heard)
            if _is_about_a_job(described, named, split):
                split, shares = named, named_shares
                entities = with_description(entities)
            else:
                entities = without_description(entities)
        main, requests = split.main, split.requests
        read_fields(entities, of_a_job(requests) or main.intent, text)
        message.set(ENTITIES, entities, add_to_output=True)
        intents = self._intents()
        ranking = [
            {"name": intents[i], "confidence": float(shares[i])} for i in np.argsort(-shares)
        ]
        understood = main.intent in NEVER_FALLBACK or _is_fragment(requests)
        fallback = main.score < float(self._config["threshold"]) and not (
            understood and text.strip()
        )
        if fallback:
            message.set("guess", main.intent, add_to_output=True)
            requests[0]["intent"] = DEFAULT_NLU_FALLBACK_INTENT_NAME
        everything = _inside(message.get(CORRECTIONS) or [], {"start": 0, "text": text})
        message.set("corrections", everything, add_to_output=True)
        name = DEFAULT_NLU_FALLBACK_INTENT_NAME if fallback else main.intent
        message.set(INTENT, {"name": name, "confidence": main.confidence}, add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("requests", requests, add_to_output=True)
        message.set("acts", split.acts, add_to_output=True)
        message.set("similarity", main.similarity, add_to_output=True)
        message.set("fallback", fallback, add_to_output=True)

    def _reading(
        self, text: str, entities: list[dict[str, Any]], message: Message, heard: Heard
    ) -> tuple[Split, Any]:
        """The message as these entities let it be read, a described job by its stand-in; the shares
        of all intents."""
        read = with_name(text, entities, message.get(CORRECTIONS) or [])

        def predict(clauses: Sequence[Clause]) -> list[Prediction]:
            return self._predict(
                [apply_corrections(c.text, read.corrections, c.start) for c in clauses], heard
            )

        mended = apply_corrections(read.text, read.corrections, 0)
        (whole,) = self._predict([mended], heard)
        shares = heard[mended][1]
        splitter = Splitter(predict, float(self._config["clause_threshold"]))
        split = splitter.requests(
            read.text, read.entities, whole, dict(zip(self._intents(), shares, strict=True))
        )
        main, requests = split.main, split.requests
        if main.intent == OUT_OF_SCOPE and (
            topic := _topic_of_role(read.entities, shares, self._intents())
        ):
            main = replace(main, intent=topic)
            requests[0]["intent"] = topic
        described = described_in(read.entities)
        if described and described["asked"] and main.intent not in TOPICS:
            # Who asks what a job is called asks what it is.
            main = Prediction("ask_definition", max(main.confidence, ASKED), 1.0)
            requests[0]["intent"] = main.intent
        if main.intent in FORMS and len(requests) == 1 and _goes_on(requests[0]):
            main = replace(main, intent="inform")
            requests[0]["intent"] = main.intent
        of_job = of_a_job(requests)
        for request in requests:
            about = of_job if request["intent"] in TOPICS else None
            read_fields(request["entities"], about or request["intent"], request["text"])
            request["corrections"] = _inside(read.corrections, request)
        return replace(split, main=main), shares

    def _intents(self) -> list[str]:
        assert self._model is not None
        return self._model.intents

    def _predict(self, texts: Sequence[str], heard: Heard) -> list[Prediction]:
        """Predictions for texts; what has been `heard` in this message already is kept there."""
        assert self._model is not None
        extractor = self._extractors.current()
        new = [text for text in dict.fromkeys(texts) if text not in heard]
        if new:
            shares, nearest = self._model.predict([mask(extractor, text) for text in new])
            intents = self._model.intents
            for text, row, cosines in zip(new, shares, nearest, strict=True):
                i = _best(text, row, intents)
                # Nothing is similar to no text.
                similarity = float(cosines[i]) if text.strip() else 0.0
                heard[text] = Prediction(intents[i], float(row[i]), similarity), row
        return [heard[text][0] for text in texts]


def _topic_of_role(
    entities: Sequence[Mapping[str, Any]], shares: Any, intents: Sequence[str]
) -> str | None:
    """The topic of a message that names a role and is nearly as much about it as about nothing.

    What lies outside the topics hardly ever names one of the roles.
    """
    first, second = np.argsort(-shares)[:2]
    near = shares[first] < DOUBTFUL and shares[second] >= NEARLY * shares[first]
    named = any(e["entity"] in ("role", "field") for e in entities)
    return intents[second] if near and named and intents[second] in TOPICS else None


def _best(text: str, shares: Any, intents: Sequence[str]) -> int:
    """The likeliest intent; where a near second is named by a plain word, that one."""
    first = int(shares.argmax())
    if signs.asks_for_study(text):
        study = intents.index("ask_education")
        return study if shares[study] >= NEARLY * shares[first] else first
    return first


def _inside(corrections: Sequence[Correction], request: Mapping[str, Any]) -> list[Any]:
    """The corrections in a request's text, as [start, end, word] with places in that text."""
    start, length = int(request["start"]), len(request["text"])
    return [
        [c.start - start, c.end - start, c.text]
        for c in corrections
        if start <= c.start and c.end <= start + length
    ]


def _is_about_a_job(described: Mapping[str, Any], named: Split, plain: Split) -> bool:
    """Whether a described job is what the message speaks of.

    `named` reads it as such, `plain` as if there were none: "is there somebody who could ring
    me" describes no job.
    """
    if described["asked"] and not described["weak"]:
        return True
    sure = plain.main.confidence >= SURE_CONFIDENCE
    elsewhere = NOT_ON_JOBS | _OTHER_WHO if described["asked"] else NOT_ON_JOBS
    if sure and plain.main.intent in elsewhere:
        return False
    return not described["weak"] or named.main.intent in TOPICS or _is_fragment(named.requests)


def _goes_on(request: dict[str, Any]) -> bool:
    """ "And a tester in Denver? Got a client there": goes on with what was asked before."""
    text = request["text"]
    opening = _OPENING.match(text)
    if opening is None:
        begins = re.match(r"\W*(and|what about|how about)\b", text, re.I)
        placed = any(e["entity"] in ("role", "location") for e in request["entities"])
        return bool(begins and placed and len(text.split()) <= _SHORT and not _WISH.search(text))
    entities = [e for e in request["entities"] if e.get("end", opening.end() + 1) <= opening.end()]
    return is_fragment(Request("inform", opening.group(), tuple(entities)))


def _is_fragment(requests: Sequence[dict[str, Any]]) -> bool:
    """Whether the message is "and in Boston?", whose topic the conversation gives."""
    first = requests[0]
    request = Request(first["intent"], first["text"], tuple(first["entities"]))
    named = any(e["entity"] in ("role", "described", "location") for e in request.entities)
    return named and is_fragment(request)
