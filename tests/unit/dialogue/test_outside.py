"""What a message that only seemed to be a wish is taken for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from actions.outside import read_otherwise

ROLE = {"entity": "role", "value": "statistician", "start": 0, "end": 12}


def tracker(
    ranking: dict[str, float], requests: list[str], entities: tuple[dict[str, Any], ...] = ()
) -> Any:
    message = {
        "text": "statistician, anything going on",
        "intent": {"name": "find_job", "confidence": 0.4},
        "intent_ranking": [{"name": n, "confidence": c} for n, c in ranking.items()],
        "entities": entities,
        "requests": [{"intent": i, "text": i, "entities": []} for i in requests],
    }
    return SimpleNamespace(latest_message=message)


FLAT = {"find_job": 0.4, "ask_salary": 0.1, "thank": 0.1, "stop": 0.1, "deny": 0.1}
COMPLAINT = {"find_job": 0.4, "report_problem": 0.3, "ask_salary": 0.1}
OUTLOOK = {"find_job": 0.6, "hire_talent": 0.2, "ask_outlook": 0.15}


@pytest.mark.parametrize(
    ("ranking", "requests", "entities", "expected"),
    [
        (COMPLAINT, ["find_job"], (), "report_problem"),
        (OUTLOOK, ["find_job"], (), "ask_outlook"),
        (FLAT, ["find_job"], (), "nlu_fallback"),
        (FLAT, ["find_job"], (ROLE,), "inform"),
        ({"find_job": 0.4, "inform": 0.3}, ["find_job"], (ROLE,), "inform"),
        ({"find_job": 0.4, "thank": 0.5}, ["find_job", "ask_skills"], (), "ask_skills"),
    ],
)
def test_the_best_other_reading(
    ranking: dict[str, float],
    requests: list[str],
    entities: tuple[dict[str, Any], ...],
    expected: str,
) -> None:
    heard = tracker(ranking, requests, entities)
    read_otherwise(heard)
    assert heard.latest_message["intent"]["name"] == expected
    assert [r["intent"] for r in heard.latest_message["requests"]] == [expected]
