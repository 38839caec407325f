"""Questions: counted, put up for review, decided, exported; without personal data."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from ruamel.yaml import YAML
from sqlalchemy import select

from bot.conversations import log, turns
from bot.conversations.masking import mask_personal
from bot.conversations.replies import Asked, Reply
from bot.conversations.tables import AskedQuestion, QuestionReview
from bot.database import Database, utc_now
from bot.leads.hours import BusinessHours
from bot.leads.tables import Lead
from bot.reports.figures import Period, by_step, overview
from bot.staff.roles import Role
from tests.integration.staff.conftest import ENGINES, OpenBrowser, shown
from tests.integration.staff.people import add_lead

MISSED = [Asked(intent="nlu_fallback", answered=False)]


def say(database: Database, text: str, asked: list[Asked], conversation: str = "") -> str:
    """One turn; the id of its conversation."""
    with database.writing() as session:
        if not conversation:
            conversation, _ = log.start(session, channel="web")
        begun = turns.begin(session, conversation, str(uuid.uuid4()), "x", text)
        turns.finish(session, int(begun.turn.id), [Reply(text="Well.", asked=asked)])
    return conversation


def reviews(database: Database) -> list[tuple[str, str, str | None]]:
    with database.reading() as session:
        rows = session.execute(select(QuestionReview).order_by(QuestionReview.id)).scalars()
        return [(row.reason, row.state, row.text) for row in rows]


@ENGINES
def test_counts_stay_and_open_reviews_go_with_the_conversation(database: Database) -> None:
    asked = [Asked(intent="ask_salary", role="data-engineer", location="Boston")]
    conversation = say(database, "what would that job bring in", asked)
    say(database, "gibberish flurp", MISSED, conversation)
    with database.writing() as session:
        log.set_feedback(session, conversation, 2, "down")
        log.set_feedback(session, conversation, 2, "down")
    assert [row[:2] for row in reviews(database)] == [("missed", "open"), ("thumbs_down", "open")]
    with database.writing() as session:
        log.erase(session, conversation)
    assert reviews(database) == []
    with database.reading() as session:
        rows = session.execute(select(AskedQuestion).order_by(AskedQuestion.id)).scalars().all()
        kept = [(row.intent, row.role, row.location, row.answered, row.turn_id) for row in rows]
    assert kept == [
        ("ask_salary", "data-engineer", "Boston", True, None),
        ("nlu_fallback", None, None, False, None),
    ]


@ENGINES
async def test_a_missed_message_becomes_an_example(
    open_browser: OpenBrowser, database: Database, settings: object
) -> None:
    editor = await open_browser(Role.EDITOR)
    say(database, "I'm Amara Diallo (amara@example.com), do welders get {holidays}?", MISSED)
    say(database, "sing me a song", MISSED)
    say(database, "zzz", MISSED)
    page = await editor.get("/staff/questions/review")
    assert "Amara" not in page.text and "amara@" not in page.text
    assert "Review 3 messages" in (await editor.get("/staff/questions")).text
    review = "/staff/questions/review"
    refused = await editor.send(f"{review}/1", {"decision": "accept", "text": "x"})
    assert refused.status_code == 422
    accepted = {"decision": "accept", "intent": "ask_concept", "text": "do welders get {holidays}?"}
    assert (await editor.send(f"{review}/1", accepted)).status_code == 303
    assert (await editor.send(f"{review}/1", accepted)).status_code == 422, "decided once"
    await editor.send(f"{review}/2", {"decision": "out_of_scope", "text": "sing me a song"})
    await editor.send(f"{review}/3", {"decision": "dismiss"})
    assert "Nothing to review" in (await editor.get(review)).text
    response = await editor.send("/staff/questions/export")
    read = RasaYAMLReader().reads(response.text).training_examples
    assert [(each.get("intent"), each.get("text")) for each in read] == [
        ("ask_concept", "do welders get holidays?"),
        ("out_of_scope", "sing me a song"),
    ]
    document = YAML(typ="safe").load(response.text)
    assert document == {
        "version": "3.1",
        "nlu": [
            {"intent": "ask_concept", "examples": [{"text": "do welders get holidays?\n"}]},
            {"intent": "out_of_scope", "examples": [{"text": "sing me a song\n"}]},
        ],
    }


async def test_what_is_asked_is_shown_by_topic_and_place(
    open_browser: OpenBrowser, database: Database
) -> None:
    editor = await open_browser(Role.EDITOR)
    for place in ("Boston", "Boston", "Denver"):
        say(database, "hm", [Asked(intent="ask_skills", role="data-engineer", location=place)])
    text = shown(await editor.get("/staff/questions", days="7"))
    assert "Skills 3" in text and "Boston 2 Denver 1" in text


async def test_a_topic_a_role_or_a_place_is_looked_at_over_time(
    open_browser: OpenBrowser, database: Database
) -> None:
    editor = await open_browser(Role.EDITOR)
    for place in ("Boston", "Boston", "Denver"):
        say(database, "hm", [Asked(intent="ask_skills", role="data-engineer", location=place)])
    say(database, "hm", [Asked(intent="ask_salary", location="Boston", answered=False)])
    page = await editor.get("/staff/questions", days="30", place="Boston")
    text = shown(page)
    assert "3 questions about Boston" in text and "Skills 2 Salary 1" in text
    assert "By place" not in text, "there is only the one"
    assert "/staff/questions?days=30&amp;place=Boston&amp;topic=ask_skills" in page.text
    both = shown(await editor.get("/staff/questions", place="Boston", topic="ask_salary"))
    assert "1 question about" in both
    odd = await editor.get("/staff/questions", days="365", topic='"><script>alert(1)</script>')
    assert odd.status_code == 200 and "<script>alert" not in odd.text
    assert "0 questions" in shown(odd) and "by week" in shown(odd)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to jo.smith+a@example.co.uk please", "write to [email] please"),
        ("jo at example dot com", "[email]"),
        ("call (212) 555-0142 or +44 20 7946 0018", "call [phone] or [phone]"),
        ("my name is jo smith and", "my name is [name] and"),
        ("Hi, I'm Noémie Østergård", "Hi, I'm [name]"),
        ("see https://example.com/me?id=1", "see [link]"),
        ("is $150,000 a year fair at 2021 prices?", "is $150,000 a year fair at 2021 prices?"),
        ("I am looking at jobs at Acme", "I am looking at jobs at Acme"),
        ("Pavel wants to know", "[name] wants to know"),
    ],
)
def test_personal_data_is_taken_out(text: str, masked: str) -> None:
    assert mask_personal(text, ["Pavel Novák"]) == masked


def test_a_reply_of_the_dialogue_says_what_was_asked() -> None:
    from bot.web.assistant import replies_of

    custom = {"text": "x", "asked": [{"intent": "ask_salary", "role": None, "location": "Boston"}]}
    (reply,) = replies_of(None, None, custom)
    assert reply.asked == [Asked(intent="ask_salary", location="Boston")]


@ENGINES
def test_figures_by_either_engine(database: Database) -> None:
    period = Period(30, ZoneInfo("America/New_York"))
    hours = BusinessHours.parse("Mon-Sun 09:00-18:00", str(period.zone))
    lead_id = add_lead(database, said=("hello",))
    say(database, "hm", [Asked(intent="ask_skills", role="data-engineer")])
    today = utc_now().astimezone(period.zone).date()
    yesterday = today - timedelta(days=1)
    with database.writing() as session:
        lead = session.get(Lead, lead_id)
        lead.created_at = datetime.combine(yesterday, time(17, 50), period.zone)
        lead.first_response_at = datetime.combine(today, time(9, 10), period.zone)
    with database.reading() as session:
        found = overview(session, period, hours, timedelta(minutes=60))
        strict = overview(session, period, hours, timedelta(minutes=15))
    assert len(found.conversations) == 30
    assert (found.conversations[today], found.leads[yesterday]) == (2, 1)
    assert (found.answered_share, found.conversion) == (1.0, 0.5)
    assert found.response_median == timedelta(minutes=20)
    assert (found.in_time, strict.in_time) == (1.0, 0.0)
    assert found.responses == {
        "up to 15 min": 0,
        "15 min to 1 h": 1,
        "1 to 2 h": 0,
        "2 to 8 h": 0,
        "longer": 0,
    }
    assert found.roles == [("data-engineer", 1)]


def test_weeks_are_whole_and_end_today() -> None:
    days = {date(2026, 11, 1) + timedelta(days=n): n for n in range(16)}
    assert by_step(days, 7) == {
        date(2026, 11, 1): 0 + 1,
        date(2026, 11, 3): sum(range(2, 9)),
        date(2026, 11, 10): sum(range(9, 16)),
    }
    assert by_step(days, 1) == days
