"""The word lists of phrases.yml as regular expressions."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("phrases.yml")
_OTHER = re.compile(r"\{([a-z_]+)\}")


def either(name: str) -> str:
    """The phrases of list `name` as one group of alternatives."""
    alternatives = "|".join(_lists()[name].splitlines())
    return f"(?:{_OTHER.sub(lambda match: either(match[1]), alternatives)})"


def pattern(form: str, flags: int = 0) -> re.Pattern[str]:
    """`form` with each ``{name}`` replaced by the phrases of that list."""
    return re.compile(_OTHER.sub(lambda match: either(match[1]), form), flags)


def words(name: str) -> frozenset[str]:
    """The plain words of list `name`."""
    return frozenset(_lists()[name].split())


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    lists: dict[str, str] = YAML(typ="safe").load(_FILE)
    return lists
