"""Questions on all roles at once."""

from __future__ import annotations

import pytest

from bot.answers.reading.superlatives import asks_any_job, asks_without_degree, growth_rank


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("where is demand rising quickest", "highest"),
        ("name the hottest careers", "highest"),
        ("the slowest then", "lowest"),
        ("what titles are dying out", "lowest"),
        ("is there a future in it", None),
    ],
)
def test_rank_of_growth(text: str, rank: str | None) -> None:
    assert growth_rank(text) == rank


@pytest.mark.parametrize(
    "text",
    [
        "is there a tech job that doesn't need a diploma",
        "which of these careers asks for no degree",
        "what can I do without a bachelor's",
    ],
)
def test_a_job_without_a_degree_is_asked_for(text: str) -> None:
    assert asks_without_degree(text)


@pytest.mark.parametrize(
    "text", ["could he become one without college?", "is a degree needed", "which degree is best"]
)
def test_a_degree_for_one_job_is_asked_for(text: str) -> None:
    assert not asks_without_degree(text)


def test_all_jobs_are_meant_where_any_is() -> None:
    assert asks_any_job("tell me what position is safest")
    assert not asks_any_job("will it be around in ten years")
