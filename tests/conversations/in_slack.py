"""Sets of conversations, played through Slack by several people at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.database import Database
from bot.evaluation import forms
from bot.evaluation.conversations import Say, score_conversations
from bot.evaluation.forms import score_forms, stored_leads
from tests.slack_person import SlackPerson

AT_ONCE = 6
Leads = Callable[[], Sequence[Mapping[str, Any]]]
Report = dict[str, Any]


def score_turns_in_slack(
    found: Sequence[dict[str, Any]], new_person: Callable[[], SlackPerson]
) -> Report:
    """As `score_conversations`, with direct messages of one person for each conversation."""

    def open_one() -> Say:
        person = new_person()
        return lambda text: person.say(text).text

    return at_once(found, lambda one: score_conversations([one], open_one))


def score_forms_in_slack(
    found: Sequence[dict[str, Any]], new_person: Callable[[], SlackPerson], database: Database
) -> Report:
    """As `score_forms`, with direct messages of one person for each conversation."""

    def open_one() -> tuple[forms.Say, Leads]:
        person = new_person()

        def say(text: str) -> list[dict[str, Any]]:
            return [{"text": person.say(text).text, "expects": person.expected()}]

        def leads() -> list[dict[str, Any]]:
            conversation_id = person.conversation_id()
            return stored_leads(database, conversation_id) if conversation_id else []

        return say, leads

    return at_once(found, lambda one: score_forms([one], open_one))


def at_once(found: Sequence[dict[str, Any]], score_one: Callable[[Any], Report]) -> Report:
    """The report on all conversations, several of which are played at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        reports = list(pool.map(score_one, found))
    # Of turns, or of whole conversations: each report says what went as expected.
    counted = "turns" if found and "turns" in found[0] else "conversations"
    total = sum(report[counted] for report in reports)
    failures = [failure for report in reports for failure in report["failures"]]
    return {
        "conversations": len(reports),
        "turns": sum(report["turns"] for report in reports),
        "as_expected": (total - len(failures)) / total if total else None,
        "failures": failures,
    }
