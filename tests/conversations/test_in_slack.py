"""Held-out conversations in Slack go as they do on the web.

What is typed arrives as Slack sends it, with entities and links. Every second conversation is
played; all of them, beside the web: bench/slack_conversations.py. The floors are lower than the
web's, since one failure weighs more in half of a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.database import Database
from bot.evaluation.conversations import load_conversations
from tests.assistant import Assistant
from tests.conversations.in_slack import score_forms_in_slack, score_turns_in_slack
from tests.slack_person import SlackPerson
from tests.standins.slack import StandInSlack

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

HELD_OUT = Path(__file__).parent / "held_out"


@pytest.fixture
def database(assistant: Assistant) -> Iterator[Database]:
    opened = Database(f"sqlite:///{assistant.data_dir / 'careers.db'}")
    yield opened
    opened.close()


@pytest.fixture
def new_person(
    assistant: Assistant, workspace: StandInSlack, database: Database
) -> Callable[[], SlackPerson]:
    return lambda: SlackPerson(assistant.url, workspace, database)


def test_turns_on_careers(new_person: Callable[[], SlackPerson]) -> None:
    found = load_conversations(HELD_OUT / "careers.yml")[::2]
    report = score_turns_in_slack(found, new_person)
    failed = "\n".join(f"{f['conversation']}: {f['user']}" for f in report["failures"])
    assert report["as_expected"] >= 0.88, failed


def test_contact_forms(new_person: Callable[[], SlackPerson], database: Database) -> None:
    found = load_conversations(HELD_OUT / "forms.yml")[::2]
    report = score_forms_in_slack(found, new_person, database)
    failed = "\n".join(f"{f['conversation']}: {f['problems']}" for f in report["failures"])
    assert report["as_expected"] >= 0.8, failed
