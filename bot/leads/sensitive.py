"""Facts that nobody asked for and that must not be kept: age, health, family, religion, numbers.

Only what people say about themselves: "cancer research", "a ten-year-old company" and "single
sign-on" are work. A pattern's group `fact` is what is masked; without one, all of the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MASK = "[removed]"

_I_AM = r"\b(?:i\s*['’]?\s*m|i\s+am|im|i\s+was|being)\s+(?:(?:a|an|now|already|only|just|almost|nearly|still|currently|also|turning|happily|recently|newly)\s+)*"  # noqa: E501
_I_HAVE = r"\b(?:i\s+have|i['’]?ve(?:\s+got)?|i\s+had|i\s+got|having|raising|with|support(?:ing)?|father\s+of|mother\s+of|parent\s+of|mom\s+of|dad\s+of)\s+"  # noqa: E501
_AGE = (
    r"(?:1[4-9]|[2-9]\d|(?:six|seven|eight|nine)teen|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[\s-]?(?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_DECADES = r"(?:twenties|thirties|forties|fifties|sixties|seventies|[2-7]0['’]?s)"
# "I'm 30 minutes away", "I'm 20 years into my career", "I'm 85% sure".
_NOT_AN_AGE = (
    r"(?![\d%,.:/-]*\d|\s*%|\s*k\b|\s+(?:minutes?|mins?|miles?|km|hours?|hrs?|days?|weeks?|months?|"
    r"percent|people|credits?|years?(?!\s*old)|yrs?(?!\s*old)|points?|or|to)\b)"
)
_ILLNESSES = (
    r"(?:cancer|leukemia|lymphoma|tumou?r|diabet(?:es|ic)|epilep(?:sy|tic)|seizures|asthma(?:tic)?|"
    r"arthritis|lupus|multiple\s+sclerosis|parkinson['’]?s|alzheimer['’]?s|dementia|"
    r"crohn['’]?s|celiac|fibromyalgia|migraines?|hiv(?:[\s-]positive)?|aids|hepatitis|"
    r"depress(?:ion|ed)|anxiety(?:\s+disorder)?|bipolar(?:\s+disorder)?|ptsd|ocd|adhd|autis(?:m|tic)|"
    r"asperger['’]?s|dyslexi[ac]|schizophreni[ac]|an?\s+eating\s+disorder|anorexi[ac]|"
    r"heart\s+(?:disease|condition|attack|problems)|high\s+blood\s+pressure|kidney\s+(?:disease|failure)|"
    r"a\s+stroke|long\s+covid|chronic\s+(?:pain|fatigue|illness)|bad\s+back|back\s+problems|"
    r"(?:a\s+|some\s+)?(?:physical\s+|mental\s+|learning\s+|hidden\s+)?(?:disabilit(?:y|ies)|illness|"
    r"health\s+(?:condition|problems?|issues?))|disabled|deaf|blind|pregnant|handicapped|"
    r"hard\s+of\s+hearing|an?\s+wheelchair(?:\s+user)?|wheelchair\s+user|an?\s+amputee|an?\s+addict|"
    r"(?:an?\s+)?(?:recovering\s+)?alcoholic|chemo(?:therapy)?|dialysis)\b"
)
_WORK_OF_IT = (
    r"(?!['’]s|[\s-]+(?:research|data|detection|imaging|apps?|projects?|stud(?:y|ies)|startup|company|"
    r"cent(?:er|re)|clinics?|software|devices?|models?|prediction|care|patients?|screening|"
    r"informatics|foundation|charity|platform|analytics|experience|background|trials?))"
)
_HEALTH_LEAD = (
    r"\b(?:i\s+have|i['’]?ve(?:\s+(?:had|got))?|i\s+had|i\s+live\s+with|living\s+with|"
    r"i\s+suffer(?:ed)?\s+from|suffer(?:ing|ed)?\s+from|(?:was\s+|been\s+|am\s+)?diagnosed\s+with|"
    r"recover(?:ing|ed)\s+from|(?:because\s+of|due\s+to|despite|about|manage|with)\s+my|"
    r"i\s*['’]?\s*m|i\s+am|im|i\s+was|my|i\s+use|i['’]?m\s+in|i\s+am\s+in|i\s+need|on)\s+"
    r"(?:(?:a|an|the|some|severe|mild|chronic|clinical|stage|type|early|bad|very|just|got|on|had|"
    r"recently|been|legally|partially|slightly|currently|[1-4]|two|one|months?|with|undergoing)\s+)*"
)
_FAITHS = (
    r"(?:muslim|jewish|hindu|buddhist|sikh|catholic|protestant|mormon|orthodox|atheist|agnostic|"
    r"baptist|methodist|lutheran|evangelical|pagan|jain|quaker|jehovah['’]?s\s+witness)\b"
)
_CHILDREN = r"(?:kids?|children|child|sons?|daughters?|bab(?:y|ies)|toddlers?|newborn|twins)\b"
# Not "my son": people ask for others, and who is asked about must stay clear.
_FAMILY = (
    r"(?:wife|husband|spouse|fianc[eé]e?|ex[\s-]?(?:wife|husband)|kids|children|bab(?:y|ies)|"
    r"toddlers?|newborn|twins)\b"
)
_COUNTS = (
    r"(?:a|an|one|two|three|four|five|six|\d|several|small|young|little|grown|teenage|"
    r"school[\s-]age)"
)

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Identity and card numbers.
        r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])",
        r"\b(?:ssn|social(?:\s+security)?(?:\s+(?:number|no\.?|#))?)\W*(?:is|was)?\W*"
        r"(?P<fact>\d{3}[\s.-]?\d{2}[\s.-]?\d{4})\b",
        r"\b(?:passport|driver['’]?s?\s+licen[sc]e|licen[sc]e|green\s+card|visa|itin|national\s+id|"
        r"id\s+card|identity\s+card)\s*(?:number|no\.?|#)?\W*(?:is|was)?\W*"
        r"(?P<fact>(?=[A-Z]*\d)[A-Z]{0,3}\d{6,12})\b",
        r"\b(?:cvv|cvc|security\s+code)\W*(?:is)?\W*(?P<fact>\d{3,4})\b",
        # Age.
        rf"{_I_AM}(?P<fact>{_AGE}(?:\s*(?:years?|yrs?)[\s-]*old|\s*y/?o)?)\b{_NOT_AN_AGE}",
        rf"(?<!company is )(?<!firm is )(?<!startup is )(?<!team is )(?<!business is )(?<!code is )"
        rf"(?<!codebase is )(?<!system is )(?<!product is )"
        rf"\b(?:age[d]?\s+|at\s+)?{_AGE}[\s-]*(?:years?|yrs?)[\s-]+(?:old|of\s+age)\b"
        r"(?!\s+(?:company|firm|startup|business|codebase|system|product|brand|bank|team|app|house))",
        rf"\b{_AGE}\s*(?:y/o|yo)\b",
        rf"\b(?:my\s+age\s+is|my\s+age\s*:|age\s*:|aged|at\s+(?:the\s+)?age\s+(?:of\s+)?|"
        rf"i\s+(?:just\s+)?turn(?:ed|ing)?)\s*(?P<fact>{_AGE})\b(?!\s*%)",
        rf"\b(?:i\s*['’]?\s*m|i\s+am|being|i\s+was)?\s*in\s+my\s+(?P<fact>(?:early|mid|late)?[\s-]*{_DECADES})",
        r"\b(?:born|birthday|birth\s*date|date\s+of\s+birth|dob)\b\W*(?:is|on|in|was)?\W*"
        r"(?P<fact>(?:[a-z]{3,9}\.?\s+)?\d{1,4}(?:st|nd|rd|th)?(?:[\s,/.-]+\w{1,9}){0,2})",
        r"\bi\s+(?:graduated|finished\s+(?:college|school|university)|got\s+my\s+degree)\b[^.!?\d]{0,40}?"
        r"(?P<fact>\b(?:in\s+)?(?:19[4-9]\d|20[0-2]\d))\b",
        r"\bclass\s+of\s+(?P<fact>['’]?(?:19[4-9]\d|20[0-2]\d|\d\d))\b",
        # Health.
        rf"{_HEALTH_LEAD}(?P<fact>{_ILLNESSES}){_WORK_OF_IT}",
        r"\bdiagnosed\s+with\s+(?P<fact>[^,.;!?]{3,60}?)(?=\s+(?:and|but|so|last|this|in)\b|[,.;!?]|$)",
        r"\b(?:maternity|paternity|parental|sick|medical|disability)\s+leave\b",
        # Family.
        rf"{_I_AM}(?P<fact>married|divorced|widow(?:ed|er)?|pregnant|expecting(?:\s+(?:a\s+baby|twins))?|"
        r"single\s+(?:mom|mother|mum|dad|father|parent)|(?:stay[\s-]at[\s-]home\s+)?"
        r"(?:mom|mother|mum|dad|father|parent|grandmother|grandfather)(?:\s+of\s+\w+)?)\b(?!\s+to\s+\w+\s*(?:js|script))",
        rf"\bmy\s+(?:{_COUNTS}\s+|late\s+|pregnant\s+)*(?P<fact>{_FAMILY})",
        rf"{_I_HAVE}(?P<fact>(?:{_COUNTS}\s+)*{_CHILDREN})(?!['’]s)",
        # Religion.
        rf"{_I_AM}(?:(?:devout|practi[cs]ing|strict|observant|born[\s-]again)\s+)?(?P<fact>{_FAITHS})",
        r"\b(?:i\s*['’]?\s*m|i\s+am|im|as)\s+a\s+(?:(?:devout|practi[cs]ing|strict|born[\s-]again)\s+)?"
        r"(?P<fact>christian)\b(?!\s+[A-Z])",
        r"\bmy\s+(?P<fact>religion|faith|church|mosque|synagogue|religious\s+beliefs?)\b",
        r"\bi\s+(?:observe|keep|celebrate|fast(?:\s+during)?)\s+(?P<fact>(?:the\s+)?(?:sabbath|shabbat|"
        r"ramadan|lent|kosher|eid|yom\s+kippur|passover))\b",
    )
)
_CARD = re.compile(r"(?<![\w+])[2-6](?:[ -]?\d){12,18}(?!\w)")
_LUHN_DOUBLE = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def mask_sensitive(text: str) -> str:
    """`text` with each volunteered sensitive fact replaced by `MASK`.

    Contact details, names, experience, pay and places are left alone.
    """
    masked, end = "", 0
    for start, stop in sorted(_facts(text)):
        if start >= end:
            masked += text[end:start] + MASK
        end = max(end, stop)
    return masked + text[end:]


def _facts(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.span("fact" if "fact" in pattern.groupindex else 0)
    for match in _CARD.finditer(text):
        if _is_card(match.group()):
            yield match.span()


def _is_card(number: str) -> bool:
    digits = [int(letter) for letter in number if letter.isdigit()]
    odd = sum(digits[-1::-2])
    even = sum(_LUHN_DOUBLE[digit] for digit in digits[-2::-2])
    return (odd + even) % 10 == 0
