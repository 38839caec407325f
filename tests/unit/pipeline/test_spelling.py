"""Corrections: near misses are put right, names and unknown words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.spelling.speller import Speller, apply_corrections, trusted_words

COMMON = "what that want does like earn learn design designs work works word hello boston gail"
TRAINED = {
    "the": 90,
    "salary": 20,
    "engineer": 12,
    "skills": 9,
    "data": 9,
    "scientist": 9,
    "what": 30,
    "want": 2,
}
SPELLER = Speller(COMMON.split(), TRAINED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("waht salry", "what salary"),
        ("an enginer", "an engineer"),
        ("Scientst pay", "scientist pay"),
        ("datascientist", "data scientist"),
        ("WAHT SALRY", "what salary"),
        ("teh design", "the design"),
        # Unchanged: known endings, names, addresses, digits, ties, far words.
        ("designed", "designed"),
        ("ask Salry now", "ask Salry now"),
        ("salry@example.com", "salry@example.com"),
        ("https://salry.example", "https://salry.example"),
        ("salry2", "salry2"),
        ("worc", "worc"),
        ("gmail", "gmail"),
        ("kubernetes", "kubernetes"),
        ("", ""),
    ],
)
def test_corrections(text: str, expected: str) -> None:
    assert apply_corrections(text, SPELLER.corrections(text)) == expected


def test_corrections_of_a_part_of_the_message() -> None:
    text = "hello, waht salry"
    corrections = SPELLER.corrections(text)
    assert apply_corrections("waht salry", corrections, offset=7) == "what salary"
    assert apply_corrections("hello", corrections) == "hello"


def test_typos_in_the_examples_are_not_learnt() -> None:
    counts = {"salary": 40, "salry": 3, "kubernetes": 2, "onceonly": 1}
    assert trusted_words(counts, frozenset({"salary"})) == {"salary": 40, "kubernetes": 2}


@given(st.text(max_size=60))
def test_any_text_is_corrected_without_an_error(text: str) -> None:
    assert isinstance(apply_corrections(text, SPELLER.corrections(text)), str)
