"""Short names that two roles share: "PM" is a product manager as often as a project manager."""

from __future__ import annotations

import re
from typing import Any

from bot.pipeline.naming.figures import entity

_PM = re.compile(
    # Not the hour of "5 pm", and not "PM me".
    r"(?<![\w:.@/-])(?<!\d\s)(?<!this\s)(?<!in\sthe\s)PMs?\b"
    r"(?!\s+(me|you|us|him|her|est|pst|cst|et|pt)\b)",
    re.I,
)
_PM_ROLES = {"product": "product-manager", "project": "it-project-manager"}
_MEANT = re.compile(r"(?P<denied>\bnot\s+(an?\s+|the\s+)?)?\b(?P<word>product|project)\b", re.I)


def find_shared_names(text: str) -> list[dict[str, Any]]:
    """A `role` for each "PM" where the message itself says which one is meant ("PM, product, not
    project"), else `described` with the two slugs that it may stand for."""
    if not (named := list(_PM.finditer(text))):
        return []
    found = list(_MEANT.finditer(text))
    meant = {m["word"].lower() for m in found if not m["denied"]}
    meant = meant or {*_PM_ROLES} - {m["word"].lower() for m in found}
    if len(meant) == 1:
        return [entity("role", m.start(), m.end(), _PM_ROLES[next(iter(meant))]) for m in named]
    return [
        entity("described", m.start(), m.end(), list(_PM_ROLES.values()), name="PM") for m in named
    ]
