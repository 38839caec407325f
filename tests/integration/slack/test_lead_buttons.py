"""A new lead in a channel: "take it" and "called", by whom it may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.database import Database, utc_now
from bot.delivery.outbox import submit_lead
from bot.delivery.worker import DeliveryWorker, Senders
from bot.leads import workflow
from bot.leads.capture import LeadDraft
from bot.leads.consent import CONSENT_VERSION
from bot.leads.tables import Lead
from bot.privacy.erasure import erase_leads
from bot.settings import Settings
from bot.staff import accounts, audit
from bot.staff.roles import Role
from bot.wording import Wording
from tests.integration.slack.conftest import FromSlack, element, elements
from tests.integration.slack.payloads import press
from tests.standins.slack import StandInSlack

CHANNEL = "G0LEADS"


@pytest.fixture
def settings(settings: Settings, slack: StandInSlack) -> Settings:
    changes = {"slack_webhook_url": f"{slack.hooks}leads", "public_url": "https://example.com"}
    return settings.copy(update=changes)


@pytest.fixture
def staff(database: Database) -> Iterator[dict[str, int]]:
    with database.writing() as session:
        ann = accounts.add(session, "ann@example.com", Role.ACCOUNT_MANAGER, "Ann Example")
        bo = accounts.add(session, "bo@example.com", Role.ADMIN, "Bo Example")
        session.flush()
        found = {"ann": int(ann.id), "bo": int(bo.id)}
    yield found


@pytest.fixture
async def announced(
    settings: Settings, database: Database, slack: StandInSlack, staff: dict[str, int]
) -> Any:
    """The message about a new lead."""
    draft = LeadDraft(
        kind="candidate",
        channel="web",
        consent_version=CONSENT_VERSION,
        consent_purposes=["email"],
        name="Kim Example",
        email="kim@example.com",
    )
    with database.writing() as session:
        submit_lead(session, draft, "run-1", settings)
    senders = Senders(settings, Wording.load())
    await DeliveryWorker(database, settings, senders).run_once()
    await senders.close()
    (message,) = slack.of("hook:leads")
    return message


def lead(database: Database) -> Lead:
    with database.reading() as session:
        found: Lead = session.query(Lead).one()
        session.expunge(found)
        return found


async def click(
    web: FromSlack, slack: StandInSlack, message: Any, action: str, user: str, hook: str
) -> Any:
    button = element(message, action)
    await web.interact(
        press(
            button,
            button["block_id"],
            message=message,
            channel=CHANNEL,
            response_url=f"{slack.hooks}{hook}",
            user=user,
        )
    )
    return (await slack.wait_for(f"hook:{hook}"))[0]


async def test_taken_and_called(
    web: FromSlack,
    slack: StandInSlack,
    database: Database,
    announced: Any,
    staff: dict[str, int],
) -> None:
    taken = await click(web, slack, announced, "lead_take", "U0MANAGER", "one")
    assert taken["replace_original"] is True
    assert [each["action_id"] for each in elements(taken)] == ["lead_called", "open_lead"]
    assert elements(taken, "context")[-1]["text"] == "Taken by <@U0MANAGER>"
    assert (lead(database).owner_id, lead(database).status) == (staff["ann"], "new")
    called = await click(web, slack, taken, "lead_called", "U0MANAGER", "two")
    assert [each["action_id"] for each in elements(called)] == ["open_lead"]
    assert "kim@example.com" in str(called["blocks"])
    changed = lead(database)
    assert changed.status == "contacted"
    assert changed.first_response_at is not None
    with database.reading() as session:
        history = [(e.kind, e.actor) for e in workflow.history(session, [changed.id])]
        noted = [(e.action, e.account_id, e.data) for e in audit.entries(session)]
    actor = f"staff:{staff['ann']}"
    assert ("assigned", actor) in history
    assert ("status", actor) in history
    assert ("lead.status", staff["ann"], {"to": "contacted", "via": "slack"}) in noted


async def test_the_second_is_told_who_was_first(
    web: FromSlack,
    slack: StandInSlack,
    database: Database,
    announced: Any,
    staff: dict[str, int],
) -> None:
    await click(web, slack, announced, "lead_take", "U0SECOND", "one")
    told = await click(web, slack, announced, "lead_take", "U0MANAGER", "two")
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert "Bo Example has taken" in told["text"]
    assert lead(database).owner_id == staff["bo"]


@pytest.mark.parametrize("user", ["U0STRANGER", "U0MANAGER"])
async def test_only_who_may_change_leads_can_press(
    web: FromSlack, slack: StandInSlack, database: Database, announced: Any, user: str
) -> None:
    with database.writing() as session:
        account = accounts.by_email(session, "ann@example.com")
        assert account is not None
        account.disabled_at = utc_now()
    told = await click(web, slack, announced, "lead_called", user, "one")
    assert told["response_type"] == "ephemeral"
    assert "Only account managers" in told["text"]
    assert (lead(database).owner_id, lead(database).status) == (None, "new")


async def test_an_erased_lead_is_gone(
    web: FromSlack, slack: StandInSlack, database: Database, announced: Any
) -> None:
    with database.writing() as session:
        erase_leads(session, [lead(database).id], "staff:1")
    told = await click(web, slack, announced, "lead_take", "U0MANAGER", "one")
    assert "erased" in told["text"]
