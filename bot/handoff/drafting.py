"""From a confirmed form to the lead that is stored."""

from __future__ import annotations

from bot.handoff.model import Form
from bot.leads.capture import LeadDraft
from bot.leads.consent import CONSENT_VERSION


def draft_of(form: Form, *, conversation_id: str, channel: str) -> LeadDraft:
    """The lead that the person has seen in the summary and agreed to."""
    given = form.details
    company = given.get("company") if form.kind == "company" else None
    return LeadDraft(
        kind=form.kind or "candidate",
        channel=channel,
        consent_version=CONSENT_VERSION,
        consent_purposes=form.purposes(),
        name=given.get("name"),
        email=given.get("email"),
        phone_number=given.get("phone"),
        preferred_contact=form.preferred,
        company=company,
        role=given.get("role"),
        location=given.get("location"),
        timing=given.get("timing"),
        notes=given.get("notes"),
        conversation_id=conversation_id,
    )


def idempotency_key(form: Form, conversation_id: str) -> str:
    """One lead for one run of the form, however often the yes is sent."""
    return f"{conversation_id}:{form.run}"
