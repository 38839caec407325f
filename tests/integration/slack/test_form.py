"""The form for contact details: checked as the chat checks, and the same lead."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.tables import Conversation
from bot.database import Database
from bot.knowledge.importing import import_folder
from bot.leads.consent import CONSENT_VERSION
from bot.leads.tables import Lead
from bot.settings import PROJECT
from tests.integration.slack.conftest import FromSlack
from tests.integration.slack.payloads import USER, Document, command, submission
from tests.standins.slack import StandInSlack

FILLED = {
    "name": "Kim Example",
    "email": "Kim@Example.com",
    "phone": "(212) 555-0142",
    "role": "Data Engineer",
    "location": "Austin",
    "consent": True,
}


async def form(web: FromSlack, slack: StandInSlack) -> Any:
    await web.command(command("contact", f"{slack.hooks}one"))
    return (await slack.wait_for("views.open"))[-1]["view"]


def leads(database: Database) -> list[Lead]:
    with database.reading() as session:
        found = list(session.execute(select(Lead)).scalars())
        session.expunge_all()
        return found


async def test_a_filled_form_is_a_lead(
    web: FromSlack, slack: StandInSlack, database: Database
) -> None:
    view = await form(web, slack)
    for _ in range(2):
        answer = await web.interact(submission(view, FILLED))
        assert answer["response_action"] == "update"
        assert "on their way" in answer["view"]["blocks"][0]["text"]["text"]
    (lead,) = leads(database)
    assert (lead.kind, lead.name, lead.email) == ("candidate", "Kim Example", "kim@example.com")
    assert (lead.phone_number, lead.location) == ("+12125550142", "Austin")
    assert (lead.channel, lead.consent_version) == ("slack", CONSENT_VERSION)
    assert sorted(lead.consent_purposes) == ["call", "email"]
    with database.reading() as session:
        address = session.execute(
            select(Conversation.address).where(Conversation.id == lead.conversation_id)
        ).scalar_one()
    assert address == f"user:{USER}"


async def test_text_messages_are_agreed_to_apart(
    web: FromSlack, slack: StandInSlack, database: Database
) -> None:
    view = await form(web, slack)
    await web.interact(submission(view, {**FILLED, "texts": True, "kind": "company"}))
    (lead,) = leads(database)
    assert lead.kind == "company"
    assert sorted(lead.consent_purposes) == ["call", "email", "text"]


async def test_names_of_the_table_are_stored_as_the_chat_stores_them(
    web: FromSlack, slack: StandInSlack, database: Database
) -> None:
    import_folder(database, PROJECT / "data")
    view = await form(web, slack)
    typed = {**FILLED, "role": "sre", "location": "nyc", "phone": "212-555-0142 ext 7"}
    await web.interact(submission(view, {**typed, "notes": "from May on"}))
    (lead,) = leads(database)
    assert (lead.role, lead.location) == ("site-reliability-engineer", "New York")
    assert (lead.phone_number, lead.notes) == ("+12125550142", "ext. 7; from May on")


@pytest.mark.parametrize(
    ("changes", "block"),
    [
        ({"email": "kim at nowhere"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"email": "", "phone": ""}, "email"),
        ({"consent": False}, "consent"),
    ],
)
async def test_what_is_wrong_is_said_where_it_is_wrong(
    web: FromSlack, slack: StandInSlack, database: Database, changes: Document, block: str
) -> None:
    view = await form(web, slack)
    answer = await web.interact(submission(view, {**FILLED, **changes}))
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [block]
    assert leads(database) == []


async def test_a_likely_slip_is_asked_about_once(
    web: FromSlack, slack: StandInSlack, database: Database
) -> None:
    view = await form(web, slack)
    typed = {**FILLED, "email": "kim@gmial.com", "phone": "212-555-0142 ext 7"}
    asked = await web.interact(submission(view, typed))
    assert asked["response_action"] == "update"
    assert "kim@gmail.com" in str(asked["view"]["blocks"])
    assert leads(database) == []
    # What was filled in before is there again.
    inputs = [block for block in asked["view"]["blocks"] if block["type"] == "input"]
    again = {b["block_id"]: b["element"].get("initial_value") for b in inputs}
    assert again["phone"] == typed["phone"]
    answer = await web.interact(
        submission(asked["view"], {**again, "kind": "candidate", "consent": True})
    )
    assert "on their way" in str(answer["view"]["blocks"])
    (lead,) = leads(database)
    assert (lead.email, lead.phone_number) == ("kim@gmial.com", "+12125550142")
    assert lead.notes == "ext. 7"


async def test_a_database_that_is_down_loses_nothing_typed(
    web: FromSlack, slack: StandInSlack, database: Database
) -> None:
    view = await form(web, slack)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE leads RENAME TO elsewhere")
    answer = await web.interact(submission(view, FILLED))
    assert answer["response_action"] == "errors"
    assert "info@enamix.com" in answer["errors"]["consent"]
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO leads")
    await web.interact(submission(view, FILLED))
    assert len(leads(database)) == 1
