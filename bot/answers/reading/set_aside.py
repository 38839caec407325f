"""What is not to be spoken of: "which is better, money aside?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.model import SET_ASIDE, Request
from bot.answers.subjects import PAY

_MONEY = r"(money|pay|salary|salaries|cash|wages?|comp(ensation)?|dollars|\$+)"
_SET_ASIDE = re.compile(
    rf"\W*\b((and|but)\W+)?({_MONEY} aside|(aside|apart) from (the )?{_MONEY}"
    rf"|(leav\w+|putt?\w*|set\w*) (the )?{_MONEY} (aside|out of it)"
    rf"|(forget|never ?mind|ignor\w+|not counting|regardless of) (about )?(the )?{_MONEY})\b\W*",
    re.I,
)


def without_set_aside(requests: Sequence[Request]) -> list[Request]:
    """The requests without what is not to be spoken of: "..., money aside"."""
    if not any(_SET_ASIDE.search(request.text) for request in requests):
        return list(requests)
    kept = [request for request in requests if not _SET_ASIDE.fullmatch(request.text.strip())]
    aside = {"entity": SET_ASIDE, "value": PAY}
    return [
        replace(
            each,
            text=_SET_ASIDE.sub(lambda found: " " * len(found[0]), each.text),
            entities=(*each.entities, aside),
        )
        for each in kept or requests
    ]
