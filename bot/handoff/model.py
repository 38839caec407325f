"""What goes in and out of the contact form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

from bot.answers.model import Answer, Request
from bot.answers.subjects import HANDOFF_INTENTS

Kind = Literal["candidate", "company"]

STARTS = HANDOFF_INTENTS
"""The intents that open the form."""
FIELDS = ("name", "email", "phone", "company", "role", "location", "timing", "notes")
REACH = ("email", "phone")
SURE = 0.6
"""The confidence from which on an intent decides where no rule speaks."""


class Step(str, Enum):
    """What the form has asked last."""

    START = "start"
    CONTACT = "contact"
    CONFIRM_EMAIL = "confirm_email"
    DETAILS = "details"
    SUMMARY = "summary"
    CHANGE = "change"
    DECLINED = "declined"


@dataclass(frozen=True)
class Heard:
    """A message of the person, as the pipeline has understood it.

    `text` is normalised; `entities` say where they stand in it. `choice` is what a button of the
    form stands for; no typed text can be one. `public`: others read along.
    """

    text: str
    intent: str = ""
    confidence: float = 0.0
    requests: tuple[Request, ...] = ()
    entities: tuple[Mapping[str, Any], ...] = ()
    choice: str | None = None
    public: bool = False


@dataclass
class Form:
    """The state: kept in one Rasa slot as JSON.

    `run` counts the forms of this conversation: with the conversation it is the idempotency key
    of the lead. `known` are the details of an earlier run. `reference` names the last lead that
    was stored.
    """

    run: int = 0
    active: bool = False
    step: Step = Step.START
    kind: Kind | None = None
    settled: bool = False
    """Whether the person has said which kind it is; else it was taken as likely."""
    short: bool = False
    """One way to reach the person is enough: somebody who is angry is asked nothing else."""
    details: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)
    suggestion: str | None = None
    """What a mistyped e-mail address was probably meant to be."""
    details_asked: bool = False
    texts: bool = False
    excluded: list[str] = field(default_factory=list)
    """Purposes that the person does not agree to: "call", "email"."""
    preferred: Literal["email", "phone"] | None = None
    changing: list[str] = field(default_factory=list)
    """Fields that the person wants to change and whose new value is still to come."""
    known: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    """Details and kind of the lead that was stored last."""
    reference: str | None = None
    offered: dict[str, str] = field(default_factory=dict)
    """Details that were mentioned without a wish: a yes to our offer opens the form with them."""
    asides: int = 0
    """How many messages in a row were meant for something else than the form."""
    parked: bool = False
    """Put aside as the person went on with other things; details or a wish take it up again."""

    def as_dict(self) -> dict[str, Any]:
        """JSON for the slot."""
        return {**vars(self), "step": self.step.value}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any] | None) -> Form:
        """The form in a slot; unknown keys of an older version are left out."""
        known = cls.__dataclass_fields__.keys()
        given = {k: v for k, v in (value or {}).items() if k in known}
        if "step" in given:
            given["step"] = Step(given["step"])
        return cls(**given)

    @property
    def reachable(self) -> bool:
        """Whether there is a way to reach the person."""
        return bool(self.purposes())

    def missing(self) -> list[str]:
        """What the first question still has to ask: of name, reach, company."""
        asked = [] if self.short else ["name"]
        missing = [f for f in asked if not self.details.get(f) and f not in self.refused]
        if not self.reachable:
            missing.append("reach")
        if (
            self.kind == "company"
            and not self.short
            and not self.details.get("company")
            and "company" not in self.refused
        ):
            missing.append("company")
        return missing

    def open_details(self) -> list[str]:
        """What the optional question asks: of role, location."""
        return [f for f in ("role", "location") if not self.details.get(f)]

    @property
    def untouched(self) -> bool:
        """Whether the person has not told the form yet who they are."""
        told = (f for f in ("name", *REACH, "company") if self.details.get(f))
        return all(self.details[f] == self.known.get(f) for f in told)

    def fail(self, what: str) -> int:
        """Count that `what` went wrong once more; how often it has by now."""
        self.failures[what] = self.failures.get(what, 0) + 1
        return self.failures[what]

    def purposes(self) -> list[str]:
        """What the person agrees to with a yes: only ways that they have given."""
        ways = []
        if self.details.get("phone") and "call" not in self.excluded:
            ways.append("call")
        if self.details.get("email") and "email" not in self.excluded:
            ways.append("email")
        if self.details.get("phone") and self.texts:
            ways.append("text")
        return ways


@dataclass
class Outcome:
    """What the form makes of a message."""

    form: Form
    answers: list[Answer] = field(default_factory=list)
    questions: Sequence[Request] = ()
    """Requests that are answered from the knowledge table before `answers` are said."""
    elsewhere: bool = False
    """The message is answered as outside the form, before `answers` are said."""
    submit: bool = False
    """The lead is to be stored; `answers` are only true once it is."""
    erase: bool = False
    """The person asks for the erasure of their data."""

    @property
    def done(self) -> bool:
        """Whether the form has ended."""
        return not self.form.active
