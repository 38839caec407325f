"""Fields of work ("site reliability"): where the name of one stands for the job in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answers.model import Request
from bot.answers.reading.fragments import is_fragment

# Where these are asked, the name of a field stands for the job in it.
ABOUT_A_JOB = frozenset(
    {
        "ask_definition",
        "ask_responsibilities",
        "ask_salary",
        "ask_outlook",
        "ask_career_path",
        "ask_related_roles",
        "compare_roles",
        "find_job",
        "hire_talent",
    }
)
# Where these are asked and no role has been spoken of, the field says which one is meant:
# "is a bootcamp worth it for front end?", "what is UX design?"
OF_A_FIELD = frozenset({"ask_education", "ask_example", "ask_skills", "ask_concept"})
_EXPLAIN = re.compile(r"\b(what|whats|define|explain|mean(s|ing)?|tell)\b|=", re.IGNORECASE)


def of_a_job(requests: Sequence[Mapping[str, Any]]) -> str | None:
    """The intent that makes a job of a field in the whole message: "skills for site reliability,
    and what does it pay?" asks about the job twice."""
    return next((r["intent"] for r in requests if r["intent"] in ABOUT_A_JOB), None)


def read_fields(entities: list[dict[str, Any]], intent: str, text: str) -> None:
    """Fields become roles where a job is asked about, and are forgotten elsewhere."""
    as_roles = [
        {**e, "entity": "role", "field": True} if e["entity"] == "field" else e for e in entities
    ]
    # "Back to full stack then": nothing but the field; "what is NLP" asks for the term.
    of_a_term = intent == "ask_concept" and _EXPLAIN.search(text)
    alone = not of_a_term and is_fragment(Request(intent, text, tuple(as_roles)))
    if intent in ABOUT_A_JOB or alone:
        entities[:] = as_roles
    elif intent not in OF_A_FIELD:
        entities[:] = [e for e in entities if e["entity"] != "field"]
