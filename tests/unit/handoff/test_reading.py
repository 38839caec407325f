"""What one message of many different people says to the form."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Request
from bot.handoff.dialogue import Handoff
from bot.handoff.model import Form, Heard, Outcome, Step
from bot.handoff.reading import read
from bot.handoff.voice import Voice
from bot.wording import Wording

ROLES = "data engineer,web developer,security analyst,QA tester,nurse,data scientist,DBA"
PLACES = (
    "Austin,Boston,Denver,Chicago,Seattle,Portland,Dallas,Miami,Poland,Ghana,India,Lagos,Toronto,"
    "Ohio,Texas,Canada,Mumbai"
)
TABLE = {name: ("role", name.lower().replace(" ", "-")) for name in ROLES.split(",")}
TABLE |= {name: ("location", name) for name in PLACES.split(",")}
TABLE |= {"US": ("location", "United States"), "United States": ("location", "United States")}


def heard(text: str, intent: str = "inform", confidence: float = 0.9) -> Heard:
    found: list[dict[str, Any]] = [
        {"entity": kind, "value": value, "start": text.index(n), "end": text.index(n) + len(n)}
        for n, (kind, value) in TABLE.items()
        if n in text
    ]
    found.sort(key=lambda entity: int(entity["start"]))
    entities = tuple(found)
    return Heard(text, intent, confidence, (Request(intent, text, entities),), entities)


def after(*messages: tuple[str, str]) -> Outcome:
    """What comes of messages, each with its intent."""
    handoff = Handoff(Voice(Wording.load(), str))
    outcome = Outcome(Form())
    for text, intent in messages:
        outcome = handoff.take(heard(text, intent), outcome.form)
    return outcome


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Have a HUMAN call me at 602-555-0155, Deborah Kowalczyk", "Deborah Kowalczyk"),
        ("ring 415-555-0121 - Tomás Herrera-Quint", "Tomás Herrera-Quint"),
        ("imani.osei@example.com. Imani Osei.", "Imani Osei"),
        ("303-555-0134 Vikram Iyer", "Vikram Iyer"),
        ("720-555-0199 after five, Saoirse Kelly", "Saoirse Kelly"),
        ("Ludmila van der Heyden / 212-555-0117", "Ludmila van der Heyden"),
        ("call 312-555-0166. Monday is best.", None),
        ("602-555-0118, mornings. Best Regards", None),
        ("602-555-0118. NOW", None),
        ("720-555-0131. Mrs. Wanjiru Kamau. And make it quick", "Mrs. Wanjiru Kamau"),
        ("reach me: 212-555-0142 (Aurelio Bianchi)", "Aurelio Bianchi"),
        ("Ok then. +1 617 555 0183. It's Fatou Diallo", "Fatou Diallo"),
        ("just e-mail p.novak@example.org; Petra Nováková", "Petra Nováková"),
        ("Siobhán Ní Bhriain, 503-555-0149, and hurry", "Siobhán Ní Bhriain"),
        ("503 555 0149 • Jean-Luc O'Shea", "Jean-Luc O'Shea"),
        ("503-555-0149 Prof. Aylin Demir", "Prof. Aylin Demir"),
        ("503-555-0149, Ho Chi Nguyen, thank you", "Ho Chi Nguyen"),
        ("503-555-0149 or 503-555-0150. Rosalind Achterberg", "Rosalind Achterberg"),
        ("my cell is 503-555-0149, signed Emeka Obi", None),
        ("503-555-0149, Do It", None),
        ("503-555-0149, I Am Waiting", None),
    ],
)
def test_the_name_beside_the_number_of_somebody_who_is_angry(text: str, name: str | None) -> None:
    form = after(("this is USELESS, get me a human NOW!!", "request_human"), (text, "inform")).form
    assert form.step is Step.SUMMARY
    assert form.details.get("name") == name


COMPANIES = """\
We want to hire through you, Copperleaf Health
I head engineering and we would like to recruit a data engineer
Our first priority is a data engineer, our second a DBA
could you find us a web developer?
looking for a data scientist for our Boston team
we have to staff up a data team
our startup, Tall Pines, seeks a web developer
I want to hire a nurse
we could really use a security analyst
we're short one DBA
my boss asked me to fill two positions
hoping to bring on a data engineer in May
I'm a hiring manager and need people
Brightwell Foods, our company, is looking for a QA tester
we are looking for a position to be filled: data scientist
on top of that, can you send us candidates
I run a small shop and need a web developer
need a QA tester on our team
I am the employer here
my little bakery wants a web developer
Ironwood Freight. Two DBA. Hiring now.
our lab is hiring a data scientist
my department lacks a security analyst
our newsroom needs a web developer
I'm not a candidate, I need a DBA""".splitlines()

CANDIDATES = """\
I'm looking for a job as a data engineer
my company closed and I'm looking for work
are you hiring? I need a new role as a nurse
hire me as a web developer
we are both looking for new jobs
I was laid off by our agency
I would like to work as a DBA
find me a QA tester job
could you place me in Boston
here is my resume
I'm between jobs
not hiring, no: I search
I want a data scientist position
job hunting since June, security analyst
my husband needs a web developer job
my uncle says I need work, which firms are hiring through you
my daughter wants to find work as a nurse
I was a hiring manager, got laid off and need a job as a DBA
seeking employment in Denver""".splitlines()


@pytest.mark.parametrize("intent", ["find_job", "request_human", "hire_talent"])
@pytest.mark.parametrize("text", COMPANIES)
def test_who_speaks_of_hiring_is_a_company(text: str, intent: str) -> None:
    assert after((text, intent)).form.kind == "company"


@pytest.mark.parametrize("intent", ["find_job", "request_human", "hire_talent"])
@pytest.mark.parametrize("text", CANDIDATES)
def test_who_looks_for_work_is_a_candidate(text: str, intent: str) -> None:
    assert after((text, intent)).form.kind == "candidate"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("we need a web developer in Denver", "inform"),
        ("to be clear, we want to hire through you", "inform"),
        ("our opening is in Denver", "inform"),
        ("it is about people for the lab", "hire_talent"),
    ],
)
def test_who_asked_for_a_person_turns_out_to_hire(text: str, intent: str) -> None:
    outcome = after(
        ("may I talk to somebody?", "request_human"),
        ("Marta Ruiz, marta@example.com", "inform"),
        (text, intent),
    )
    assert outcome.form.kind == "company" and outcome.form.missing() == ["company"]
    assert "company" in outcome.answers[-1].text


def test_a_candidate_who_says_we_stays_one() -> None:
    form = after(
        ("I want a job as a data engineer", "find_job"),
        ("Lena Park, lena@example.com, we need to move by June", "inform"),
    ).form
    assert form.kind == "candidate"


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("my own company, Pebble Bookshop, wants to hire", "Pebble Bookshop"),
        ("our agency (Tall Pines Media) needs a web developer", "Tall Pines Media"),
        ("my side business Lumen Orchard is hiring", "Lumen Orchard"),
        ("Brightwell Foods, our company, seeks a DBA", "Brightwell Foods"),
        ("our startup, called Nine Kites, could use a DBA", "Nine Kites"),
        ("company: Larkfield & Sons, hiring", "Larkfield & Sons"),
        ("Company Harrow Mills, name Jo Tran", "Harrow Mills"),
        ("company name: tern analytics, need a DBA", "tern analytics"),
        ("Name: Jo Tran Company: Boston Tile Works Phone: 312-555-0166", "Boston Tile Works"),
        ("as an employer: my own company, Pebble Bookshop, wants people", "Pebble Bookshop"),
        ("I'm Brent Halvorsen, my company is Halyard Freight", "Halyard Freight"),
        ("I left my company, Kim Rivera here", None),
        ("company: none, I'm a private person", None),
        ("I run a small clinic", None),
    ],
)
def test_the_company_that_is_set_off_or_labelled(text: str, company: str | None) -> None:
    assert read(heard(text), Form(step=Step.START)).details.get("company") == company


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name Hiroto Kanda, e-mail office@example.net", "Hiroto Kanda"),
        ("name: lena okoro city: Denver", "lena okoro"),
        ("phone 312-555-0166; name = Óscar Peña", "Óscar Peña"),
        ("Company: Harrow Mills | Contact: Gwen Achebe", "Gwen Achebe"),
        ("Full name: Ama Serwaa Role: nurse", "Ama Serwaa"),
        ("Name: Austin Berg, place: Dallas", "Austin Berg"),
        ("company name: Harrow Mills, need a DBA", None),
        ("the name of the game is speed", None),
    ],
)
def test_the_name_behind_a_label(text: str, name: str | None) -> None:
    assert read(heard(text), Form(step=Step.START)).details.get("name") == name


def test_a_labelled_message_fills_everything() -> None:
    details = read(
        heard(
            "Name: Ama Serwaa Company: Boston Tile Works Role: data engineer Place: Denver "
            "Phone: 312-555-0166 Email: ama@example.com"
        ),
        Form(step=Step.START),
    ).details
    assert details["name"] == "Ama Serwaa" and details["company"] == "Boston Tile Works"
    assert (details["role"], details["location"]) == ("data-engineer", "Denver")
    assert (details["phone"], details["email"]) == ("+13125550166", "ama@example.com")


def test_a_label_says_which_role_and_place_count_also_unknown_ones() -> None:
    said = "I'm a nurse in Boston. Role: underwater welder; place: Denver"
    details = read(heard(said), Form(step=Step.START)).details
    assert (details["role"], details["location"]) == ("underwater welder", "Denver")


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert('pwned')</script>",
        "Robert <script>alert('hi')</script>",
        '/inform{"name": "admin"}',
        "<b>Kim</b> Rivera",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "<img src=x onerror=alert(1)>",
        '=HYPERLINK("http://x.example")',
        "Robert'); DROP TABLE leads;--",
        "javascript:alert(1)",
        "../../etc/passwd",
        "my name is <i>Kim</i>",
        "&lt;svg&gt;",
    ],
)
def test_code_is_no_name_and_all_else_is_kept(name: str) -> None:
    outcome = after(
        ("we are hiring a web developer in Austin", "hire_talent"),
        (f"{name}, Quillfeather Studios, zuleika@example.com", "inform"),
    )
    form = outcome.form
    assert form.missing() == ["name"] and outcome.answers[-1].expects == "name"
    assert Wording.load().say("utter_handoff_name_markup") in outcome.answers[-1].text
    assert form.details["email"] == "zuleika@example.com"
    assert form.details["company"] == "Quillfeather Studios"
    assert after_also(form, "Zuleika Haddad").form.details["name"] == "Zuleika Haddad"


def after_also(form: Form, text: str) -> Outcome:
    return Handoff(Voice(Wording.load(), str)).take(heard(text), form)


def test_code_for_a_name_is_not_asked_about_for_ever() -> None:
    code = ("<script>alert(1)</script>", "inform")
    form = after(("I want a job, kim@example.com", "find_job"), code, code, code).form
    assert form.step is Step.DETAILS and "name" not in form.details


def test_code_does_not_replace_a_name() -> None:
    opening = "I'm Kim Rivera, kim@example.com, I want a job as a data engineer in Austin"
    messages = [(opening, "find_job"), ("change my name", "correct_detail")]
    outcome = after(*messages, ("<b>boss</b>", "inform"))
    assert outcome.form.details["name"] == "Kim Rivera" and outcome.answers[-1].expects == "name"
    assert "notes" not in outcome.form.details


@pytest.mark.parametrize(
    "text",
    [
        "Kim Rivera <kim@example.com>",
        "Kim Rivera (she/her), kim@example.com",
        "Kim Rivera / kim@example.com",
        "Kim Rivera -> kim@example.com",
        "name = Kim Rivera, kim@example.com",
        "Kim Rivera, kim@example.com <3",
        "> Kim Rivera, kim@example.com",
    ],
)
def test_signs_around_a_name_are_no_code(text: str) -> None:
    form = after(("I want a job", "find_job"), (text, "inform")).form
    assert form.details["name"] == "Kim Rivera"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I'm from Poland, now in Chicago, I search work", "Chicago"),
        ("born in Ghana but based in Denver", "Denver"),
        ("I come from India and live in Dallas", "Dallas"),
        ("I used to live in Boston, now I'm in Austin", "Austin"),
        ("grew up in Lagos, living in Seattle these days", "Seattle"),
        ("in Chicago, originally from Toronto", "Chicago"),
        ("moving from Boston to Miami", "Miami"),
        ("relocating to Portland from Texas", "Portland"),
        ("studied in Mumbai, settled in Dallas", "Dallas"),
        ("Chicago native, now based in Miami", "Miami"),
        ("a nurse from Canada who has moved to Seattle", "Seattle"),
        ("I am from Boston", "Boston"),
        ("I was a teacher in Lagos, I left Ghana and now I live in Denver", "Denver"),
        ("spent two years in Mumbai, Dallas is home now", "Dallas"),
        ("I was hoping for something in Boston", "Boston"),
        ("I was born in Ghana", None),
        ("I live in Boston and want to move to Denver", "Denver"),
        ("remote from Denver, or Austin", "Denver, Austin"),
        ("I'm in Boston, prefer Chicago or Austin", "Chicago, Austin"),
        ("now in Miami and staying in Miami", "Miami"),
        ("I left Chicago for Denver", "Denver"),
        ("I do not have a US phone yet", None),
        ("US citizen, looking in Boston", "Boston"),
        ("I have a US visa", None),
        ("no US bank account yet", None),
        ("is a US citizen preferred, I am one", None),
        ("my US cell is coming", None),
        ("veteran of the US Army, Dallas", "Dallas"),
        ("I need visa sponsorship in the US", None),
        ("I hold a US passport and live in Seattle", "Seattle"),
        ("a Canada passport, in Austin now", "Austin"),
        ("I have no US driver's license, Chicago is fine", "Chicago"),
        ("Boston area code, but I am in Miami", "Miami"),
        ("it is a Texas number", None),
        ("I'm authorized to work in the United States", None),
        ("with a US work permit, Denver please", "Denver"),
        ("anywhere in the US", "United States"),
        ("we open a US office in Denver", "Denver"),
        ("my Ohio license is valid, Chicago would be nice", "Chicago"),
    ],
)
def test_where_somebody_comes_from_is_not_where_they_want_to_work(
    text: str, place: str | None
) -> None:
    assert read(heard(text), Form(step=Step.DETAILS)).details.get("location") == place
