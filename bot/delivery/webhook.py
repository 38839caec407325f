"""Webhooks: signed ones for a CRM (Standard Webhooks), and Slack's incoming ones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from bot.database import utc_now
from bot.delivery.errors import DeliveryError
from bot.delivery.parcel import Parcel

USER_AGENT = "enamix-careers/1"


def signed_request(parcel: Parcel, secrets: str) -> tuple[str, dict[str, str]]:
    """Body and headers of one attempt; `secrets` are separated by blanks while one is replaced.

    The body and its `webhook-id` are the same at each attempt, the time is that of the attempt.

    Raises:
        DeliveryError: there is no usable secret.
    """
    body = json.dumps(
        {
            "type": parcel.event,
            "timestamp": parcel.occurred_at.isoformat(timespec="microseconds"),
            "data": parcel.lead,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    now = utc_now()
    signatures = [signer.sign(parcel.id, now, body) for signer in signers(secrets)]
    return body, {
        "content-type": "application/json",
        "webhook-id": parcel.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def signers(secrets: str) -> list[Webhook]:
    """One for each secret, at least one.

    Raises:
        DeliveryError: there is no usable secret.
    """
    try:
        found = [Webhook(secret) for secret in secrets.split()]
    except (ValueError, EmptyWebhookSecretError) as error:
        raise DeliveryError(f"CAREERS_WEBHOOK_SECRET: {type(error).__name__}") from None
    if not found:
        raise DeliveryError("CAREERS_WEBHOOK_SECRET is not set")
    return found


def slack_message(
    parcel: Parcel, public_url: str, buttons: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A new lead as a message of Slack's Block Kit; `text` is what notifications show.

    `buttons` are titles by action, for `bot.web.slack.lead_buttons`.
    """
    lead = parcel.lead
    title = f"New {lead['kind']} lead: {parcel.about}"
    contacts = [value for value in (lead["email"], lead["phone_number"]) if value]
    details = [*contacts, lead["timing"], lead["notes"]]
    blocks: list[dict[str, Any]] = [
        # plain_text: nothing that a person typed can be mark-up or a mention.
        _plain_section(title),
        _plain_section("\n".join(detail for detail in details if detail)),
    ]
    elements = [
        {"action_id": action, "text": {"type": "plain_text", "text": title}, "value": lead["id"]}
        for action, title in (buttons or {}).items()
    ]
    if public_url:
        url = f"{public_url.rstrip('/')}/staff/leads/{lead['id']}"
        text = {"type": "plain_text", "text": "Open"}
        elements.append({"action_id": "open_lead", "text": text, "url": url})
    if elements:
        row = [{"type": "button", **element} for element in elements]
        blocks.append({"type": "actions", "block_id": "lead", "elements": row})
    return {"text": _escaped(title), "blocks": blocks}


async def post(
    client: httpx.AsyncClient,
    url: str,
    body: str,
    headers: Mapping[str, str],
    timeout_seconds: float,
) -> None:
    """One attempt. Only 2xx is a success; redirects are not followed, the answer is not read.

    Raises:
        DeliveryError: anything else, or no answer in time.
    """

    async def attempt() -> None:
        given = {"user-agent": USER_AGENT, **headers}
        async with client.stream("POST", url, content=body.encode(), headers=given) as response:
            _check(response)

    try:
        # httpx's own time-outs are per read: a trickling answer would never end.
        await asyncio.wait_for(attempt(), timeout_seconds)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, asyncio.TimeoutError) as error:
        raise DeliveryError(type(error).__name__) from None


def make_client(timeout_seconds: float) -> httpx.AsyncClient:
    """The client for webhooks."""
    return httpx.AsyncClient(timeout=timeout_seconds, follow_redirects=False)


def _check(response: httpx.Response) -> None:
    if response.is_success:
        return
    raise DeliveryError(
        f"HTTP {response.status_code}",
        retry_after=_seconds(response.headers.get("retry-after")),
        # Standard Webhooks: who answers 410 does not want it any more.
        permanent=response.status_code == httpx.codes.GONE,
    )


def _seconds(retry_after: str | None) -> float | None:
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return (parsedate_to_datetime(retry_after) - utc_now()).total_seconds()
    except (TypeError, ValueError):
        return None


def _plain_section(text: str) -> dict[str, Any]:
    longest = 3000
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": text[:longest], "emoji": False},
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
