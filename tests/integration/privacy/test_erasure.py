"""After an erasure no table, and no byte of the SQLite file, holds what the person gave."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import select

from bot.conversations import log, turns
from bot.conversations.tables import Conversation
from bot.database import Database
from bot.delivery.outbox import submit_lead
from bot.delivery.tables import Delivery
from bot.leads.capture import LeadDraft
from bot.leads.merging import merge
from bot.leads.tables import Lead, LeadEvent
from bot.leads.workflow import Selected
from bot.privacy.erasure import erase_conversation, erase_leads, forget_pages
from bot.privacy.export import export_person, find_leads
from bot.settings import PROJECT, Settings

GIVEN = {
    "name": "Xiomara Quispe",
    "email": "xiomara.quispe@example.com",
    "phone_number": "+12125550171",
    "company": "Quillmark Textiles",
    "role": "zeppelin pilot",
    "location": "Zanesville",
    "timing": "after harvest",
    "notes": "Prefers llamas.",
}
SAID = "I am Xiomara and I like llamas"


def settings(**fields: Any) -> Settings:
    return Settings(
        smtp_host="mail.example.com", webhook_url="https://crm.example.com/leads", **fields
    )


def draft(**fields: Any) -> LeadDraft:
    return LeadDraft(
        **{
            **GIVEN,
            "kind": "company",
            "channel": "web",
            "consent_version": "2026-11",
            "consent_purposes": ["email"],
            **fields,
        }
    )


@pytest.fixture
def conversation_id(database: Database) -> str:
    """A conversation with a message, Rasa's events of it, and a lead."""
    with database.writing() as session:
        found, _ = log.start(session, channel="web", page_url="https://www.example.com/llamas")
        turns.begin(session, found, "client-1", "digest", SAID)
        session.execute(
            sqlalchemy.text(
                "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255), "
                "type_name VARCHAR(255), timestamp FLOAT, data TEXT)"
            )
        )
        for number, sender in enumerate((found, "somebody else")):
            session.execute(
                sqlalchemy.text("INSERT INTO events VALUES (:id, :sender, 'user', 0, :data)"),
                {"id": number, "sender": sender, "data": json.dumps({"text": SAID})},
            )
        submit_lead(session, draft(conversation_id=found), "run-1", settings())
    return found


def everything(database: Database) -> str:
    """All rows of all tables as text."""
    metadata = sqlalchemy.MetaData()
    metadata.reflect(database.engine)
    with database.reading() as session:
        return "\n".join(
            f"{table.name}: {dict(row)}"
            for table in metadata.sorted_tables
            for row in session.execute(select(table)).mappings()
        )


def test_conversation_is_erased_with_its_lead(database: Database, conversation_id: str) -> None:
    with database.writing() as session:
        other = submit_lead(session, draft(email="o@example.com"), "run-2", settings()).lead.id
        lead_ids = erase_conversation(session, conversation_id)
    left = everything(database).split("\n")
    for value in (*GIVEN.values(), SAID, "llamas"):
        holding = [row for row in left if value in row]
        assert not [row for row in holding if other not in row and "somebody else" not in row]
    with database.reading() as session:
        (lead,) = [session.get(Lead, lead_id) for lead_id in lead_ids]
        assert lead.erased_at is not None
        assert session.get(Lead, other).erased_at is None
        assert not session.execute(select(Delivery.id).where(Delivery.lead_id == lead.id)).first()
        kinds = session.execute(select(LeadEvent.kind).where(LeadEvent.lead_id == lead.id))
        assert "erased" in kinds.scalars().all()


def test_late_retry_does_not_bring_the_lead_back(database: Database, conversation_id: str) -> None:
    with database.writing() as session:
        (lead_id,) = erase_conversation(session, conversation_id)
    with database.writing() as session:
        again = submit_lead(session, draft(), "run-1", settings())
        assert (again.created, again.lead.id, again.lead.name) == (False, lead_id, None)


def test_receiver_that_had_the_lead_is_told(database: Database, conversation_id: str) -> None:
    with database.writing() as session:
        for delivery in session.execute(select(Delivery)).scalars():
            delivery.state, delivery.attempts = "delivered", 1
        (lead_id,) = erase_conversation(session, conversation_id)
    with database.reading() as session:
        pending = session.execute(select(Delivery).where(Delivery.state == "pending")).scalars()
        (notice,) = pending
        assert (notice.event, notice.channel) == ("lead.erased", "webhook")
        assert notice.lead_id == lead_id


def test_lead_is_erased_with_its_conversation(database: Database, conversation_id: str) -> None:
    with database.writing() as session:
        found = find_leads(session, " +1 212 555-0171 ")
        assert erase_leads(session, [lead.id for lead in found], "staff:1") == [conversation_id]
    with database.reading() as session:
        assert session.get(Conversation, conversation_id).erased_at is not None
        assert find_leads(session, GIVEN["email"]) == []
    with pytest.raises(log.ConversationGoneError), database.writing() as session:
        erase_conversation(session, conversation_id)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_lead_is_erased_with_the_one_it_was_merged_into(database: Database) -> None:
    with database.writing() as session:
        kept, other = (
            submit_lead(session, draft(phone_number=number), key, settings()).lead
            for key, number in (("run-1", "+12125550172"), ("run-2", "+12125550173"))
        )
        choices = {"phone_number": "other"}
        merge(session, Selected(kept.id, 1), Selected(other.id, 1), choices, "staff:1")
    with database.writing() as session:
        assert erase_leads(session, [other.id], "test") == []
    assert "Xiomara" not in everything(database)
    assert "2125550173" not in everything(database)


def test_no_byte_stays_in_the_file(
    database: Database, conversation_id: str, tmp_path: Path
) -> None:
    with database.writing() as session:
        session.execute(
            sqlalchemy.text("DELETE FROM events WHERE sender_id <> :id"), {"id": conversation_id}
        )
        erase_conversation(session, conversation_id)
    forget_pages(database)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("careers.db*"))
    for value in (*GIVEN.values(), SAID):
        assert value.encode() not in stored, value


def test_export_holds_everything_about_the_person(database: Database, conversation_id: str) -> None:
    with database.writing() as session:
        submit_lead(session, draft(email="o@example.com", phone_number=None), "run-2", settings())
    with database.reading() as session:
        for who in (GIVEN["email"].upper(), "212-555-0171"):
            document = export_person(session, find_leads(session, who))
            (lead,) = document["leads"]
            assert {field: lead[field] for field in GIVEN} == GIVEN
            assert [event["kind"] for event in lead["history"]] == ["created"]
            assert len(lead["deliveries"]) == 3
            (conversation,) = document["conversations"]
            assert [message["text"] for message in conversation["messages"]] == [SAID]
        assert find_leads(session, "nobody") == []
        assert find_leads(session, "nobody@example.com") == []
        json.dumps(document)


def careers(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--data", str(data_dir), *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_command_line(database: Database, conversation_id: str, tmp_path: Path) -> None:
    listing = careers(tmp_path, "leads", "list", "--json")
    assert listing.returncode == 0, listing.stderr
    assert " rasa" not in listing.stderr
    (lead,) = json.loads(listing.stdout)["leads"]
    assert (
        list(lead)
        == (
            "id kind name email phone_number company role location consent_version conversation_id "
            "channel status created_at"
        ).split()
    )
    assert (lead["name"], lead["conversation_id"]) == (GIVEN["name"], conversation_id)
    assert lead["created_at"].endswith("+00:00") and len(lead["created_at"]) == 32

    shown = json.loads(careers(tmp_path, "leads", "show", lead["id"], "--json").stdout)
    assert shown["consent_purposes"] == ["email"]
    exported = json.loads(careers(tmp_path, "leads", "export", lead["email"], "--json").stdout)
    assert exported["leads"] == [shown]
    erased = json.loads(careers(tmp_path, "leads", "erase", lead["id"], "--json").stdout)
    assert erased == {"erased": {"leads": [lead["id"]], "conversations": [conversation_id]}}
    assert json.loads(careers(tmp_path, "leads", "list", "--json").stdout) == {"leads": []}
    assert careers(tmp_path, "leads", "erase", lead["id"]).returncode == 1


def test_command_line_says_what_to_do_without_tables(tmp_path: Path) -> None:
    listing = careers(tmp_path, "leads", "list", "--json")
    assert listing.returncode == 1
    assert "careers setup" in listing.stderr


def test_every_column_with_personal_data_is_cleared() -> None:
    from bot.privacy.erasure import PERSONAL

    kept = {column.key for column in sqlalchemy.inspect(Lead).column_attrs} - set(PERSONAL)
    # Whoever adds a column decides here whether it tells something about the person.
    assert kept == set(
        "id kind channel conversation_id consent_version consent_purposes consented_at status "
        "number owner_id first_response_at duplicate_of merged_into version idempotency_key "
        "created_at updated_at erased_at".split()
    )
