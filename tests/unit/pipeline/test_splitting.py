"""One message, several requests: the logic, with a classifier that looks for words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.pipeline.splitting.clauses import Clause, joints, run_ons, split_sentences
from bot.pipeline.splitting.parts import Prediction
from bot.pipeline.splitting.splitter import Split, Splitter
from tests.entities import entity_at

WORDS = {
    "earn": "ask_salary",
    "pay": "ask_salary",
    "skills": "ask_skills",
    "degree": "ask_education",
    "college": "ask_education",
    "hire": "hire_talent",
    "bench": "hire_talent",
    "hello": "greet",
    "thanks": "thank",
    "weather": "out_of_scope",
}


def predict(clauses: Sequence[Clause]) -> list[Prediction]:
    found = []
    for clause in clauses:
        text = clause.text.lower()
        hits = sorted((text.index(word), intent) for word, intent in WORDS.items() if word in text)
        intent, confidence = (hits[0][1], 0.9) if hits else ("inform", 0.9)
        found.append(Prediction(intent, confidence, 0.9))
    return found


def split_of(text: str, *entities: dict[str, Any]) -> Split:
    (whole,) = predict([Clause(0, len(text), text)])
    found = Splitter(predict, 0.25).requests(text, entities, whole)
    assert found.requests[0]["intent"] == found.main.intent
    return found


def split(text: str, *entities: dict[str, Any]) -> list[dict[str, Any]]:
    return split_of(text, *entities).requests


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("what do they earn", ["ask_salary"]),
        ("what skills do I need and what do they earn?", ["ask_skills", "ask_salary"]),
        ("What do they earn? Do I need a degree?", ["ask_salary", "ask_education"]),
        ("pay, skills and degree", ["ask_salary", "ask_skills", "ask_education"]),
        ("hello, what do they earn? thanks!", ["ask_salary"]),
        ("hello", ["greet"]),
        ("I am tired of my work and how much do you earn", ["ask_salary"]),
        ("what do they earn and what do they pay", ["ask_salary"]),
        # What lies outside is refused where it is asked for, and ignored where it is told.
        ("what do they earn, and how is the weather", ["ask_salary", "out_of_scope"]),
        ("how is the weather? what do they earn", ["ask_salary", "out_of_scope"]),
        ("What do they earn? The weather is bad.", ["ask_salary"]),
        ("advise on (a) the skills of a tester and (b) their pay", ["ask_skills", "ask_salary"]),
        ("r u. what do u earn", ["ask_salary"]),
        ("wut skills n wut do they earn", ["ask_skills", "ask_salary"]),
        (
            "two things: skills in plain words, and a good college",
            ["ask_skills", "ask_education"],
        ),
        ("skills in plain words, and a good college", ["ask_skills"]),
        ("my name is Ann and I am 30", ["inform"]),
        (
            "tell me what they earn in a year is there a degree I need",
            ["ask_salary", "ask_education"],
        ),
        ("the pay n the skills", ["ask_salary", "ask_skills"]),
        (
            "A degree? And say what they pay, I am in a hurry.",
            ["ask_education", "ask_salary"],
        ),
        ("what do they earn and I want to hire one", ["hire_talent", "ask_salary"]),
        # What is told before a question opens no contact form.
        ("We have a tester on the bench. What do they earn?", ["ask_salary"]),
        ("", ["inform"]),
        ("?!", ["inform"]),
    ],
)
def test_requests_of_a_message(text: str, intents: list[str]) -> None:
    assert [request["intent"] for request in split(text)] == intents


def test_a_list_of_roles_is_one_request() -> None:
    text = "what do data scientists and data engineers earn"
    (request,) = split(
        text,
        entity_at(text, "role", "data scientists", "data-scientist"),
        entity_at(text, "role", "data engineers", "data-engineer"),
    )
    assert [e["value"] for e in request["entities"]] == ["data-scientist", "data-engineer"]


def test_the_same_intent_for_two_roles_is_asked_twice() -> None:
    text = "what does an SRE earn and what does a DBA earn"
    requests = split(
        text, entity_at(text, "role", "SRE", "sre"), entity_at(text, "role", "DBA", "dba")
    )
    assert [[e["value"] for e in r["entities"]] for r in requests] == [["sre"], ["dba"]]


def test_a_clause_borrows_the_role_and_the_place_that_it_lacks() -> None:
    text = "what skills does an SRE need and what do they earn in Boston?"
    skills, pay = split(
        text, entity_at(text, "role", "SRE", "sre"), entity_at(text, "location", "Boston", "Boston")
    )
    assert {(e["entity"], e["value"]) for e in pay["entities"]} == {
        ("role", "sre"),
        ("location", "Boston"),
    }
    own = next(e for e in skills["entities"] if e["entity"] == "role")
    assert skills["text"][own["start"] : own["end"]] == "SRE"
    borrowed = next(e for e in pay["entities"] if e["entity"] == "role")
    assert "start" not in borrowed


def test_the_question_in_a_long_message_is_found() -> None:
    story = "I walked along the river for a while and looked at the boats. " * 45
    requests = split(f"{story} What do they earn? {story}")
    assert [r["intent"] for r in requests] == ["ask_salary"]


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "I live in St. Louis, e.g. downtown. Ask Dr. Reed!"
    assert [c.text for c in split_sentences(text)] == [
        "I live in St. Louis, e.g. downtown.",
        "Ask Dr. Reed!",
    ]


def half_sure(clauses: Sequence[Clause]) -> list[Prediction]:
    return [Prediction(p.intent, 0.6, p.similarity) for p in predict(clauses)]


def test_main_request_of_a_long_message_is_one_that_the_whole_shows_too() -> None:
    story = "It took me years on the boats to see that this life is not for me any more at all."
    text = f"{story} What skills do I need? What do they earn?"
    whole = Prediction("ask_salary", 0.9, 0.9)
    shares = {"ask_salary": 0.9, "ask_skills": 0.001}
    found = Splitter(half_sure, 0.25).requests(text, [], whole, shares)
    assert found.main.intent == "ask_salary"
    assert [request["intent"] for request in found.requests] == ["ask_salary", "ask_skills"]


def test_wish_of_the_whole_message_is_no_mere_story() -> None:
    text = "we must hire two of them, what do they earn?"
    whole = Prediction("ask_salary", 0.6, 0.9)
    for trace, wanted in ((0.5, ["hire_talent", "ask_salary"]), (0.02, ["ask_salary"])):
        shares = {"hire_talent": trace, "ask_salary": 0.3}
        requests = Splitter(half_sure, 0.25).requests(text, [], whole, shares).requests
        assert [request["intent"] for request in requests] == wanted


def test_part_without_a_trace_in_the_whole_starts_no_form() -> None:
    text = "what do they earn and do I hire one?"
    whole = Prediction("ask_salary", 0.9, 0.9)
    shares = {"ask_salary": 0.9, "hire_talent": 0.001}
    requests = Splitter(half_sure, 0.25).requests(text, [], whole, shares).requests
    assert [request["intent"] for request in requests] == ["ask_salary"]


def test_plain_part_is_a_request_beside_what_the_whole_asks() -> None:
    text = "no idea. what skills do they want"
    whole = Prediction("ask_education", 0.9, 0.9)
    requests = Splitter(predict, 0.25).requests(text, [], whole).requests
    assert [request["intent"] for request in requests] == ["ask_education", "ask_skills"]


def test_whole_of_a_long_message_decides_which_request_is_the_main_one() -> None:
    story = "My cousin says her friends do pay a lot of attention to what she is like as a person"
    text = f"{story}, or that is what I heard from them anyhow. What skills do I need?"
    whole = Prediction("ask_skills", 0.9, 0.9)
    shares = {"ask_skills": 0.8, "ask_salary": 0.1}
    main = Splitter(half_sure, 0.25).requests(text, [], whole, shares).main
    assert main.intent == "ask_skills"


@pytest.mark.parametrize(("confidence", "trace"), [(0.9, 0.001), (0.55, 0.1)])
def test_part_beside_a_plain_message_counts_where_it_is_sure_or_leaves_a_trace(
    confidence: float, trace: float
) -> None:
    assert both_of(confidence, trace) == ["ask_skills", "ask_salary"]


def test_part_that_merely_sounds_like_a_request_beside_a_plain_message_is_none() -> None:
    assert both_of(0.55, 0.001, 0.5) == ["ask_skills"]


def test_question_of_its_own_that_is_like_the_examples_counts_beside_a_plain_message() -> None:
    assert both_of(0.55, 0.001, 0.8) == ["ask_skills", "ask_salary"]


def both_of(confidence: float, trace: float, similarity: float = 0.9) -> list[str]:
    """The requests of a plain question of skills with a part on pay, of this confidence."""

    def heard(clauses: Sequence[Clause]) -> list[Prediction]:
        return [
            Prediction(p.intent, confidence, similarity)
            if p.intent == "ask_salary"
            else Prediction(p.intent, 0.9, 0.9)
            for p in predict(clauses)
        ]

    text = "what skills do I need, where do they earn?"
    shares = {"ask_skills": 0.9, "ask_salary": trace}
    requests = (
        Splitter(heard, 0.25)
        .requests(text, [], Prediction("ask_skills", 0.9, 0.9), shares)
        .requests
    )
    return [request["intent"] for request in requests]


@pytest.mark.parametrize(("trace", "intent"), [(0.1, "out_of_scope"), (0.3, "ask_education")])
def test_part_of_a_message_out_of_scope_asks_a_topic_only_where_the_whole_shows_it(
    trace: float, intent: str
) -> None:
    text = "how is the weather for walking dogs, is there a degree?"
    shares = {"out_of_scope": 0.6, "ask_education": trace}
    whole = Prediction("out_of_scope", 0.6, 0.6)
    main = Splitter(predict, 0.25).requests(text, [], whole, shares).main
    assert main.intent == intent


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("hello, what do they earn? thanks!", ["thank"]),
        ("what do they earn", []),
        ("my name is Ann, what do they earn", ["inform"]),
        ("I walked along the river. What do they earn?", []),
        ("here is my e-mail: ann@example.com", ["inform"]),
    ],
)
def test_what_is_said_beside_a_request(text: str, acts: list[str]) -> None:
    entities = []
    if "@" in text:
        entities.append(entity_at(text, "email", "ann@example.com", "ann@example.com"))
    assert [act["intent"] for act in split_of(text, *entities).acts] == acts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("tester pay / what to learn", ["tester pay", "what to learn"]),
        ("DBA outlook + typical degree", ["DBA outlook", "typical degree"]),
        ("1) sing something 2) what is a DBA", ["1) sing something", "2) what is a DBA"]),
        ("front end and/or back end", ["front end and/or back end"]),
    ],
)
def test_signs_that_list_requests_cut_them(text: str, parts: list[str]) -> None:
    assert [clause.text for clause in split_sentences(text)] == parts


def test_that_is_where_opens_no_question() -> None:
    assert run_ons("Reno, that is where she lives") == []
    assert run_ons("a tester in Reno where do they work") != []


def test_a_list_of_names_joins_no_clauses() -> None:
    text = "what do cooks, bakers and waiters earn and where"
    names = [
        (text.index(word), text.index(word) + len(word)) for word in ("cooks", "bakers", "waiters")
    ]
    assert [text[start:end].strip() for start, end in joints(text, names)] == ["and"]
    assert joints(text, names)[0][0] > names[-1][0]
    # The verb is still to come after "what do", and has come after "cooks earn".
    assert len(joints(text)) == 3
    assert len(joints(text, names[:2])) == 2
    assert not joints("are cooks and bakers in demand", [(4, 9), (14, 20)])
    assert len(joints("cooks earn and bakers too", [(0, 5), (15, 21)])) == 1
