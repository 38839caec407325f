"""What a whole message asks in its conversation.

The classifier reads every message by itself. Here its reading is put right by what was said
before: "which is cheaper and by how much?" is one question after two figures, and "Berlin, any
luck?" goes on with the last one, whatever it sounds like alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.model import PAIR, PLACED, Memory, Request
from bot.answers.reading import asides
from bot.answers.reading.asked_measures import is_expense, is_remote
from bot.answers.reading.asked_roles import role_spoken_of
from bot.answers.reading.asked_topic import (
    asks_pay_for_whom,
    asks_reasons,
    is_surprised,
)
from bot.answers.reading.context import resolve
from bot.answers.reading.contrast import sides_of
from bot.answers.reading.contrast_words import of_two
from bot.answers.reading.described import FamilyOf, settle, told_instead
from bot.answers.reading.fragments import is_fragment, opens_with_place, says_nothing
from bot.answers.reading.likeness import asks_if_the_same
from bot.answers.reading.pairs import each_in_its_place
from bot.answers.reading.places import names_other_place
from bot.answers.reading.references import is_one_of_two, points_at_one
from bot.answers.reading.set_aside import without_set_aside
from bot.answers.reading.targets import aimed
from bot.answers.subjects import PAY, PAY_WORDS, PLACE_WORDS, TOPIC_WORDS
from bot.answers.topics import Topics

MISSES = ("nlu_fallback", "out_of_scope")
"""The intents of messages that nothing is known about."""
COMPARE, GO_ON, COMPLAINT = "compare_roles", "inform", "report_problem"
# What a few words are taken for that only go on: "I see. Berlin, any luck?" is no thanks.
_LOOSE = frozenset(
    "affirm deny thank goodbye greet stop report_problem ask_help bot_challenge".split()
)
# Less sure than this, a message that names a role or a place goes on with the last question.
_SURE = 0.6
# Surer than this of what lies out of scope, its words are not looked at one by one.
_NO_DOUBT = 0.9
_LEAST_SHARE = 0.25
_CLEARLY_AHEAD = 1.25
_LEAST_TRACE = 0.03
_LEAST_GUESS = 0.1
_MOST_AGAIN = 4
_THANKS = re.compile(r"^\W*((ok|okay|great|and|well|oh|much|many)\W+)*(thanks?|thx|ty)\b", re.I)
_MAKES = re.compile(r"\b(makes?|making|brings? (in|home)|takes? home|bank)\b", re.I)
_ANYBODY = re.compile(
    r"\ban (engineer|analyst|architect|administrator|admin)\b"
    r"|\ba (developer|dev|manager|designer|scientist|specialist|programmer|statistician)\b",
    re.I,
)
_LONE = 4


@dataclass(frozen=True)
class Guess:
    """An intent, and how likely the classifier thinks it, 0 to 1."""

    intent: str
    share: float


@dataclass(frozen=True)
class Said:
    """One message as the pipeline read it."""

    whole: Request
    """The whole text with all its entities, under the main intent."""
    requests: Sequence[Request]
    guesses: Sequence[Guess] = ()
    """All intents, the likeliest first."""
    fallback_for: str | None = None
    """What a message would have been taken for that is too unsure."""

    @property
    def missed(self) -> bool:
        """Whether the pipeline could tell nothing."""
        return self.whole.intent in MISSES


def read(
    said: Said, memory: Memory, topics: Topics, family_of: FamilyOf = lambda slug: None
) -> list[Request]:
    """The requests of a message in this conversation; none where nothing is understood.

    `family_of` gives the family of a role's slug.
    """
    whole = said.whole.mended()
    if is_expense(whole):
        return [replace(whole, intent="out_of_scope")]
    if again := _asked_again(whole, memory, topics):
        return again
    if said.missed:
        found = _understood(said, settle(whole, memory, family_of), memory, topics)
        return [found] if found and resolve(found, memory, topics) else []
    mended = [request.mended() for request in said.requests]
    requests = aimed(without_set_aside(mended), whole.text, memory)
    if memory.topic and told_instead(whole):
        return [replace(whole, intent=GO_ON)]
    if len(requests) == PAIR and memory.role and _only_leads_up(*requests):
        requests = requests[1:]
    if len(requests) > 1 and _is_one_contrast(whole, requests, memory, topics):
        return [replace(whole, intent=COMPARE)]
    if whole.intent == "correct_detail" and memory.topic is None and "?" in whole.text:
        # Nothing has been said that could be corrected: "sorry, can a chef become a tester?"
        asked = (g.intent for g in said.guesses if g.share >= _LEAST_GUESS)
        topic = next((i for i in asked if _needs_role(i, topics)), None)
        return [replace(whole, intent=topic)] if topic else requests
    requests = [each for request in requests for each in each_in_its_place(request)]
    if [request.intent for request in requests] == [COMPLAINT]:
        requests += _disputed(requests[0], memory)
    if len(requests) == 1 and _only_goes_on(said, requests[0], memory):
        return [replace(requests[0], intent=GO_ON)]
    return requests


def _only_leads_up(first: Request, second: Request) -> bool:
    """ "The badge reads MLOps engineer. Is that the same thing?" asks one question."""
    asks = second.intent == COMPARE and asks_if_the_same(second.text)
    return asks and "?" not in first.text and not second.standing("role")


def _disputed(complaint: Request, memory: Memory) -> list[Request]:
    """The pay that is disputed: "no tester in Tampa gets 200k, fix your data" is answered, too."""
    named = complaint.first("role") or complaint.first("other_role")
    # "He told me a quarter of a million!! Surely not?"
    subject = named or (memory.role if complaint.first("amount") and memory.of_pay else None)
    of_pay = PAY_WORDS.search(complaint.text) or complaint.first("location")
    figure = complaint.first("amount") or of_pay
    return [replace(complaint, intent="ask_salary")] if subject and figure else []


def _asked_again(whole: Request, memory: Memory, topics: Topics) -> list[Request]:
    """All that the last turn asked, of the role or in the place that is named now: "same three
    questions for a tester", and after several questions "and a tester?"."""
    roles = whole.values("role")
    again = asides.asks_the_same(whole.text)
    several = len(memory.asked) > 1 and roles and is_fragment(whole)
    if again and PAY_WORDS.search(whole.text) and PAY not in memory.asked:
        # "Same question for Nashville, what would that pay?", after other questions.
        return []
    if not _names(whole) or not (again or several):
        return []
    last = memory.topics if asides.asks_all_the_same(whole.text) else memory.asked
    of_role = (name for name in last[-_MOST_AGAIN:] if topics[name].kind in ("facts", "pay"))
    asked = [name for name in of_role if topics[name].needs_role and (roles or name in PLACED)]
    if PAY in asked and memory.location and not whole.values("location"):
        place = {"entity": "location", "value": memory.location}
        whole = replace(whole, entities=(*whole.entities, place))
    # Like buttons: their words are not to be read once more.
    return [replace(whole, intent=topics[name].intent, text="") for name in asked]


def _is_one_contrast(
    whole: Request, requests: Sequence[Request], memory: Memory, topics: Topics
) -> bool:
    """ "Which is cheaper, and by how much?"."""
    own = {topics.by_intent(request.intent) or request.intent for request in requests}
    return own <= {*PLACED, *_LOOSE, GO_ON} and sides_of(whole, memory) is not None


def _only_goes_on(said: Said, request: Request, memory: Memory) -> bool:
    if request.intent not in _LOOSE or memory.topic is None or not request.text:
        return False
    if not asides.is_short(request.text) or request.first("other_role"):
        return False
    if memory.topic in PLACED and is_remote(request.text):
        return True
    if is_fragment(request) or opens_with_place(request):
        return bool(_names(request)) or (bool(memory.offered) and points_at_one(request.text))
    share = said.guesses[0].share if said.guesses else 1.0
    return bool(_names(request)) and share < _SURE


def _names(request: Request) -> list[str]:
    return [*request.values("role"), *request.values("location")]


def _understood(said: Said, whole: Request, memory: Memory, topics: Topics) -> Request | None:
    """What a message that the classifier is unsure of asks in this conversation, or None."""
    request = replace(whole, intent=GO_ON)
    share = said.guesses[0].share if said.guesses else 0.0
    uncovered = bool(request.first("other_role")) and not request.first("role")
    # "How do I beat the boss in Elden Ring?": what is no known place casts no doubt.
    no_place = any(e.get("unlisted") for e in whole.entities)
    sure = whole.intent == "out_of_scope" and share >= (_SURE if no_place else _NO_DOUBT)
    if sure and not (uncovered or is_fragment(request)):
        return request if memory.topic in PLACED and opens_with_place(request) else None
    if _THANKS.match(request.text) and asides.is_short(request.text) and "?" not in request.text:
        # "Thank you teacher, sorry my English."
        return replace(request, intent="thank")
    if uncovered:
        return replace(request, intent=_asked_of_a_job(said.guesses, topics))
    if sides_of(request, memory) or _asks_who_earns_more(request, memory):
        return replace(request, intent=COMPARE)
    if asks_pay_for_whom(request, None, memory):
        return request
    if short_for := _of_one_word(request.text):
        return replace(request, intent=short_for)
    wonders = memory.lacking and asides.wonders_at_nothing(request.text)
    wonders = wonders or asks_reasons(request, None, [], memory) or is_surprised(request, memory)
    if wonders or asides.is_about_figures(request, memory):
        return replace(request, intent="ask_source")
    short = asides.is_short(request.text)
    if request.standing("role") and request.standing("location"):
        # "Go back to testers and tell me Charlotte, come on buddy, use your blinker."
        return replace(request, intent="ask_salary")
    of_places = PLACE_WORDS.search(request.text) or names_other_place(request.text)
    if memory.topic in PLACED and memory.role and short and of_places:
        return replace(request, intent="ask_salary")
    # "Could I be sued for calling myself an engineer?" points at nobody.
    of_anybody = whole.intent == "out_of_scope" and _ANYBODY.search(request.text)
    if is_fragment(request) or (role_spoken_of(request, memory) and short and not of_anybody):
        return request
    if request.standing("role") and PAY_WORDS.search(request.text):
        return replace(request, intent="ask_salary")
    if memory.role is None:
        return None
    if asides.asks_conditions(request.text):
        return replace(request, intent="ask_responsibilities")
    if request.values("amount"):
        # "She paid 40k for a course on a lie, I am livid"
        angry = said.fallback_for == COMPLAINT and not PAY_WORDS.search(request.text)
        return replace(request, intent=COMPLAINT if angry else "ask_salary")
    if memory.topic == PAY and asides.asks_for_newer(request.text):
        return replace(request, intent="ask_salary")
    if memory.topic in PLACED and opens_with_place(request):
        return request
    if request.values("degree"):
        return replace(request, intent="ask_education")
    if request.values("skill") and len(request.text.split()) <= _LONE:
        return replace(request, intent="ask_skills")
    guess = said.fallback_for
    if guess and is_one_of_two(request.text):
        return replace(request, intent=guess)
    if short and (request.values("level") or request.values("metric")):
        return replace(request, intent="ask_salary")
    if short and _names(request) and share < _SURE:
        return request
    if short and (likeliest := _likeliest(said.guesses, topics)):
        return replace(request, intent=likeliest)
    return None


def _asks_who_earns_more(request: Request, memory: Memory) -> bool:
    """ "Which makes more bread?", of two roles whose pay has not been told yet."""
    text = request.text
    two = len(memory.roles) > 1 and not _names(request) and asides.is_short(text)
    return two and of_two(text) and bool(PAY_WORDS.search(text) or _MAKES.search(text))


def _of_one_word(text: str) -> str | None:
    """The intent of "copy. outlook?", which names a topic and says nothing else."""
    for intent, words in TOPIC_WORDS:
        if words.search(text) and says_nothing(words.sub(" ", text)):
            return intent
    return None


def _asked_of_a_job(guesses: Sequence[Guess], topics: Topics) -> str:
    """What is asked of a job that is not covered: it is the topic of "and a tester?" then."""
    about = (g.intent for g in guesses if g.share >= _LEAST_TRACE)
    return next((intent for intent in about if _needs_role(intent, topics)), "ask_definition")


def _needs_role(intent: str, topics: Topics) -> bool:
    topic = topics.by_intent(intent)
    return topic is not None and topics[topic].needs_role


def _likeliest(guesses: Sequence[Guess], topics: Topics) -> str | None:
    """The first guess where it is a topic and clearly ahead: in a conversation on a role an
    answer helps more than the question what was meant."""
    if len(guesses) < 2:
        return None
    first, second = guesses[:2]
    ahead = first.share >= _LEAST_SHARE and first.share >= _CLEARLY_AHEAD * second.share
    return first.intent if ahead and _needs_role(first.intent, topics) else None
