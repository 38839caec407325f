"""A new lead and what has to be sent about it, in one transaction."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.delivery.routing import RoutingError, load_routing
from bot.delivery.tables import Delivery
from bot.knowledge.tables import Role
from bot.leads.capture import Captured, LeadDraft, capture
from bot.leads.tables import Lead
from bot.settings import Settings

logger = logging.getLogger(__name__)


def submit_lead(
    session: Session, draft: LeadDraft, idempotency_key: str, settings: Settings
) -> Captured:
    """Store a confirmed lead together with its outgoing messages; see `capture`.

    Raises:
        UnreachableError, ConsentMissingError: the draft must not be stored.
    """
    captured = capture(session, draft, idempotency_key)
    if captured.created:
        session.add_all(plan(session, captured.lead, settings))
        session.flush()
    return captured


def plan(session: Session, lead: Lead, settings: Settings) -> list[Delivery]:
    """What the configured senders have to send about a new lead."""
    planned: list[tuple[str, str]] = []
    if settings.smtp_host:
        planned += [("email", receiver) for receiver in _receivers(session, lead, settings)]
        if lead.email and "email" in lead.consent_purposes:
            planned.append(("acknowledgement", "lead"))
    if settings.slack_webhook_url:
        planned.append(("slack", "leads"))
    if settings.webhook_url:
        planned.append(("webhook", "crm"))
    give_up_at = utc_now() + timedelta(hours=settings.delivery_give_up_hours)
    return [
        Delivery(lead_id=lead.id, channel=channel, target=target, give_up_at=give_up_at)
        for channel, target in planned
    ]


def _receivers(session: Session, lead: Lead, settings: Settings) -> list[str]:
    otherwise = settings.leads_email or settings.contact_email
    family = session.execute(select(Role.family).where(Role.slug == lead.role)).scalar_one_or_none()
    try:
        return load_routing(settings.routing_file).receivers(lead.kind, family, otherwise)
    except RoutingError as error:
        # A slip in a file must not cost a lead.
        logger.error("routing: %s", error)
        return [otherwise]
