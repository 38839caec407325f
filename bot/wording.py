"""Every word that the assistant says: the `responses` of domain.yml, filled with values.

Rasa speaks the simple ones itself; the custom actions and the web process read
them here, so that a conversation designer finds all of them in one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import PROJECT

DOMAIN = PROJECT / "domain.yml"


class WordingError(LookupError):
    """A response is missing from domain.yml, or wants a value that nobody gave."""


class Wording:
    """The responses, for one channel: its own variations win over the general ones."""

    def __init__(self, responses: Mapping[str, Sequence[Mapping[str, Any]]], channel: str = ""):
        self._responses = responses
        self._channel = channel

    @classmethod
    def load(cls, path: Path = DOMAIN, channel: str = "") -> Wording:
        """Read domain.yml once per process."""
        return cls(_read_responses(path), channel)

    def for_channel(self, channel: str) -> Wording:
        """The same responses in the words of another channel."""
        return Wording(self._responses, channel)

    def __contains__(self, name: str) -> bool:
        return name in self._responses

    def say(self, name: str, variation: int = 0, /, **values: object) -> str:
        """The text of response `name` with `values` put in.

        `variation` picks among several wordings in turn, so that a repeated
        answer does not read like a parrot's.
        """
        options = self._variations(name)
        text = str(options[variation % len(options)]["text"]).strip()
        try:
            return text.format_map(values)
        except KeyError as error:
            raise WordingError(f"{name} in domain.yml wants {error}, which is not known") from None

    def buttons(self, name: str) -> list[dict[str, str]]:
        """The buttons of response `name`: dicts with `title` and `payload`."""
        return [
            {"title": str(b["title"]), "payload": str(b["payload"])}
            for b in self._variations(name)[0].get("buttons", [])
        ]

    def _variations(self, name: str) -> list[Mapping[str, Any]]:
        try:
            options = self._responses[name]
        except KeyError:
            raise WordingError(f"domain.yml has no response {name}; add it") from None
        own = [option for option in options if option.get("channel") == self._channel]
        return own or [option for option in options if "channel" not in option]


@lru_cache(maxsize=4)
def _read_responses(path: Path) -> dict[str, list[dict[str, Any]]]:
    document = YAML(typ="safe").load(path)
    return dict(document["responses"])
