"""The audit log: whatever page is looked at, whatever form is sent, there is an entry of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import Any

import pyotp
import pytest
from litestar import Litestar
from sqlalchemy import select

from bot.database import Database, utc_now
from bot.delivery.tables import Delivery
from bot.knowledge.history import Correction
from bot.knowledge.tables import Salary
from bot.leads import merging
from bot.leads.tables import LeadEvent
from bot.leads.workflow import Selected
from bot.staff import accounts
from bot.staff.roles import Role
from bot.staff.tables import AuditEntry, StaffAccount, StaffSession
from tests.integration.staff.conftest import PASSWORD, Browser, OpenBrowser, add_account
from tests.integration.staff.people import add_lead
from tests.integration.staff.test_questions import MISSED, say

NEW_PASSWORD = "nine herons on a wire"


@pytest.fixture
def database_url(tmp_path: Path, knowledge: Database) -> str:
    path = tmp_path / "careers.db"
    copyfile(str(knowledge.engine.url.database), path)
    return f"sqlite:///{path}"


@dataclass(frozen=True)
class Sent:
    """An address with a form that does something there; `entry` is what the log must hold."""

    address: str
    entry: str
    fields: dict[str, Any] = field(default_factory=dict)


class World:
    """A database with something to do at every address."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lead = add_lead(database, said=("Is it hard?",))
        self.other = add_lead(database, location="Boston")
        self.person = add_account(database, "rosa@example.com", Role.ACCOUNT_MANAGER)
        say(database, "flurp", MISSED)
        with database.reading() as session:
            salary = session.execute(select(Salary).order_by(Salary.position).limit(1)).scalar_one()
            self.fact = f"salaries/{salary.id}"
            self.source = str(salary.source_id)
            self.amount = int(salary.amount_usd)

    def one(self, query: Any) -> Any:
        with self.database.reading() as session:
            return session.execute(query).scalars().first()

    def merged(self) -> Sent:
        first, second = add_lead(self.database), add_lead(self.database)
        with self.database.writing() as session:
            merging.merge(session, Selected(first, 1), Selected(second, 1), {}, "staff:1")
        event = self.one(
            select(LeadEvent.id).where(LeadEvent.lead_id == first, LeadEvent.kind == "merged")
        )
        return Sent(f"leads/{first}/unmerge", "lead.unmerge", {"event": event, "version": 2})

    def replay(self) -> Sent:
        with self.database.writing() as session:
            lost = Delivery(
                lead_id=self.lead,
                channel="webhook",
                target="crm",
                state="dead",
                give_up_at=utc_now(),
            )
            session.add(lost)
            session.flush()
            address = f"leads/{self.lead}/deliveries/{lost.id}/replay"
        return Sent(address, "lead.replay")

    def undo(self) -> Sent:
        made = self.one(select(Correction.id).where(Correction.undone_at.is_(None)))
        return Sent(f"knowledge/corrections/{made}/undo", "knowledge.undo")

    def code(self) -> Sent:
        secret = self.one(
            select(StaffAccount.totp_secret).where(StaffAccount.totp_secret.is_not(None))
        )
        code = pyotp.TOTP(secret).at(time.time())
        return Sent("account/second-factor/confirm", "login.second_factor_on", {"code": code})

    def session(self) -> Sent:
        ended = self.one(
            select(StaffSession.token_digest)
            .join(StaffAccount, StaffAccount.id == StaffSession.account_id)
            .where(StaffAccount.email == "admin@example.com", StaffSession.ended_at.is_(None))
            .order_by(StaffSession.created_at.desc())
        )
        return Sent(f"account/sessions/{ended}/end", "login.session_ended")

    def link(self) -> Sent:
        with self.database.writing() as session:
            account = accounts.by_email(session, "new@example.com")
            token = accounts.make_link(session, account, "invite")
        fields = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
        return Sent(f"link/{token}", "login.password_set", fields)

    def sendings(self) -> Iterator[Sent | Callable[[], Sent]]:
        """One for each form, in an order in which each does something."""
        lead, person = f"leads/{self.lead}", f"people/{self.person}"
        yield Sent("leads/bulk", "lead.status", {"lead": f"{self.other}:1", "new_status": "closed"})
        yield Sent("leads/export", "leads.export", {"view": "all"})
        yield Sent(f"{lead}/assign", "lead.assign", {"owner": self.person, "version": 1})
        yield Sent(f"{lead}/status", "lead.status", {"status": "contacted", "version": 2})
        yield Sent(f"{lead}/details", "lead.edit", {"company": "Riverbend", "version": 3})
        yield Sent(f"{lead}/note", "lead.note", {"note": "Called."})
        yield Sent(f"{lead}/export", "lead.export")
        yield self.replay
        merge = {"version": 4, "other_version": 2, "location": "other"}
        yield Sent(f"{lead}/merge/{self.other}", "lead.merge", merge)
        yield self.merged
        yield Sent(f"{lead}/erase", "lead.erase", {"sure": "yes"})
        review = {"decision": "accept", "intent": "ask_salary", "text": "what does it bring in"}
        yield Sent("questions/review/1", "questions.accepted", review)
        yield Sent("questions/export", "questions.export")
        amount = {"amount_usd": self.amount + 500, "source_id": self.source}
        yield Sent(f"knowledge/fact/{self.fact}", "knowledge.correct", amount)
        yield self.undo
        yield Sent("people", "people.add", {"email": "new@example.com", "role": "editor"})
        yield Sent(f"{person}/role", "people.role", {"role": "editor"})
        yield Sent(f"{person}/sessions/end", "people.sessions_ended")
        yield Sent(f"{person}/second-factor/remove", "people.second_factor_off")
        yield Sent(f"{person}/reset", "people.reset")
        yield Sent(f"{person}/disable", "people.disable")
        yield Sent(f"{person}/enable", "people.enable")
        yield self.session
        present = {"present": PASSWORD}
        yield Sent("account/second-factor/start", "login.second_factor_begun", present)
        yield self.code
        yield Sent("account/second-factor/remove", "login.second_factor_off", present)
        changed = {**present, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
        yield Sent("account/password", "login.password_set", changed)
        yield self.link
        yield Sent("logout", "logout")


def newest(database: Database, after: int) -> list[AuditEntry]:
    with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id)
        return list(session.execute(query).scalars())


def last_id(database: Database) -> int:
    entries = newest(database, 0)
    return int(entries[-1].id) if entries else 0


def pattern(path: str) -> re.Pattern[str]:
    """What an address of this route looks like."""
    return re.compile(re.sub(r"\{\w+:\w+\}", "[^/]+", path))


def paths(app: Litestar, method: str) -> set[str]:
    return {
        route.path
        for route in app.routes
        if route.path.startswith("/staff")
        and any(method in handler.http_methods for handler in route.route_handlers)
    }


async def test_every_form_leaves_an_entry(
    app: Litestar, open_browser: OpenBrowser, database: Database
) -> None:
    world = World(database)
    admin = await open_browser(Role.ADMIN)
    await open_browser(Role.ADMIN)
    csrf = await admin.token("/staff/account")
    left = paths(app, "POST") - {"/staff/{rest:path}", "/staff/second-step"}
    for given in world.sendings():
        sent = given() if callable(given) else given
        address = f"/staff/{sent.address}"
        before = last_id(database)
        response = await admin.send(address, sent.fields, csrf=csrf)
        assert response.status_code in (200, 303), (address, response.text)
        assert {entry.action for entry in newest(database, before)} == {sent.entry}, address
        left -= {path for path in left if pattern(path).fullmatch(address)}
    wrong = await admin.log_in("admin@example.com", "not it")
    assert wrong.status_code == 422
    assert newest(database, 0)[-1].action == "login.failed"
    right = await admin.log_in("admin@example.com", NEW_PASSWORD)
    assert right.status_code == 303
    assert newest(database, 0)[-1].action == "login"
    assert left == {"/staff/login"}, "every form was sent"
    words = " ".join(f"{entry.subject} {entry.data}" for entry in newest(database, 0))
    for private in ("Amara", "amara", "5550142", "Riverbend", "Called", NEW_PASSWORD, PASSWORD):
        assert private not in words


async def test_every_page_leaves_an_entry(
    app: Litestar, open_browser: OpenBrowser, database: Database
) -> None:
    world = World(database)
    admin: Browser = await open_browser(Role.ADMIN)
    pages = {
        "leads": "leads.list",
        "leads?search=amara": "leads.list",
        f"leads/{world.lead}": "lead.view",
        f"leads/{world.lead}/merge/{world.other}": "lead.view",
        "questions": "questions.view",
        "questions/review": "questions.review",
        "knowledge": "knowledge.view",
        f"knowledge/fact/{world.fact}": "knowledge.view",
        "knowledge/corrections": "knowledge.corrections",
        "overview": "overview.view",
        "people": "people.view",
        "audit": "audit.view",
        "account": "account.view",
    }
    # The way in, what leads on to a page, and what an open list asks for by itself.
    left = paths(app, "GET") - {"/staff", "/staff/{rest:path}", "/staff/leads/live"}
    left -= {"/staff/login", "/staff/second-step", "/staff/link/{token:str}"}
    for address, action in pages.items():
        before = last_id(database)
        assert (await admin.get(f"/staff/{address}")).status_code == 200, address
        entries = newest(database, before)
        assert {(entry.actor, entry.action) for entry in entries} == {("admin@example.com", action)}
        asked = f"/staff/{address}".partition("?")[0]
        left -= {path for path in left if pattern(path).fullmatch(asked)}
    assert left == set(), "every page was looked at"
    log = (await admin.get("/staff/audit")).text
    assert f"lead:{world.lead}" in log
    for word in ("login", "leads", "lead", "knowledge", "overview", "account"):
        listed = (await admin.get("/staff/audit", action=word)).text
        assert f">{word}" in listed and "No entries fit" not in listed
