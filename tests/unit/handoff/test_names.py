"""Names of every culture, and companies, in introductions and bare answers."""

from __future__ import annotations

import pytest

from bot.handoff import names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is lena okoro and i want a job", "lena okoro"),
        ("I'm Grace O'Neil-Nakamura, looking for work", "Grace O'Neil-Nakamura"),
        ("Hi, Chidi Obi here, head of data", "Chidi Obi"),
        ("Small startup here, we hire a tester", None),
        ("Recruiter here. Who places contractors?", None),
        ("It's 王小明", "王小明"),
        ("My name's Maria de la Cruz.", "Maria de la Cruz"),
        ("name: Franklin T. Moss, Jr.", "Franklin T. Moss, Jr."),
        ("Dr. Imogen Vasquez speaking", "Dr. Imogen Vasquez"),
        ("Myself Padma Iyer", "Padma Iyer"),
        ("I am interested in a job", None),
        ("I'm Brazilian", None),
        ("call me back", None),
        ("We are hiring", None),
    ],
)
def test_introduced(text: str, name: str | None) -> None:
    assert names.introduced_name(text) == name


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I run IT at Coldbrook Freight and need help", "Coldbrook Freight"),
        ("we're Salt & Pepper Kitchens, hiring", "Salt & Pepper Kitchens"),
        ("VP at Larkfield Freight. We need people", "Larkfield Freight"),
        ("I want a job", None),
    ],
)
def test_company(text: str, company: str | None) -> None:
    assert names.named_company(text) == company


def test_bare_answers() -> None:
    def answered(text: str, **want: bool) -> tuple[str | None, str | None]:
        return names.answered(names.pieces(text, []), **want)

    assert answered("Will", want_name=True, want_company=False) == ("Will", None)
    assert answered("sure, it's Bo Lindqvist", want_name=True, want_company=False)[0] == (
        "Bo Lindqvist"
    )
    both = answered("Kwame Mensah - Deloro Labs Inc", want_name=True, want_company=True)
    assert both == ("Kwame Mensah", "Deloro Labs Inc")
    assert answered("3M", want_name=False, want_company=True) == (None, "3M")
