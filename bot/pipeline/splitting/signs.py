"""Words by which a part of a message shows what it is: a question, a wish, a story."""

from __future__ import annotations

import re

# "(b) the outlook": what a list of points begins with.
_POINT = r"\(?\b[a-d1-9][.)]\s*"
_BEFORE = (
    rf"(?:{_POINT})?(?:(?:and|so|also|then|plus|but|next|after(?:wards?)?|after that|please|"
    r"pls|plz|maybe|well|ok|okay|um|uh|like|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|just|"
    r"kindly|lol|failing that|while i'm at it|if (?:not|so|yes))[\s,]+)*"
)
# As people type what, how and who in a hurry too.
_ASKING = r"w[hu]?[aou]t+|what'?s|wuts|how|hw|hows|which|where|wheres|when|who|whos|why"
_VERB = r"is|are|was|were|do|does|did|can|could|would|will|should|cud|wud|shud"
_STARTS = re.compile(
    rf"{_BEFORE}(?:{_ASKING}|{_VERB}|"
    r"may|must|i|i'm|im|i'd|we|my|our|tell|say|state|give|show|explain|compare|list|any|"
    r"need|want|let|send|call|ring|phone|put|connect|transfer|talk|get|find|start|open|stop|delete|"
    r"have|if|whether|(?:in|for|at|with|by)(?=(?:\W+\w+){4})|please|sign|skip|describe|name|also)\b",
    re.IGNORECASE,
)
# "In America what is this job called".
_SOMEWHERE = r"(?:(?:in|for|at|around)\s+(?:the\s+)?\w+,?\s+)?"
_QUESTION = re.compile(rf"\?\s*$|^{_BEFORE}{_SOMEWHERE}(?:{_ASKING}|{_VERB})\b", re.IGNORECASE)
_ORDER = re.compile(
    rf"^{_BEFORE}(?:now\s+)?(?:explain|describe|tell|give|list|name|show|write|sing|stop|delete|send|"
    r"solve|fix|calculate|compute|translate|draft)\b",
    re.I,
)
_IN_THE_END = re.compile(
    r"\b(?:can|could|should|will|would|may|do|does|is)\s+(?:i|u|you|we|they|it|he|she|there)\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"^(?:(?:so|um|uh|hi|hey|hello|ok|well|yeah|like|and|but|because)[\s,]+)*"
    r"(?:i|i'm|im|i've|ive|i'd|my|our|we|we're|we've|it's|they|he|she)\b(?!.*\?)",
    re.IGNORECASE,
)
_TOPIC_NOUN = re.compile(
    r"\b(pay|compensation|comp|package|salary|salaries|wage|wages|money|earn|make|skills?|tools?|degrees?|education|"
    r"outlook|projections?|demand|future|growth|duties|responsibilities|tasks|examples?|companies|definition|"
    r"requirements?|difference|source|related|path|careers?|job|jobs|qualifications?|"
    r"certifications?|certificates?)\b",
    re.IGNORECASE,
)
# The words of somebody who wants a job, people, or a person to talk to.
_WISH = re.compile(
    r"\b(hir(e|es|ing)|recruit\w*|look(ing)? (for|to|at)|need(s|ed|ing)?|wants?|wanna|seek\w*|"
    r"search\w*|"
    r"find|get (me|us)|jobs?|works?|positions?|openings?|vacanc\w+|vacant|opportunit\w+|"
    r"appl(y|ying|ication)|cv|r[eé]sum[eé]|plac(e|ing) (me|my|people|us)|represent|"
    r"contractors?|fill|backfill|"
    r"staff\w*|talk|speak|calls?|ring|phone|human|contact|agent|quote|terms|fees?|charge|rates|"
    r"sponsor\w*|visa|available|sign me|send|supply|provide|lend|help (me|us|my|him|her)|connect|"
    r"transfer|put me|chat with|gig|move on|relocat\w+|replac\w+|engage|candidature)\b",
    re.IGNORECASE,
)

# "I do design work, six years of it": what somebody does, and not what they want.
_WORKS = re.compile(
    r"(?:^|[,.;]\s*)(?:(?:hi|hey|hello|so|well|ok)\W+)*(?:i|he|she|we|my \w+)(?:'ve| have)?\s+"
    r"(?:currently\s+|been\s+)?(?:do|does|did|done|doing|works?|worked|working)\b"
    r"(?!.*\b(?:need|want|wanna|look|seek|search|find|hir|appl|open|jobs?|would|could|can|next|new)\w*)",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\b(what|which|whose)\s+(\w+\s+)?(majors?|(fields?|courses?) of study|degrees?|diplomas?)\b",
    re.I,
)


_FILLER = re.compile(r"\W*(?:ok(?:ay)?|k|right|alright|well|so|sure|cool|great|fine)\W*", re.I)
_NAME = re.compile(r"\bname\b|\b(?:i'?m|i am|this is|it'?s)\s+(?-i:[A-Z][a-z]+)(?!\s+[a-z])", re.I)


_COUNTED = re.compile(
    r"\b(?:two|2|three|3|four|4|couple(?: of)?|few)\s+(?:\w+\s+)?"
    r"(?:things|questions|matters|q'?s|points)\b",
    re.I,
)


def counts_requests(text: str) -> bool:
    """True for "two questions: ...", whose parts are questions in whatever words."""
    return bool(_COUNTED.search(text))


def is_filler(text: str) -> bool:
    """True for the "ok" with which somebody goes on."""
    return bool(_FILLER.fullmatch(text))


def gives_name(text: str) -> bool:
    """True for "my name is Ada" and "I'm Ada Byron"."""
    return bool(_NAME.search(text))


def opens_clause(text: str) -> bool:
    """True for a beginning that can stand alone: "how much", "and do they", "tell me"."""
    return bool(_STARTS.match(text))


def is_question(text: str) -> bool:
    """True for what ends or begins as a question does."""
    return bool(_QUESTION.search(text))


def asks_in_the_end(text: str) -> bool:
    """True for "my boss never paid me can I sue him", a question after a story without a mark."""
    return bool(_IN_THE_END.search(text))


def is_order(text: str) -> bool:
    """True for "explain me the work of a tester"."""
    return bool(_ORDER.search(text))


def tells_of_self(text: str) -> bool:
    """True for a statement in the first person: "I have nine years of it"."""
    return bool(_FIRST_PERSON.match(text))


def names_topic(text: str) -> bool:
    """True for a noun that is a request by itself in a list: "pay and outlook"."""
    return bool(_TOPIC_NOUN.search(text))


def says_wish(text: str) -> bool:
    """True for "we need two testers", not for "I finished a bootcamp" and "I do design work"."""
    return bool(_WISH.search(text)) and not _WORKS.search(text)


def asks_for_study(text: str) -> bool:
    """Whether a subject or a degree is asked for: "what major suits a tester?"."""
    return bool(_STUDY.search(text))
