"""Processes killed while contact forms are submitted: what was confirmed is stored, and once."""

from __future__ import annotations

import os
import re
import signal
import threading
import uuid
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select

from bot.database import Database
from bot.leads.tables import Lead
from tests.assistant import Assistant, data_folder_with_model
from tests.system.test_faults import post_until_answered

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

SUBMISSIONS = 4
REFERENCE = re.compile(r"reference (?:is )?([0-9A-F]{8})", re.I)


@pytest.fixture(scope="module")
def own_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    started = Assistant(data_folder_with_model(tmp_path_factory.mktemp("lead-faults") / "data"))
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.stop()


@pytest.mark.parametrize("victim", ["actions", "rasa", "web"])
def test_confirmed_leads_are_stored_exactly_once(own_assistant: Assistant, victim: str) -> None:
    conversations = [own_assistant.open_conversation() for _ in range(SUBMISSIONS)]
    failures: list[httpx.Response] = []
    sent: list[str] = []
    confirmed: dict[str, list[str]] = {}
    half = threading.Event()

    def submit() -> None:
        for number, conversation in enumerate(conversations):
            said = [
                f"Looking for a data analyst position in Boston, I'm Quentin Marsh, "
                f"{victim}{number}@example.com",
                "yes, send it",
            ]
            for text in said:
                if number == SUBMISSIONS // 2 and text == said[-1]:
                    half.set()
                body = {"client_id": str(uuid.uuid4()), "text": text}
                answer = post_until_answered(conversation, body, failures)
            sent.append(f"{victim}{number}@example.com")
            confirmed[conversation.id] = REFERENCE.findall("\n".join(answer))
            # A page that lost the answer sends the same message once more.
            assert post_until_answered(conversation, body, []) == answer

    submitting = threading.Thread(target=submit)
    submitting.start()
    assert half.wait(timeout=240)
    os.kill(own_assistant.children()[victim], signal.SIGKILL)
    submitting.join(timeout=400)
    assert not submitting.is_alive()

    assert {failure.status_code for failure in failures} <= {httpx.codes.SERVICE_UNAVAILABLE}
    database = Database(f"sqlite:///{own_assistant.data_dir / 'careers.db'}")
    with database.reading() as session:
        of_these = Lead.conversation_id.in_(confirmed)
        leads = session.scalars(select(Lead).where(of_these)).all()
        stored = {str(lead.conversation_id): [str(lead.id)[:8].upper()] for lead in leads}
        emails = Counter(lead.email for lead in leads)
    database.close()
    assert len(leads) == SUBMISSIONS
    assert stored == confirmed
    assert emails == Counter(sent)
