"""When a phrase that could be a job really is one."""

from __future__ import annotations

import re

LEVEL_WORDS = frozenset(
    "senior sr junior jr lead staff principal entry level mid remote freelance contract contractor "
    "experienced certified associate chief head intern trainee graduate new".split()
)
# Adjectives and function words before a job that do not make it another job.
NO_MODIFIERS = LEVEL_WORDS | frozenset(
    "a an the my your our their his her this that these those such some any one every each no "
    "good great best better bad decent real typical average normal regular successful young old "
    "female male american part full time in-house solo self-taught skilled strong competent "
    "professional dedicated talented second first third other another more qualified seasoned "
    "and or vs versus for of as to by with from like being become hire need want is are be "
    "little single whole few many most account hiring line year your you they we i it them "
    "us".split()
)
# A job of this trade is not the job of the same name in technology.
FOREIGN_TRADES = frozenset(
    "civil mechanical chemical electrical electronic construction marketing sales financial "
    "finance clinical biomedical medical hospital restaurant hotel retail store warehouse "
    "logistics legal biology chemistry physics aerospace automotive manufacturing industrial "
    "environmental structural sound audio flight fashion interior event wedding music film video "
    "political social nuclear petroleum agricultural property insurance credit".split()
)
JOB_HEADS = (
    "engineer|developer|analyst|manager|designer|architect|administrator|technician|scientist|"
    "specialist|consultant|programmer"
)
_UNLISTED = re.compile(
    rf"\b(?:an?|become|becoming|as)\s+((?:[A-Za-z][\w+#/-]*\s+){{1,2}}(?:{JOB_HEADS}))(?:s|es)?\b",
    re.IGNORECASE,
)
# "What about a nursing informatics specialist?", "what does an esports coach make?": here any trade
# may stand, "the hiring manager" may not.
_ASKED_ABOUT = re.compile(
    r"\b(?:what about|how about|(?:what|how much)\s+(?:do|does|did|would|can|could|is|are|will))\s+"
    rf"(?:an?\s+|the\s+)?((?:[A-Za-z][\w+#/-]*\s+){{1,2}}(?:{JOB_HEADS}|coach|driver|operator|"
    r"officer|teacher|nurse|writer|artist|producer|assistant|coordinator|therapist|trainer|tutor|"
    r"editor|planner|inspector|instructor|mechanic|attendant|clerk|cashier|broker|surgeon|pilot|"
    r"worker|guard|streamer|player))(?:s|es)?\b",
    re.IGNORECASE,
)
# "What does a electrican make?": whatever stands there is a job, of the table or not.
_EARNS = re.compile(
    r"\b(?:w[hu]?a?ts?|how much)\s+(?:do|does|did|would|can|could|will)\s+(?:an?|the)\s+"
    r"((?:[a-z][\w'-]*\s+){0,2}[a-z][\w'-]{3,})\s+(?:make|earn|get paid|bring home|take home)\b",
    re.IGNORECASE,
)
_NO_JOBS = frozenset(
    "person people guy gal man woman job jobs role roles position positions career careers company "
    "companies firm employer boss team field industry market one ones figure number title beginner "
    "newbie starter graduate grad degree bootcamp certificate place city state average typical "
    "other "
    "same country world family couple kid thing skill difference".split()
) | frozenset(JOB_HEADS.split("|"))
_UPPER_ONLY = frozenset({"or", "is"})
# "Does it support Linux?", "how did it manage?"
_BEFORE_IT = frozenset(
    "is does was did can could will would should might may must has had makes make let lets how "
    "doesn't didn't can't won't".split()
)
_DEGREE_AFTER = frozenset("in degree from of or".split())
_DEGREE_BEFORE = re.compile(
    r"\b(have|has|had|got|get|hold|holds|with|need|earn(ed)?|finish(ed)?|my|do(ing)?)"
    r"( (a|an|my|only|just))*\s*$",
    re.IGNORECASE,
)
_ROLE_BEFORE = frozenset("a an as senior junior become it tech technical of for hire be".split())
_ROLE_AFTER = frozenset(
    "salary salaries role roles job jobs pay position positions career careers vs versus "
    "skills work interview".split()
)
_SELF = re.compile(
    r"\b(i am|i'm|im|i was|i've been|ive been|i work as|i worked as|working as|worked as|"
    r"my (?:job|background) (?:is|was)(?: as)?|i used to be|was|former|ex|used to be|"
    r"currently|years as|yrs as)\s+(?:just |currently |now |only )?(?:an? )?(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_SELF_AFTER = re.compile(
    # "My teacher says 300k" names somebody who speaks.
    r"\s*((here|by (trade|day|training))\b(?! in\b)"
    r"|(says|said|told|thinks|claims|swears|insists)\b)",
    re.IGNORECASE,
)
_IDIOM_AFTER = re.compile(r"[\s-]?outs?\b(?! of\b)", re.IGNORECASE)
_WHOSE = re.compile(r"\b(my|our|the|his|her|their|a)\s+$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"^\s+(keeps?|kept|says?|said|told|tells|thinks?|wants?|asked|asks|claims?|swears|insists)\b",
    re.IGNORECASE,
)
_SCHOOL = r"(high[- ]?school|hs|college|university|uni|secondary school)"
_SCHOOL_BEFORE = re.compile(rf"\b{_SCHOOL}\s+$", re.IGNORECASE)
_SCHOOL_AFTER = re.compile(rf"^(s|\s+year)?\s+(in|at)\s+(a\s+|my\s+)?{_SCHOOL}\b", re.IGNORECASE)
_CAREER_BEFORE = re.compile(
    r"(\b(career|careers|job|jobs|role|roles|position|positions|opening|openings|opportunit\w+|"
    r"work|working|works|worked|hired|employed|someone|people|folks|professional|professionals|"
    r"specialist|specialists|future|internship|talent|staff|hires)"
    r"( (out )?there)?( is| are)? (in|within|for|with)"
    r"|\b(get|gets|getting|got|break|breaking|broke|move|moving|moved|go|going|switch|switching|"
    r"switched|transition|transitioning|pivot|pivoting|jump|jumping|change|changing|come|coming|"
    r"start|starting|shift|shifting|transfer|crossing|cross)\b"
    r"[\w ']{0,30}?\b(into|in|to|toward|towards)"
    r"|\b(enter|entering|pursue|pursuing|join|joining)"
    r")( (the|a))?( (field|world|area|domain|career|industry)( of| in)?)?\s+$",
    re.IGNORECASE,
)
_CAREER_AFTER = re.compile(
    r"^\s*(as a career|job|jobs|career|careers|role|roles|position|positions|professionals?|"
    r"people|ppl|folks|peeps|teams?|crew|demand|appointments?|worker|workers|salary|salaries|pay|hires|talent|vacanc\w+|openings?|guys?|"
    r"person)\b",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    r"^\s*((is|will|would|gonna|going to|can|could|might|may|just|soon|s|'s|'ll)\s+)*"
    r"(tak(e|ing)|eat(ing)?|kill(ing)?|replac(e|ing)|steal(ing)?|swallow(ing)?|wip(e|ing)|"
    r"automat(e|ing)|com(e|ing) for|do(es|ing)? (it|this|that|all)"
    r"|mak(e|ing) (it|this|that|them))\b",
    re.IGNORECASE,
)
# "AI will write all the code", which no other field does; "AI will pay well" is said of the job.
_ACTING = frozenset({"ai", "artificial intelligence", "genai", "generative ai"})
_ACTS = re.compile(
    r"^\s*(will|'ll|would|can|could|might|may|is going to|is gonna|gonna|going to)\s+"
    r"(?!(be|pay|grow|have|need|still|offer|require|become|hire|get|stay|last)\b)\w+",
    re.IGNORECASE,
)
_BY_IT = re.compile(
    r"\b((replaced|taken( over)?|automated|eaten|killed|done|written|made|threatened) by"
    r"|(lost|lose|losing|give|given) (\w+ ){0,3}to|because of|thanks to|due to"
    r"|(safe|safer|safest|immune|protected) from)"
    r"( this| all this)?\s+$",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"^\s*(vs\.?|versus)\s+\w|\w\s+(vs\.?|versus)\s+$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n]")
CONTEXT = 80


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, within the sentence and eighty characters."""
    before = _SENTENCE.split(text[max(0, start - CONTEXT) : start])[-1]
    after = _SENTENCE.split(text[end : end + CONTEXT])[0]
    return before, after


def is_about_a_career(text: str, start: int, end: int) -> bool:
    """True where a field's name stands for the job in it: "get into data science"."""
    before, after = around(text, start, end)
    return bool(
        _CAREER_BEFORE.search(before)
        or _CAREER_AFTER.search(after)
        or _VERSUS.search(before)
        or _VERSUS.search(after)
    )


def is_at_work(text: str, start: int, end: int) -> bool:
    """True where a field does something itself: "will AI take this job?"."""
    before, after = around(text, start, end)
    acts = text[start:end].lower() in _ACTING and _ACTS.match(after)
    return bool(acts or _AT_WORK.search(after) or _BY_IT.search(before))


def is_student(text: str, start: int, end: int) -> bool:
    """True for the "senior" of "a high school senior", which is no level of a job."""
    return bool(_SCHOOL_BEFORE.search(text[:start]) or _SCHOOL_AFTER.match(text[end:]))


def is_somebody(text: str, start: int, end: int) -> bool:
    """True for the "VP" of "my VP keeps telling me ...", a person and no level of a job."""
    whose = _WHOSE.search(text[:start])
    return bool(whose and _SPEAKS.match(text[end:]))


def is_idiom(text: str, end: int) -> bool:
    """True for the "cop" of "that's a cop out"."""
    return _IDIOM_AFTER.match(text[end:]) is not None


def is_own_job(text: str, start: int, end: int) -> bool:
    """True where a person says what they are, or who says something: "I'm a nurse and ...",
    "bus driver here", "my teacher says ..."."""
    before, after = around(text, start, end)
    return bool(_SELF.search(before) or _SELF_AFTER.match(after))


def accepts_role(surface: str, previous: str, following: str, text: str, start: int) -> bool:
    """False where a short or wordlike name is only a word: "is it manager work", "a BA in art".

    `previous` and `following` are the neighbouring words in lower case.
    """
    shouted = text.isupper()
    first = surface.split(maxsplit=1)[0] if surface.split() else surface
    if first.lower() in _UPPER_ONLY:
        return first.isupper() and not shouted
    if first == "it" and previous in _BEFORE_IT:
        return False
    if surface.lower() in ("ba", "bas"):
        if following in _DEGREE_AFTER or _DEGREE_BEFORE.search(text[:start]):
            return False
        upper = surface.startswith("BA") and not shouted
        return upper or previous in _ROLE_BEFORE or following in _ROLE_AFTER
    return True


def is_any_of(job: str, names: frozenset[str]) -> bool:
    """Whether the job is one of these names, in whatever number and with words before it: "NBA
    referees" is a "referee"."""
    words = job.lower().split()
    ends = (" ".join(words[first:]) for first in range(len(words)))
    return any(end in names or end.removesuffix("s") in names for end in ends)


def unlisted_jobs(text: str) -> list[tuple[int, int]]:
    """Places of job titles by their form: "an X engineer", "what about an X coach?", without
    leading adjectives."""
    spans = []
    for match in (*_UNLISTED.finditer(text), *_ASKED_ABOUT.finditer(text)):
        start = match.start(1)
        words = match.group(1).split()
        while len(words) > 1 and words[0].lower() in NO_MODIFIERS:
            start = text.index(words[1], start + len(words[0]))
            words = words[1:]
        if len(words) > 1:
            spans.append((start, match.end(1)))
    for match in _EARNS.finditer(text):
        words = match.group(1).lower().split()
        if not {words[-1], words[-1].rstrip("s")} & _NO_JOBS and not set(words) & NO_MODIFIERS:
            spans.append(match.span(1))
    return spans
