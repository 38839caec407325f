"""E-mail: a new lead to its account manager, and an acknowledgement to the person."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

import aiosmtplib
import jinja2

from bot.delivery.errors import DeliveryError
from bot.delivery.parcel import Parcel
from bot.settings import Settings
from bot.wording import Wording

QUIT_SECONDS = 2.0
PERMANENT_FROM = 500

_LABELS = {
    "name": "Name",
    "email": "E-mail",
    "phone_number": "Phone",
    "preferred_contact": "Prefers",
    "company": "Company",
    "role": "Role",
    "location": "Place",
    "timing": "When",
    "notes": "Notes",
}
_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("bot.delivery"),
    autoescape=jinja2.select_autoescape(["html"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def notification(parcel: Parcel, settings: Settings) -> EmailMessage:
    """The message to an account manager; an answer to it goes to the person."""
    lead = parcel.lead
    message = _message(parcel, settings, to=parcel.target)
    message["Subject"] = f"New {lead['kind']} lead: {parcel.about}"
    if lead["email"] and lead["email"].isascii():
        message["Reply-To"] = _address(lead)
    link = f"{settings.public_url.rstrip('/')}/staff/leads/{lead['id']}"
    return _with_bodies(
        message,
        "notification",
        fields=list(_fields(parcel)),
        kind=lead["kind"],
        purposes=", ".join(lead["consent_purposes"]),
        page_url=lead["page_url"],
        known=lead["duplicate_of"] is not None,
        link=link if settings.public_url else None,
    )


def acknowledgement(parcel: Parcel, settings: Settings, wording: Wording) -> EmailMessage:
    """The message to the person: what was noted, and how to take it back."""
    lead = parcel.lead
    message = _message(parcel, settings, to=_address(lead))
    message["Subject"] = wording.say("utter_mail_subject")
    message["Reply-To"] = settings.contact_email
    # No out-of-office reply to this.
    message["Auto-Submitted"] = "auto-generated"
    greeting = "utter_mail_greeting" if lead["name"] else "utter_mail_greeting_nameless"
    return _with_bodies(
        message,
        "acknowledgement",
        greeting=wording.say(greeting, name=lead["name"]),
        opening=wording.say("utter_mail_opening"),
        fields=list(_fields(parcel)),
        closing=wording.say("utter_mail_closing", email=settings.contact_email),
    )


async def send_mail(
    message: EmailMessage, settings: Settings, *, refusal_is_final: bool = False
) -> None:
    """Hand `message` to the mail server; once accepted it counts, whatever happens afterwards.

    `refusal_is_final`: another attempt is vain when the server does not want the receiver.

    Raises:
        DeliveryError: it was not accepted in time.
    """
    if not settings.smtp_host:
        raise DeliveryError("CAREERS_SMTP_HOST is not set")
    security = settings.smtp_security
    try:
        server = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            use_tls=security == "tls",
            start_tls=security == "starttls",
            tls_context=None if security == "none" else _trust(settings),
            timeout=settings.delivery_timeout_seconds,
        )
        try:
            await asyncio.wait_for(_submit(server, message), settings.delivery_timeout_seconds)
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(server.quit(), QUIT_SECONDS)
        finally:
            server.close()
    except aiosmtplib.SMTPRecipientsRefused as error:
        code = max(refused.code for refused in error.recipients)
        final = refusal_is_final and code >= PERMANENT_FROM
        raise DeliveryError(f"SMTP {code}", permanent=final) from None
    except aiosmtplib.SMTPResponseException as error:
        raise DeliveryError(f"SMTP {error.code}") from None
    except (aiosmtplib.SMTPException, OSError, asyncio.TimeoutError, ValueError) as error:
        raise DeliveryError(type(error).__name__) from None


async def _submit(server: aiosmtplib.SMTP, message: EmailMessage) -> None:
    await server.connect()
    await server.send_message(message)


def _trust(settings: Settings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.smtp_ca_file)


def _message(parcel: Parcel, settings: Settings, to: str | Address) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.smtp_from
    message["To"] = to
    message["Date"] = format_datetime(parcel.occurred_at)
    # The same at each attempt: mail programs show it once, should it arrive twice.
    domain = parseaddr(settings.smtp_from)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{parcel.id}@{domain}>"
    return message


def _address(lead: Mapping[str, Any]) -> Address:
    user, _, domain = lead["email"].rpartition("@")
    return Address(lead["name"] or "", user, domain)


def _with_bodies(message: EmailMessage, template: str, **values: Any) -> EmailMessage:
    message.set_content(_templates.get_template(f"{template}.txt").render(values))
    html = _templates.get_template(f"{template}.html").render(values)
    message.add_alternative(html, subtype="html")
    return message


def _fields(parcel: Parcel) -> Iterator[tuple[str, str]]:
    for name, label in _LABELS.items():
        value = parcel.role if name == "role" else parcel.lead[name]
        if value:
            yield label, value
