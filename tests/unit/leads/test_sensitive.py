"""What people volunteer about themselves is masked; work, pay, places and contacts are not."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.leads.sensitive import MASK, mask_sensitive
from bot.settings import PROJECT


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("I'm 52, is that too late?", "I'm [removed], is that too late?"),
        ("I am 52 years old and want to switch", "I am [removed] and want to switch"),
        ("im 23 yrs old", "im [removed]"),
        ("as a 61-year-old woman", "as a [removed] woman"),
        ("48 y/o, ten years in QA", "[removed], ten years in QA"),
        ("my age is 44.", "my age is [removed]."),
        ("I'm in my late fifties", "I'm in my [removed]"),
        ("I just turned 40", "I just turned [removed]"),
        ("born in 1971", "born in [removed]"),
        ("DOB: 03/04/1970", "DOB: [removed]"),
        ("my date of birth is March 4, 1970", "my date of birth is [removed]"),
        ("I graduated from Ohio State in 1988", "I graduated from Ohio State [removed]"),
        ("class of '92", "class of [removed]"),
        ("I have type 2 diabetes", "I have type 2 [removed]"),
        ("I was diagnosed with a rare blood disease last year", None),
        ("I'm recovering from cancer and need flexible hours", None),
        ("I have a disability", None),
        ("I'm autistic, so I prefer e-mail", "I'm [removed], so I prefer e-mail"),
        ("because of my depression I left", "because of my [removed] I left"),
        ("I use a wheelchair", "I use [removed]"),
        ("I'm deaf", "I'm [removed]"),
        ("coming back from maternity leave", "coming back from [removed]"),
        ("I'm married with two kids", "I'm [removed] with [removed]"),
        ("my wife got a job in Denver", "my [removed] got a job in Denver"),
        ("I am a single mom looking for part time", "I am a [removed] looking for part time"),
        ("I have three young children", "I have [removed]"),
        ("I have a daughter", "I have [removed]"),
        ("we moved for my kids", "we moved for my [removed]"),
        ("I'm sixty-one, laid off", "I'm [removed], laid off"),
        ("I'm pregnant", "I'm [removed]"),
        ("I'm Jewish and don't work Saturdays", "I'm [removed] and don't work Saturdays"),
        ("I am a practicing Muslim", "I am a practicing [removed]"),
        ("I'm a devout christian", "I'm a devout [removed]"),
        ("my religion forbids it", "my [removed] forbids it"),
        ("I observe the Sabbath", "I observe [removed]"),
        ("my ssn is 219-09-9999", "my ssn is [removed]"),
        ("SSN 219099999", "SSN [removed]"),
        ("social security number: 219 09 9999", "social security number: [removed]"),
        ("passport number X1234567", "passport number [removed]"),
        ("pay with 4111 1111 1111 1111", "pay with [removed]"),
        ("5500-0000-0000-0004 cvv 123", "[removed] cvv [removed]"),
        ("amex 378282246310005", "amex [removed]"),
    ],
)
def test_masks_what_people_volunteer(text: str, masked: str | None) -> None:
    assert MASK in mask_sensitive(text)
    if masked is not None:
        assert mask_sensitive(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "I have 25 years of experience",
        "I'm 20 years into my career",
        "I've been a DBA for 30 years",
        "I'm 45 minutes from Boston",
        "I'm 90% sure",
        "our startup is 15 years old",
        "we are a 40-year-old company",
        "call me on 212-555-0123",
        "(212) 555-0123, or +44 20 7946 0958",
        "I make $145,000 now, I want 160k",
        "I earn 62 an hour",
        "I work in cancer research",
        "I have cancer imaging experience",
        "we build an app for diabetes patients",
        "machine learning for heart disease detection",
        "single sign-on and a single page app",
        "my business partner and I need two engineers",
        "parent company of eNamix",
        "child processes and parent classes",
        "I lead a team of 42 people",
        "my name is Christian Weber",
        "I'm Christian",
        "I'm Faith Adeyemi",
        "Hi, I'm April",
        "I'm a data scientist in my 3rd year",
        "the Baptist Health hospital is our client",
        "order 4111 1111 1111 1112",
        "visa sponsorship 2025",
        "I need H-1B visa sponsorship",
        "React 18, Python 3.10, Java 21",
        "we need 30 developers by 2027",
        "a master in data science, is it worth it?",
        "Kids Company is hiring",
        "how can my daughter become a UX designer",
        "I'm twenty years into my career",
        "I have twenty years of SQL behind me",
        "I graduated and want a job",
        "is it a high-stress, depressing job?",
        "I'm on the add-on team",
        "what's the average age of a data scientist?",
    ],
)
def test_leaves_work_and_contacts_alone(text: str) -> None:
    assert mask_sensitive(text) == text


def test_leaves_nearly_all_ordinary_messages_alone() -> None:
    messages = []
    for path in (PROJECT / "nlu").glob("*.yml"):
        for entry in YAML(typ="safe").load(path)["nlu"]:
            lines = str(entry.get("examples", "")).splitlines()
            messages += [re.sub(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})", r"\1", x[2:]) for x in lines]
    validation = PROJECT / "tests" / "understanding" / "validation.jsonl"
    messages += [json.loads(line)["text"] for line in validation.read_text().splitlines()]
    assert len(messages) > 1000
    # One in seventy of these people does say how old they are, or that they have children.
    changed = {text for text in messages if mask_sensitive(text) != text}
    assert len(changed) / len(messages) < 0.02, sorted(changed)


@given(st.text(max_size=300))
def test_takes_any_text_and_twice_changes_nothing(text: str) -> None:
    once = mask_sensitive(text)
    assert mask_sensitive(once) == once
