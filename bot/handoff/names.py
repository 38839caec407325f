"""Names of persons and companies in a message: introductions, and answers to a question.

The trained extractor finds many; these rules find what an introduction or our own
question points at, in any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.handoff.phrases import pattern, words

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_](?:[\w'.·]|-(?=\w))*|&|\+")
_COMPANY_WORD = re.compile(r"[\w&+](?:[\w'.&+]|-(?=\w))*")
_PARTICLES = words("name_particles")
_TITLES, _ENDS = words("name_titles"), words("name_ends")
NOT_NAMES = words("not_names")
_NATIONALITIES = words("nationalities")
_COMPANY_ENDS = words("company_ends")
_ABBREVIATIONS = frozenset("inc ltd co corp bros st".split())
_STRONG = pattern(r"{introduces}\s*[:,-]?\s*", re.IGNORECASE)
_WEAK = pattern(r"{introduces_capitals}\s+", re.IGNORECASE)
_HERE = re.compile(r"\s*,?\s+(?:here|this side|speaking)\b", re.IGNORECASE)
_COMPANY_STRONG = pattern(r"{introduces_company}\s*:?\s*", re.IGNORECASE)
_COMPANY_WEAK = re.compile(r"\b(?:at|from|with|for|of|,)\s+", re.IGNORECASE)
_COMPANY_OWN = pattern(
    r"{own_company}\s*(?P<set_off>[,(:-]?)\s*(?:(?:called|named)\s+)?", re.IGNORECASE
)
_OWN_AFTER = pattern(r"\s*[,(-]\s*{own_company}\s*(?:[,)-]|$)", re.IGNORECASE)
_DOES = pattern(r"[,)\s-]*(?:\w+ly\s+)?(?:{company_does})\b", re.IGNORECASE)
_LABEL = pattern("{contact_labels}", re.IGNORECASE)
_OPENERS = pattern(r"^(?:{before_answer}\b(?!')[\s,!.:;-]*)+", re.IGNORECASE)
_MARKS = ' .,:;!?"-–—'
_LEFT_OVER = re.compile(r"\s+(?:and|or|at|on|from|is|in|with|by|&)$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"[.,!?;:]\s+")
_BREAKS = re.compile(
    r"\s{3,}|[,;|/\n•()]|\s[-–—]\s|(?<=\w{3})(?<!\bMrs)(?<!\bProf)[.!?](?=\s|$)|:\s|@"
)
LONGEST_NAME_WORDS = 6
_LONGEST = 8
_SHORTEST = 2
_GAP = 2
"""Blanks between two words of a name; more of them are where something else was."""


def introduced_name(text: str, taken: Sequence[Span] = (), *, weak: bool = True) -> str | None:
    """The name in "my name is ...", "I'm ...", "... here"; `taken` are places of other things.

    Without `weak` "this is ..." and the like introduce nobody.
    """
    for match in _STRONG.finditer(text):
        found = take_name(text, match.end(), lower=True, taken=taken)
        if found:
            return found
    for match in _WEAK.finditer(text) if weak else ():
        if _excluded(text, match.start()):
            continue
        found = take_name(text, match.end(), lower=False, taken=taken)
        if found:
            return found
    here = _HERE.search(text)
    if here is None:
        return None
    before = text[: here.start()]
    start = max((match.end() for match in _BREAKS.finditer(before)), default=0)
    start += len(before[start:]) - len(before[start:].lstrip())
    opener = _OPENERS.match(before[start:])
    start += opener.end() if opener else 0
    found = take_name(before, start, lower=True, taken=taken)
    return found if found == before[start:].strip() else None


def introduces(text: str) -> bool:
    """Whether the words say that a name follows, whatever it is."""
    return bool(_STRONG.search(text))


def _excluded(text: str, start: int) -> bool:
    """ "What I'm ..." and "not sure it's ..." introduce nobody."""
    return bool(
        re.search(r"\b(?:what|where|how|why|if|whether|think|sure)\s+$", text[:start], re.I)
    )


def take_name(text: str, start: int, *, lower: bool, taken: Sequence[Span] = ()) -> str | None:
    """The words of a name from `start` on; small letters only where `lower`."""
    words: list[tuple[str, int]] = []
    end = start
    for match in _WORD.finditer(text, start):
        gap = text[end : match.start()]
        if gap.strip() or len(gap) > _GAP or (words and not gap):
            break
        word = match.group()
        plain = word.lower().strip(".")
        if any(a < match.end() and match.start() < b for a, b in taken):
            break
        if plain in NOT_NAMES or word in "&+":
            break
        if not (_is_capital(word) or plain in _PARTICLES or lower):
            break
        ends_sentence = word.endswith(".") and len(plain) > 2 and plain not in _TITLES | _ENDS
        end = match.end() - (1 if ends_sentence else 0)
        words.append((word, end))
        if ends_sentence or len(words) == LONGEST_NAME_WORDS:
            break
    while words and words[-1][0].lower() in _PARTICLES and len(words) > 1:
        words.pop()
    if not words or (lower and len(words) > LONGEST_NAME_WORDS):
        return None
    if len(words) == 1 and (
        words[0][0].lower() in _NATIONALITIES | _PARTICLES | _TITLES
        or words[0][0].lower().endswith("ing")
    ):
        return None
    name = text[start : words[-1][1]].strip(" ,")
    # "Mueller, Jr." is one name.
    if suffix := re.match(r",\s*(?:jr|sr)\b\.?", text[words[-1][1] :], re.I):
        name += suffix.group()
    return name or None


def _is_capital(word: str) -> bool:
    """True for a capital and for letters of scripts that have none."""
    return not word[0].islower() or bool(re.match(r"[a-z]{1,2}'[A-Z]|[a-z]{1,3}[A-Z]", word))


def is_first_name(text: str, start: int, end: int) -> bool:
    """Whether the one word there, also a word for a job, begins a name: "Dev Chatterjee"."""
    following = _WORD.match(text, end + 1)
    return (
        text[start:end].istitle()
        and text[end : end + 1] == " "
        and following is not None
        and following.group().istitle()
        and following.group().lower() not in NOT_NAMES
    )


def written_name(parts: Iterable[str]) -> str | None:
    """The first of the `pieces` that can be nothing but a person's name: "Kim Rivera"."""
    for part in parts:
        found = part.split()
        capitals = all(_is_capital(word) or word.lower() in _PARTICLES for word in found)
        other = re.search(r"[\d&+]", part) or _has_end(part)
        if 1 < len(found) <= LONGEST_NAME_WORDS and capitals and not other and may_be_name(part):
            return part
    return None


def named_company(text: str, taken: Sequence[Span] = ()) -> str | None:
    """The company in "we are ...", "... at Northgate Tile", "... GmbH"."""
    if owned := _own_company(text, taken):
        return owned
    for introduction in (_COMPANY_STRONG, _COMPANY_WEAK):
        for match in introduction.finditer(text):
            found = take_company(text, match.end(), taken)
            if found and (
                introduction is _COMPANY_STRONG or match.group().strip() != "," or _has_end(found)
            ):
                return found
    return next((s for s in pieces(text, taken) if _has_end(s) and take_company(s, 0) == s), None)


def _own_company(text: str, taken: Sequence[Span]) -> str | None:
    """ "My own company, Pebble Bookshop, wants ..."; "Pebble Bookshop, our company, ..."."""
    for match in _COMPANY_OWN.finditer(text):
        found = take_company(text, match.end(), taken)
        # "I left my company, Kim Rivera here": set off by a comma it has to do something.
        if found and (
            match["set_off"] != ","
            or _DOES.match(text, text.index(found, match.end()) + len(found))
        ):
            return found
    for match in _OWN_AFTER.finditer(text):
        before = text[: match.start()]
        start = max((m.end() for m in _SENTENCE_START.finditer(before)), default=0)
        first = re.search(r"(?:[^\W\d_a-z][\w'&.-]*|&|\band\b|\bof\b|\bthe\b|\s)+$", before[start:])
        if first and (found := take_company(before.rstrip(), start + first.start(), taken)):
            return found
    return None


def _has_end(company: str) -> bool:
    words = company.split()
    return len(words) > 1 and words[-1].lower() in _COMPANY_ENDS


def take_company(text: str, start: int, taken: Sequence[Span] = ()) -> str | None:
    """The words of a company's name from `start` on."""
    end = start
    kept = start
    for match in _COMPANY_WORD.finditer(text, start):
        gap = text[end : match.start()]
        word = match.group()
        plain = word.lower().strip(".")
        if gap.strip() or len(gap) > _GAP or (end > start and not gap):
            if gap.strip() == "," and plain in _COMPANY_ENDS and len(plain) < 5:
                end = kept = match.end()
            break
        if any(a < match.end() and match.start() < b for a, b in taken) and kept == start:
            return None
        if _is_capital(word) or word in "&+":
            end = match.end()
            kept = end if word not in "&+" else kept
            if kept == end and word.endswith(".") and plain not in _ABBREVIATIONS:
                kept = end - 1
                break
        elif plain in ("and", "of", "the", "for", "de", "y", "und", "et") and kept > start:
            end = match.end()
        else:
            break
    found = text[start:kept].strip(" ,.&")
    first = found.split()[0].lower() if found else ""
    return found if found and first not in NOT_NAMES and not found.isdigit() else None


def answered(
    parts: Sequence[str], *, want_name: bool, want_company: bool
) -> tuple[str | None, str | None]:
    """Name and company among the `pieces` of a bare answer."""
    if not want_name:
        usable = (p for p in parts if any(c.isalpha() for c in p) and len(p.split()) <= _LONGEST)
        return None, (next(usable, None) if want_company else None)
    possible = [part for part in parts if may_be_name(part)]
    if not want_company:
        return next(iter(possible), None), None
    companies = [p for p in possible if _has_end(p) or re.search(r"[&+\d]", p)]
    persons = [p for p in possible if p not in companies]
    others = companies or persons[1:] or [p for p in parts if p not in persons and p[:1].isupper()]
    return next(iter(persons), None), next(iter(others), None)


def pieces(text: str, taken: Iterable[Span]) -> list[str]:
    """The pieces of the text between commas, contact details and labels."""
    chars = list(text)
    for start, end in taken:
        chars[start:end] = "," * (end - start)
    rest = _LABEL.sub(lambda m: "," * len(m.group()), "".join(chars))
    found = []
    for part in _BREAKS.split(rest):
        bare = _OPENERS.sub("", part.strip(_MARKS)).strip(_MARKS)
        bare = _LEFT_OVER.sub("", bare)
        if bare:
            found.append(bare)
    return found


def may_be_name(part: str) -> bool:
    """Whether the words may be a name and nothing else."""
    words = part.split()
    if not any(letter.isalpha() for letter in part) or len(words) > LONGEST_NAME_WORDS:
        return False
    plain = [word.lower().strip(".,") for word in words]
    if part.isascii() and all(len(word) < _SHORTEST for word in plain):
        return False
    foreign = sum(word in NOT_NAMES for word in plain)
    return foreign == 0 or (foreign == 1 and len(words) > 2 and all(map(_is_capital, words)))
