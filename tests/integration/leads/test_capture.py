"""A lead is stored once, linked to the same person's first one, and never overwritten."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from bot.conversations import log
from bot.database import Database
from bot.leads.capture import LeadDraft, UnreachableError, capture
from bot.leads.consent import ConsentMissingError
from bot.leads.tables import Lead, LeadEvent
from tests.integration.leads.conftest import MakeDraft


def store(database: Database, draft: LeadDraft, key: str) -> tuple[str, bool]:
    with database.writing() as session:
        captured = capture(session, draft, key)
        return str(captured.lead.id), captured.created


def load(database: Database, lead_id: str) -> Lead:
    with database.reading() as session:
        return session.get(Lead, lead_id)


def count(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(select(func.count(Lead.id))).scalar_one())


def test_stores_what_was_given(database: Database, draft: MakeDraft) -> None:
    given = draft(
        name="  Nguyễn Thị\u200b\x00\u202e Minh Khai ",
        email="Minh.Khai@Example.COM",
        company="Riverbend\nFoods",
        role="data-engineer",
        location="Denver",
        timing="in spring",
        notes="Prefers mornings.\nWorks with Spark.",
        preferred_contact="phone",
    )
    lead = load(database, store(database, given, "run-1")[0])
    assert (lead.name, lead.email) == ("Nguyễn Thị Minh Khai", "minh.khai@example.com")
    assert (lead.company, lead.role, lead.location) == (
        "Riverbend Foods",
        "data-engineer",
        "Denver",
    )
    assert lead.notes == "Prefers mornings.\nWorks with Spark."
    assert (lead.status, lead.version, lead.duplicate_of) == ("new", 1, None)
    assert lead.consent_purposes == ["call", "email"]
    assert lead.consented_at.tzinfo is not None


def test_same_key_returns_the_same_lead_unchanged(database: Database, draft: MakeDraft) -> None:
    first, created = store(database, draft(), "run-1")
    again, created_again = store(database, draft(name="Somebody Else"), "run-1")
    assert (created, created_again) == (True, False)
    assert first == again
    assert load(database, first).name == "Amara Diallo"
    assert count(database) == 1


def test_same_key_at_once_stores_one_lead(database: Database, draft: MakeDraft) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        stored = list(pool.map(lambda _: store(database, draft(), "run-1"), range(8)))
    assert len({lead_id for lead_id, _ in stored}) == 1
    assert sum(created for _, created in stored) == 1
    assert count(database) == 1


@pytest.mark.parametrize(
    "same", [{"phone_number": None, "email": "AMARA@example.com"}, {"email": "other@example.com"}]
)
def test_same_person_is_linked(
    database: Database, draft: MakeDraft, same: dict[str, str | None]
) -> None:
    first, _ = store(database, draft(), "run-1")
    second, created = store(database, draft(name="A. Diallo", **same), "run-2")
    third, _ = store(database, draft(email=None), "run-3")
    assert created
    assert load(database, first).name == "Amara Diallo"
    assert load(database, second).duplicate_of == first
    assert load(database, third).duplicate_of == first
    with database.reading() as session:
        kinds = session.execute(
            select(LeadEvent.kind).where(LeadEvent.lead_id == second).order_by(LeadEvent.id)
        ).scalars()
        assert list(kinds) == ["created", "duplicate"]


def test_other_people_are_not_linked(database: Database, draft: MakeDraft) -> None:
    store(database, draft(phone_number=None), "run-1")
    other, _ = store(database, draft(email=None, phone_number="+12125550143"), "run-2")
    assert load(database, other).duplicate_of is None


def test_same_person_at_once_is_linked(database: Database, draft: MakeDraft) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda number: store(database, draft(), f"run-{number}"), range(8)))
    with database.reading() as session:
        links = list(session.execute(select(Lead.id, Lead.duplicate_of)))
    (first,) = [lead_id for lead_id, duplicate_of in links if duplicate_of is None]
    assert {duplicate_of for _, duplicate_of in links} == {None, first}


def test_page_and_campaign_are_the_conversations(database: Database, draft: MakeDraft) -> None:
    page, utm = "https://www.example.com/hire", {"source": "newsletter"}
    with database.writing() as session:
        conversation_id, _ = log.start(session, channel="web", page_url=page, utm=utm)
    lead_id, _ = store(database, draft(conversation_id=conversation_id), "run-1")
    lead = load(database, lead_id)
    assert (lead.page_url, lead.utm, lead.conversation_id) == (page, utm, conversation_id)


def test_unknown_conversation_is_no_obstacle(database: Database, draft: MakeDraft) -> None:
    lead_id, _ = store(database, draft(conversation_id=str(uuid.uuid4())), "run-1")
    assert load(database, lead_id).page_url is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"email": " ", "phone_number": None}, UnreachableError),
        ({"consent_version": ""}, ConsentMissingError),
        ({"consent_purposes": []}, ConsentMissingError),
        ({"consent_purposes": ["call", "fax"]}, ConsentMissingError),
    ],
)
def test_nothing_is_stored_without_contact_or_consent(
    database: Database, draft: MakeDraft, fields: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        store(database, draft(**fields), "run-1")
    assert count(database) == 0


def test_failed_transaction_leaves_nothing(database: Database, draft: MakeDraft) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        capture(session, draft(), "run-1")
        raise RuntimeError
    assert count(database) == 0


def test_two_editors_notice_each_other(database: Database, draft: MakeDraft) -> None:
    lead_id, _ = store(database, draft(), "run-1")
    seen_by_one = load(database, lead_id)
    with database.writing() as session:
        session.get(Lead, lead_id).status = "contacted"
    with pytest.raises(StaleDataError), database.writing() as session:
        session.add(seen_by_one)
        seen_by_one.status = "closed"
