"""Which topic a message asks about in its conversation."""

from __future__ import annotations

import re

from bot.answers.model import PLACED, SET_ASIDE, Memory, Request
from bot.answers.reading import asides, places
from bot.answers.reading.asked_measures import is_remote, tells_experience
from bot.answers.reading.asked_roles import pair_of
from bot.answers.reading.contrast_words import asks_difference, asks_which_of_two, asks_winner
from bot.answers.reading.fragments import is_fragment, says_nothing
from bot.answers.reading.likeness import asks_how_they_differ, is_likened
from bot.answers.reading.references import is_head, only_points, points_at_one
from bot.answers.reading.superlatives import growth_rank
from bot.answers.subjects import (
    CAREER_PATH,
    COMPARE,
    DEFAULT_TOPIC,
    DUTIES,
    EDUCATION,
    EXAMPLES,
    OUTLOOK,
    PAY,
    PAY_WORDS,
    PROBLEM,
    RELATED,
    ROLES,
    SKILLS,
    SOURCE,
)
from bot.answers.topics import Topics

_WHAT_THEY_DO = re.compile(r"\bwhat\b.*\b(do|does)\b.+\bdo\b", re.I)
_SAME_ROLE = re.compile(r"\bsame (job|role|one|thing|position)\b", re.I)
_AND = re.compile(r"(^|[.,;:!?]\s*)(and|what about|how about)\b[^.?!]*$", re.I)
# "Not project manager?": how does that differ from the one just spoken of?
_NOT_THAT = re.compile(r"^\W*(?:(?:oh|so|wait|hm+|but|and)\W+)*not\s[^.,!?]*\?", re.I)
# "Do they use Tableau?"
_USES = re.compile(r"\b(do|does|did|would|will) (they|he|she|you|we|one|it)\b", re.I)
# "What would a tester get?"
_WOULD_GET = re.compile(
    r"\b(would|will|does|do|can) .{2,40} (get|fetch|bring|be on|be at|be)( (over |up "
    r"|down )?(there|here))?\W*$",
    re.I,
)
# "How many of those jobs are there?", said of a role.
_HOW_MANY_JOBS = re.compile(
    r"\bhow many\b.*\b(of (those|these|them)|(those|these|such) jobs|people)\b", re.I
)
_THE_FIGURE = re.compile(
    r"\b(number|figure|pay|salary|wages?|rate|median|average)s?\b(?!.*\b(from|based|source)\b)",
    re.I,
)
_IS = re.compile(
    r"\b(what|who)('?s|\s+is|\s+are)\b(?!\s+about)"
    r"|\bwhat (the|this|that|an?) (\w+ ){1,3}(is|are|does|do)\b",
    re.I,
)
_ASKS = re.compile(r"\b(which|who|what|more|better|higher|most)\b", re.I)
_GOES_ON = re.compile(r"^\W*((ok|so|well)\W+)*(and|what if|if|what about|how about)\b", re.I)
_FEW = 8
# "What was the tester number again?"
_NUMBER_AGAIN = re.compile(
    r"\b(number|figure|amount|pay|salary)\b.*\b(again|before|earlier|you (said|told|gave))\b"
    r"|\b(again|remind me|repeat)\b.*\b(number|figure|amount|pay|salary)\b",
    re.I,
)
_PERCENT = re.compile(r"%|\bper ?cent\b", re.I)
_SUPPOSES = re.compile(r"^\W*((and|but|so|ok|now)\W+)*(what if|if|suppose|say)\b", re.I)
# Where "tell me that again" may end up.
_LOST = (None, PROBLEM, "help", "out_of_scope", "greet", "affirm", "deny")
# Topics of facts that a message on figures is hardly ever taken for.
_FACTS = (DUTIES, SKILLS, EDUCATION, OUTLOOK, EXAMPLES, RELATED, CAREER_PATH)
# Topics of no role, which "do they all have degrees?" is taken for.
_OF_NO_ROLE = (ROLES, "help")
# What "and the slowest?" is taken for.
_UNSURE = ("inform", "ask_related_roles")
# What a fragment on pay names: "in Boston", "for seniors", "and the least?".
_OF_PAY = ("location", "level", "metric", "ranking", "amount")


def asked_topic(request: Request, named: list[str], memory: Memory, topics: Topics) -> str | None:
    """The topic of the request, of which `named` are the roles; None for no topic at all."""
    own = topics.by_intent(request.intent)
    of_years = own in (EDUCATION, SKILLS, OUTLOOK, SOURCE, *_LOST)
    if of_years and (named or memory.role) and asides.asks_for_years(request.text):
        return CAREER_PATH
    untold = [slug for slug in named if slug not in {own_role for own_role, _ in memory.figures}]
    if own == SOURCE and untold and _THE_FIGURE.search(request.text):
        # "Fine. AI engineer, what's the official number?"
        return PAY
    if named and not untold and memory.figures and _NUMBER_AGAIN.search(request.text):
        return PAY
    if own == EXAMPLES and request.first("skill") and _USES.search(request.text):
        return SKILLS
    jobs = [job for job in request.values("other_role") if not is_head(str(job))]
    if own == COMPARE and named and jobs:
        # "Plumber or tester?"
        return COMPARE
    if own in (None, DEFAULT_TOPIC, COMPARE) and is_likened(request, named, memory):
        return COMPARE
    if own in (ROLES, "help") and memory.role and _HOW_MANY_JOBS.search(request.text):
        return OUTLOOK
    if own == ROLES and request.first("ranking"):
        # "Name your best paid jobs."
        return PAY
    if own == ROLES and (named or request.first("other_role")):
        # "Do you have product managers?"
        return PAY if request.values("location") else DEFAULT_TOPIC
    if asks_difference(request.text) and len(pair_of(named, memory)) > 1:
        return COMPARE
    if own in PLACED and not named and len(memory.roles) > 1 and asks_which_of_two(request):
        return COMPARE
    if (
        own == PAY
        and not named
        and memory.topic == COMPARE
        and request.first("ranking")
        and _ASKS.search(request.text)
    ):
        return COMPARE
    if memory.topic and (aside := _topic_of_aside(request, own, named, memory)):
        return aside
    # A button says which question it stands for, with no words at all.
    whole = _asks_what_it_is(request) or _WHAT_THEY_DO.search(request.text)
    whole = whole or request.first(SET_ASIDE)
    # "And the analyst?", "and web there?": words that only point at a role.
    points = len(named) == 1 and not request.values("role") and len(request.text.split()) <= _FEW
    points = points and says_nothing(only_points(request.text, named[0]))
    if request.text and (is_fragment(request) or points) and not whole:
        return _topic_of_fragment(request, own, named, memory)
    elsewhere = request.values("location") and not named and asides.is_short(request.text)
    if memory.topic in PLACED and elsewhere and _SUPPOSES.match(request.text):
        # "And if they sit in our Reno office?"
        return PAY
    if (
        len(named) == 1
        and memory.topic in PLACED
        and _asks_the_same(request, own, named[0], memory)
    ):
        return PAY
    same = memory.topic == PAY or _SAME_ROLE.search(request.text)
    if own == COMPARE and not named and request.values("location") and memory.role and same:
        return PAY
    if request.intent in ("inform", "correct_detail"):
        subject = named or request.first("other_role")
        level = memory.topic in PLACED and request.first("level")
        if memory.topic in PLACED and memory.role and places.names_other_place(request.text):
            return PAY
        if subject or ((request.values("location") or level) and memory.role):
            return _topic_of_fragment(request, None, named, memory)
        return None
    return own


def _topic_of_aside(
    request: Request, own: str | None, named: list[str], memory: Memory
) -> str | None:
    """The topic of what is said about the last answer; None for anything else."""
    text = request.text
    # "What do they do in a week?" asks for duties, "is that before tax?" for none.
    of_figures = own not in (SOURCE, *_FACTS) or asides.is_plainly_about_figures(text)
    if own != SOURCE and of_figures and asides.is_about_figures(request, memory):
        return SOURCE
    if asks_pay_for_whom(request, own, memory):
        return PAY
    if asks_reasons(request, own, named, memory) or is_surprised(request, memory):
        return SOURCE
    goes_on = own in (OUTLOOK, COMPARE, PAY) or request.intent in _UNSURE
    of_growth = goes_on and memory.topic == OUTLOOK and not named and asides.is_short(text)
    if of_growth and growth_rank(text) and not PAY_WORDS.search(text):
        return OUTLOOK
    if own in _OF_NO_ROLE and not named and memory.role and request.values("degree"):
        # "Do they all have degrees?" is said of the people in that job.
        return EDUCATION
    if memory.lacking and own in (*_LOST, SOURCE, PAY) and asides.wonders_at_nothing(text):
        names = any(request.values(k) for k in ("role", "other_role", "location", "described"))
        return own if names else SOURCE
    if own in _LOST and not named and asides.asks_again(text):
        of_pay = PAY_WORDS.search(text) or request.values("location")
        return PAY if of_pay else memory.topic
    if memory.topic == OUTLOOK and own in (PAY, SOURCE, PROBLEM, COMPARE) and _of_growth(text):
        return OUTLOOK
    doubted = own in (SOURCE, PROBLEM)
    newer = memory.topic == PAY and asides.asks_for_newer(text)
    if newer and (doubted or (own in _OF_NO_ROLE and asides.is_short(text))):
        return PAY
    if own in (SOURCE, PROBLEM, OUTLOOK) and memory.role and asides.claims_growth(text):
        return OUTLOOK
    if doubted and memory.topic in (*PLACED, OUTLOOK) and asides.holds_a_figure_against(text):
        return PAY if memory.topic == COMPARE else memory.topic
    placed = memory.topic in PLACED and not named and request.first("location")
    if own == PROBLEM and (len(named) == 1 or placed) and asides.says_what_was_meant(text):
        return _topic_of_fragment(request, None, named, memory)
    return None


def _of_growth(text: str) -> bool:
    """ "The paper gave them 21 percent", "they're lumped in with developers": of the outlook that
    was told."""
    percent = asides.holds_a_figure_against(text) and _PERCENT.search(text)
    return bool(percent or asides.is_of_a_group(text)) and not PAY_WORDS.search(text)


def is_surprised(request: Request, memory: Memory) -> bool:
    """ "That's less than I thought", said of the pay told last."""
    named = any(request.values(k) for k in ("role", "other_role", "location", "amount"))
    polite = request.intent in ("thank", "goodbye")
    told = memory.topic in PLACED and not named and not polite
    return told and asides.is_surprised(request.text)


def asks_pay_for_whom(request: Request, own: str | None, memory: Memory) -> bool:
    """ "And with ten years of experience?", "and remote?", said of the pay told last."""
    if memory.topic not in PLACED:
        return False
    if tells_experience(request.text) and not request.first("other_role"):
        return own in (*_LOST, CAREER_PATH, EDUCATION, SKILLS)
    of_pay = own in _LOST or bool(_GOES_ON.match(request.text))
    return of_pay and is_remote(request.text) and asides.is_short(request.text)


def asks_reasons(request: Request, own: str | None, named: list[str], memory: Memory) -> bool:
    """ "That's a big gap. Why?": why the figures told last are as they are."""
    told = memory.topic in (*PLACED, OUTLOOK) and not memory.lacking
    of_these = set(named) <= set(memory.roles) and not request.first("other_role")
    known = own in (*_LOST, SOURCE, memory.topic, *PLACED, OUTLOOK)
    return told and known and of_these and asides.asks_why(request.text)


def _asks_the_same(request: Request, own: str | None, named: str, memory: Memory) -> bool:
    """ "Basically the same. And project managers there?" asks for pay, and holds nothing against
    anything; so does "and if she is a developer instead, same town?"."""
    text = request.text
    if request.first(SET_ASIDE):
        return False
    if _WOULD_GET.search(text):
        return True
    if own == DEFAULT_TOPIC:
        return places.is_here(text)
    if own != COMPARE or asks_winner(text) or asks_difference(text) or asks_how_they_differ(text):
        return False
    alone = all(slug == named for slug in memory.roles)
    # "Pay for the latter", "the first one in Austin".
    of_pay = PAY_WORDS.search(text) or (request.first("location") and not request.values("role"))
    alone = alone or (points_at_one(text) and bool(of_pay))
    return alone or places.is_here(text) or bool(_AND.search(text))


def _asks_what_it_is(request: Request) -> bool:
    """ "What is a tester?" has few words too, and yet is a question of its own."""
    asks = request.intent in ("ask_definition", "ask_concept") and _IS.search(request.text)
    return bool(asks) and not _names_what_pay_has(request)


def _names_what_pay_has(request: Request) -> bool:
    """Whether the message itself names a place, a level or the like: what is lent by another
    part of the message asks for nothing, and a button has no words at all."""
    return any(
        e["entity"] in _OF_PAY and ("start" in e or not request.text) for e in request.entities
    )


def _topic_of_fragment(
    request: Request, own: str | None, named: list[str], memory: Memory
) -> str | None:
    if named and memory.pending:
        return memory.pending
    if len(named) > 1:
        return own if own == PAY else COMPARE
    if named and memory.role not in (None, *named) and _NOT_THAT.search(request.text):
        return COMPARE
    if _names_what_pay_has(request) or places.is_here(request.text):
        # "And UX in Reno?" after duties, which are the same everywhere, asks for pay.
        stays = named and memory.topic == OUTLOOK and not places.is_here(request.text)
        # "And DC?" after pay, and then the outlook, of several roles: pay is what places have.
        stays = stays and not request.values("amount") and not memory.figures
        return memory.topic if stays else PAY
    if memory.topic and memory.topic not in (COMPARE, SOURCE):
        return memory.topic
    if memory.topic == COMPARE and memory.of_pay and named:
        return PAY
    if named or request.first("other_role"):
        # One role alone compares with nothing.
        return own if own not in (None, COMPARE) else DEFAULT_TOPIC
    return own
