"""Which measure, level or amount of pay a message speaks of."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.model import Memory, Request
from bot.answers.subjects import PAY

# "118 base" and "base salary" speak of money, not of a level.
_BASE_PAY = re.compile(
    r"(?<![\d.,])(?P<thousands>\d{2,3})\s?k?\s+base\b|\bbase (pay|salary|comp\w*|wages?)\b"
    r"|\b(what|which|the|a|your|our) base\b(?! level)",
    re.I,
)
# "What about with ten years of experience?"
_EXPERIENCE = re.compile(
    r"^\W*((and|but|so|ok|what about|how about|what if|if|say)\W+)*"
    r"(with|having|given|at|after|for (someone|somebody|people) with|"
    r"(i|he|she|they|you)('ve|'s)? (have|has|had|got|with))\W"
    r"[^.?!]*\b(\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|many|several)"
    r"\+?\W*(years?|yrs?)\b",
    re.I,
)
EXPERIENCED, _FEW_WORDS = "experienced", 9
# "Where did you pull 150 from?"
_QUOTED = re.compile(r"(?<![\d.,])\$?(\d{2,3})(,\d{3}|k\b|000\b|(?![\d,.%]*\d|%|th\b|st\b))", re.I)
_GOODS = (
    r"(rent|gas|groceries|parking|tuition|(a |an |the )?(house|houses|home|homes|apartment"
    r"|apartments|"
    r"flat|condo|studio|one bedroom|two bedroom|room|flight|flights|ticket|tickets|bus|cab|taxi"
    r"|uber|"
    r"beer|coffee|car|mortgage|daycare|childcare|insurance|hotel|meal|movie))"
)
_EXPENSE = re.compile(
    r"\b(how much|what)('?s| is| are| does| do| would| will)?\s+(the |a |an |it |cost for "
    r"|price of )*"
    rf"{_GOODS}\b(?!\s+(cleaner|driver|manager|builder|designer|money))"
    rf"|\b(price|cost)s? (of|for) {_GOODS}\b|\bcost of living\b|\bafford {_GOODS}\b",
    re.I,
)
_GAP_AFTER = re.compile(
    r"\s*(a year |per year |yearly )?(apart|difference|diff|gap|more|less|higher|lower|better"
    r"|extra|on top|in favou?r)\b",
    re.I,
)
_REMOTE = re.compile(r"\b(remote(ly)?|work(ing)? from home|wfh|from home|home office)\b", re.I)
# "What's the lowest?", of the range just told and of no other role.
_RANGE_END = re.compile(
    r"^\W*((and|so|ok|what'?s|whats|what|is|are|does|do|the|very|it|they|one|someone|can|could)\W+)*"
    r"(lowest|least|minimum|min|highest|most|top|maximum|max)"
    r"(\W+(one|end|amount|number|figure|pay|salary|wage|they|you|someone|one|can|could|does|do|get|"
    r"gets|make|makes|earn|earns|go|goes|paid|there|then))*\W*$",
    re.I,
)
_ENDS = {"lowest": "p10", "highest": "p90"}
# "And the 10th?" after another percentile.
_RANK = re.compile(
    r"^\W*((and|ok|the|then|what about|how about|what is|whats)\W+)*(?P<rank>10|25|75|90)(th)?"
    r"(\W+(one|percentile|percent|too|then))*\W*$",
    re.I,
)
_RULED_OUT = re.compile(r"\b(not|isn'?t|without|instead of|rather than)\s+(\w+\s+){0,2}$", re.I)
_SPREAD = {"p25", "p75"}


def at_range_end(request: Request, memory: Memory) -> Request:
    """ "And the least?" after the pay of one role, as the lower end of its range."""
    ranking = request.first("ranking")
    one = memory.topic == PAY and memory.role and not memory.ranking and not memory.offered
    if ranking is None or not one or not _RANGE_END.search(request.text):
        return request
    ends = tuple(
        {**e, "entity": "metric", "value": _ENDS[ranking]} if e["entity"] == "ranking" else e
        for e in request.entities
    )
    return replace(request, entities=ends)


def asked_metrics(request: Request) -> tuple[str, ...]:
    """The measures asked for, without one that is ruled out: "not the average"."""
    asked = [
        str(e["value"])
        for e in request.entities
        if e["entity"] == "metric" and not _RULED_OUT.search(request.text[: e.get("start", 0)])
    ]
    if not asked and (rank := _RANK.match(request.text)):
        return (f"p{rank['rank']}",)
    # "The 25th and the 75th": the whole spread, which is told with the median.
    return () if set(asked) == _SPREAD else tuple(dict.fromkeys(asked))


def asked_levels(request: Request) -> tuple[str, ...]:
    """The levels asked for; "base pay" names none."""
    levels = request.values("level")
    if not levels and tells_experience(request.text):
        return (EXPERIENCED,)
    of_money = _BASE_PAY.search(request.text)
    return tuple(level for level in levels if not (level == "base" and of_money))


def named_amount(request: Request) -> int | None:
    """The amount in US dollars that the message holds against the figures, or None."""
    amounts = [e for e in request.entities if e["entity"] == "amount"]
    named = [e for e in amounts if not _GAP_AFTER.match(request.text[e.get("end", 0) :])]
    if named:
        return int(named[0]["value"])
    if amounts:
        # "So three grand apart": no pay of anybody.
        return None
    base = _BASE_PAY.search(request.text)
    return int(base["thousands"]) * 1000 if base and base["thousands"] else None


def quoted_amounts(text: str) -> tuple[int, ...]:
    """Amounts in US dollars that a message on pay quotes, "150" and "150k" in thousands."""
    found = []
    for match in _QUOTED.finditer(text):
        exact = match[2].startswith(",")
        found.append(int(match[1] + match[2][1:]) if exact else int(match[1]) * 1000)
    return tuple(dict.fromkeys(found))


def tells_experience(text: str) -> bool:
    """True for "and with ten years of experience?", which asks for what is paid then."""
    return len(text.split()) <= _FEW_WORDS and bool(_EXPERIENCE.search(text))


def is_expense(request: Request) -> bool:
    """True for "how much is rent there?": a price, which is no pay of anybody."""
    asks = request.intent in ("ask_salary", "inform", "nlu_fallback", "ask_source")
    named = any(request.values(kind) for kind in ("role", "other_role", "amount", "described"))
    return asks and not named and bool(_EXPENSE.search(request.text))


def is_remote(text: str) -> bool:
    """True for "and remote?": pay that no source measures apart."""
    return bool(_REMOTE.search(text))
