"""What was spoken, or spelled out in words: "jane dot doe at example dot com", "five five five"."""

from __future__ import annotations

import re

_NUMBERS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3}
_MARKS = {
    "dot": ".", "period": ".", "point": ".", "underscore": "_", "dash": "-", "hyphen": "-",
    "minus": "-", "plus": "+",
}  # fmt: skip
_AT = frozenset({"at", "@"})
# "You can find me at ...": what stands before "at" is no mailbox.
_NO_MAILBOX = frozenset(
    "me us him her them it is work working works reach email mail address found available".split()
)
_TOKEN = re.compile(r"[^\s,;!?()\[\]]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9._+-]*", re.IGNORECASE)
_SPOKEN = rf"(?:(?:{'|'.join(_TIMES)})[\s-]+)?(?:{'|'.join(_NUMBERS)}|\d)\b"
_RUN = re.compile(
    rf"\b(?:plus\s+)?{_SPOKEN}(?:[\s,.-]+{_SPOKEN})*",
    re.IGNORECASE,
)


def emails(text: str) -> list[str]:
    """The addresses that `text` spells out, in order."""
    tokens = [token.strip(".:'\"") for token in _TOKEN.findall(_joined_marks(text))]
    tokens = [token for token in tokens if token]
    found = []
    for index, token in enumerate(tokens):
        if token.lower() not in _AT:
            continue
        local, domain = _mailbox(tokens[:index]), _domain(tokens[index + 1 :])
        if local and domain and local.lower() not in _NO_MAILBOX:
            found.append(f"{local}@{domain}")
    return found


def digits(text: str) -> str:
    """`text` with number words as digits, runs of them joined: "double five oh, one" is "5501"."""
    return _RUN.sub(lambda run: _figures(run.group()), text)


def _figures(run: str) -> str:
    written, times = "", 1
    for word in re.findall(r"[a-z]+|\d", run.lower()):
        if word in _TIMES:
            times = _TIMES[word]
        else:
            written += ("+" if word == "plus" else _NUMBERS.get(word, word)) * times
            times = 1
    return written


def _joined_marks(text: str) -> str:
    """Brackets off "(at)", spaces around "@" and before a domain's full stop."""
    text = re.sub(r"[(\[{<]\s*(at|dot|@)\s*[)\]}>]", r" \1 ", text, flags=re.IGNORECASE)
    return re.sub(r"\s*@\s*", " @ ", text)


def _mailbox(before: list[str]) -> str:
    """Read backwards from "at": words joined by marks, figures joined to what is before them."""
    local = ""
    open_end = True
    for token in reversed(before):
        word = token.lower()
        if word in _MARKS:
            if not local:
                break
            local, open_end = _MARKS[word] + local, True
        elif word in _NUMBERS or word.isdigit():
            local, open_end = _NUMBERS.get(word, word) + local, True
        elif open_end and _WORD.fullmatch(token):
            local, open_end = token + local, False
        else:
            break
    return local.lstrip(".-+")


def _domain(after: list[str]) -> str:
    """Labels joined by "dot" as far as they go; a single label must have its full stop."""
    domain = ""
    wants_label = True
    for token in after:
        word = token.lower()
        if wants_label and _WORD.fullmatch(token):
            domain, wants_label = domain + word, False
        elif not wants_label and word in ("dash", "hyphen"):
            domain, wants_label = domain + "-", True
        elif not wants_label and word in ("dot", "period", "point", "."):
            domain, wants_label = domain + ".", True
        else:
            break
    return domain.rstrip(".-") if "." in domain.rstrip(".-") else ""
