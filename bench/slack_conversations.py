"""Sets of conversations, played through Slack and through the web with one assistant.

    .venv/bin/python bench/slack_conversations.py FILE.yml...

The files are those of `careers evaluate --conversations`. Slack is a stand-in, the rest is real.
Prints the share that went as expected on each side, and what went otherwise on only one of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.database import Database
from bot.evaluation.conversations import Say, are_forms, load_conversations, score_conversations
from bot.evaluation.forms import score_forms, stored_leads
from tests.assistant import Assistant, data_folder_with_model
from tests.conversations.in_slack import (
    Report,
    at_once,
    score_forms_in_slack,
    score_turns_in_slack,
)
from tests.slack_person import SlackPerson, slack_settings
from tests.standins.slack import StandInSlack


def main() -> None:
    """Play every file twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    slack = StandInSlack()
    with tempfile.TemporaryDirectory() as name:
        assistant = Assistant(
            data_folder_with_model(Path(name) / "data"), settings=slack_settings(slack)
        )
        try:
            assistant.wait_until_ready()
            for file in files:
                compare(file, assistant, slack)
        finally:
            assistant.stop()
            slack.close()


def compare(file: Path, assistant: Assistant, slack: StandInSlack) -> None:
    """Print how one set goes on both sides."""
    found = load_conversations(file)
    database = Database(f"sqlite:///{assistant.data_dir / 'careers.db'}")

    def new_person() -> SlackPerson:
        return SlackPerson(assistant.url, slack, database)

    def open_turns() -> Say:
        conversation = assistant.open_conversation()
        return lambda text: conversation.say(text).text

    def open_form() -> tuple[Any, Any]:
        conversation = assistant.open_conversation()
        say = lambda text: conversation.say(text).messages  # noqa: E731
        return say, lambda: stored_leads(database, conversation.id)

    if are_forms(found):
        in_slack = score_forms_in_slack(found, new_person, database)
        on_web = at_once(found, lambda one: score_forms([one], open_form))
    else:
        in_slack = score_turns_in_slack(found, new_person)
        on_web = at_once(found, lambda one: score_conversations([one], open_turns))
    database.close()
    print(
        f"{file.name}: {in_slack['conversations']} conversations, as expected"
        f" {in_slack['as_expected']:.1%} in Slack, {on_web['as_expected']:.1%} on the web"
    )
    for where, these, others in (("Slack", in_slack, on_web), ("the web", on_web, in_slack)):
        for name, what in sorted(failed(these) - failed(others)):
            print(f"  only in {where}: {name}: {what}")


def failed(report: Report) -> set[tuple[str, str]]:
    """What did not go as expected: conversation, and message or problems."""
    return {
        (str(f["conversation"]), str(f.get("user") or "; ".join(f["problems"])))
        for f in report["failures"]
    }


if __name__ == "__main__":
    main()
