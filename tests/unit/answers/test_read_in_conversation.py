"""What a whole message asks in its conversation, however unsure the classifier was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.answers.model import Memory, Request
from bot.answers.reading.context import resolve
from bot.answers.reading.turns import Guess, Said, read
from bot.answers.topics import load_topics
from tests.entities import entity_at

TOPICS = load_topics()
ANALYST, TESTER, DBA = "data-analyst", "qa-engineer", "database-administrator"


def said(intent: str, text: str, *guesses: tuple[str, float], **entities: Any) -> Said:
    """A message with one request; role=("tester", slug) stands where its words stand."""
    found = [entity_at(text, kind, words, value) for kind, (words, value) in entities.items()]
    request = Request(intent, text, tuple(found))
    return Said(request, [request], [Guess(*guess) for guess in guesses])


def after(topic: str, *roles: str, **more: Any) -> Memory:
    memory = Memory(topic=topic, **more)
    for role in roles:
        memory.mention(role)
    return memory


def intents(message: Said, memory: Memory) -> list[str]:
    return [request.intent for request in read(message, memory, TOPICS)]


def test_a_newer_figure_is_asked_for() -> None:
    message = said("nlu_fallback", "got something more recent")
    assert intents(message, after("salary", TESTER)) == ["ask_salary"]
    assert intents(message, Memory()) == []


def test_the_family_spoken_of_says_which_one_is_described() -> None:
    text = "and whoever looks after it"
    likely = {"entity": "role_hint", "value": [TESTER, DBA], "words": "", "start": 4, "end": 26}
    request = Request("nlu_fallback", text, (likely,))
    families = {TESTER: "testing", DBA: "databases", "database-architect": "databases"}
    memory = after("salary", "database-architect")
    (found,) = read(Said(request, [request]), memory, TOPICS, families.get)
    assert (found.intent, found.values("role")) == ("inform", [DBA])


def test_a_place_after_a_word_that_goes_on() -> None:
    memory = after("salary", TESTER, location="Tampa")
    text = "and Omaha, where my sister lives since her wedding with that man of hers"
    message = said("out_of_scope", text, ("out_of_scope", 0.9), location=("Omaha", "Omaha"))
    assert intents(message, memory) == ["inform"]


def test_a_sure_refusal_stays_one_where_a_place_is_named() -> None:
    memory = after("salary", TESTER, location="Tampa")
    guesses = (("out_of_scope", 0.9), ("ask_salary", 0.02))
    rain = said("out_of_scope", "is it raining in Omaha", *guesses, location=("Omaha", "Omaha"))
    assert intents(rain, memory) == []
    unsure = (("out_of_scope", 0.4), ("ask_salary", 0.3))
    goes_on = said("out_of_scope", "Omaha it is, fire away", *unsure, location=("Omaha", "Omaha"))
    assert intents(goes_on, memory) == ["inform"]


def test_thanks_with_a_place_go_on_after_an_answer_on_pay() -> None:
    guesses = (("thank", 0.4), ("ask_salary", 0.3))
    message = said("thank", "I see. Omaha, perhaps?", *guesses, location=("Omaha", "Omaha"))
    assert intents(message, after("salary", TESTER)) == ["inform"]
    assert intents(message, Memory()) == ["thank"]


def test_plain_thanks_stay_thanks() -> None:
    message = said("thank", "thank you so much", ("thank", 0.97), ("goodbye", 0.01))
    assert intents(message, after("salary", TESTER)) == ["thank"]


def test_the_third_of_a_list_is_no_refusal() -> None:
    memory = after("comparison", ANALYST, TESTER, DBA, offered=[ANALYST, TESTER, DBA])
    assert intents(said("deny", "n the third"), memory) == ["inform"]
    assert intents(said("deny", "not now"), memory) == ["deny"]


def test_the_likeliest_topic_is_answered_in_a_conversation_only() -> None:
    message = said("nlu_fallback", "shrinking I bet", ("ask_outlook", 0.4), ("goodbye", 0.2))
    assert intents(message, after("salary", TESTER)) == ["ask_outlook"]
    assert intents(message, Memory()) == []
    close = said("nlu_fallback", "shrinking I bet", ("ask_outlook", 0.4), ("goodbye", 0.35))
    assert intents(close, after("salary", TESTER)) == []


def test_two_halves_of_one_question_on_two_figures() -> None:
    memory = after("salary", TESTER, location="Tampa")
    memory.tell_pay((TESTER, "Omaha"), (TESTER, "Tampa"))
    whole = Request("compare_roles", "which is cheaper and by how much")
    halves = [
        Request("compare_roles", "which is cheaper"),
        Request("ask_salary", "by how much"),
    ]
    assert intents(Said(whole, halves), memory) == ["compare_roles"]
    assert intents(Said(whole, halves), Memory()) == ["compare_roles", "ask_salary"]


def test_a_message_is_read_as_it_was_meant() -> None:
    text = "teh tester in Omaha"
    entities = ({"entity": "location", "value": "Omaha", "start": 14, "end": 19},)
    request = Request("ask_salary", text, entities, ((0, 3, "their"),))
    (mended,) = read(Said(request, [request]), Memory(), TOPICS)
    assert mended.text == "their tester in Omaha"
    start, end = mended.entities[0]["start"], mended.entities[0]["end"]
    assert mended.text[start:end] == "Omaha"


def test_a_job_that_is_not_covered_keeps_what_was_asked() -> None:
    job = ("baker", "baker")
    guesses = (("out_of_scope", 0.8), ("ask_salary", 0.1))
    assert intents(said("out_of_scope", "a baker's wage", *guesses, other_role=job), Memory()) == [
        "ask_salary"
    ]
    plain = said("out_of_scope", "my baker is nice", ("out_of_scope", 0.99), other_role=job)
    assert intents(plain, Memory()) == ["ask_definition"]


def test_nothing_is_corrected_before_anything_was_said() -> None:
    guesses = (("correct_detail", 0.3), ("find_job", 0.2), ("ask_career_path", 0.15))
    message = said("correct_detail", "sorry, could a chef do testing?", *guesses)
    assert intents(message, Memory()) == ["ask_career_path"]
    assert intents(message, after("salary", TESTER)) == ["correct_detail"]


def test_a_wish_beside_a_claimed_difference_is_heard() -> None:
    memory = after("salary", DBA, TESTER)
    memory.tell_pay((DBA, None), (TESTER, None))
    whole = Request("request_human", "so 9k more then. may I talk to someone", ())
    parts = [Request("ask_salary", "so 9k more then."), Request("request_human", "may I talk")]
    found = read(Said(whole, parts), memory, TOPICS)
    assert [request.intent for request in found] == ["ask_salary", "request_human"]


def test_a_price_is_no_pay() -> None:
    memory = after("salary", TESTER)
    rent = said("ask_salary", "what's the rent over there", ("ask_salary", 0.4))
    assert intents(rent, memory) == ["out_of_scope"]
    job = said("ask_salary", "how much is a house painter paid", other_role=("painter", "painter"))
    assert intents(job, memory) == ["ask_salary"]


def test_what_is_out_of_scope_for_sure_does_not_go_on() -> None:
    sure = said("out_of_scope", "would an engineer win at chess", ("out_of_scope", 0.97))
    assert intents(sure, after("salary", "data-engineer")) == []


def test_disputed_pay_is_told_beside_the_apology() -> None:
    text = "rubbish, no tester in Tampa is on 200k"
    angry = said("report_problem", text, role=("tester", TESTER), amount=("200k", 200_000))
    assert intents(angry, Memory()) == ["report_problem", "ask_salary"]
    only_angry = said("report_problem", "rubbish, all of it")
    assert intents(only_angry, after("salary", TESTER)) == ["report_problem"]


def test_what_is_set_aside_is_not_asked() -> None:
    whole = said("compare_roles", "and next to a tester, money aside", role=("tester", TESTER))
    asked = [
        Request("compare_roles", "and next to a tester", whole.whole.entities),
        Request("ask_salary", "money aside"),
    ]
    (found,) = read(Said(whole.whole, asked), after("salary", DBA), TOPICS)
    assert found.intent == "compare_roles"
    question = resolve(found, after("salary", DBA), TOPICS)
    assert question is not None
    assert (question.roles, question.about_pay, question.sides) == ((DBA, TESTER), False, ())


def test_supposing_another_job_asks_the_same_of_it() -> None:
    text = "and what if she checked programs instead?"
    role = {"entity": "role", "value": TESTER, "start": 16, "end": 31, "described": True}
    whole = Request("ask_outlook", text, (role,))
    assert intents(Said(whole, [whole]), after("salary", DBA)) == ["inform"]


def test_thanks_to_a_teacher_are_thanks() -> None:
    thanks = said("nlu_fallback", "thank you professor", other_role=("professor", "professor"))
    assert intents(thanks, after("salary", TESTER)) == ["thank"]


def test_a_role_and_a_place_ask_for_pay_in_many_words() -> None:
    text = "right, once more the tester, and then say Tampa, sorry, the baby is crying here again"
    message = said("nlu_fallback", text, role=("tester", TESTER), location=("Tampa", "Tampa"))
    assert intents(message, after("salary", DBA)) == ["ask_salary"]


def test_a_named_role_that_is_paid_asks_for_pay() -> None:
    text = "meh. so the tester folks, do those get paid anything like it or is that only a dream"
    message = said("nlu_fallback", text, role=("tester", TESTER))
    assert intents(message, after("salary", DBA)) == ["ask_salary"]


def test_a_license_for_anybody_is_not_about_the_role_spoken_of() -> None:
    memory = after("salary", "machine-learning-engineer")
    guesses = (("out_of_scope", 0.5), ("ask_education", 0.3))
    message = said("out_of_scope", "may an engineer be fined for that title", *guesses)
    assert intents(message, memory) == []


def test_a_price_in_an_angry_message_asks_for_no_pay() -> None:
    memory = after("salary", TESTER)
    text = "and I threw 12k at a camp over your fairy tale"
    message = said("nlu_fallback", text, ("report_problem", 0.3), amount=("12k", 12_000))
    angry = replace(message, fallback_for="report_problem")
    assert intents(angry, memory) == ["report_problem"]
    assert intents(message, memory) == ["ask_salary"]


def test_a_disputed_figure_is_one_of_the_role_spoken_of() -> None:
    text = "no way, my uncle swore 300k"
    message = said("report_problem", text, ("report_problem", 0.9), amount=("300k", 300_000))
    told = after("salary", TESTER, of_pay=True)
    assert intents(message, told) == ["report_problem", "ask_salary"]
    assert intents(message, after("education", TESTER)) == ["report_problem"]


def test_what_is_no_known_place_casts_no_doubt_on_a_refusal() -> None:
    memory = after("salary", TESTER, location="Tampa")
    guesses = (("out_of_scope", 0.75), ("ask_salary", 0.1))
    text = "is the sword what beats the troll in Gloomvale"
    message = said("out_of_scope", text, *guesses, location=("Gloomvale", "Gloomvale"))
    known = message.whole.entities[0]
    unlisted = replace(message.whole, entities=({**known, "unlisted": True},))
    assert intents(replace(message, whole=unlisted, requests=[unlisted]), memory) == []
