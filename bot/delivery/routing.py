"""Which account manager hears of which lead: the rules of data/routing.yml."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Extra, Field, ValidationError, validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class RoutingError(ValueError):
    """The routing file cannot be used; the text says what to mend."""


class Rule(BaseModel):
    """Leads of one kind, of one family of roles, or of both, and who gets them."""

    kind: str | None = Field(default=None, regex="^(candidate|company)$")
    family: str | None = None
    to: list[str] = Field(min_items=1)

    class Config:
        extra = Extra.forbid

    @validator("to", each_item=True)
    def _is_an_address(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1]:
            raise ValueError("write an address: Dana Reyes <dana@example.com>")
        return value

    def fits(self, kind: str, family: str | None) -> bool:
        """Whether this rule is about such a lead."""
        return self.kind in (None, kind) and self.family in (None, family)


class Routing(BaseModel):
    """The rules from the first to the last; the first that fits decides."""

    rules: list[Rule] = []

    class Config:
        extra = Extra.forbid

    def receivers(self, kind: str, family: str | None, otherwise: str) -> list[str]:
        """Addresses for such a lead; `otherwise` if no rule is about it."""
        for rule in self.rules:
            if rule.fits(kind, family):
                return list(dict.fromkeys(rule.to))
        return [otherwise] if otherwise else []


@lru_cache(maxsize=4)
def load_routing(path: Path) -> Routing:
    """Read a routing file once per process.

    Raises:
        RoutingError: it is missing, no YAML, or does not have the agreed shape.
    """
    try:
        document: Mapping[str, Any] = YAML(typ="safe").load(path) or {}
        return Routing.parse_obj(document)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()
        )
        raise RoutingError(f"{path}: {faults}") from None
    except (OSError, YAMLError) as error:
        raise RoutingError(f"{path}: {type(error).__name__}") from None
