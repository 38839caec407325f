"""Whole turns: requests in, messages out, with what the conversation remembers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Memory, Request
from bot.answers.service import Answering
from tests.entities import entity_at

TESTER, ANALYST, DBA, WEB = "qa-engineer", "data-analyst", "database-administrator", "web-developer"
NAMES = {"testers": TESTER, "analysts": ANALYST, "DBAs": DBA, "web developers": WEB}
JOB = {"plumber": "plumber", "florists": "florist"}


def request(intent: str, text: str, **more: Any) -> Request:
    """A request in which the names above and `more` (kind=(words, value)) are found."""
    roles = [entity_at(text, "role", word, slug) for word, slug in NAMES.items() if word in text]
    jobs = [entity_at(text, "other_role", word, job) for word, job in JOB.items() if word in text]
    others = [entity_at(text, kind, words, value) for kind, (words, value) in more.items()]
    return Request(intent, text, tuple(sorted([*roles, *jobs, *others], key=lambda e: e["start"])))


def say(answering: Answering, memory: Memory, *requests: Request) -> list[str]:
    return [answer.text for answer in answering.answer_turn(requests, memory)]


def test_four_roles_are_one_list_of_pay(answering: Answering) -> None:
    memory = Memory()
    asked = request("ask_salary", "what do testers, analysts, web developers and DBAs make")
    (text,) = say(answering, memory, asked)
    assert "QA engineer" in text and "database administrator" in text
    assert {slug for slug, _ in memory.figures} == set(NAMES.values())


def test_more_than_three_roles_are_said_to_be_left(answering: Answering) -> None:
    memory = Memory()
    asked = request("ask_responsibilities", "what do testers, analysts, web developers and DBAs do")
    texts = say(answering, memory, asked)
    assert len(texts) == 3
    assert "Ask me again for database administrators" in texts[-1]
    assert (memory.role, DBA in memory.roles) == (WEB, False)


def test_a_job_outside_the_table_is_named_beside_one_inside(answering: Answering) -> None:
    asked = request("ask_salary", "pay of a plumber and of testers")
    beside = request("ask_salary", "florists and testers: pay?")
    assert 'role "plumber"' not in say(answering, Memory(), asked)[0]
    refused, told = say(answering, Memory(), beside)
    assert 'role "florist"' in refused
    assert "$" in told


def test_a_refused_comparison_goes_on_with_the_role_that_is_covered(answering: Answering) -> None:
    memory = Memory()
    (refused,) = say(answering, memory, request("compare_roles", "compare testers and a plumber"))
    assert 'role "plumber"' in refused
    (told,) = say(answering, memory, request("ask_salary", "what does it pay"))
    assert "testers" in told


def test_two_terms_are_not_one_and_the_same(answering: Answering) -> None:
    memory = Memory()
    first = request("ask_concept", "what is big data", concept=("big data", "Big data"))
    other = request("ask_concept", "and a data lake", concept=("data lake", "Data pipeline"))
    say(answering, memory, first)
    assert say(answering, memory, other)[0].startswith("Data pipeline")
    assert not say(answering, memory, first)[0].startswith("Big data")


def test_every_level_and_every_skill_is_answered(answering: Answering) -> None:
    text = "what do junior and senior testers make"
    levels = (
        entity_at(text, "level", "junior", "entry"),
        entity_at(text, "level", "senior", "senior"),
        entity_at(text, "role", "testers", TESTER),
    )
    (told,) = say(answering, Memory(), Request("ask_salary", text, levels))
    assert "entry-level" in told and "senior" in told
    text = "do testers need Java and COBOL"
    skills = (
        entity_at(text, "role", "testers", TESTER),
        entity_at(text, "skill", "Java", "Java"),
        entity_at(text, "skill", "COBOL", "COBOL"),
    )
    (told,) = say(answering, Memory(), Request("ask_skills", text, skills))
    assert "Java" in told and "COBOL" in told


@pytest.mark.parametrize(
    ("intent", "text", "ranking"),
    [
        ("ask_salary", "which job pays best in Boston", {"ranking": ("best", "highest")}),
        ("ask_outlook", "which job grows fastest in Boston", {}),
    ],
)
def test_an_order_of_all_roles_is_for_the_whole_country(
    answering: Answering, intent: str, text: str, ranking: dict[str, Any]
) -> None:
    memory = Memory()
    asked = request(intent, text, location=("Boston", "Boston"), **ranking)
    (told,) = say(answering, memory, asked)
    assert "for the whole country: I have none for Boston" in told
    assert memory.location is None


def test_a_detail_beside_a_question_is_no_question(answering: Answering) -> None:
    detail = Request("correct_detail", "my address is another one")
    asked = request("ask_salary", "what do testers make")
    (told,) = say(answering, Memory(), detail, asked)
    assert "testers" in told
    (lone,) = say(answering, Memory(), detail)
    assert "What would you like to know" in lone


def test_any_analyst_is_asked_for(answering: Answering) -> None:
    memory = Memory()
    say(answering, memory, request("ask_salary", "what do testers make"))
    asked = Request("ask_salary", "and what does an analyst get")
    (answer,) = answering.answer_turn([asked], memory)
    assert answer.text.startswith("Which role do you mean")
    assert all(choice.title.endswith("Analyst") for choice in answer.choices)
    assert len(answer.choices) > 1


def test_what_the_tables_no_longer_have_is_forgotten(answering: Answering) -> None:
    memory = Memory(
        topic="gone", role="lost", roles=["lost", TESTER], topics=["gone", "salary"], own="lost",
        figures=[("lost", None), (TESTER, None)], asked=["gone"], offered=["lost"], pending="gone",
    )  # fmt: skip
    memory.forget_unknown(answering.topics.topics, set(NAMES.values()))
    assert (memory.topic, memory.role, memory.own, memory.pending) == (None, None, None, None)
    assert (memory.roles, memory.figures, memory.offered) == ([TESTER], [(TESTER, None)], [])
    (told,) = say(answering, memory, request("ask_salary", "what do testers make"))
    assert "$" in told


def test_a_wider_group_is_compared_roughly(answering: Answering) -> None:
    text = "who makes more, testers or red teamers"
    entities = (
        entity_at(text, "role", "testers", TESTER),
        entity_at(text, "role", "red teamers", "penetration-tester"),
    )
    (told,) = say(answering, Memory(), Request("compare_roles", text, entities))
    assert "computed from the two figures" in told
    assert "only roughly comparable" in told


def test_two_terms_are_both_explained(answering: Answering) -> None:
    text = "explain machine learning and deep learning"
    terms = (
        entity_at(text, "concept", "machine learning", "Machine learning"),
        entity_at(text, "concept", "deep learning", "Deep learning"),
    )
    (told,) = say(answering, Memory(), Request("ask_concept", text, terms))
    assert "Machine learning:" in told and "Deep learning:" in told


def test_the_best_paid_jobs_without_a_degree(answering: Answering) -> None:
    text = "what are the three best paying jobs without a degree"
    (told,) = say(answering, Memory(), Request("ask_salary", text))
    assert told.startswith("Roles for which my sources name a way in without a bachelor's degree")


def test_who_makes_more_asks_for_pay_alone(answering: Answering) -> None:
    text = "who makes more, testers or DBAs"
    (told,) = say(answering, Memory(), request("compare_roles", text))
    assert "$" in told and "Skills named" not in told


def test_a_job_outside_the_table_that_is_held_against_one_inside(answering: Answering) -> None:
    asked = request("ask_salary", "what do florists make compared to testers")
    refused, told = say(answering, Memory(), asked)
    assert 'role "florist"' in refused and "$" in told
