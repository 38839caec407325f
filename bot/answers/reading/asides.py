"""Questions on what was just answered: is that monthly, anything newer, say it again."""

from __future__ import annotations

import re

from bot.answers.model import PLACED, Memory, Request

# A longer message asks for something else.
LONGEST = 12
_LONGEST_ASIDE = 18
_AGAIN = re.compile(r"\b(again|repeat|once more|one more time)\b", re.I)
_EXTRAS = r"\b(bonus\w*|stocks?|equity|rsus?|benefits|commissions?|overtime|tips)\b"
_WHICH_OF_TWO = r"\b(median|average|mean)\b,? or\b|\bor (a |the |an )?(median|average|mean)\b"
# What a figure measures: "is that monthly?", "median of what?", "before tax?".
_ABOUT_FIGURES = re.compile(
    r"\b(per|a|for|by|each|every|of) (the )?(month|year|hour|week)\b"
    r"|\b(monthly|yearly|annually|annual|hourly|weekly)\b|\b(before|after|pre|post)[- ]tax(es)?\b"
    rf"|{_WHICH_OF_TWO}"
    r"|\bin (rupees|euros?|pounds|pesos|yen|yuan|rmb|naira|reais|dirhams?|cad|canadian dollars)\b"
    r"|\bgross\b|\bnet\b|\btake[- ]home\b|\b(median|average|mean|percent|range) of what\b"
    r"|\b(self[- ]reported|sample size)\b"
    r"|\b(lumped|mixed|bundled|thrown|grouped) (in|together|up|with|into)\b"
    r"|\b(borrow\w*|taken?|copied|lifted) (it |that |this |them )?from (some |an)?other\b"
    r"|\b(truly|really|actually|just|only|even|measured) (for|of) (actual |real |just |only )?"
    r"(\w+ ){1,3}or\b|\b(or|and not) (for )?(just |only )?(something|some(thing)?|another|people"
    r"|folks|other) "
    r"(adjacent|else|similar|related|(on|with) visas?|jobs?|titles?|role)\b"
    r"|\bhow many (filings|people|answers|responses|data ?points|samples)\b"
    r"|\b(did|do|have) they (only |just |really |even )?(ask|survey|poll|count|question)(ed)?\b"
    r"|\b(skew\w*|bias\w*|representative|lopsided|distort\w*)\b"
    rf"|{_EXTRAS}.*\b(in|part of|counted|too|included|on top|as well)\b"
    rf"|\b(is|are|was|does|do|with|without|plus|before|includ\w+)\b.*{_EXTRAS}"
    r"|\b(is|are|was|were|these|those) (that|this|it|those|these)?\b.*\b(h-?1b|survey|bls|filings?|"
    r"estimates?|stand-?in|proxy|real)\b.*\b(numbers?|figures?|data|one|else|right)\b"
    r"|\b(these|those|they|it|that|this)( is|'s| are|'re) (the )?(h-?1b|survey|bls|self)\b"
    r"|\b(only|just) (the )?base\b|\bbase (only|alone)\b"
    r"|\bbase or total\b|\btotal comp\w*"
    r"|\bwhy (can'?t|cannot|can|not|aren'?t|are)\b.*\b(compar\w+|side by side|set|subtract\w*)\b"
    r"|\bhow (is|are|was|were|do you) .*\b(measured|counted|calculated|computed|get)\b",
    re.I,
)
# The same, where neither "in a week" nor "benefits" alone makes it so.
_PLAINLY = re.compile(
    r"\b(median|average|mean|gross|net|tax(es)?|survey\w*|filings?|h-?1b|self[- ]reported|sample"
    r"|numbers?|figures?|lumped|skew\w*|bias\w*|calculated|computed|base|total comp\w*)\b"
    r"|^\W*((and|so|ok|wait|but)\W+)*(is|are|was|does|do|did)\W+(that|this|it|those|these)\b(\W+\w+){1,6}\W*$",
    re.I,
)
_OF_A_GROUP = re.compile(
    r"\b(lumped|mixed|bundled|thrown|grouped|counted) (in|together|up|with|into|under)\b", re.I
)
_PAY_AND_EXTRAS = re.compile(rf"\b(salar\w+|pay|wages?|figures?|numbers?)\b.*{_EXTRAS}", re.I)
# "It grows 10 percent a year, true?"
_GROWTH = re.compile(r"\b(grow\w*|shrink\w*|declin\w*|demand|jobs)\b", re.I)
_WHICH_MEASURE = re.compile(_WHICH_OF_TWO, re.I)
_FRESHER = re.compile(
    r"\b(fresher|newer|more (recent|current|up[- ]to[- ]date)|latest|newest|less (old|dated)|"
    r"this year'?s?|current (figures?|numbers?|pay|data))\b",
    re.I,
)
_HOW_MANY = re.compile(
    r"\bsample( size)?\b|\bhow many (filings|people|ppl|answers|responses|data ?points|samples|"
    r"records|workers|folks)\b|\b(ask|survey|poll|count|question)(ed)? (like |only |just |maybe )*"
    r"(\d+|five|ten|a dozen|a few|a handful|three|two|half a dozen)\b",
    re.I,
)
_WHO_SAYS = re.compile(
    r"\b(sources?|says who|who says|who said|where|based on|base (it|that|this)|published?|"
    r"how old|old|what year|which year|when|date[ds]?|recent|up to date|outdated|cite|citation"
    r"|link|"
    r"made? (it|that|this|them) up|reference|official)\b",
    re.I,
)
# After an answer without a figure: "so nothing at all for Reno?", "why don't you have one?"
_NOTHING = re.compile(
    r"\b(nothing|none|zero|nada|zip|not? (one|any|even|a single|\w+ data|data|numbers?|figures?))\b"
    r"|\b(why|how come|how can)\b.*(\b(no|not|nothing|missing|lack\w*)\b|n'?t\b)"
    r"|\byou (really )?(don'?t|do not|dont) (have|know)\b",
    re.I,
)
# "I asked for CLOUD architects": a complaint that says what was meant.
_MEANT = re.compile(
    r"\b(asked|asking|said|meant|mean|wanted|wrote|typed|talking)\b|\b(then|instead)\W*$", re.I
)
# "Same three questions for her brother, a tester."
_THE_SAME = re.compile(
    r"^\W*((ok|and|now|then|cool|great|thanks|please|can you|could you|do|give me|tell me|show me|"
    r"run|i want|i need|can i (get|have))\W+)*(the )?(exact )?"
    r"same( \w+){0,3}? (for|in|with|but|on)\b"
    r"|\bsame (\w+ )?(questions?|things?|info\w*|details|stuff)\b(?!\s+as\b)",
    re.I,
)
_IS_THE_SAME = re.compile(
    r"\b(is|are|isn'?t|aren'?t|that'?s|it'?s)"
    r"( (that|this|it|they|those|these|not|all|just|really))* the (very |exact )?same\b",
    re.I,
)
_ALL_THE_SAME = re.compile(r"\bsame (\w+ )?(questions|things|info\w*|details|stuff)\b", re.I)
_YEARS_NEEDED = re.compile(
    r"\bhow (many|much) (years|experience)\b|\btenure\b"
    r"|\b(years|experience)( of experience)? (is |are )?(needed|required|expected|wanted)\b",
    re.I,
)
_STUDIED = re.compile(
    r"\b(school\w*|college|stud(y|ies|ying)|degrees?|university|program|ago|old|data|figures?|from)\b",
    re.I,
)
_SURPRISED = re.compile(
    r"\b(less|lower|more|higher|worse|better|bigger|smaller)\b[^.?!]*\bthan (what )?"
    r"(i|we|my|mine|expected|he|she|hoped|thought)\b"
    r"|\bsame (as|that) (what )?(i|we|he|she) (\w+ )?(gets?|makes?|have|has|earns?|am on|got)\b"
    r"|^\W*((wow|ok|well|oh|hm+|huh|man|so|but)\W+)*(that|this|it)('?s| is| seems| sounds)\s+"
    r"((kinda|pretty|really|very|so|quite|a bit|not|too|surprisingly)\s+)*"
    r"(surprising|shocking|low|high|a lot|much|bad|crazy|wild|insane|nuts|depressing|disappointing|"
    r"nothing|peanuts)\b(\W+\w+){0,3}\W*$",
    re.I,
)
# "That's a big gap. Why?" "Why should I?" asks for no reason of a figure.
_WHY = re.compile(
    r"\bwhy\W*$|\bhow come\b"
    r"|\bwhy (is|are|do|does|did|so|such|that|the)\b(?!.*\b(you|your|i|we|me)\b)"
    r"|\bwhat('s| is) the reason\b",
    re.I,
)
# What nobody has measured: "is it stressful?", "do they work weekends?"
_CONDITIONS = re.compile(
    r"\bon[- ]call\b|\b(night|late|early|graveyard|rotating|shift) (shifts?|work)\b|\bshifts\b|"
    r"\b(at|all) nights?\b|\bwork(ing)? (nights|holidays|late|evenings|sundays)\b|\bweekends?\b|"
    r"\b(long|flexible|regular|normal|crazy|office|working|work) hours\b|"
    r"\bhow many hours\b|\bhours (a|per|each) (week|day)\b|\bovertime\b|"
    r"\bwork[- ]life\b|\bburn(ed|t)?[- ]?out\b|\bstress\w*|\bunder pressure\b|\btravel\w*\b|"
    r"\bboring\b|\bdull\b|\bdesk job\b|"
    r"\bsit(ting)? (all day|a lot|at a desk)\b|\b(part|full)[- ]time\b|"
    r"\bvacations?\b|\b(days|time) off\b|\blonely\b|\b(nine to five|9 ?(to|-) ?5)\b|\bdress code\b|"
    r"\b(dangerous|physically|tiring|exhausting|noisy)\b",
    re.I,
)
# Of the way into a job, its money or its openings instead.
_ELSEWHERE = re.compile(
    r"\b(learn\w*|stud(y|ies|ying)|school|class(es)?|course\w*|bootcamp|train(ing)?|degree|become|"
    r"break in|get in|switch|pay\w*|paid|earn\w*|salar\w+|"
    r"make(?! (me|him|her|you|us|them|people|everyone) work)|jobs|openings?|hiring)\b",
    re.I,
)
# "I read 15 percent somewhere": a figure held against the one that was told.
_FIGURE_SAID = re.compile(r"\d\s?(%|percent|per cent|k\b|grand\b)|\$\s?\d|\d,\d{3}", re.I)


def is_short(text: str) -> bool:
    """True for a message short enough to be about the last answer."""
    return len(text.split()) <= LONGEST


def asks_for_newer(text: str) -> bool:
    """True for "anything fresher?"."""
    return bool(_FRESHER.search(text))


def asks_again(text: str) -> bool:
    """True for "say that once more"."""
    return bool(_AGAIN.search(text))


def is_about_figures(request: Request, memory: Memory) -> bool:
    """True where the message asks what the figures just told measure: "is that monthly?",
    "median of what?", "why can't those be compared?"."""
    kinds = ("role", "other_role", "location")
    known = {memory.role, memory.location}
    named = any(set(request.values(kind)) - known for kind in kinds)
    if request.values("amount") and not _WHICH_MEASURE.search(request.text):
        return False
    # "Sorry for the capitals. Is that the median or the average?"
    last = _last_sentence(request.text)
    asks = len(last.split()) <= _LONGEST_ASIDE and bool(_ABOUT_FIGURES.search(last))
    of_pay = memory.topic in PLACED or (bool(memory.figures) and bool(_PAY_AND_EXTRAS.search(last)))
    return asks and of_pay and not named and not _GROWTH.search(last)


def is_plainly_about_figures(text: str) -> bool:
    """True for "is that monthly?" and "before tax?", not for "what do they do in a week?"."""
    return bool(_PLAINLY.search(_last_sentence(text)))


def is_of_a_group(text: str) -> bool:
    """True for "that's lumped in with developers, isn't it"."""
    return bool(_OF_A_GROUP.search(text))


def asks_what_is_measured(request: Request, memory: Memory) -> bool:
    """True where more is asked of the figures just told than who published them and when: "is
    that everybody or only people on visas?"."""
    says_where = _WHO_SAYS.search(request.text) is not None
    return is_about_figures(request, memory) or (memory.of_pay and not says_where)


def asks_how_many(text: str) -> bool:
    """True for "how many filings is that?"."""
    return bool(_HOW_MANY.search(text))


def wonders_at_nothing(text: str) -> bool:
    """True for "nothing at all?" and "why don't you have one?"."""
    return is_short(text) and bool(_NOTHING.search(text))


def says_what_was_meant(text: str) -> bool:
    """True for "I asked for ..."."""
    return bool(_MEANT.search(text))


def holds_a_figure_against(text: str) -> bool:
    """True for "I read 15 percent somewhere"."""
    return bool(_FIGURE_SAID.search(text))


def claims_growth(text: str) -> bool:
    """True for "I read that it grows 10% a year, true?"."""
    return holds_a_figure_against(text) and bool(_GROWTH.search(text))


def asks_the_same(text: str) -> bool:
    """True for "same for ...": what was asked last, of something else."""
    asks = _THE_SAME.search(text) and not _IS_THE_SAME.search(text)
    return bool(asks) and len(text.split()) <= _LONGEST_ASIDE


def asks_all_the_same(text: str) -> bool:
    """True for "same questions for ...": more than what was asked last."""
    return bool(_ALL_THE_SAME.search(text))


def asks_for_years(text: str) -> bool:
    """True for "how many years under their belt?": the experience that a job asks for."""
    return bool(_YEARS_NEEDED.search(text)) and not _STUDIED.search(text)


def is_surprised(text: str) -> bool:
    """True for "that's less than I thought", which asks for nothing."""
    return is_short(text) and "?" not in text and bool(_SURPRISED.search(text))


def asks_conditions(text: str) -> bool:
    """True for "do they work weekends?": hours, stress, travel, which the table does not tell."""
    return is_short(text) and bool(_CONDITIONS.search(text)) and not _ELSEWHERE.search(text)


def asks_why(text: str) -> bool:
    """True for "why is it that low?", said of the figures just told."""
    last = _last_sentence(text)
    return is_short(last) and bool(_WHY.search(last))


def _last_sentence(text: str) -> str:
    return re.split(r"[.!?]\s+", text.strip())[-1]
