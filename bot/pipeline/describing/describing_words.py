"""The words by which a message describes a job; descriptions.py reads them."""

from __future__ import annotations

import re

from bot.pipeline.naming import roles

JOB = r"(?:jobs?|careers?|roles?|professions?|occupations?|positions?|titles?|line of work|gigs?)"
PERSON = (
    r"(?:ones?|people|ppl|peeps|folks?|guys?|gals?|girls?|fell?as?|fellows?|blokes?|chaps?|dudes?|lads?|"
    r"ladies|lady|m[ae]n|wom[ae]n|persons?|somebody|someone|anybody|anyone|team|lot|those|experts?|"
    r"speciali[sz]ts?|workers?|professionals?)"
)
_WHAT = r"what(?:'?s|\s+is|\s+are|\s+was|\s+would)?"
_WHO = r"(?:who'?s|whose|who|that'?s|that|where|which|wherein|in which|when)"
_SUBJECT = r"(?:(?:i|we|u|you|they|he|she|one|ya)\b(?:'(?:re|m|s))?\s+)?"
NAMING = [
    re.compile(pattern, re.I)
    for pattern in (
        # What do you call that? How is it called? What would be the name of that job?
        r"\bwhat\s+(?:do|does|did|would|should|can|u|you|they|is|are)\s*"
        r"(?:you|u|ya|we|they|people|one|everyone)?\s*(?:even\s+)?call(?:ed)?\b"
        r"(?:\s+(?:it|that|this|them|him|her|these|those))?(?:\s+when)?",
        rf"\b{_WHAT}\s+(?:that|the|this|it|a|such an?|his|her|my|their|your)?\s*"
        rf"(?:(?:kind|sort|type) of)?\s*{JOB}?\s*called(?:\s+when)?\b",
        rf"\b{_WHAT}?\s*(?:the|a|this|that)?\s*(?:(?:job|proper|right|official)\s+)?"
        r"(?:names?|titles?|words?)\s+(?:of|for)\s+"
        rf"(?:the|that|this|such an?|a|his|her|it)?\s*{JOB}?\b",
        r"\bhow\s+(?:(?:do|is|it is|it'?s|are)\s+)?(?:(?:you|we|they)\s+)?call(?:ed)?\b"
        rf"(?:\s+(?:it|this|that|the|these))?(?:\s+{JOB})?",
        # Which of your jobs is that? What civilian job is that closest to?
        r"\b(?:which|what)\s+(?:one\s+)?(?:of\s+(?:your|the|these|those|all)\s+)?"
        rf"(?:\w+\s+){{0,2}}?{JOB}\s+(?:(?:on your list|here|there|in tech|out there)\s+)?"
        r"(?:is|are|would|does|do|fits?|suits?|match(?:es)?|comes?)\b"
        r"(?:\s+(?:that|this|it|these|be|the|an?|closest?|nearest|fit|match|to|please)\b)+"
        r"(?!\s*\w)",
        # What's that job? Is that a real job? Which job is it?
        rf"\b(?:{_WHAT}|which)\s+(?:is\s+)?(?:that|the|this|his|her|their|your)?\s*{JOB}(?:'?s)?"
        r"(?:\s+(?:is|are)\s+(?:it|this|that))?(?=\s*(?:[?.!,]|please|pls|$))",
        r"\b(?:is|are)\s+(?:that|this|it|these|those|there)\s+(?:even\s+|actually\s+)?"
        r"(?:a|an|any)?\s*(?:real|reel|actual|proper|thing|such)?\s*"
        rf"(?:a\s+)?{JOB}\s*(?=[?.!,]|$)",
        # What is the job of making chips? What job is it when ...
        rf"\b{_WHAT}\s+(?:the|that|a)\s+{JOB}\s+of\s+(?=\w{{2,}}ing\b)",
        rf"\b(?:what|which)\s+{JOB}\s+is\s+(?:it|that|this)\s+(?:when|where|if)\b",
        # Which job makes the scanner find the knife?
        rf"\b(?:what|which)\s+{JOB}\s+(?=(?!pays|needs|earns|requires|grows|has|does|is|was|gets|"
        r"offers|lets|titles|openings|ads)\w{3,}s\b)",
    )
]
WHATS_THAT = re.compile(rf"\b{_WHAT}\s+(?:that|this)\s*(?=[?.!]*\s*$)", re.I)
IS_THERE = re.compile(
    r"\b(?:is|are)\s+there\s+(?:also\s+)?(?:any|an?|some)?\s*(?:actual\s+|real\s+|such\s+an?\s+)?"
    rf"(?:{JOB}|work|thing|something|{PERSON})\s+(?:out\s+there\s+)?",
    re.I,
)
# "Job where you ...", "the ones who ...", "people building ...", "the guy at work that ...".
RELATIVE = re.compile(
    r"\b(?:(?:the|that|those|these|an?|any|some|every|such)\s+)*"
    rf"(?P<head>{JOB}|{PERSON}|(?<!at )work|thing|stuff|something|kind)\s*,?\s+"
    r"(?:called\s+)?"
    r"(?:(?:at|in|between|from|on|with)\s+(?:\w+\s+){1,6}?(?=who\b))?"
    rf"(?:{_WHO}\s+{_SUBJECT}"
    r"|(?=in charge of\b|responsible for\b)"
    r"|(?=(?!(?:during|being|going|interesting|paying|posting|opening|listing|offering|hunting|"
    r"growing|anything|something|thing|morning|evening|king|according|depending|regarding|"
    r"concerning|starting)\b)\w{2,}ing\b))",
    re.I,
)
WHERE_YOU = re.compile(rf"^{_WHO}\s+{_SUBJECT}", re.I)
YOU = re.compile(rf"^\s*{_SUBJECT}", re.I)
WHOEVER = re.compile(r"\b(?:whoever|whomever|who ?ever)\s+", re.I)
# "And somebody to test it?"; whom somebody wants to call or to hire is no description.
SOMEBODY_TO = re.compile(
    r"\b(?P<head>somebody|someone|a\s+person|a\s+guy|people)\s+to\s+"
    r"(?!(?:be|call|talk|speak|help|hire|contact|ring|phone|reach|answer|explain|tell|find|send|get|"
    r"come|go|chat|meet|join|work|start|give|show|assist|advise|look|do|take|have|discuss|listen|"
    r"replace|fill|see|me|us|my|the|text|email|e-mail|connect|recruit|apply|pay|place|learn|know)\b)"
    r"(?=\w{3,})",
    re.I,
)
FOR_PEOPLE = re.compile(rf"\b{JOB}\s+for\s+(?:(?:the|a|those)\s+)?{PERSON}\s+{_WHO}\s+", re.I)
WHO_DOES = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|hey|hi|um|but|cool|nice|wow|lol|oh|thanks|great|then"
    r"|well)\W+)*who\s+(?:does\s+|is it that\s+)?",
    re.I,
)
# "Can you get paid to hack things legally?"
GET_PAID = re.compile(
    r"\b(?:can|could|do|does|how do|how can|is it true that)\s+(?:you|u|ya|i|one|people|ppl"
    r"|someone|they|we)\s+"
    r"(?:(?:really|actually|even|legit|legally|just)\s+)?"
    r"(?:(?:get|getting|be)\s+paid|(?:make|earn)\s+(?:a\s+living|money|bank|cash))\s+"
    r"(?:(?:just|only|for|by|from|to|off)\s+){1,2}(?=\w)",
    re.I,
)
# "Suppose he built web sites instead?", "I should drive a school bus instead."
INSTEAD = re.compile(
    r"\b(?:suppose|supposing|what if|if|should|could|might|maybe|rather)\s+"
    r"(?:(?:i|he|she|they|we|you|one|just|be|do|did|go|went|to)\s+){0,3}"
    r"(?P<work>[^.?!,;]{6,60}?)\s+instead\b",
    re.I,
)
# "I am looking for a job where ...": somebody who wants one, not its name.
WISHED = re.compile(
    r"\b(?:wants?|wanna|looking for|need|needs|find|get|got|seek\w*|search\w*( for)?|apply for|"
    r"offer\w*|have|had)\s+(?:me\s+)?$",
    re.I,
)
# "Who are you", "who hires them", "who told you": no description of a job.
NO_WORK = re.compile(
    r"^(?:(?:is|are|was|were)(?!\s+\w{2,}ing\b)|am|do\s+(?:i|you|we|they|it|not)|did|owns?\s+(?:this|it|you)|can|could|should|would|will|has|have|had|might|may|must|'?s|"
    r"(?:do|does|is|are|wo|ca|did)n'?t|hires?|hired|employs?|needs?|wants?|wanted|cares?|knows?|"
    r"sees?|uses?\s+(?:it|that|this|them|these)|exists?|told|says?|said|made|sent|gave|gives|published|wrote|called|calls|"
    r"invented|leads?\s+(?:up\s+)?to|becomes?|follows?|comes?\s+(?:before|after)|pays?|paid|paying|"
    r"earns?|gets?\s+(?:paid|hired|the most|more|less)|got|"
    r"mak(?:e|es|ing)\s+(?:most|over|more|less|the most|\$|good|better|six|\d)|else|to|you|what|"
    r"lets?|started?|starts|work(?:s|ed)?\s+(?:as|at|for|in|with|here|there)|likes?|liked|loves?|hates?|good|bad|great|better|still|"
    r"for\s+(?:me|an?|my|someone|somebody|people|us|him|her)|left|behind|typing|overlaps?|there|"
    r"(?:real\s+)?(?:it|they|this|that)\s+(?:is|are|was)|used\b|"
    r"here|of|gets? (?:done|out|there|through|finished|older)|finish(?:es)?|graduates?|"
    r"at|(?:the|an?|this|that)\s+(?:degree|certificate|course|test|exam|language|tool|field|"
    r"salary|figure|number|technique|method)s?)\b",
    re.I,
)
# Where a description ends and a question about the job begins.
NEXT = re.compile(
    r"\s*(?:[,;:.?!-]\s*|\band\s+|\bn\s+|\bso\s+|\s)"
    r"(?=(?:how\s+(?:much|long|does|do|are|is|hard|well)\b"
    r"|what\s+(?:do|does|did|would|will|can|should|kind|sort|skills?|tools?|degrees?|education|"
    r"schooling|certs?|certificates?|pay|salary|languages?|programs?|are\s+their|is\s+the\s+pay)\b"
    r"|(?:do|does|would|will|must|should|can)\s+(?:they|it|i|he|she|that|this|those|you|u|one)\b"
    r"|(?:gets?|earns?|makes?)\s+(?:what|how much)\b|(?:pay|salary|wage|money)\s*\?|where\s+do\b"
    r"|(?:is|are)\s+(?:it|that|this|there|they|the\s+pay)\b))"
    r"|[,;]\s+(?:and\s+)?(?=(?:what|whats|what's|which|who|who's|how|is|are|where)\b)"
    r"|[?!;\n]|\.(?=\s|$)",
    re.I,
)
NEGATED = re.compile(
    r"(?:,|\band\b|\bbut\b)?\s*\b(?:not|instead of|rather than|unlike|other than)\s+"
    r"(?!(?:only|just|over|too|so|very|late)\b)[^,.;?!]*",
    re.I,
)
# "Not the ones who ...", "tell me one that ...": nobody is described.
NOT_BEFORE = re.compile(
    r"\b(?:not|isn't|aren't|instead of|rather than|unlike|(?:tell|show|give|find|get) me|pick|"
    r"suggest|recommend)\s+(?:the\s+)?$",
    re.I,
)
# "The second role which ...": one that was spoken of.
POINTED = re.compile(
    r"\b(first|second|third|fourth|last|other|former|latter)\s+\w+\s+(which|who|that|where)\s*$",
    re.I,
)
# "Back to the data thing which languages do I need": a question, no description.
WHICH_ASKS = re.compile(
    r"^\w+\s+(?:which|what|where|when)\s+(?:\w+\s+(?:and|or)\s+)?(?:\w+\s+)?"
    r"(?:do|does|is|are|should|would|can|must|will)\s+(?:i|you|u|we|they|it|she|he|there|the|a)\b",
    re.I,
)
SAME = re.compile(r",\s*(?:same|still)\b.*$", re.I)
# Words at the beginning that tell nothing of the work.
TALK = re.compile(
    r"^(?:hi|hello|hey+|yo|ok|okay|so|um+|uh+|well|like|please|pls|sorry|good (?:morning|day|"
    r"evening)|and|but|n|to|it|when|asking for a friend|basically|lol|haha)\b[\s,.!:-]*",
    re.I,
)
HINT = re.compile(
    r"\b(?:the|that)\s+(?P<words>(?:[a-z-]+\s+){1,2}?)"
    r"(?:ones?|jobs?|things?|guys?|folks|people|ppl|person|role|career|stuff|gig)\b",
    re.I,
)
NO_HINT = frozenset(
    "first second third last other same whole next best right wrong top only main new old real big "
    "small good better paid highest lowest cheaper former latter previous one two three that this "
    "such different exact very higher lower middle more less bad said most sure average normal "
    "usual dream perfect actual entry level senior junior full time part young kind kinds".split()
)
POINTS = frozenset({"it", "this", "that", "these", "those", "them"})
CLAUSE = re.compile(r"[.?!;,\n]+\s*|\s+(?:and|but|an|n|so|because)\s+", re.I)
SENTENCE = re.compile(r"[.?!;\n]+\s*")
PLACE_BEFORE = re.compile(
    r"(?:[\s,]+(?:still|here|in|at|around|near|for|of|over|out|down|up|back|the|and|what about))*"
    r"[\s,]*$",
    re.I,
)
BEFORE_NAME = roles.NO_MODIFIERS | {"job", "work"}
CONTACT = frozenset({"email", "phone_number"})
LEAST_WORDS = 2
SHORT = 6
MOST_WORDS = 60
