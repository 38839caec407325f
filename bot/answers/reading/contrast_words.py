"""The words by which a message holds figures against each other."""

from __future__ import annotations

import re

from bot.answers.model import Request

_FEW_WORDS = 9
_PAY = r"(pay\w*|paid|earn\w*|mak(e|es|ing)|money|salar\w*|wages?|bucks|dollars?|\$)"
OF_PAY = re.compile(rf"\b{_PAY}", re.I)
_MORE = (
    r"(more|less|higher|lower|bett?er|bigger|richer|worse|cheaper|pricier|best|most|highest|least"
    r"|lowest|cheapest)"
)
DIFFERENCE = re.compile(
    r"\bby how (much|many)\b"
    rf"|\bhow (much|many|far)\b[^.?!]*\b({_MORE}|extra|on top|between|apart|difference|gap|above"
    r"|below|ahead|behind|over (the|an?|that|what))\b"
    rf"|\bthe (difference|gap|spread)\b[^.?!]*\b{_PAY}"
    rf"|\b(difference|gap) (in|of) {_PAY}"
    r"|\bby (a lot|much|a little|far)\b"
    r"|\b(wins?|leads?|beats?|ahead|behind) by\b|\b(by|with|at) what (margin|difference|gap|lead)\b"
    r"|\bwhat('?s| is) the (margin|lead)\b|\b(the|a) gap\b|\bby what\b|\bby\s*\?",
    re.I,
)
# "Difference?" after two figures.
BARE = re.compile(
    r"^\W*(\w+\W+){0,5}(difference|diff|delta|gap|spread)(\W+\w+){0,4}\W*$"
    r"|\bhow (close|tiny|big|small|large|wide|far apart)\b",
    re.I,
)
WINNER = re.compile(
    rf"\b(which|what|who|whose|where|whichever|is|are|does|do|would|will)\b[^.?!]*\b{_MORE}\b",
    re.I,
)
# "So less than Houston", "so the back end wins": no question word, and yet two are held together.
CLAIM = re.compile(
    rf"\b{_MORE}\b[^.?!]*\bthan\b|\bwins?\b(?!\s+(the|a|an|my|this)\b)|\b(beats?|out-?earns?)\b|\b{_PAY}\W+(\w+\W+)?{_MORE}\b"
    r"|\b(is|are|it'?s|that'?s)\W+(\w+\W+)?(less|higher|lower|better|worse|cheaper)\b",
    re.I,
)
# "So the first one gets 18k more": an amount that is the difference, not somebody's pay.
CLAIMED_GAP = re.compile(
    r"\d[\d,.]*\s?(k|grand|thousand|bucks|dollars|usd)?\s+((a|per) (year|month)\s+)?"
    r"(more|less|higher|lower|extra|better|worse|above|below|apart|difference|on top)\b"
    # "So the premium is roughly 15k?"
    r"|\b(premium|difference|diff|gap|bump|raise|jump|delta|spread)('?s| is"
    r"| of)?\b[^.?!]{0,20}\$?\d",
    re.I,
)
# "Higher one?", "so that's less?", with nothing else named.
BARE_CLAIM = re.compile(
    rf"^\W*((so|and|ok|huh|wait|hm+|oh|wow|well|then|really|the|which|it'?s|that'?s|even|way)\W+)*"
    rf"{_MORE}(\W+(one|paid|paying|city|place|of the two)){{0,2}}\W*$",
    re.I,
)
# "Vs a sysadmin there": the other side of what was told last.
OPPOSED = re.compile(
    r"^\W*((and|or|but|ok|so|now|hm+)\W+)*"
    r"(vs\.?|versus|as opposed to|compared (to|with)|against)\W"
    r"|\b(that|this|it|those|these|they) ((compares?|stacks? up|measures? up) "
    r"(to|with|against)|vs\.?|versus)\b"
    r"|\b(that|how|this|it)'?s (that|this|it|against|vs\.?|versus)\b[^.?!]*"
    r"\b(vs\.?|versus|against)\b",
    re.I,
)
WHICH = re.compile(rf"\b(which|what|who|whose|where|whichever)\b[^.?!]*\b{_MORE}\b", re.I)
_OPENINGS = r"ok|okay|so|and|but|lol|hm+|then|well|now|wait|cool|nice|yo|bruh"
# "Which gets the fatter check?", taken for a comparison, whatever the words for more are.
WHICH_OPENS = re.compile(
    rf"^\W*(({_OPENINGS}|in your opinion)\W+)*"
    r"(which|who|whose|what one)\b(?!\W+(is|are|was)\W+(it|that|this|those|these|which)\b)",
    re.I,
)
WHICH_GETS = re.compile(
    rf"^\W*(({_OPENINGS})\W+)*"
    r"(which|who|whose|whos|what one)( one| of (the|them|those) two)?( (really|actually))?\s+"
    r"(get|make|bring|take|earn|pull|bank|rake|cash|clear)s?\b",
    re.I,
)
SUPERLATIVE = re.compile(r"\b(best|most|highest|least|lowest|cheapest)\b", re.I)
# "Which of your jobs pays best?" speaks of all there are.
OF_ALL = re.compile(
    r"\b(jobs?|careers?|roles?|professions?|occupations?|titles?|you (have|cover|know)|of all)\b",
    re.I,
)
OF_THOSE = re.compile(r"\b(of|among|from) (those|these|them)\b", re.I)
OF_BOTH = re.compile(r"\b(between|of|for) (them|the two|those|these|both)\b|\bboth\b", re.I)
OF_TWO = re.compile(
    r"\b(of|between|out of) (the|these|those) (two|2)\b|\bof (them|these|those)\b"
    r"|\bwhich one\b|\bboth\b",
    re.I,
)
CITIES = re.compile(r"\b(city|cities|places?|states?|towns?|metros?|where|locations?)\b", re.I)
ROLES = re.compile(r"\b(roles?|jobs?|careers?|positions?|titles?)\b", re.I)
OTHER_MATTERS = re.compile(
    # "Interesting, it flips" is no question of interest.
    r"\b(easier|harder|(?<=[a-z] )interesting|grow\w*|openings|stable|fun|stress\w*"
    r"|better for me)\b",
    re.I,
)
AT = re.compile(r"\b(in|at|for|around|near|across|over)\s+(the\s+)?$", re.I)
THAN = re.compile(r"\b(than|vs\.?|versus|over|against|from|beats?)\b[^.?!]*$", re.I)


def asks_difference(text: str) -> bool:
    """True for "by how much?" and "how many dollars more is that?"."""
    return bool(DIFFERENCE.search(text))


def asks_which(text: str) -> bool:
    """True for "which one pays more?", false for "by how much?"."""
    return bool(WHICH.search(text)) and not DIFFERENCE.match(text.strip())


def asks_winner(text: str) -> bool:
    """True for "which pays more?"."""
    return bool(WINNER.search(text))


def of_two(text: str) -> bool:
    """True for "which of the two pays more?", "which pays more?" and "the higher one?", not for
    "the best-paid"."""
    if BARE_CLAIM.search(text):
        return True
    if OF_TWO.search(text):
        return asks_winner(text)
    return bool(WHICH.search(text)) and not SUPERLATIVE.search(text)


def asks_which_of_two(request: Request) -> bool:
    """True for "which gets the fatter check?" too, where a question on pay names nothing."""
    text = request.text
    few = len(text.split()) <= _FEW_WORDS and not (SUPERLATIVE.search(text) or OF_ALL.search(text))
    loosely = few and WHICH_GETS.match(text) and not request.values("location")
    return of_two(text) or bool(loosely)


def asks_loosely(request: Request) -> bool:
    """ "Which gets the fatter check?": in words of its own, but taken for a comparison."""
    text = request.text
    few = len(text.split()) <= _FEW_WORDS
    return few and request.intent == "compare_roles" and bool(WHICH_OPENS.match(text))
