"""One plain form of a typed message, whatever channel and keyboard it came from."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

PAYLOAD_PREFIX = "/"

# Letters of other scripts that look like a Latin one, and that one.
_CYRILLIC = "АВЕЅІЈКМНОРСТХУаеѕіјорсухԁԛԝһ"
_CYRILLIC_LATIN = "ABESIJKMHOPCTXYaesijopcyxdqwh"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνικυ"
_GREEK_LATIN = "ABEZHIKMNOPTYXaopviku"
_LOOK_ALIKES = str.maketrans(_CYRILLIC + _GREEK, _CYRILLIC_LATIN + _GREEK_LATIN)
_FOREIGN = frozenset(_CYRILLIC + _GREEK)

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´ʼ`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–−", "-"),
        **dict.fromkeys("—―", " - "),
        # Blank glyphs that count as letters or symbols.
        **dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " "),
    }
)
_SLACK = re.compile(
    r"<(?P<kind>mailto:|tel:|https?://|[@#!])(?P<target>[^<>|\s]*)(?:\|(?P<label>[^<>]*))?>"
)
# *bold*, _italic_, ~struck~ and `code`; a name of a picture between colons.
_EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`]{1,3})(?=\S)([^\n*_~`]+?)(?<=\S)\1(?![\w*_~`])")
_EMOJI_NAME = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+'-]*:(?![\w:])")
# What dictation writes out; "a question mark" is spoken of, not spoken.
_SPOKEN = (
    (re.compile(r"(?<!\ba)(?<!\bthe)\s+question mark\b\W*", re.I), "? "),
    (
        re.compile(
            r"(?<!\ba)(?<!\bthe)(?<!\b(?:pay))(?<!notice)(?<!trial)(?<!probation)(?<!grace)(?<!waiting)"
            r"\s+(period|full stop)[\s.!]*$",
            re.I,
        ),
        ".",
    ),
    (re.compile(r"\s+comma\s+(?!(separated|delimited)\b)", re.I), ", "),
)
# Letters said one by one: "U X designer", "an s r e". Two small ones only before a job, since "u"
# and "i" are words.
_LETTERS = re.compile(
    r"(?<![\w'.])(?:(?:U X|U I|Q A|M L|A I|B I|I T|U S|P M|P O|H R|V P)(?![\w'])"
    r"|(?i:(?:s q l|s r e|d b a|n l p|l l m|n y c|s w e|s d e|m l e|g p a|p h d|h 1 b|c e o|c t o)"
    r"(?![\w'])|(?:u x|u i|q a|m l|a i|b i)"
    r"(?= (?:engineers?|designers?|developers?|devs?|testers?|analysts?|ops|people|jobs?)\b)))"
)
_HTML = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_HTML_PATTERN = re.compile("|".join(_HTML))
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"([^\W\d_])\1{3,}", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"@|://|^www\.", re.IGNORECASE)


def _slack_text(match: re.Match[str]) -> str:
    kind, target, label = match.group("kind"), match.group("target"), match.group("label")
    if kind == "@":
        return " "
    if kind in "#!":
        return f" {label or ''} "
    return label or (kind + target if kind.startswith("http") else target)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " " if character.isspace() else ""
    if category in ("Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
        return ""
    return character


def _latin(match: re.Match[str]) -> str:
    word = match.group()
    letters = [letter for letter in word if letter.isalpha()]
    has_latin = any(letter.isascii() for letter in letters)
    foreign = [letter for letter in letters if letter in _FOREIGN]
    if not (has_latin and foreign):
        return word
    return word.translate(_LOOK_ALIKES)


def _shorten(part: str) -> str:
    return part if _ADDRESS.search(part) else _RUN.sub(r"\1\1", part)


def normalize(text: str) -> str:
    """`text` on one line in composed, visible characters, Slack's mark-up resolved.

    A text that begins with "/" is a button's payload from our own server and stays as it is.
    No other text gets a leading slash here: Rasa would take it for a payload.
    """
    if text.startswith(PAYLOAD_PREFIX):
        return text
    text = _SLACK.sub(_slack_text, text)
    for pattern, mark in _SPOKEN:
        text = pattern.sub(mark, text)
    text = _LETTERS.sub(lambda match: match.group().replace(" ", ""), text)
    text = _EMOJI_NAME.sub(" ", _EMPHASIS.sub(r"\2", text))
    text = _HTML_PATTERN.sub(lambda match: _HTML[match.group()], text)
    text = unicodedata.normalize("NFKC", text.translate(_PUNCTUATION)).translate(_PUNCTUATION)
    text = "".join(map(_visible, text))
    text = _WORD.sub(_latin, text)
    text = " ".join(map(_shorten, _SPACE.split(text)))
    # Once more: what lay between two halves of a letter may have gone.
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().lstrip("/ ")


def normalize_example(message: Message) -> None:
    """Normalise a training example and move its annotations along.

    Raises ValueError when an annotated value cannot be found again.
    """
    text = message.get(TEXT)
    plain = normalize(text)
    if plain == text:
        return
    cursor = 0
    entities: list[dict[str, Any]] = []
    for entity in sorted(message.get(ENTITIES, []), key=lambda entity: int(entity["start"])):
        value = normalize(text[entity["start"] : entity["end"]])
        start = plain.find(value, cursor)
        if start < 0:
            raise ValueError(f"annotation {value!r} is lost when the example is normalised")
        cursor = start + len(value)
        entities.append({**entity, "start": start, "end": cursor})
    message.set(TEXT, plain)
    if entities:
        message.set(ENTITIES, entities)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class TextNormalizer(GraphComponent):
    """First in the pipeline: every later component sees the plain form."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextNormalizer:
        """A new component; it has neither settings nor state."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalise all examples that have a text."""
        for message in training_data.training_examples:
            if message.get(TEXT):
                normalize_example(message)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalise the text of each message."""
        for message in messages:
            message.set(TEXT, normalize(message.get(TEXT) or ""))
        return messages
