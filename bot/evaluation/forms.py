"""Whole conversations with the contact form: a simulated person answers what is asked.

A case has `opening` (messages), `replies` by what is asked (name, contact, email, phone, company,
role, location, more, consent), `at` (``{after, say}``: said once, right after that reply), `then`
(messages after the form) and the `leads` that must be there at the end, no more and no fewer.
A reply may be a list: what is said when asked for the first time, the second, and so on; the last
one is said again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.database import Database
from bot.leads.tables import Lead

Say = Callable[[str], list[dict[str, Any]]]
"""Says something in one conversation; the messages of the answer, as the chat API has them."""

UNWILLING = "I'd rather not say"
LONGEST = 14
"""Turns after the opening; a form that asks more goes in circles."""

_STORED = ("kind", "name", "email", "phone_number", "company", "role", "location")
_CONSENT = re.compile(r"shall i send|may enamix keep", re.I)
_DID_YOU_MEAN = re.compile(r"did you mean (\S+@\S+?)\?", re.I)
_ASKED = {
    "name": re.compile(r"\bname\b", re.I),
    "company": re.compile(r"\bcompany\b", re.I),
    "contact": re.compile(r"\be-?mail\b|\bphone\b|\breach\b", re.I),
    "role": re.compile(r"\brole\b", re.I),
    "location": re.compile(r"\bcity\b|\bplace\b", re.I),
    "more": re.compile(r"anything else", re.I),
}
_PARAGRAPH = re.compile(r"\n\s*\n")
_ENDED = re.compile(
    r"reference (?:is )?[0-9A-F]{8}|nothing (?:has been|was|is) sent|sent nothing", re.I
)


@dataclass
class Played:
    """How a conversation with the form went."""

    name: str
    turns: int = 0
    problems: list[str] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)


def play(
    case: Mapping[str, Any], say: Say, leads: Callable[[], Sequence[Mapping[str, Any]]]
) -> Played:
    """Play one case; `leads` are those of this conversation."""
    person = _Person(case)
    played = Played(str(case["name"]))
    messages: list[dict[str, Any]] = []

    def tell(text: str) -> list[dict[str, Any]]:
        played.turns += 1
        answer = say(text)
        said = "\n".join(message["text"] for message in answer)
        played.transcript += [f"> {text}", said]
        return answer

    for text in case.get("opening") or []:
        messages = tell(str(text))
    for _ in range(LONGEST):
        reply = person.reply(messages)
        if reply is None or (person.decided and case.get("then")):
            break
        messages = tell(reply)
        for interjection in person.interjections():
            messages = tell(interjection)
    else:
        played.problems.append("the form asks on and on")
    for text in case.get("then") or []:
        messages = tell(str(text))
        # A second request is answered like the first.
        for _ in range(LONGEST):
            reply = person.reply(messages)
            if reply is None:
                break
            messages = tell(reply)
    last = "\n".join(message["text"] for message in messages)
    for pattern in case.get("all_of_last") or []:
        if not re.search(str(pattern), last):
            played.problems.append(f"the last answer lacks {pattern!r}")
    played.problems += _differences(case.get("leads") or [], leads())
    return played


def score_forms(
    cases: Sequence[Mapping[str, Any]],
    open_one: Callable[[], tuple[Say, Callable[[], Sequence[Mapping[str, Any]]]]],
) -> dict[str, Any]:
    """Play all cases; the share that ended with exactly the expected leads, and the others."""
    played = [play(case, *open_one()) for case in cases]
    failures = [
        {"conversation": p.name, "problems": p.problems, "transcript": p.transcript}
        for p in played
        if p.problems
    ]
    return {
        "conversations": len(played),
        "turns": sum(p.turns for p in played),
        "as_expected": (len(played) - len(failures)) / len(played) if played else None,
        "failures": failures,
    }


def stored_leads(database: Database, conversation_id: str) -> list[dict[str, Any]]:
    """The leads of one conversation that are not erased, with the fields that cases speak of."""
    of_it = select(Lead).where(Lead.conversation_id == conversation_id, Lead.erased_at.is_(None))
    with database.reading() as session:
        return [{n: getattr(lead, n) for n in _STORED} for lead in session.scalars(of_it)]


class _Person:
    """Answers what is asked, in one message, as a willing person does."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self._replies: dict[str, list[str]] = {
            name: [str(each) for each in said] if isinstance(said, list) else [str(said)]
            for name, said in (case.get("replies") or {}).items()
        }
        self._at = list(case.get("at") or [])
        self._given: list[str] = []
        self._last: list[str] = []
        self.decided = False
        """The question for the consent has been answered, and is asked again."""

    def reply(self, messages: Sequence[Mapping[str, Any]]) -> str | None:
        """What is answered to the last question; None if nothing is asked."""
        text = "\n\n".join(str(message["text"]) for message in messages)
        if _CONSENT.search(text):
            self._last = ["consent"]
            self.decided = "consent" in self._given and len(self._replies["consent"]) == 1
            return self._say("consent") or UNWILLING
        if meant := _DID_YOU_MEAN.search(text):
            self._last = ["email"]
            # The last of several is the one that is right.
            wanted = self._replies.get("email", [""])[-1]
            return "yes" if meant[1].lower() in wanted.lower() else wanted or UNWILLING
        if not self._replies or not messages or _ENDED.search(text):
            return None
        asked = _asked(messages[-1])
        if not asked:
            return None
        parts = []
        for name in asked:
            if value := self._value(name, messages[-1]):
                parts.append(value)
        self._last = asked
        return ", ".join(parts) if parts else UNWILLING

    def interjections(self) -> list[str]:
        """What the person adds after the replies just given for the first time."""
        new = [name for name in self._last if name not in self._given]
        self._given += new
        if "contact" in new:
            self._given += ["email", "phone"]
        due = [e for e in self._at if e["after"] in new]
        self._at = [e for e in self._at if e not in due]
        return [str(e["say"]) for e in due]

    def _value(self, name: str, message: Mapping[str, Any]) -> str | None:
        text = str(message["text"])
        if name == "contact":
            both = re.search(r"e-?mail", text, re.I) and re.search(r"phone", text, re.I)
            alone = {"email": "email", "tel": "phone"}.get(str(message.get("expects")))
            again = "contact" in self._given
            if (again or not both) and alone and alone in self._replies:
                return self._say(alone)
        return self._say(name)

    def _say(self, name: str) -> str | None:
        said = self._replies.get(name)
        if not said:
            return None
        return said.pop(0) if len(said) > 1 else said[0]


def _asked(message: Mapping[str, Any]) -> list[str]:
    """What the message asks for, in the order of the question."""
    paragraph = _PARAGRAPH.split(str(message["text"]).strip())[-1]
    if "?" not in paragraph and not message.get("expects"):
        return []
    found = [(m.start(), name) for name, p in _ASKED.items() if (m := p.search(paragraph))]
    return [name for _, name in sorted(found)]


def _differences(
    wanted: Sequence[Mapping[str, Any]], got: Sequence[Mapping[str, Any]]
) -> list[str]:
    left = list(got)
    problems = []
    for lead in wanted:
        same = next((g for g in left if _same(lead, g)), None)
        if same is not None:
            left.remove(same)
        else:
            problems.append(f"no lead {dict(lead)}")
    return problems + [f"unwanted lead { {k: lead.get(k) for k in _STORED} }" for lead in left]


def _same(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    return all(_plain(value) == _plain(got.get(name)) for name, value in wanted.items())


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    return unicodedata.normalize("NFC", str(value)).casefold()
