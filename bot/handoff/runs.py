"""The runs of the form in one conversation: what each takes over from the one before."""

from __future__ import annotations

from bot.handoff.model import REACH, Form, Heard, Kind
from bot.handoff.reading import Reading

_OFFERED_AGAIN = ("name", "email", "phone", "company")


def opened(before: Form) -> Form:
    """An empty form of the next run, which knows what came of the runs before."""
    return Form(
        run=before.run + 1,
        active=True,
        known=before.known,
        sent=before.sent,
        reference=before.reference,
    )


def dropped(form: Form) -> Form:
    """The state after a run that sent nothing: its details are forgotten."""
    return Form(run=form.run, known=form.known, sent=form.sent, reference=form.reference)


def finished(form: Form, reference: str) -> Form:
    """The state after the lead was stored as `reference`: its details are offered again later."""
    known = {f: form.details[f] for f in _OFFERED_AGAIN if form.details.get(f)}
    return Form(
        run=form.run,
        known={**form.known, **known},
        sent={**form.details, "kind": form.kind or ""},
        reference=reference,
    )


def kind_of(heard: Heard, reading: Reading) -> Kind:
    """Company or candidate: by what is said, or else by what is wanted."""
    if reading.kind:
        return reading.kind
    if heard.intent == "hire_talent":
        return "company"
    if heard.intent == "find_job":
        return "candidate"
    return "company" if reading.details.get("company") else "candidate"


def still_known(known: dict[str, str], reading: Reading) -> dict[str, str]:
    """The details of an earlier run, unless this one is for somebody else."""
    name = reading.details.get("name")
    if name and known.get("name") and name.lower() != known["name"].lower():
        return {}
    return {f: v for f, v in known.items() if f != "company" or not reading.details.get(f)}


def is_repeated(form: Form, reading: Reading, before: Form) -> bool:
    """Whether the very request that was sent last is made once more."""
    told = {name: form.details[name] for name in reading.details if name in form.details}
    return (
        bool(told.keys() & {"role", "location", *REACH})
        and form.kind == before.sent.get("kind")
        and all(before.sent.get(name) == value for name, value in told.items())
    )
