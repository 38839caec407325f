"""The extractor for the present names; built anew when the knowledge table changes."""

from __future__ import annotations

from functools import lru_cache

from bot.knowledge.vocabulary import Names
from bot.pipeline.classifying.encoder import get_encoder
from bot.pipeline.naming.extraction import Extractor
from bot.pipeline.naming.names import get_name_source
from bot.pipeline.tables import get_word_lists


class ExtractorSource:
    """Gives the same extractor until the names change."""

    def __init__(self) -> None:
        self._source = get_name_source()
        self._names: Names | None = None
        self._extractor: Extractor | None = None

    def current(self) -> Extractor:
        """The extractor for the names in force; NamesError where there never were any."""
        names = self._source.current()
        if self._extractor is None or names is not self._names:
            self._extractor = Extractor(names, get_word_lists(), get_encoder().words())
            self._names = names
        return self._extractor


@lru_cache(maxsize=1)
def get_extractor_source() -> ExtractorSource:
    """The extractor of this process, which several components use."""
    return ExtractorSource()
