"""Delivers the outbox: what is due, as long as it takes, at least once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import httpx
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import Database, utc_now
from bot.delivery import mail, webhook
from bot.delivery.errors import DeliveryError
from bot.delivery.parcel import Parcel, read_parcel
from bot.delivery.queue import claim, is_due, record_failure, record_success
from bot.delivery.tables import CHANNELS, Delivery
from bot.settings import Settings
from bot.wording import Wording

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

AT_ONCE = 4
POLL_SECONDS = 1.0
# Beyond the time that one attempt may take: the database may be busy when it is to be noted.
LEASE_MARGIN = timedelta(seconds=15)
RECORD_TRIES = 4


class Senders:
    """The configured ways out."""

    def __init__(self, settings: Settings, wording: Wording) -> None:
        self._settings = settings
        self._wording = wording
        self._client: httpx.AsyncClient = webhook.make_client(settings.delivery_timeout_seconds)

    async def send(self, parcel: Parcel) -> None:
        """One attempt.

        Raises:
            DeliveryError: it did not arrive, as far as can be known.
        """
        if parcel.channel == "email":
            message = mail.notification(parcel, self._settings)
            await mail.send_mail(message, self._settings)
        elif parcel.channel == "acknowledgement":
            message = mail.acknowledgement(parcel, self._settings, self._wording)
            # An address that the person mistyped will not come into being.
            await mail.send_mail(message, self._settings, refusal_is_final=True)
        elif parcel.channel == "slack":
            message_to_slack = webhook.slack_message(
                parcel, self._settings.public_url, self._lead_buttons()
            )
            body = json.dumps(message_to_slack)
            headers = {"content-type": "application/json"}
            await self._post(self._settings.slack_webhook_url, body, headers)
        else:
            body, headers = webhook.signed_request(parcel, self._settings.webhook_secret)
            await self._post(self._settings.webhook_url, body, headers)

    async def close(self) -> None:
        """Close the pooled connections."""
        await self._client.aclose()

    def _lead_buttons(self) -> dict[str, str]:
        """Titles by action, if there is anybody who may press them."""
        if not self._settings.slack_lead_staff:
            return {}
        return {
            action: self._wording.say(f"utter_slack_{action}")
            for action in ("lead_take", "lead_called")
        }

    async def _post(self, url: str, body: str, headers: dict[str, str]) -> None:
        if not url:
            raise DeliveryError("the webhook's address is not set")
        timeout = self._settings.delivery_timeout_seconds
        await webhook.post(self._client, url, body, headers, timeout)


class DeliveryWorker:
    """Takes what is due and sends it; each channel in its own pace. Many may run at once."""

    def __init__(self, database: Database, settings: Settings, senders: Senders) -> None:
        self._database = database
        self._senders = senders
        self._lease = timedelta(seconds=settings.delivery_timeout_seconds) + LEASE_MARGIN
        self.last_round = utc_now()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; what is being sent then is still finished."""
        await asyncio.gather(*(self._run_channel(channel, stop) for channel in CHANNELS))

    async def run_once(self) -> Counter[str]:
        """One attempt at everything that is due now: how many are delivered, failed, dead."""
        outcomes: Counter[str] = Counter()
        started = utc_now()
        for channel in CHANNELS:
            while found := await self._round(channel, started):
                outcomes += found
        return outcomes

    async def _run_channel(self, channel: str, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                busy = bool(await self._round(channel, utc_now()))
            except SQLAlchemyError as error:
                # Only the type: the texts of database errors quote values.
                logger.error("delivery: %s", type(error).__name__)
                busy = False
            self.last_round = utc_now()
            if not busy:
                await _wait(stop, POLL_SECONDS)

    async def _round(self, channel: str, due: datetime) -> Counter[str]:
        parcels = await asyncio.to_thread(self._claim, channel, due)
        return Counter(await asyncio.gather(*(self._deliver(parcel) for parcel in parcels)))

    def _claim(self, channel: str, due: datetime) -> list[Parcel]:
        # Looked for without the writer's lock: mostly there is nothing.
        with self._database.reading() as session:
            if not session.execute(select(Delivery.id).where(is_due(channel, due))).first():
                return []
        with self._database.writing() as session:
            claimed = claim(session, channel, due, self._lease, AT_ONCE)
            return [read_parcel(session, delivery) for delivery in claimed]

    async def _deliver(self, parcel: Parcel) -> str:
        try:
            await self._senders.send(parcel)
        except DeliveryError as error:
            failure = error
        except Exception as error:
            # A fault of ours must not stop the others; the text may quote the lead.
            failure = DeliveryError(type(error).__name__)
        else:
            await self._record(lambda session: record_success(session, parcel.id, utc_now()))
            logger.info("delivered %s by %s", parcel.id, parcel.channel)
            return "delivered"
        dead = await self._record(
            lambda session: record_failure(session, parcel.id, failure, utc_now())
        )
        log = logger.error if dead else logger.warning
        log("%s by %s: %s%s", parcel.id, parcel.channel, failure, ", a dead letter" if dead else "")
        return "dead" if dead else "failed"

    async def _record(self, work: Callable[[Session], Result]) -> Result:
        """Note an outcome; what is not noted is sent again when its lease is over."""
        for attempt in range(RECORD_TRIES):
            try:
                return await asyncio.to_thread(self._write, work)
            except SQLAlchemyError:
                if attempt == RECORD_TRIES - 1:
                    raise
                await asyncio.sleep(POLL_SECONDS)
        raise AssertionError("unreachable")

    def _write(self, work: Callable[[Session], Result]) -> Result:
        with self._database.writing() as session:
            return work(session)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except asyncio.TimeoutError:
        return
