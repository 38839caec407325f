"""The queue and the lead's page: found, taken, moved along, merged, exported; nothing lost."""

from __future__ import annotations

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.database import Database, utc_now
from bot.delivery.tables import Delivery
from bot.leads import merging, queue, workflow
from bot.leads.queue import Filters
from bot.leads.search import LeadWord
from bot.leads.tables import Lead, LeadEvent
from bot.leads.workflow import Selected, StaleLeadError
from bot.privacy.erasure import erase_conversation
from bot.staff.roles import Role
from bot.staff.tables import AuditEntry
from tests.integration.staff.conftest import ENGINES, Browser, OpenBrowser, shown
from tests.integration.staff.people import add_lead, load_lead


@pytest.fixture
async def manager(open_browser: OpenBrowser) -> Browser:
    return await open_browser(Role.ACCOUNT_MANAGER)


def found(database: Database, text: str, **more: str) -> set[str]:
    with database.reading() as session:
        page = queue.page(session, Filters(view="all", search=text, **more), 0)
        return {str(lead.name) for lead in page.leads}


@ENGINES
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("noemie", {"Noémie Østergård"}),
        ("NOÉ", {"Noémie Østergård"}),
        ("noemie lumen", {"Noémie Østergård"}),
        ("noemie riverbend", set()),
        ("pavel@", {"Pavel Novák"}),
        ("pavel@example.com", {"Pavel Novák"}),
        ("(212) 555-0177", {"Pavel Novák"}),
        ("+1 212 555 01", {"Pavel Novák"}),
        ("data-eng", {"Pavel Novák"}),
        ("%", {"Noémie Østergård", "Pavel Novák"}),
        ("zzz", set()),
    ],
)
def test_search(database: Database, text: str, names: set[str]) -> None:
    add_lead(
        database,
        name="Noémie Østergård",
        email="noemie.o@example.org",
        phone_number=None,
        company="Lumen & Søn",
        kind="company",
    )
    add_lead(
        database,
        name="Pavel Novák",
        email="pavel@example.com",
        phone_number="+12125550177",
        role="data-engineer",
    )
    assert found(database, text) == names


@ENGINES
@pytest.mark.parametrize("some", [0, 3, 100])
@pytest.mark.parametrize("sort", queue.SORTS)
def test_search_by_either_way_finds_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch, sort: str, some: int
) -> None:
    monkeypatch.setattr("bot.leads.search.SOME", some)
    names = ["Ada Byrne", "Bela Adair", "Adam Byers", "Ada Adair Byrd Byrne", "Zoe Adams"]
    for name in names:
        add_lead(database, name=name)
    wanted = ["Ada Byrne", "Adam Byers", "Ada Adair Byrd Byrne"]
    listed = wanted if sort == "oldest" else wanted[::-1]
    filters = Filters(view="all", search="ada by", sort=sort)
    with database.reading() as session:
        first = queue.page(session, filters, 0, size=2)
        second = queue.page(session, filters, 0, size=2, after=first.older)
        assert [lead.name for lead in (*first.leads, *second.leads)] == listed
        mark = queue.Mark(utc_now() - timedelta(minutes=1))
        arrived, _ = queue.arrived(session, filters, 0, mark)
        assert [lead.name for lead in arrived] == wanted[::-1]


@ENGINES
def test_pages_go_through_every_lead_once_in_both_directions(database: Database) -> None:
    ids = [add_lead(database, name=f"Person {n}") for n in range(7)]
    same = utc_now()
    with database.writing() as session:
        for lead_id in ids[2:5]:
            session.get(Lead, lead_id).updated_at = same
    for sort in queue.SORTS:
        filters = Filters(view="all", sort=sort)
        with database.reading() as session:
            first = queue.page(session, filters, 0, size=3)
            second = queue.page(session, filters, 0, after=first.older, size=3)
            third = queue.page(session, filters, 0, after=second.older, size=3)
            back = queue.page(session, filters, 0, before=second.newer, size=3)
            pages = [[str(lead.id) for lead in each.leads] for each in (first, second, third)]
            assert sorted(each for page in pages for each in page) == sorted(ids), sort
            assert not first.newer and not third.older
            assert [lead.id for lead in back.leads] == pages[0]


async def test_filters_are_in_the_address(manager: Browser, database: Database) -> None:
    add_lead(database, name="Ines Duarte", kind="company", company="Riverbend", channel="slack")
    add_lead(database, name="Pavel Novák", email="pavel@example.com", location="Boston")
    for asked, seen, hidden in [
        ({"kind": "company"}, "Ines Duarte", "Pavel"),
        ({"location": "Boston"}, "Pavel", "Ines"),
        ({"channel": "slack"}, "Ines", "Pavel"),
        ({"search": "pav"}, "Pavel", "Ines"),
        ({"view": "all", "status": "new", "owner": "none", "sort": "oldest"}, "Pavel", "Nobody is"),
    ]:
        text = shown(await manager.get("/staff/leads", **asked))
        assert seen in text and hidden not in text, asked
    assert "No lead fits" in (await manager.get("/staff/leads", search="nobody")).text
    assert "No lead is yours" in (await manager.get("/staff/leads", view="mine")).text


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "garbage"},
        {"after": "2026-01-01T00:00:00+00:00"},
        {"sort": "drop table", "view": "?", "owner": "9" * 40, "status": "\u0000"},
        {"search": "'; --" + "x" * 5000},
        # A digit that is no number.
        {"owner": "²", "after": "²"},
        {"sort": "changed", "after": "2026-01-01T00:00:00+00:00~²"},
        {"sort": "changed", "before": "2026-01-01T00:00:00~1"},
        {"after": "9" * 30},
        {"before": "~~~", "skipped": "<b>"},
    ],
)
async def test_odd_addresses_do_no_harm(manager: Browser, asked: dict[str, str]) -> None:
    assert (await manager.get("/staff/leads", **asked)).status_code == 200


async def test_a_new_lead_arrives_in_an_open_list(manager: Browser, database: Database) -> None:
    first = add_lead(database, name="Was there before")
    live = "/staff/leads/live"

    def mark(page: str) -> str:
        return re.search(r'name="mark" value="([^"]+)"', page)[1]

    shown_first = mark((await manager.get("/staff/leads")).text)
    assert first in shown_first
    assert (await manager.get(live, view="new", mark=shown_first)).status_code == 204
    lead_id = add_lead(database)
    rows = await manager.get(live, view="new", mark=shown_first)
    assert f'id="lead-{lead_id}"' in rows.text and "<html" not in rows.text
    assert f'id="lead-{first}"' not in rows.text
    assert "<title>(1) Leads" in rows.text and "A new lead: Amara Diallo" in rows.text
    assert (await manager.get(live, view="mine", mark=shown_first)).status_code == 204
    assert (await manager.get(live, view="new", mark=mark(rows.text))).status_code == 204
    for _ in range(2):
        add_lead(database)
    again = await manager.get(live, view="new", mark=mark(rows.text))
    assert "<title>(3) Leads" in again.text and "2 new leads" in again.text
    assert lead_id not in re.findall(r'id="lead-([^"]+)"', again.text)


@pytest.mark.parametrize("mark", ["", "garbage", "2026-01-01T00:00:00", "~~~", "2026-01-01~x~y"])
async def test_a_mark_that_cannot_be_read_begins_now(manager: Browser, mark: str) -> None:
    response = await manager.get("/staff/leads/live", view="new", mark=mark)
    assert response.status_code == 204


async def test_an_open_page_is_told_that_the_session_is_over(
    manager: Browser, database: Database
) -> None:
    lead_id = add_lead(database)
    csrf = await manager.token("/staff/account")
    await manager.send("/staff/logout")
    asked = {"HX-Request": "true"}
    live = await manager.client.get("/staff/leads/live?view=new", headers=asked)
    assert (live.status_code, live.headers.get("hx-refresh")) == (401, "true")
    assert "Amara" not in live.text
    note = f"/staff/leads/{lead_id}/note"
    lost = await manager.send(note, {"note": "x"}, csrf=csrf, headers=asked)
    assert lost.status_code == 401 and "nothing was saved" in lost.text
    assert "hx-refresh" not in lost.headers, "what was typed stays on the page"


async def test_take_status_note_and_their_history(manager: Browser, database: Database) -> None:
    lead_id = add_lead(database, said=("What would I earn as a tester in Boston?",))
    here = f"/staff/leads/{lead_id}"
    assert "What would I earn as a tester" in (await manager.get(here)).text
    me = re.search(r'name="owner" value="(\d+)"', (await manager.get(here)).text)[1]
    assert (await manager.send(f"{here}/assign", {"owner": me, "version": "1"})).status_code == 303
    await manager.send(f"{here}/status", {"status": "contacted", "version": "2"})
    await manager.send(f"{here}/note", {"note": "Wants to start in May.", "version": "3"})
    lead = load_lead(database, lead_id)
    assert (lead.status, lead.owner_id) == ("contacted", int(me))
    assert utc_now() - lead.first_response_at < timedelta(minutes=1)
    text = shown(await manager.get(here))
    assert "Wants to start in May." in text and "New → Contacted" in text
    assert "answered in under 1 min" in text
    with database.reading() as session:
        rows = session.execute(
            select(AuditEntry.action).where(AuditEntry.subject == f"lead:{lead_id}")
        ).scalars()
        assert {"lead.view", "lead.assign", "lead.status", "lead.note"} <= set(rows)


async def test_two_people_at_once_lose_nothing_silently(
    open_browser: OpenBrowser, database: Database
) -> None:
    first = await open_browser(Role.ACCOUNT_MANAGER, "first@example.com")
    second = await open_browser(Role.ACCOUNT_MANAGER, "second@example.com")
    lead_id = add_lead(database)
    here = f"/staff/leads/{lead_id}"
    await first.send(f"{here}/details", {"company": "Riverbend", "version": "1"})
    late = await second.send(f"{here}/details", {"company": "Lumen", "version": "1"})
    assert late.status_code == 409
    assert "Somebody else has changed this lead" in late.text
    assert 'value="Lumen"' in late.text, "what was typed is still there"
    assert "Riverbend" in late.text, "and what it is now"
    assert load_lead(database, lead_id).company == "Riverbend"
    await second.send(f"{here}/details", {"company": "Lumen", "version": "2"})
    assert load_lead(database, lead_id).company == "Lumen"
    assert "Riverbend" in shown(await first.get(here)), "the history keeps what it was"


@ENGINES
def test_of_many_writers_one_wins_and_the_others_are_told(database: Database) -> None:
    lead_id = add_lead(database)

    def change(status: str) -> bool:
        try:
            with database.writing() as session:
                workflow.set_status(session, Selected(lead_id, 1), status, "staff:1")
        except StaleLeadError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(change, ["contacted", "qualified", "closed", "spam"]))
    assert won.count(True) == 1
    with database.reading() as session:
        kinds = session.execute(select(LeadEvent.kind).where(LeadEvent.kind == "status")).all()
    assert len(kinds) == 1


async def test_details_are_checked(manager: Browser, database: Database) -> None:
    lead_id = add_lead(database)
    here = f"/staff/leads/{lead_id}/details"
    for fields in (
        {"email": "not an address"},
        {"phone_number": "12"},
        {"email": "", "phone_number": ""},
        {"preferred_contact": "fax"},
    ):
        response = await manager.send(here, {**fields, "version": "1"})
        assert response.status_code == 422, fields
    await manager.send(here, {"phone_number": "(212) 555-0188", "version": "1"})
    assert load_lead(database, lead_id).phone_number == "+12125550188"
    assert found(database, "2125550188") == {"Amara Diallo"}
    assert found(database, "2125550142") == set()


async def test_bulk_skips_what_somebody_has_changed(manager: Browser, database: Database) -> None:
    ids = [add_lead(database, name=f"Person {n}") for n in range(3)]
    with database.writing() as session:
        workflow.set_status(session, Selected(ids[2], 1), "qualified", "staff:9")
    response = await manager.send(
        "/staff/leads/bulk",
        {"lead": [f"{lead_id}:1" for lead_id in ids], "new_status": "closed", "view": "all"},
    )
    assert response.headers["location"] == "/staff/leads?view=all&skipped=1&done=bulk"
    statuses = [load_lead(database, lead_id).status for lead_id in ids]
    assert statuses == ["closed", "closed", "qualified"]


@ENGINES
async def test_merge_and_undo(manager: Browser, database: Database) -> None:
    keep = add_lead(database, said=("Is testing a good job?",), company="Riverbend", notes="One")
    other = add_lead(
        database, said=("Call me back",), location="Denver", phone_number="+12125550199"
    )
    page = await manager.get(f"/staff/leads/{keep}/merge/{other}")
    assert page.status_code == 200 and "+1 212-555-0199" in page.text
    assert "Maybe the same person" in (await manager.get(f"/staff/leads/{keep}")).text
    choices = {"phone_number": "other", "location": "other", "company": "keep"}
    versions = {"version": "1", "other_version": "1"}
    here = f"/staff/leads/{keep}"
    assert (await manager.send(f"{here}/merge/{other}", choices | versions)).status_code == 303
    merged = load_lead(database, keep)
    assert (merged.phone_number, merged.location, merged.company, merged.notes) == (
        "+12125550199",
        "Denver",
        "Riverbend",
        "One",
    )
    text = shown(await manager.get(here))
    assert "Is testing a good job?" in text and "Call me back" in text
    listed = (await manager.get("/staff/leads", view="all")).text
    assert keep in listed and other not in listed
    again = await manager.send(f"{here}/merge/{other}", versions | {"version": "2"})
    assert again.status_code in (409, 422)

    await manager.send(f"{here}/details", {"location": "Austin", "version": "2"})
    event = re.search(r'name="event" value="(\d+)"', (await manager.get(here)).text)[1]
    await manager.send(f"{here}/unmerge", {"event": event, "version": "3"})
    undone = load_lead(database, keep)
    assert undone.phone_number == "+12125550142"
    assert undone.location == "Austin", "what was changed since stays"
    assert load_lead(database, other).merged_into is None
    twice = await manager.send(f"{here}/unmerge", {"event": event, "version": "4"})
    assert twice.status_code == 422


@ENGINES
def test_undoing_a_merge_gives_back_what_was_merged_before(database: Database) -> None:
    first, second, third = (add_lead(database) for _ in range(3))

    def merge(keep: str, other: str, versions: tuple[int, int]) -> None:
        with database.writing() as session:
            seen = Selected(keep, versions[0]), Selected(other, versions[1])
            merging.merge(session, *seen, {}, "staff:1")

    merge(second, third, (1, 1))
    versions = load_lead(database, first).version, load_lead(database, second).version
    merge(first, second, versions)
    assert load_lead(database, third).merged_into == first
    with database.writing() as session:
        event = session.execute(
            select(LeadEvent.id).where(LeadEvent.lead_id == first, LeadEvent.kind == "merged")
        ).scalar_one()
        seen = Selected(first, int(session.get(Lead, first).version))
        merging.undo(session, seen, int(event), "staff:1")
    assert load_lead(database, second).merged_into is None
    assert load_lead(database, third).merged_into == second


async def test_csv_holds_the_filtered_leads_and_no_formula(
    manager: Browser, database: Database
) -> None:
    evil = '=HYPERLINK("https://evil.example","x")'
    add_lead(database, name=evil, company="+1+1", notes="@SUM(A1)\n-2", location="\t=1")
    add_lead(database, name="Not asked for", kind="company", email="other@example.com")
    response = await manager.send(
        "/staff/leads/export", {"view": "all", "kind": "candidate"}, page="/staff/leads"
    )
    assert "attachment" in response.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["name"] == f"'{evil}"
    assert row["phone_number"] == "+12125550142"
    for value in row.values():
        assert not value.startswith(("=", "-", "@", "\t"))
    assert row["company"] == "'+1+1"
    with database.reading() as session:
        actions = session.execute(select(AuditEntry.action)).scalars().all()
    assert "leads.export" in actions


@ENGINES
async def test_many_leads_are_exported_part_by_part(
    manager: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.staff.leads.EXPORTED_AT_ONCE", 2)
    ids = {add_lead(database, name=f"Person {number}") for number in range(7)}
    for _ in range(5):
        response = await manager.send("/staff/leads/export", {"view": "all"}, page="/staff/leads")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [row["id"] for row in rows].count(rows[0]["id"]) == 1
        assert {row["id"] for row in rows} == ids and len(rows) == len(ids)


async def test_a_delivery_is_sent_again(manager: Browser, database: Database) -> None:
    lead_id, other = add_lead(database), add_lead(database, email="other@example.com")
    with database.writing() as session:
        delivery = Delivery(
            lead_id=lead_id, channel="webhook", target="crm", state="dead", give_up_at=utc_now()
        )
        session.add(delivery)
        session.flush()
        delivery_id = delivery.id
    elsewhere = await manager.send(f"/staff/leads/{other}/deliveries/{delivery_id}/replay")
    assert elsewhere.status_code == 404
    await manager.send(f"/staff/leads/{lead_id}/deliveries/{delivery_id}/replay")
    with database.reading() as session:
        assert session.get(Delivery, delivery_id).state == "pending"


@ENGINES
async def test_erasing_leaves_nothing_to_find(manager: Browser, database: Database) -> None:
    lead_id = add_lead(database, said=("I am Amara, please call",))
    here = f"/staff/leads/{lead_id}"
    assert (await manager.send(f"{here}/erase")).status_code == 422, "not without the tick"
    await manager.send(f"{here}/erase", {"sure": "yes"})
    text = (await manager.get(here)).text
    assert "Erased lead" in text and "Amara" not in text and "example.com" not in text
    with database.reading() as session:
        assert session.execute(select(LeadWord)).first() is None
    assert (await manager.send(f"{here}/note", {"note": "x"})).status_code == 404


async def test_a_person_gets_everything_as_json(manager: Browser, database: Database) -> None:
    lead_id = add_lead(database, said=("May I see my data?",))
    response = await manager.send(f"/staff/leads/{lead_id}/export")
    document = response.json()
    assert document["leads"][0]["email"] == "amara.diallo@example.com"
    assert "May I see my data?" in response.text


FIELDS = ("name", "company", "role", "location", "timing", "notes", "page_url")


async def test_nothing_a_visitor_writes_becomes_markup(
    manager: Browser, database: Database
) -> None:
    evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    given = dict.fromkeys(FIELDS, evil) | {"utm": {evil: evil}}
    lead_id = add_lead(database, said=(evil,), **given)
    twin = add_lead(database, **given)
    here = f"/staff/leads/{lead_id}"
    await manager.send(f"{here}/note", {"note": evil, "version": "1"})
    await manager.send(f"{here}/details", {"company": evil + "2", "version": "1"})
    pages = [here, f"{here}/merge/{twin}", "/staff/leads?view=all"]
    pages.append(f"/staff/leads?search={'%22%3E%3Cscript%3E'}")
    for address in pages:
        text = (await manager.get(address)).text
        assert "<script>alert" not in text and "<img src=x" not in text, address
        assert "49" not in re.findall(r">(\d+)<", text)


async def test_a_link_is_never_a_script(manager: Browser, database: Database) -> None:
    lead_id = add_lead(database, page_url="javascript:alert(1)")
    text = (await manager.get(f"/staff/leads/{lead_id}")).text
    assert 'href="javascript:' not in text


@ENGINES
def test_erasing_a_merged_lead_takes_its_details_out_of_the_other(database: Database) -> None:
    keep = add_lead(database, name="Amara D.")
    other = add_lead(database, said=("Please forget me",), phone_number="+12125550199")
    with database.writing() as session:
        merging.merge(
            session,
            Selected(keep, 1),
            Selected(other, 1),
            {"name": "other", "phone_number": "other"},
            "staff:1",
        )
    conversation = load_lead(database, other).conversation_id
    with database.writing() as session:
        erase_conversation(session, conversation)
    for lead_id in (keep, other):
        lead = load_lead(database, lead_id)
        assert lead.erased_at and (lead.name, lead.phone_number) == (None, None)
    with database.reading() as session:
        assert [each for each in session.execute(select(LeadEvent.data)).scalars() if each] == []
