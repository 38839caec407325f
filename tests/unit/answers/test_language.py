"""English around facts."""

import pytest

from bot.answers.telling import language


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Machine Learning Engineer", "a machine learning engineer"),
        ("MLOps Engineer", "an MLOps engineer"),
        ("AI Engineer", "an AI engineer"),
        ("NLP Engineer", "an NLP engineer"),
        ("UX/UI Designer", "a UX/UI designer"),
        ("QA Engineer / Software Tester", "a QA engineer / software tester"),
        ("IT Manager", "an IT manager"),
        ("Front-End Developer", "a front-end developer"),
        ("Operations Research Analyst", "an operations research analyst"),
        ("DevOps Engineer", "a DevOps engineer"),
    ],
)
def test_role_with_article(title: str, expected: str) -> None:
    assert language.with_article(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data Scientist", "data scientists"),
        ("QA Engineer / Software Tester", "QA engineers / software testers"),
    ],
)
def test_plural(title: str, expected: str) -> None:
    assert language.plural(title) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("275600", "275,600"), ("7.3", "7.3"), ("43", "43"), ("56.3", "56.3"), ("fast", "fast")],
)
def test_numbers_as_people_write_them(value: str, expected: str) -> None:
    assert language.number(value) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listing(items: list[str], expected: str) -> None:
    assert language.listing(items) == expected
