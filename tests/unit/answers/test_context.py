"""What a request means in its conversation."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.model import Memory, Question, Request, Uncovered
from bot.answers.reading.context import resolve
from bot.answers.topics import load_topics
from tests.entities import entity_at

TOPICS = load_topics()
ANALYST, TESTER, DBA = "data-analyst", "qa-engineer", "database-administrator"


def request(intent: str, text: str, **entities: Any) -> Request:
    """A request whose entities stand where their words stand: role=("tester", slug)."""
    found = [entity_at(text, kind, words, value) for kind, (words, value) in entities.items()]
    return Request(intent, text, tuple(found))


def ask(asked: Request, memory: Memory | None = None) -> Question:
    question = resolve(asked, memory or Memory(), TOPICS)
    assert question is not None
    return question


def after(topic: str, *roles: str, location: str | None = None, **more: Any) -> Memory:
    memory = Memory(topic=topic, location=location, **more)
    for role in roles:
        memory.mention(role)
    return memory


def test_pronoun_means_the_role_spoken_of() -> None:
    asked = request("ask_skills", "which tools must they master")
    assert ask(asked, after("salary", TESTER)).roles == (TESTER,)


def test_named_role_wins_over_the_one_spoken_of() -> None:
    asked = request("ask_skills", "tools of an analyst", role=("analyst", ANALYST))
    assert ask(asked, after("salary", TESTER)).roles == (ANALYST,)


def test_job_outside_the_table_never_becomes_the_role_spoken_of() -> None:
    asked = request("ask_salary", "what does a florist make", other_role=("florist", "florist"))
    question = ask(asked, after("salary", TESTER))
    assert question.roles == ()
    assert question.uncovered == Uncovered("florist")


def test_bare_place_after_pay_asks_for_pay_there() -> None:
    asked = request("ask_salary", "and in Tampa?", location=("Tampa", "Tampa"))
    question = ask(asked, after("salary", TESTER))
    assert (question.topic, question.roles, question.locations) == ("salary", (TESTER,), ("Tampa",))


@pytest.mark.parametrize("intent", ["ask_definition", "compare_roles", "inform"])
def test_fragment_with_a_role_repeats_the_topic_whatever_the_classifier_says(intent: str) -> None:
    asked = request(intent, "what about testers?", role=("testers", TESTER))
    question = ask(asked, after("education", ANALYST))
    assert (question.topic, question.roles) == ("education", (TESTER,))


@pytest.mark.parametrize("text", ["what's a tester", "so what are testers?", "Who is a tester"])
def test_short_question_what_a_role_is_does_not_repeat_the_topic(text: str) -> None:
    surface = "testers" if "testers" in text else "tester"
    asked = request("ask_definition", text, role=(surface, TESTER))
    assert ask(asked, after("salary", ANALYST, location="Tampa")).topic == "definition"


@pytest.mark.parametrize(
    ("intent", "topic"),
    [("ask_outlook", "outlook"), ("ask_salary", "salary"), ("ask_definition", "definition")],
)
def test_a_button_asks_its_own_question_whatever_came_before(intent: str, topic: str) -> None:
    pressed = Request(intent, "", ({"entity": "role", "value": TESTER},))
    for before in ("salary", "skills", "comparison"):
        question = ask(pressed, after(before, ANALYST, TESTER))
        assert (question.topic, question.roles) == (topic, (TESTER,))


def test_a_button_that_names_the_missing_role_answers_what_was_asked() -> None:
    pressed = Request("inform", "", ({"entity": "role", "value": TESTER},))
    assert ask(pressed, Memory(pending="outlook")).topic == "outlook"
    assert ask(pressed, after("skills", ANALYST)).topic == "skills"


def test_place_is_kept_for_the_next_role() -> None:
    asked = request("inform", "and testers?", role=("testers", TESTER))
    question = ask(asked, after("salary", ANALYST, location="Tampa"))
    assert question.locations == ("Tampa",)


def test_place_is_dropped_by_a_whole_new_question() -> None:
    asked = request("ask_salary", "tell me the typical income of testers", role=("testers", TESTER))
    assert ask(asked, after("salary", ANALYST, location="Tampa")).locations == ()


def test_comparison_takes_the_role_spoken_of_as_the_other_one() -> None:
    asked = request("compare_roles", "how does that differ from a DBA", role=("DBA", DBA))
    assert ask(asked, after("definition", TESTER)).roles == (TESTER, DBA)


def test_which_pays_more_compares_the_last_two() -> None:
    asked = request("compare_roles", "which of these pays better")
    question = ask(asked, after("salary", ANALYST, TESTER))
    assert (question.topic, question.roles) == ("comparison", (ANALYST, TESTER))
    assert question.about_pay


def test_by_how_much_compares_pay() -> None:
    asked = request("ask_salary", "by how much?")
    question = ask(asked, after("comparison", ANALYST, TESTER))
    assert question.topic == "comparison"
    assert question.about_pay
    assert question.difference_only


def test_difference_of_newly_named_roles_tells_their_figures_too() -> None:
    asked = request("compare_roles", "how much more does a DBA get", role=("DBA", DBA))
    assert not ask(asked, after("comparison", ANALYST, TESTER)).difference_only


def test_and_the_least_turns_a_ranking_round() -> None:
    asked = request("inform", "and the least?", ranking=("the least", "lowest"))
    question = ask(asked, after("salary", TESTER, ranking="highest"))
    assert (question.topic, question.roles, question.ranking) == ("salary", (), "lowest")


def test_and_the_least_is_the_lower_end_of_one_role() -> None:
    asked = request("inform", "and the least?", ranking=("the least", "lowest"))
    question = ask(asked, after("salary", TESTER))
    assert (question.topic, question.roles, question.pay.metrics) == ("salary", (TESTER,), ("p10",))


def test_the_first_one_is_the_first_that_was_listed() -> None:
    asked = request("ask_salary", "what does the second one earn")
    memory = after("related_roles", ANALYST, offered=[TESTER, DBA])
    assert ask(asked, memory).roles == (DBA,)


def test_role_named_after_being_asked_for_answers_the_pending_topic() -> None:
    asked = request("inform", "testers", role=("testers", TESTER))
    assert ask(asked, Memory(pending="outlook")).topic == "outlook"


def test_best_paid_job_is_a_ranking_not_the_role_spoken_of() -> None:
    asked = request("ask_salary", "which job brings the most", ranking=("most", "highest"))
    question = ask(asked, after("skills", TESTER))
    assert (question.roles, question.ranking) == ((), "highest")


def test_correction_of_the_role_repeats_the_topic() -> None:
    asked = request("correct_detail", "no, I meant testers", role=("testers", TESTER))
    question = ask(asked, after("outlook", ANALYST))
    assert (question.topic, question.roles) == ("outlook", (TESTER,))


def test_an_address_alone_is_no_question() -> None:
    asked = request("inform", "a@example.com", email=("a@example.com", "a@example.com"))
    assert resolve(asked, after("outlook", ANALYST), TOPICS) is None


@pytest.mark.parametrize(
    "text",
    ["nope, testers, typo", "hmm, I believe she works with testers", "testers, same area"],
)
def test_a_correction_keeps_the_place(text: str) -> None:
    asked = request("ask_salary", text, role=("testers", TESTER))
    question = ask(asked, after("salary", ANALYST, location="Tampa"))
    assert (question.topic, question.roles, question.locations) == ("salary", (TESTER,), ("Tampa",))


def test_the_same_job_in_another_place_is_no_comparison() -> None:
    asked = request("compare_roles", "now the same position in Omaha", location=("Omaha", "Omaha"))
    question = ask(asked, after("salary", TESTER, location="Tampa"))
    assert (question.topic, question.roles, question.locations) == ("salary", (TESTER,), ("Omaha",))


def test_prospects_of_the_two_roles_spoken_of() -> None:
    asked = request("compare_roles", "whose future looks brighter")
    question = ask(asked, after("comparison", ANALYST, TESTER))
    assert (question.topic, question.roles) == ("outlook", (ANALYST, TESTER))


def test_base_after_a_number_is_no_level() -> None:
    asked = request("ask_salary", "they pay 95 base, is that fine?", level=("base", "base"))
    question = ask(asked, after("salary", TESTER))
    assert (question.pay.levels, question.pay.amount) == ((), 95_000)


def test_the_former_in_a_long_question() -> None:
    asked = request("ask_skills", "so for the former, tell me please which tools people use daily")
    memory = after("comparison", ANALYST, TESTER, offered=[ANALYST, TESTER])
    assert ask(asked, memory).roles == (ANALYST,)


def test_only_the_former_keeps_what_was_listed() -> None:
    memory = after("comparison", ANALYST, TESTER, offered=[ANALYST, TESTER])
    assert ask(Request("ask_related_roles", "where does the former lead"), memory).keeps_list
    assert not ask(Request("ask_related_roles", "where does it lead"), memory).keeps_list


def test_three_roles_are_told_one_after_the_other() -> None:
    asked = request("compare_roles", "tester, DBA or analyst: who makes most?")
    entities = tuple({"entity": "role", "value": slug} for slug in (TESTER, DBA, ANALYST))
    question = ask(Request(asked.intent, asked.text, entities))
    assert (question.topic, question.roles) == ("salary", (TESTER, DBA, ANALYST))


def test_the_other_city() -> None:
    memory = after("salary", TESTER, location="Tampa")
    memory.tell_pay((TESTER, "Omaha"), (TESTER, "Tampa"))
    question = ask(request("ask_salary", "and the other city again, please"), memory)
    assert (question.topic, question.locations) == ("salary", ("Omaha",))


def test_pay_follows_in_the_place_that_was_named_with_the_duties() -> None:
    memory = after("responsibilities", TESTER, place="Omaha")
    assert ask(request("ask_salary", "the wages then"), memory).locations == ("Omaha",)
    named = request("ask_salary", "wages of a dba", role=("dba", DBA))
    assert ask(named, memory).locations == ()


def test_a_job_outside_the_table_with_a_place() -> None:
    job = ("baker", "baker")
    asked = request("inform", "baker, Omaha", other_role=job, location=("Omaha", "Omaha"))
    assert ask(asked).uncovered == Uncovered("baker")


def test_the_same_and_another_role() -> None:
    memory = after("salary", TESTER, location="Tampa", place="Tampa")
    asked = request("compare_roles", "about the same. and a dba there", role=("dba", DBA))
    question = ask(asked, memory)
    assert (question.topic, question.roles, question.locations) == ("salary", (DBA,), ("Tampa",))


def test_what_more_to_learn_holds_no_pay_together() -> None:
    memory = after("salary", TESTER, location="Tampa")
    memory.tell_pay((TESTER, "Omaha"), (TESTER, "Tampa"))
    assert ask(request("ask_skills", "what should I learn more of"), memory).topic == "skills"


def test_another_role_in_the_same_two_places() -> None:
    memory = after("salary", TESTER, location="Tampa")
    memory.tell_pay((TESTER, "Omaha"), (TESTER, "Tampa"))
    question = ask(request("compare_roles", "dba, same two", role=("dba", DBA)), memory)
    assert (question.topic, question.roles) == ("salary", (DBA,))
    assert question.locations == ("Omaha", "Tampa")


def test_the_same_town_asks_for_pay_again() -> None:
    memory = after("salary", TESTER, location="Tampa", place="Tampa")
    asked = request("ask_definition", "if he calls himself a dba, same town", role=("dba", DBA))
    question = ask(asked, memory)
    assert (question.topic, question.roles, question.locations) == ("salary", (DBA,), ("Tampa",))


def test_one_role_alone_is_compared_with_nothing() -> None:
    memory = Memory(topic="salary")
    question = ask(request("compare_roles", "dba, much the same. so?", role=("dba", DBA)), memory)
    assert (question.topic, question.roles) == ("salary", (DBA,))


def test_that_one_is_the_only_one_that_was_listed() -> None:
    memory = after("related_roles", TESTER, offered=[DBA])
    asked = request("ask_salary", "wages of that one in Omaha", location=("Omaha", "Omaha"))
    assert ask(asked, memory).roles == (DBA,)
    memory.offered = [DBA, ANALYST]
    assert ask(asked, memory).roles == (TESTER,)


def test_two_percentiles_ask_for_the_whole_spread() -> None:
    both = ({"entity": "metric", "value": "p25"}, {"entity": "metric", "value": "p75"})
    assert ask(Request("ask_salary", "lower and upper quarter of dbas", both)).pay.metrics == ()


def test_which_and_by_how_much_tell_the_figures_again() -> None:
    memory = after("salary", TESTER, location="Tampa")
    memory.tell_pay((TESTER, "Omaha"), (TESTER, "Tampa"))
    both = ask(request("ask_salary", "which town is better paid, and by how much?"), memory)
    only = ask(request("ask_salary", "by how much?"), memory)
    assert (both.difference_only, only.difference_only) == (False, True)


def test_the_same_market_after_the_outlook_asks_for_pay() -> None:
    memory = after("outlook", TESTER, location="Tampa", place="Tampa")
    asked = request("compare_roles", "dba, same market", role=("dba", DBA))
    question = ask(asked, memory)
    assert (question.topic, question.roles, question.locations) == ("salary", (DBA,), ("Tampa",))


def test_best_paid_of_all_is_asked_where_no_two_roles_were_spoken_of() -> None:
    asked = request("compare_roles", "who of them gets rich", ranking=("rich", "highest"))
    question = ask(asked, Memory(topic="roles", offered=[ANALYST, TESTER, DBA]))
    assert (question.topic, question.ranking) == ("salary", "highest")
    assert ask(asked, after("salary", TESTER, DBA)).topic == "comparison"


def test_measures_asked_for() -> None:
    def measures(text: str, **words: str) -> tuple[str, ...]:
        found = [entity_at(text, "metric", word, value) for word, value in words.items()]
        return ask(Request("ask_salary", text, tuple(found)), after("salary", TESTER)).pay.metrics

    assert measures("bottom and peak", bottom="p10", peak="p90") == ("p10", "p90")
    assert measures("low and high quarter", low="p25", high="p75") == ()
    assert measures("at first, not the silly mean", mean="average") == ()
    assert measures("the mean", mean="average") == ("average",)


@pytest.mark.parametrize("text", ["zero for a state that size?", "how come you have no figure"])
def test_an_answer_without_a_figure_is_wondered_at(text: str) -> None:
    memory = after("salary", TESTER, location="Reno", lacking=True)
    question = ask(Request("report_problem", text), memory)
    assert (question.topic, question.source.unmeasured) == ("source", True)


def test_nothing_is_wondered_at_after_a_figure() -> None:
    question = ask(Request("ask_source", "how come there is no bonus"), after("salary", TESTER))
    assert not question.source.unmeasured
    lacking = after("salary", TESTER, lacking=True)
    assert ask(Request("ask_skills", "no data skills at all?"), lacking).topic == "skills"


def test_a_certificate_is_asked_about() -> None:
    asked = request("ask_education", "is a cert a must", degree=("cert", "certificate"))
    assert ask(asked, after("salary", TESTER)).certificate
    assert not ask(request("ask_education", "which school"), after("salary", TESTER)).certificate


def test_the_place_goes_on_with_and() -> None:
    memory = after("salary", TESTER, location="Reno")
    goes_on = request("ask_salary", "and what would I get as an analyst", role=("analyst", ANALYST))
    assert ask(goes_on, memory).locations == ("Reno",)
    anew = request("ask_salary", "what would I get as an analyst", role=("analyst", ANALYST))
    assert ask(anew, memory).locations == ()


def test_a_place_lent_by_another_part_asks_for_no_pay() -> None:
    own = request("ask_definition", "what is a tester", role=("tester", TESTER))
    lent = {"entity": "location", "value": "Reno"}
    both = Request(own.intent, own.text, (*own.entities, lent))
    assert ask(both).topic == "definition"


def test_thanks_after_the_outlook_rank_nothing() -> None:
    memory = after("outlook", TESTER)
    assert ask(Request("thank", "thanks, the most useful reply so far"), memory).topic == "thank"
    ranked = ask(Request("ask_related_roles", "and which one is the slowest"), memory)
    assert (ranked.topic, ranked.ranking) == ("outlook", "lowest")


def test_degrees_of_them_all_are_those_of_the_role_spoken_of() -> None:
    asked = request("list_roles", "they hold a PhD, the lot of them?", degree=("PhD", "phd"))
    assert ask(asked, after("salary", TESTER)).topic == "education"
    assert ask(asked, Memory()).topic == "roles"


def test_better_prospects_are_no_matter_of_pay() -> None:
    memory = after("comparison", TESTER, DBA)
    memory.tell_pay((TESTER, None), (DBA, None))
    asked = request("compare_roles", "which one of them has better prospects")
    assert (ask(asked, memory).topic, set(ask(asked, memory).roles)) == ("outlook", {TESTER, DBA})


def test_pay_of_one_of_two_compares_nothing() -> None:
    memory = after("comparison", TESTER, DBA, offered=[TESTER, DBA])
    memory.tell_pay((TESTER, None), (DBA, None))
    question = ask(request("compare_roles", "wages of the former"), memory)
    assert (question.topic, question.roles) == ("salary", (TESTER,))


@pytest.mark.parametrize(
    "text",
    ["those are H-1B figures, right?", "is it a survey number or a stand-in for some other one"],
)
def test_what_kind_of_figure_it_was(text: str) -> None:
    question = ask(Request("out_of_scope", text), after("salary", TESTER))
    assert (question.topic, question.source.explain) == ("source", True)


def test_the_one_spoken_of_stays_in_its_place() -> None:
    memory = after("salary", TESTER, ANALYST, location="Reno")
    asked = request("ask_salary", "and what about the analyst one", role=("analyst", ANALYST))
    assert ask(asked, memory).locations == ("Reno",)


def test_a_measure_is_explained() -> None:
    asked = request("ask_concept", "so what is a median", metric=("median", "median"))
    assert ask(asked).concepts == ("Median wage",)


def test_two_names_of_one_role_are_one() -> None:
    text = "are a tester and a QA engineer two things"
    entities = (
        entity_at(text, "role", "tester", TESTER),
        entity_at(text, "role", "QA engineer", TESTER),
    )
    question = ask(Request("compare_roles", text, entities), after("salary", ANALYST))
    assert (question.topic, question.roles, question.one_role) == ("definition", (TESTER,), True)


def test_a_comparison_goes_on_in_another_place() -> None:
    memory = after("comparison", TESTER, ANALYST, together=[TESTER, ANALYST])
    asked = request("inform", "in Reno I mean, not all over", location=("Reno", "Reno"))
    question = ask(asked, memory)
    assert question.sides == ((TESTER, "Reno"), (ANALYST, "Reno"))


def test_each_role_has_the_place_behind_it() -> None:
    text = "which is better, a tester in Reno or an analyst in Tampa"
    named = [("role", "tester", TESTER), ("location", "Reno", "Reno")]
    named += [("role", "analyst", ANALYST), ("location", "Tampa", "Tampa")]
    entities = tuple(entity_at(text, *each) for each in named)
    question = ask(Request("compare_roles", text, entities))
    assert question.sides == ((TESTER, "Reno"), (ANALYST, "Tampa"))


def test_role_outside_the_table_beside_one_inside_is_not_compared() -> None:
    text = "compare a tester with a florist"
    entities = (
        entity_at(text, "role", "tester", TESTER),
        entity_at(text, "other_role", "florist", "florist"),
    )
    question = ask(Request("compare_roles", text, entities), after("salary", ANALYST))
    assert (question.roles, question.uncovered) == ((TESTER,), Uncovered("florist"))


def test_the_third_of_a_list_leaves_the_list_as_it_is() -> None:
    memory = after("salary", TESTER, offered=[TESTER, ANALYST, DBA])
    question = ask(Request("inform", "and number three?"), memory)
    assert (question.roles, question.keeps_list) == ((DBA,), True)


def test_first_year_points_at_no_role() -> None:
    memory = after("salary", TESTER, ANALYST, location="Reno")
    question = ask(Request("ask_salary", "what is paid in the first year"), memory)
    assert (question.roles, question.locations) == ((ANALYST,), ("Reno",))


def test_what_it_does_without_a_role_lists_the_roles() -> None:
    assert ask(Request("ask_related_roles", "what could I do with computers")).topic == "roles"


def test_two_ordinals_point_at_two_roles() -> None:
    memory = after("education", ANALYST, DBA, TESTER, offered=[ANALYST, DBA, TESTER])
    asked = request("ask_salary", "what is paid to the first and to the last")
    assert ask(asked, memory).roles == (ANALYST, TESTER)


def test_of_the_three_are_those_spoken_of() -> None:
    asked = request("ask_outlook", "which of the three is shrinking")
    assert ask(asked, after("salary", ANALYST, DBA, TESTER)).roles == (ANALYST, DBA, TESTER)


def test_a_compared_pair_keeps_the_order_in_which_it_was_told() -> None:
    memory = after("comparison", TESTER, ANALYST, offered=[ANALYST, TESTER])
    asked = request(
        "compare_roles", "which has the better pay around Reno", location=("Reno", "Reno")
    )
    assert ask(asked, memory).roles == (ANALYST, TESTER)


def test_what_sets_two_apart_and_who_earns_more_is_all_of_it() -> None:
    text = "what's the difference between a tester and a DBA, and who earns more"
    asked = request("compare_roles", text, role=("tester", TESTER))
    asked = Request(asked.intent, text, (*asked.entities, entity_at(text, "role", "DBA", DBA)))
    assert not ask(asked).about_pay


def test_a_level_for_both_is_pay_of_each() -> None:
    memory = after("comparison", TESTER, DBA, together=[TESTER, DBA], of_pay=True)
    asked = request("inform", "senior for both", level=("senior", "senior"))
    question = ask(asked, memory)
    assert (question.topic, question.roles) == ("salary", (TESTER, DBA))
    assert question.pay.levels == ("senior",)


def test_a_job_by_another_word_is_the_role_spoken_of() -> None:
    hackers = {"entity": "other_role", "value": "hacker", "nearest": TESTER}
    asked = Request("ask_salary", "what do the hackers get", (hackers,))
    assert ask(asked, after("comparison", DBA, TESTER)).roles == (TESTER,)
    assert ask(asked, after("comparison", DBA)).uncovered == Uncovered("hacker", TESTER)


@pytest.mark.parametrize(
    "text",
    [
        "does this count everybody or just people with visas",
        "were those taken from some other occupation",
        "all lumped together with the managers",
    ],
)
def test_whose_figure_it_is_is_asked_of_the_figure(text: str) -> None:
    memory = after("salary", TESTER, of_pay=True)
    question = ask(request("compare_roles", text), memory)
    assert (question.topic, question.source.explain) == ("source", True)


def test_an_earlier_figure_is_quoted() -> None:
    question = ask(request("ask_source", "where is the 93 from"), after("salary", TESTER))
    assert question.source.quoted == (93_000,)


def test_the_number_of_filings_is_asked_for() -> None:
    memory = after("salary", TESTER, of_pay=True)
    assert ask(request("ask_source", "how many filings is that"), memory).source.counts


def test_another_word_for_the_role_whose_pay_was_told_is_one_role() -> None:
    memory = after("salary", TESTER, location="Tampa")
    question = ask(request("compare_roles", "QA the same", role=("QA", TESTER)), memory)
    assert (question.topic, question.locations) == ("salary", ("Tampa",))
    assert question.one_role


def test_a_role_put_in_the_place_of_another_stays_in_the_city() -> None:
    memory = after("salary", TESTER, location="Tampa")
    swapped = request("correct_detail", "strike that, make it a DBA", role=("DBA", DBA))
    assert ask(swapped, memory).locations == ("Tampa",)


def test_a_place_after_the_outlook_asks_for_pay_where_pay_was_told() -> None:
    asked = request("ask_salary", "and DBA, Boise", role=("DBA", DBA), location=("Boise", "Boise"))
    memory = after("outlook", TESTER)
    assert ask(asked, memory).topic == "outlook"
    memory.tell_pay((TESTER, None))
    assert ask(asked, memory).topic == "salary"


def test_a_figure_that_was_told_is_told_again() -> None:
    memory = after("skills", TESTER)
    asked = request("ask_skills", "what was the DBA number again", role=("DBA", DBA))
    assert ask(asked, memory).topic == "skills"
    memory.tell_pay((DBA, "Reno"))
    assert ask(asked, memory).topic == "salary"


def test_a_word_of_its_name_points_at_the_role_spoken_of() -> None:
    memory = after("salary", "web-developer", TESTER, location="Reno", place="Reno")
    asked = request("ask_skills", "n web there")
    assert (ask(asked, memory).topic, ask(asked, memory).roles) == ("salary", ("web-developer",))
    # Two roles of the web: which one is not to be told.
    memory.mention("web-designer")
    assert ask(asked, memory).roles == ("web-designer",)


def test_a_head_alone_goes_on_with_the_question() -> None:
    memory = after("salary", ANALYST, DBA, location="Reno")
    asked = request("ask_responsibilities", "and the analyst")
    assert (ask(asked, memory).topic, ask(asked, memory).roles) == ("salary", (ANALYST,))


def test_the_own_role_is_asked_about() -> None:
    memory = after("salary", TESTER, location="Reno", own=DBA)
    question = ask(request("ask_salary", "and what would I earn in my current job"), memory)
    assert (question.roles, question.locations) == ((DBA,), ("Reno",))
    assert ask(request("ask_salary", "and what would I earn"), memory).roles == (TESTER,)


@pytest.mark.parametrize(
    ("intent", "text", "topic"),
    [
        ("ask_career_path", "could I be one within a year", "career_path"),
        ("ask_responsibilities", "what fills a week for them", "responsibilities"),
        ("ask_education", "what benefits would a diploma have", "education"),
        ("ask_responsibilities", "is that per week?", "source"),
    ],
)
def test_a_period_alone_asks_for_no_source(intent: str, text: str, topic: str) -> None:
    assert ask(request(intent, text), after("salary", TESTER)).topic == topic


def test_a_threat_to_one_job_is_no_order_of_all() -> None:
    asked = request("ask_outlook", "what's the biggest threat to that job?")
    question = ask(asked, after("salary", TESTER))
    assert (question.topic, question.roles, question.ranking) == ("outlook", (TESTER,), None)


def test_what_pays_off_is_no_question_on_pay() -> None:
    asked = request("ask_education", "which degree pays off", degree=("degree", "degree"))
    assert not ask(asked, after("definition", TESTER)).about_pay


def test_a_job_outside_the_table_is_compared_with_none() -> None:
    text = "florist or tester?"
    entities = (
        entity_at(text, "other_role", "florist", "florist"),
        entity_at(text, "role", "tester", TESTER),
    )
    question = ask(Request("compare_roles", text, entities))
    assert (question.topic, question.uncovered) == ("comparison", Uncovered("florist"))


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("ask_salary", "the mayor quoted 40 per cent, you too?"),
        ("report_problem", "those are thrown in together with coders"),
    ],
)
def test_percent_after_an_outlook_is_of_the_outlook(intent: str, text: str) -> None:
    assert ask(request(intent, text), after("outlook", TESTER)).topic == "outlook"


def test_the_first_of_these_stays_the_first() -> None:
    memory = after("definition", TESTER, DBA)
    question = ask(request("ask_education", "which diploma would the first of these want"), memory)
    assert (question.roles, question.keeps_list) == ((TESTER,), True)


def test_what_is_wanted_from_one_is_held_against_nothing() -> None:
    asked = request("ask_skills", "and what would you want from an administrator skill wise")
    assert ask(asked, after("salary", DBA, TESTER)).roles == (DBA,)


def test_a_boss_is_no_role() -> None:
    asked = request("ask_salary", "my manager has doubts, what was it")
    memory = after("salary", "it-manager", TESTER)
    assert ask(asked, memory).roles == (TESTER,)


def test_a_field_that_is_no_term_is_the_work_of_a_role() -> None:
    asked = request("ask_concept", "what is testing", field=("testing", TESTER))
    assert ask(asked).roles == (TESTER,)
