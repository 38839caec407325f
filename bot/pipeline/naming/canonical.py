"""Tokens in one canonical spelling, so that "front-end devs" and "frontend developer" meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    r"[Pp][Hh]\.?[Dd]\b\.?"  # Ph.D.
    r"|(?:[A-Za-z]\.)+[A-Za-z]\b\.?|(?:[A-Za-z]\.){2,}"  # U.S., B.Sc
    r"|[A-Za-zÀ-ÖØ-öø-ÿ]+(?:'[A-Za-z]+)?[+#]{0,2}"
    r"|\d+(?:th|st|nd|rd)?%?[A-Za-z]*"
)

MIN_PLURAL_LETTERS = 4


def singular(word: str) -> str:
    """`word` without a plural ending; names are treated alike, so a wrong guess does no harm."""
    if len(word) < MIN_PLURAL_LETTERS or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


_JOINS = {
    tuple(map(singular, phrase.split())): joined
    for joined, phrases in {
        "ml": ("machine learning",),
        "ai": ("artificial intelligence",),
        "nlp": ("natural language processing",),
        "llm": ("large language model",),
        "genai": ("gen ai", "generative ai"),
        "qa": ("quality assurance",),
        "ux": ("user experience",),
        "ui": ("user interface",),
        "bi": ("business intelligence",),
        "it": ("information technology",),
        "infosec": ("information security", "info security", "info sec"),
        "cybersecurity": ("cyber security", "cyber sec", "cybersec"),
        "frontend": ("front end",),
        "backend": ("back end",),
        "fullstack": ("full stack",),
        "devop": ("dev ops",),
        "mlop": ("ml ops", "machine learning operations", "machine learning ops", "ml operations"),
        "helpdesk": ("help desk",),
        "database": ("data base", "db"),
        "website": ("web site",),
        "software": ("soft ware",),
        "hardware": ("hard ware",),
        "bootcamp": ("boot camp",),
        "sysadmin": ("sys admin", "sys administrator"),
        "pentester": ("pen tester", "penetration tester"),
        "developer": ("dev", "develper", "devloper"),
        "engineer": ("eng", "engr", "engg"),
        "administrator": ("admin", "adminstrator"),
        "manager": ("mgr", "mngr"),
        "analyst": ("anlyst",),
        "scientist": ("sci",),
        "technician": ("tech",),
        "specialist": ("spec",),
    }.items()
    for phrase in phrases
}
_LONGEST_JOIN = max(map(len, _JOINS))
# Short forms that are words of their own: they stand for a job only beside a field.
_AFTER_FIELD = {
    "tech": "help support network desktop it helpdesk",
    "spec": "it support security",
    "sci": "data computer",
}


@dataclass(frozen=True)
class Token:
    """One word of a message: its place, its plain and its canonical form."""

    start: int
    end: int
    surface: str
    plain: str
    """Lower case, no dots, no possessive."""
    form: str
    """`plain` in the singular, synonyms replaced."""


def split_tokens(text: str) -> list[Token]:
    """The words of `text` in order."""
    tokens = []
    for match in _TOKEN.finditer(text):
        plain = match.group().lower().replace(".", "").removesuffix("'s")
        tokens.append(Token(match.start(), match.end(), match.group(), plain, singular(plain)))
    return tokens


def _corrected(tokens: Iterable[Token], correct: Callable[[Token], str | None]) -> list[Token]:
    result: list[Token] = []
    for token in tokens:
        # A correction may be two words: "datascientist".
        for word in (correct(token) or token.plain).split():
            result.append(replace(token, plain=word, form=singular(word)))
    return result


def canonical_tokens(
    text: str, correct: Callable[[Token], str | None] = lambda _: None
) -> list[Token]:
    """The words of `text`, misspelled ones replaced by `correct`, synonyms joined."""
    tokens = _corrected(split_tokens(text), correct)
    result: list[Token] = []
    index = 0
    while index < len(tokens):
        for length in range(min(_LONGEST_JOIN, len(tokens) - index), 0, -1):
            words = tuple(token.form for token in tokens[index : index + length])
            joined = _JOINS.get(words)
            if joined is None or not _fits(words, result):
                continue
            first, last = tokens[index], tokens[index + length - 1]
            plain = first.plain if length == 1 else joined
            result.append(Token(first.start, last.end, text[first.start : last.end], plain, joined))
            index += length
            break
        else:
            result.append(tokens[index])
            index += 1
    return result


def _fits(words: tuple[str, ...], before: list[Token]) -> bool:
    fields = _AFTER_FIELD.get(words[0]) if len(words) == 1 else None
    return fields is None or (bool(before) and before[-1].form in fields.split())
