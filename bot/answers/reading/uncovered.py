"""Jobs that are not in the table: alone, or asked about beside one that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.answers.model import Request, Uncovered

JOINED = re.compile(
    r"\s*(,|&|/|,?\s*\b(and|or|plus)\b"
    # "What does a florist make compared to a tester?"
    r"|[\w ]{0,20}\b(compared (to|with)|than|vs\.?|versus|against)\b)\s*((an?|the)\s+)?",
    re.I,
)


def uncovered_jobs(request: Request) -> list[Uncovered]:
    """The jobs outside the table that the message names, in order."""
    jobs = (e for e in request.entities if e["entity"] == "other_role")
    return list(dict.fromkeys(Uncovered(str(e["value"]), e.get("nearest")) for e in jobs))


def joined_to_a_role(request: Request, jobs: Sequence[Uncovered]) -> Uncovered | None:
    """ "What do plumbers and testers make?": a job that is asked about beside a role."""
    named = request.standing("role", "other_role")
    for one, other in pairwise(named):
        joined = JOINED.fullmatch(request.text[one["end"] : other["start"]])
        job = next((e for e in (one, other) if e["entity"] == "other_role"), None)
        if joined and job and one["entity"] != other["entity"]:
            return next(each for each in jobs if each.job == str(job["value"]))
    return None
