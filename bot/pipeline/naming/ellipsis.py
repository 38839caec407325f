"""Jobs that share a word: "front-end or back-end developer", "data engineer vs scientist"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.pipeline.naming.canonical import Token
from bot.pipeline.naming.matcher import Match

CONJUNCTIONS = frozenset("or and vs versus".split())
HEADS = frozenset(
    "engineer developer analyst manager designer architect administrator technician scientist "
    "specialist consultant programmer tester".split()
)
_MARKS = frozenset("/&,+")
_PRONOUNS = frozenset({"it", "It"})

Meaning = Callable[[Sequence[str]], str | None]
"""The role that these canonical words name, if any."""


def shared_words(
    tokens: Sequence[Token], matches: Sequence[Match], text: str, meaning: Meaning
) -> list[Match]:
    """The roles beside `matches` which borrow a word from one of them."""
    found = []
    for match in matches:
        if match.kind != "role" or match.length < 2:
            continue
        form = [token.form for token in tokens[match.first : match.last]]
        before = _step(tokens, match.first - 1, -1, text)
        if before is not None and not _named(before, matches):
            slug = meaning([tokens[before].form, form[-1]])
            if slug and slug != match.value:
                found.append(Match("role", slug, before, before + 1, tokens[before].surface))
        after = _step(tokens, match.last, 1, text)
        if after is not None and not _named(after, matches):
            word = tokens[after].form
            slug = meaning([*form[:-1], word] if word in HEADS else [word, form[-1]])
            if slug and slug != match.value:
                found.append(Match("role", slug, after, after + 1, tokens[after].surface))
    return found


def _named(index: int, matches: Sequence[Match]) -> bool:
    """Whether the token belongs to a longer name of a role already."""
    return any(m.kind == "role" and m.length > 1 and m.first <= index < m.last for m in matches)


def _step(tokens: Sequence[Token], index: int, way: int, text: str) -> int | None:
    """The token across a conjunction or a mark from the one at `index`, going by `way`."""
    if not 0 <= index < len(tokens):
        return None
    if tokens[index].plain in CONJUNCTIONS:
        beyond = index + way
        return beyond if 0 <= beyond < len(tokens) else None
    if tokens[index].surface in _PRONOUNS:
        # "A product manager and a project manager, it is the same job?"
        return None
    near = tokens[index - way]
    left, right = (tokens[index], near) if way < 0 else (near, tokens[index])
    gap = text[left.end : right.start].strip()
    return index if gap in _MARKS and gap else None
