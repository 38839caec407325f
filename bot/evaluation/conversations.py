"""Scores of whole conversations, through the chat API.

A set is YAML: `conversations`, each with a `name` and `turns` of `user`, and the
regular expressions that must all occur in the answer (`all_of`) or must not (`none_of`).
A conversation with the `leads` that it ends with is one of bot.evaluation.forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.evaluation.messages import EvaluationFileError

Say = Callable[[str], str]
"""Says something in one conversation; the text of the answer."""


def load_conversations(path: Path) -> list[dict[str, Any]]:
    """Read a set; EvaluationFileError where it has another shape."""
    document = YAML(typ="safe").load(path)
    found = document.get("conversations") if isinstance(document, dict) else document
    if not isinstance(found, list) or not all("turns" in e or "leads" in e for e in found):
        raise EvaluationFileError(f"{path}: conversations with turns, or with leads, are needed")
    if len({"leads" in each for each in found}) > 1:
        raise EvaluationFileError(f"{path}: turns and leads belong in files of their own")
    return found


def are_forms(found: list[dict[str, Any]]) -> bool:
    """Whether the set is for bot.evaluation.forms."""
    return bool(found) and "leads" in found[0]


def score_conversations(found: list[dict[str, Any]], open_one: Callable[[], Say]) -> dict[str, Any]:
    """Play every conversation; the share of turns that went as expected, and those that did not."""
    turns = 0
    failures = []
    for number, conversation in enumerate(found, 1):
        say = open_one()
        for turn in conversation["turns"]:
            turns += 1
            answer = say(str(turn["user"]))
            missing = [p for p in turn.get("all_of") or [] if not _occurs(p, answer)]
            unwanted = [p for p in turn.get("none_of") or [] if _occurs(p, answer)]
            if missing or unwanted:
                failures.append(
                    {
                        "conversation": conversation.get("name", number),
                        "user": turn["user"],
                        "missing": missing,
                        "unwanted": unwanted,
                        "answer": answer,
                    }
                )
    return {
        "conversations": len(found),
        "turns": turns,
        "as_expected": (turns - len(failures)) / turns if turns else None,
        "failures": failures,
    }


def _occurs(pattern: Any, answer: str) -> bool:
    return re.search(str(pattern), answer, re.IGNORECASE) is not None
