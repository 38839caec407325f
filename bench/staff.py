# ruff: noqa: C408  (rows of columns read better as keywords)
"""How long the staff's list, search and lead pages take, with few and with many leads.

    .venv/bin/python bench/staff.py [--leads 100000] [--messages 1000000] [--postgres]

Prints the median of each page at 1,000 leads and at the large size, and their ratio; exits with 1
when a list or search page is more than 1.5 times as slow. The pages are asked for over ASGI, in
turns between the two sizes, so that both meet the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
import uuid
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pgserver
import sqlalchemy as sa
from asgi_lifespan import LifespanManager

from bot.conversations.tables import AskedQuestion, Conversation, Message, Turn
from bot.database import Database, utc_now
from bot.knowledge.importing import import_folder
from bot.leads.search import LeadWord, words_of
from bot.leads.tables import STATUSES, Lead, LeadEvent
from bot.migrate import upgrade
from bot.settings import PROJECT, Settings
from bot.staff import accounts
from bot.staff.roles import Role
from bot.web.app import create_app

SMALL = 1_000
BATCH = 5_000
FEW = 20
FULL_PAGES = 125
LIMIT = 1.5
ROUNDS = 25
PASSWORD = "a quiet lake at dawn"
PAGES = {
    "new": "/staff/leads",
    "all": "/staff/leads?view=all",
    "mine": "/staff/leads?view=mine",
    "a page in the middle": "/staff/leads?view=all&after=MIDDLE",
    "longest waiting": "/staff/leads?sort=oldest",
    "last changed": "/staff/leads?view=all&sort=changed",
    "role and kind": "/staff/leads?view=all&role=data-engineer&kind=company",
    "rare place": "/staff/leads?view=all&location=Boise",
    "search: a person": "/staff/leads?view=all&search=zander+quill",
    "search: e-mail": "/staff/leads?view=all&search=p500%40example",
    "search: phone": "/staff/leads?view=all&search=%28212%29+555-0500",
    "search: frequent": "/staff/leads?view=all&search=example",
    "search: nobody": "/staff/leads?view=all&search=zzzz",
    "search in new": "/staff/leads?view=new&search=ito",
    "search: two frequent": "/staff/leads?view=all&search=amara+ito",
    "search: none with both": "/staff/leads?view=all&search=ito+novak",
    "search: three frequent": "/staff/leads?view=all&search=amara+ito+engineer",
    "search: two, in new": "/staff/leads?view=new&search=amara+ito",
    "search: last changed": "/staff/leads?view=all&search=amara+ito&sort=changed",
}
FIRST = "Amara Jonas Mei Priya Luis Sara Tom Noor Viktor Hana Elena Kofi Ines Pavel Wren".split()
LAST = "Diallo Weber Tanaka Raman Ortega Lindqvist Brien Aziz Petrov Kim Rossi Ito Novak".split()
ROLES = "data-scientist machine-learning-engineer data-engineer devops-engineer".split()
PLACES = ["New York", "San Francisco", "Boston", "Denver", None]


def _lead(
    number: int,
    leads: int,
    lead_id: str,
    conversation: str,
    moment: datetime,
    chance: random.Random,
) -> dict[str, Any]:
    # As many hits at both sizes: a page with more rows takes longer to write.
    few = number % (leads // FEW) == 0
    if few:
        name = "Quill Zander"
    elif number % (leads // FULL_PAGES) == 1:
        name = "Amara Ito"
    else:
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return dict(
        id=lead_id,
        number=leads - number,
        kind="company" if chance.random() < 0.3 else "candidate",
        name=name,
        email=f"p{number}@example.com",
        phone_number=f"+1212{5550000 + number:07d}"[:12],
        company=None,
        role=chance.choice(ROLES),
        location="Boise" if few else chance.choice(PLACES),
        channel="slack" if chance.random() < 0.1 else "web",
        conversation_id=conversation,
        consent_version="2026-11",
        consent_purposes=["call", "email"],
        consented_at=moment,
        status=STATUSES[0] if number < 200 else chance.choice(STATUSES),
        owner_id=chance.choice([None, 1, 2]),
        version=1,
        idempotency_key=lead_id,
        created_at=moment,
        updated_at=moment,
    )


def _turn(
    turn_id: int, number: int, conversation: str, moment: datetime
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Columns of a turn, and of its question and answer."""
    turn = dict(
        id=turn_id,
        conversation_id=conversation,
        client_id=str(number),
        request_digest="x",
        state="answered",
        created_at=moment,
    )
    messages = [
        dict(
            conversation_id=conversation,
            turn_id=turn_id,
            seq=number * 2 + side,
            sender=sender,
            text="What does a data engineer earn in Boston?",
            choices=[],
            sources=[],
            created_at=moment,
        )
        for side, sender in enumerate(("visitor", "bot"), 1)
    ]
    return turn, messages


def fill(database: Database, leads: int, messages: int) -> None:
    """Invented leads, each with a conversation; the messages are spread over those."""
    chance = random.Random(7)
    now = utc_now()
    turns_each = max(1, messages // leads // 2)
    turn_id = 0
    for start in range(0, leads, BATCH):
        rows: dict[Any, list[dict[str, Any]]] = {
            model: [] for model in (Conversation, Lead, LeadWord, LeadEvent, Turn, Message)
        }
        for number in range(start, min(start + BATCH, leads)):
            moment = now - timedelta(minutes=number + chance.random())
            conversation, lead_id = str(uuid.UUID(int=number + 1)), str(uuid.uuid4())
            rows[Conversation].append(
                dict(id=conversation, channel="web", created_at=moment, last_active_at=moment)
            )
            lead = _lead(number, leads, lead_id, conversation, moment, chance)
            rows[Lead].append(lead)
            words = words_of(SimpleNamespace(**lead))  # type: ignore[arg-type]
            rows[LeadWord] += [dict(number=lead["number"], word=word) for word in words]
            rows[LeadEvent].append(
                dict(lead_id=lead_id, kind="created", actor="system", created_at=moment)
            )
            for turn in range(turns_each):
                turn_id += 1
                answered, said = _turn(turn_id, turn, conversation, moment)
                rows[Turn].append(answered)
                rows[Message] += said
        with database.writing() as session:
            for model, found in rows.items():
                session.execute(sa.insert(model.__table__), found)
            session.execute(
                sa.insert(AskedQuestion.__table__),
                [
                    dict(intent="ask_salary", role="data-engineer", answered=True, created_at=now)
                    for _ in rows[Turn][:BATCH]
                ],
            )
    if database.engine.dialect.name == "postgresql":
        # What its autovacuum does within a minute.
        options = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with options.connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


async def open_pages(stack: AsyncExitStack, url: str, folder: Path) -> httpx.AsyncClient:
    """A logged-in client of the web process on this database."""
    settings = Settings(data_dir=folder, database_url=url, secret_key="bench", rasa_url="http://x")
    app = create_app(settings)
    await stack.enter_async_context(LifespanManager(app, startup_timeout=60))
    transport = httpx.ASGITransport(app)
    client = await stack.enter_async_context(
        httpx.AsyncClient(transport=transport, base_url="http://bench", timeout=60)
    )
    page = (await client.get("/staff/login")).text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    fields = {"csrf": csrf, "email": "dana@example.com", "password": PASSWORD}
    answer = await client.post("/staff/login", data=fields)
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    return client


async def measure(urls: list[str], sizes: list[int], folder: Path) -> dict[str, list[float]]:
    """Median milliseconds of each page on each database, which has as many leads as `sizes` say."""
    async with AsyncExitStack() as stack:
        clients = [await open_pages(stack, url, folder) for url in urls]
        leads = []
        for client in clients:
            listed = (await client.get("/staff/leads?view=all")).text
            leads.append(listed.split('id="lead-')[1][:36])
        result = {}
        for name, address in [*PAGES.items(), ("a lead", "/staff/leads/LEAD"), *OTHERS]:
            taken: list[list[float]] = [[] for _ in clients]
            for round_ in range(ROUNDS + 2):
                for number, client in enumerate(clients):
                    asked = address.replace("LEAD", leads[number])
                    asked = asked.replace("MIDDLE", str(sizes[number] // 2))
                    began = time.perf_counter()
                    response = await client.get(asked)
                    assert response.status_code == httpx.codes.OK, (address, response.status_code)
                    if round_ > 1:
                        taken[number].append((time.perf_counter() - began) * 1000)
            result[name] = [statistics.median(each) for each in taken]
        return result


OTHERS = (
    ("overview, 30 days", "/staff/overview"),
    ("questions", "/staff/questions"),
)
"""Measured, not judged: they count everything in the large database."""


def main() -> int:
    """Fill both databases, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the SQLite files, used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        server = (
            pgserver.get_server(folder / "pg", cleanup_mode="delete") if options.postgres else None
        )
        urls = []
        sizes = [SMALL, options.leads]
        for label, size in zip(("small", "large"), sizes, strict=True):
            url = f"sqlite:///{folder / label}.db"
            if (folder / f"{label}.db").exists():
                urls.append(url)
                continue
            if server:
                server.psql(f"CREATE DATABASE {label}")
                url = server.get_uri(label)
            upgrade(url)
            database = Database(url)
            import_folder(database, PROJECT / "data")
            began = time.perf_counter()
            fill(database, size, options.messages * size // options.leads)
            print(f"{label}: {size:,} leads in {time.perf_counter() - began:.0f} s", flush=True)
            with database.writing() as session:
                account = accounts.add(session, "dana@example.com", Role.ADMIN)
                accounts.set_password(session, account, PASSWORD)
            database.close()
            urls.append(url)
        result = asyncio.run(measure(urls, sizes, folder))
        if server:
            server.cleanup()
    slow = []
    print(f"{'page':<24} {'1,000':>9} {options.leads:>9,}  ratio")
    for name, (small, large) in result.items():
        print(f"{name:<24} {small:>6.1f} ms {large:>6.1f} ms  {large / small:.2f}")
        if name in PAGES and large / small > LIMIT:
            slow.append(name)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
