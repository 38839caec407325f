"""Conversations in Slack with the running assistant: real events in, real answers out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.evaluation.forms import stored_leads
from bot.leads.consent import CONSENT_VERSION
from bot.leads.tables import Lead
from bot.settings import PROJECT
from tests.assistant import Assistant
from tests.integration.slack import payloads
from tests.slack_person import Answer, SlackPerson, slack_settings
from tests.standins.slack import StandInSlack

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]


@pytest.fixture
def database(assistant: Assistant) -> Iterator[Database]:
    """The running assistant's own database."""
    opened = Database(f"sqlite:///{assistant.data_dir / 'careers.db'}")
    yield opened
    opened.close()


@pytest.fixture
def person(assistant: Assistant, workspace: StandInSlack, database: Database) -> SlackPerson:
    return SlackPerson(assistant.url, workspace, database)


@pytest.fixture
def colleague(assistant: Assistant, workspace: StandInSlack, database: Database) -> SlackPerson:
    return SlackPerson(assistant.url, workspace, database)


def leads_of(
    database: Database, person: SlackPerson, answer: Answer | None = None
) -> list[dict[str, Any]]:
    """Those of the person's own conversation, or of a thread."""
    conversation_id = person.conversation_id(answer)
    return stored_leads(database, conversation_id) if conversation_id else []


def test_a_question_is_answered_with_its_source(person: SlackPerson) -> None:
    answer = person.say("what do statisticians earn in Chicago?")
    assert "In Chicago" in answer.text
    assert "$" in answer.text
    assert "automated assistant" in answer.small_print
    assert "https://www.bls.gov/" in answer.small_print
    assert "(2025)" in answer.small_print


def test_follow_ups_and_buttons_go_on_with_the_conversation(person: SlackPerson) -> None:
    person.say("salary of a QA tester in Seattle")
    boston = person.say("and in Boston?")
    assert "In Boston" in boston.text
    assert "Seattle" not in boston.text
    # Said once, at the beginning.
    assert "automated assistant" not in boston.small_print
    outlook = person.press("Outlook", boston)
    assert "projection" in outlook.text
    assert "$" not in outlook.text
    source = person.press("Where is that from?", boston)
    assert "Bureau of Labor Statistics" in source.text


def test_a_thread_is_a_conversation_of_all_who_write_in_it(
    person: SlackPerson, colleague: SlackPerson
) -> None:
    begun = person.mention("which skills does a DBA need")
    assert {m["thread_ts"] for m in begun.messages} == {begun.thread_ts}
    assert "SQL" in begun.text
    followed = colleague.mention("how are they paid in Denver?", begun)
    assert "database administrators" in followed.text
    assert followed.messages[0]["thread_ts"] == begun.thread_ts
    # What is asked alone has nothing to do with the thread.
    assert "Denver" not in person.say("how much is it in Austin?").text


def test_details_in_a_thread_are_asked_for_in_a_form(
    person: SlackPerson, colleague: SlackPerson, database: Database
) -> None:
    answer = person.mention("I want to speak with one of your account managers")
    # Typed all the same, and agreed to by somebody else.
    answer = person.mention("Nadia Example, nadia.example@example.com, looking for a job", answer)
    assert "read along" in answer.text
    colleague.mention("yes, send it", answer)
    assert leads_of(database, person, answer) == []
    view = person.open_form("Fill in a private form", answer)
    refused = person.submit(view, {"email": "nadia@example", "consent": True})
    assert refused["response_action"] == "errors"
    filled = {"name": "Nadia Example", "email": "nadia.example@example.com", "consent": True}
    done = person.submit(view, filled)
    assert done["response_action"] == "update"
    (lead,) = leads_of(database, person)
    assert (lead["name"], lead["email"]) == ("Nadia Example", "nadia.example@example.com")


def test_details_by_chatting_become_a_lead(person: SlackPerson, database: Database) -> None:
    asked = person.say("I'd like a new position as a data engineer in Denver")
    assert "name" in asked.text
    # Slack makes links of addresses and numbers: <mailto:...|...>, <tel:...|...>.
    summary = person.say(
        "Oluwaseun Example here. oluwaseun.example@example.com, or ring me on (303) 555-0142"
    )
    assert "oluwaseun.example@example.com" in summary.text
    assert "mailto" not in summary.text
    assert leads_of(database, person) == []
    confirmed = person.press("Yes, send", summary)
    assert "reference" in confirmed.text
    (lead,) = leads_of(database, person)
    assert lead == {
        "kind": "candidate",
        "name": "Oluwaseun Example",
        "email": "oluwaseun.example@example.com",
        "phone_number": "+13035550142",
        "company": None,
        "role": "data-engineer",
        "location": "Denver",
    }
    with database.reading() as session:
        stored = session.query(Lead).filter_by(conversation_id=person.conversation_id()).one()
        assert (stored.channel, stored.consent_version) == ("slack", CONSENT_VERSION)


def test_a_redelivered_question_is_answered_once(
    person: SlackPerson, workspace: StandInSlack
) -> None:
    event = payloads.direct_message("duties of a cloud architect", user=person.id)
    event_id = f"Ev{uuid.uuid4().hex}"
    person.deliver(event, event_id)
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    person.deliver(event, event_id, **retry)
    person.say("thanks, that helps")
    person.deliver(event, event_id, **retry)
    # A later one is answered after it.
    person.say("bye")
    assert len(workspace.answers_to(f"event:{event_id}")) == 1
    assert len(workspace.texts(person.direct)) == 3


def test_a_command_is_answered_in_private(person: SlackPerson, workspace: StandInSlack) -> None:
    answer = person.command("is there a future for web developers")
    assert "projection" in answer.text
    assert {m["response_type"] for m in answer.messages} == {"ephemeral"}
    shared = person.press_in_private("Share in this channel", answer)
    assert {m["response_type"] for m in shared.messages} == {"in_channel"}
    assert "is there a future for web developers" in shared.small_print
    assert workspace.texts(person.direct) == []


def test_erasing_takes_conversation_and_lead(person: SlackPerson, database: Database) -> None:
    person.say("we want to hire two QA testers in Tampa, our company is Example Freight")
    person.say("Ruth Example, ruth.example@example.com")
    for _ in range(4):
        if leads_of(database, person):
            break
        answer = person.say("yes")
    assert "reference" in answer.text
    (lead,) = leads_of(database, person)
    assert lead["company"] == "Example Freight"
    conversation_id = person.conversation_id()
    erased = person.press_in_private("Erase my conversation", person.command("erase"))
    assert "erased" in erased.text
    assert person.conversation_id() is None
    assert stored_leads(database, str(conversation_id)) == []
    # What is asked next begins anew.
    assert "automated assistant" in person.say("how are web developers paid").small_print


def test_the_guide_to_socket_mode(
    assistant: Assistant, workspace: StandInSlack, person: SlackPerson, tmp_path: Path
) -> None:
    """`careers doctor`, then `careers slack` beside the running assistant; the first message."""
    command = [sys.executable, "-m", "bot", "--data", str(assistant.data_dir)]
    tokens = {**slack_settings(workspace), "SLACK_APP_TOKEN": "xapp-for-tests-only"}
    environment = {**os.environ, **tokens, "SLACK_SIGNING_SECRET": ""}
    checked = subprocess.run(
        [*command, "doctor"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "✓ Slack: workspace Example, by Socket Mode" in checked.stdout
    output = tmp_path / "slack.out"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [*command, "slack"], cwd=PROJECT, env=environment, stdout=written, stderr=written
        )
    try:
        workspace.wait_until(lambda: bool(workspace.of("hello")), 120)
        event_id = f"Ev{uuid.uuid4().hex}"
        event = payloads.direct_message("skills of a web developer", user=person.id)
        body = payloads.event_body(event, event_id)
        workspace.send_envelope(payloads.envelope("events_api", body))
        workspace.wait_until(lambda: bool(workspace.answers_to(f"event:{event_id}")), 120)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    assert process.returncode == 0
    said = output.read_text(errors="replace")
    assert "connected to Slack" in said
    assert "web developer" not in said
    assert len(workspace.texts(person.direct)) == 1
