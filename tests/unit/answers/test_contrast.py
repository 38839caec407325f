"""Which two figures a message holds against each other."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Memory, Request, Side
from bot.answers.reading.context import resolve
from bot.answers.reading.contrast import sides_of
from bot.answers.topics import load_topics

TESTER, DBA, ANALYST = "qa-engineer", "database-administrator", "data-analyst"
TAMPA, BOISE, RENO = "Tampa", "Boise", "Reno"


def told(*sides: Side, topic: str = "salary") -> Memory:
    memory = Memory(topic=topic)
    for slug, place in sides:
        memory.mention(slug)
        memory.location = place
    memory.tell_pay(*sides)
    return memory


def said(text: str, **entities: tuple[str, str]) -> Request:
    found: list[dict[str, Any]] = [
        {"entity": kind, "value": value, "start": text.index(words)}
        for kind, (words, value) in entities.items()
    ]
    return Request("ask_salary", text, tuple(found))


@pytest.mark.parametrize(
    "text",
    [
        "and which town is the richer one",
        "by how much",
        "how many dollars between them",
        "at what margin",
    ],
)
def test_two_places_told_for_one_role(text: str) -> None:
    memory = told((TESTER, TAMPA), (TESTER, BOISE))
    assert sides_of(said(text), memory) == ((TESTER, TAMPA), (TESTER, BOISE))


def test_two_roles_told_in_one_place() -> None:
    memory = told((TESTER, TAMPA), (DBA, TAMPA))
    assert sides_of(said("so who earns more"), memory) == ((TESTER, TAMPA), (DBA, TAMPA))


def test_city_asked_for_after_two_roles_means_the_places_of_the_last_one() -> None:
    memory = told((DBA, BOISE), (TESTER, TAMPA), (DBA, TAMPA))
    found = sides_of(said("which of the cities pays better"), memory)
    assert found == ((DBA, BOISE), (DBA, TAMPA))


def test_named_place_is_held_against_the_one_told_last() -> None:
    memory = told((TESTER, TAMPA), (TESTER, BOISE))
    asked = said("how much more is that than Reno", location=("Reno", RENO))
    assert sides_of(asked, memory) == ((TESTER, BOISE), (TESTER, RENO))


def test_named_role_is_held_against_the_one_told_last_in_the_same_place() -> None:
    memory = told((TESTER, TAMPA), (TESTER, BOISE), (DBA, TAMPA))
    asked = said("and how much less is the tester on", role=("tester", TESTER))
    assert sides_of(asked, memory) == ((DBA, TAMPA), (TESTER, TAMPA))


def test_two_places_in_one_message() -> None:
    asked = Request(
        "ask_salary",
        "is Reno or Boise better paid for it",
        ({"entity": "location", "value": RENO}, {"entity": "location", "value": BOISE}),
    )
    assert sides_of(asked, told((DBA, None))) == ((DBA, RENO), (DBA, BOISE))


@pytest.mark.parametrize(
    "text", ["what is the best paid job", "is it getting harder", "and in spring?", "thanks"]
)
def test_other_questions_hold_nothing_against_anything(text: str) -> None:
    assert sides_of(said(text), told((TESTER, TAMPA), (TESTER, BOISE))) is None


def test_one_figure_has_nothing_to_be_held_against() -> None:
    assert sides_of(said("by how much"), told((TESTER, TAMPA))) is None


def test_difference_alone_is_told_where_both_figures_were() -> None:
    memory = told((TESTER, TAMPA), (TESTER, BOISE))
    question = resolve(said("by how much"), memory, load_topics())
    assert question is not None
    assert question.difference_only
    asked = said("how much more is that than Reno", location=("Reno", RENO))
    question = resolve(asked, memory, load_topics())
    assert question is not None
    assert not question.difference_only


def test_figures_survive_the_slot() -> None:
    memory = told((TESTER, TAMPA), (DBA, None))
    assert Memory.from_dict(memory.as_dict()).figures == [(TESTER, TAMPA), (DBA, None)]


@pytest.mark.parametrize(
    "text", ["hm so Reno is lower", "well more than Reno then", "versus Reno", "as opposed to Reno"]
)
def test_a_claim_about_a_place_is_held_against_the_one_told_last(text: str) -> None:
    memory = told((TESTER, BOISE))
    asked = said(text, location=("Reno", RENO))
    assert sides_of(asked, memory) == ((TESTER, BOISE), (TESTER, RENO))


@pytest.mark.parametrize("text", ["so the DBA wins", "vs a DBA there", "the DBA earns less, huh"])
def test_a_claim_about_a_role_is_held_against_the_one_told_last(text: str) -> None:
    memory = told((TESTER, TAMPA))
    asked = said(text, role=("DBA", DBA))
    assert sides_of(asked, memory) == ((TESTER, TAMPA), (DBA, TAMPA))


@pytest.mark.parametrize("text", ["the pricier one?", "hm spread?", "by?", "how close is that"])
def test_few_words_after_two_figures(text: str) -> None:
    memory = told((TESTER, TAMPA), (DBA, TAMPA))
    assert sides_of(said(text), memory) == ((TESTER, TAMPA), (DBA, TAMPA))


@pytest.mark.parametrize("text", ["is there more to it", "can I earn 5k on the side", "how many"])
def test_other_words_after_two_figures(text: str) -> None:
    assert sides_of(said(text), told((TESTER, TAMPA), (DBA, TAMPA))) is None


def test_highest_of_the_places_told_together() -> None:
    memory = Memory(topic="salary")
    memory.mention("qa-engineer")
    memory.tell_pay(("data-analyst", "Reno"))
    memory.tell_pay(*(("qa-engineer", place) for place in ("Tampa", "Omaha", "Boise")))
    told = sides_of(Request("compare_roles", "which of them is the lowest"), memory)
    assert told == tuple(("qa-engineer", place) for place in ("Tampa", "Omaha", "Boise"))
    # Two are a pair, and all jobs are not those that were told.
    pair = sides_of(Request("compare_roles", "which of the two is higher"), memory)
    assert pair is not None and len(pair) == 2
    everything = sides_of(Request("ask_salary", "which of your jobs pays best"), memory)
    assert everything is None or len(everything) == 2


def test_highest_of_the_roles_that_were_listed() -> None:
    memory = Memory(topic="education", offered=["qa-engineer", "web-developer", "data-analyst"])
    told = sides_of(Request("ask_salary", "which of those pays best"), memory)
    assert told == (("qa-engineer", None), ("web-developer", None), ("data-analyst", None))


def test_an_amount_before_more_is_a_difference() -> None:
    memory = Memory(topic="salary")
    memory.tell_pay(("qa-engineer", None), ("data-analyst", None))
    amount = ({"entity": "amount", "value": 9000, "start": 0, "end": 2},)
    claim = Request("ask_salary", "9k more, right?", amount)
    assert sides_of(claim, memory) == (("qa-engineer", None), ("data-analyst", None))
    pay = Request("ask_salary", "9k a month, right?", amount)
    assert sides_of(pay, memory) is None


def test_a_wish_holds_nothing_against_anything() -> None:
    memory = Memory(topic="salary")
    memory.tell_pay(("qa-engineer", None), ("data-analyst", None))
    wish = Request("request_human", "9k more then. call me about it")
    assert resolve(wish, memory, load_topics()) is None


def test_the_whole_country_is_the_setting_of_two_roles() -> None:
    memory = Memory(topic="salary", roles=["qa-engineer", "data-analyst"], role="data-analyst")
    memory.tell_pay(("qa-engineer", "Reno"), ("data-analyst", "Reno"))
    place = {"entity": "location", "value": "United States", "start": 20, "end": 30}
    asked = Request("compare_roles", "which of both is higher nationally", (place,))
    assert sides_of(asked, memory) is None
    question = resolve(asked, memory, load_topics())
    assert question is not None
    assert (question.topic, question.locations) == ("comparison", ("United States",))


def test_in_other_words_for_more_what_is_taken_for_a_comparison_is_one() -> None:
    memory = told((TESTER, TAMPA), (DBA, TAMPA))
    asked = Request("compare_roles", "which one eats fatter")
    assert sides_of(asked, memory) == ((TESTER, TAMPA), (DBA, TAMPA))
    assert sides_of(Request("ask_skills", "which one eats fatter"), memory) is None


def test_who_wins_a_game_is_no_pay() -> None:
    memory = told((TESTER, TAMPA), (DBA, TAMPA))
    assert sides_of(said("who wins the derby"), memory) is None


def test_the_administrator_is_a_role_that_was_spoken_of() -> None:
    memory = told((DBA, TAMPA), (TESTER, TAMPA))
    found = sides_of(said("how much over the administrator is that"), memory)
    assert found == ((TESTER, TAMPA), (DBA, TAMPA))


def test_a_named_role_is_held_against_the_administrator() -> None:
    memory = told((DBA, None), ("data-analyst", None))
    asked = said("does the tester beat the administrator", role=("tester", TESTER))
    assert sides_of(asked, memory) == ((TESTER, None), (DBA, None))


def test_the_role_pointed_at_is_looked_at_in_its_cities() -> None:
    memory = told((DBA, BOISE), (DBA, TAMPA), (TESTER, BOISE), (TESTER, TAMPA))
    memory.offered = [DBA, TESTER]
    found = sides_of(said("for the first role, which city is cheaper and by how much"), memory)
    assert found == ((DBA, BOISE), (DBA, TAMPA))


@pytest.mark.parametrize(
    "text", ["and in Reno, how much between them", "which earns more in Reno, and by how much"]
)
def test_both_are_held_against_each_other_elsewhere(text: str) -> None:
    memory = told((DBA, TAMPA), (TESTER, TAMPA))
    memory.together = [DBA, TESTER]
    assert sides_of(said(text, location=("Reno", RENO)), memory) == ((DBA, RENO), (TESTER, RENO))


def test_this_town_is_the_place_of_both() -> None:
    memory = told((DBA, TAMPA), (TESTER, None))
    memory.place = TAMPA
    asked = said("so 20 grand more than a DBA in this town", role=("DBA", DBA))
    assert sides_of(asked, memory) == ((TESTER, TAMPA), (DBA, TAMPA))


def test_a_claimed_premium_is_a_difference() -> None:
    memory = told((DBA, TAMPA), (TESTER, TAMPA))
    asked = said("so the premium is around $9k", amount=("$9k", "9000"))
    assert sides_of(asked, memory) == ((DBA, TAMPA), (TESTER, TAMPA))


def test_growth_is_no_pay() -> None:
    memory = told((DBA, TAMPA), (TESTER, TAMPA))
    memory.together = [DBA, TESTER, "data-analyst"]
    assert sides_of(said("which one grow more fast"), memory) is None


@pytest.mark.parametrize(
    "text",
    ["Interesting, it flips! The spread?", "that is how much extra", "so 9k on top, right?"],
)
def test_further_words_for_a_difference(text: str) -> None:
    told_of_both = told((TESTER, TAMPA), (DBA, TAMPA))
    assert sides_of(said(text), told_of_both) == ((TESTER, TAMPA), (DBA, TAMPA))


def test_the_gap_between_the_last_and_an_earlier_one() -> None:
    memory = told((ANALYST, TAMPA), (TESTER, TAMPA), (DBA, TAMPA))
    found = sides_of(said("so the gap between hers and an analyst is what"), memory)
    assert found == ((DBA, TAMPA), (ANALYST, TAMPA))
