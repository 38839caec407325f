"""The worker process: delivers the outbox, and forgets what is old. `python -m bot.worker`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database, utc_now
from bot.delivery.worker import DeliveryWorker, Senders
from bot.privacy.retention import forget_old
from bot.settings import Settings, get_settings
from bot.wording import Wording

logger = logging.getLogger(__name__)

HEALTH_PORT = 5056
RETENTION_SECONDS = 3600.0
# A round takes one attempt's time-out and a busy database's; beyond that it hangs.
STUCK_AFTER = timedelta(seconds=120)


async def run(settings: Settings, port: int) -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    database = Database(settings.resolved_database_url)
    senders = Senders(settings, Wording.load())
    worker = DeliveryWorker(database, settings, senders)
    health = await asyncio.start_server(
        lambda reader, writer: _answer(reader, writer, worker), "127.0.0.1", port
    )
    try:
        await asyncio.gather(worker.run(stop), _forget(database, settings, stop))
    finally:
        health.close()
        await senders.close()
        database.close()


async def _forget(database: Database, settings: Settings, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            forgotten = await asyncio.to_thread(forget_old, database, settings, utc_now())
        except SQLAlchemyError as error:
            # Only the type: the texts of database errors quote values.
            logger.error("retention: %s", type(error).__name__)
        else:
            if forgotten.conversations or forgotten.leads:
                logger.info(
                    "erased %d conversations, %d leads past their time",
                    forgotten.conversations,
                    forgotten.leads,
                )
        try:
            await asyncio.wait_for(stop.wait(), RETENTION_SECONDS)
        except asyncio.TimeoutError:
            continue


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, worker: DeliveryWorker
) -> None:
    """The health check: 200 while the rounds go on."""
    try:
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        healthy = utc_now() - worker.last_round < STUCK_AFTER
        body = json.dumps({"status": "ok" if healthy else "stuck"}).encode()
        status = "200 OK" if healthy else "503 Service Unavailable"
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.TimeoutError):
        pass
    finally:
        writer.close()


def main() -> None:
    """Entry of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=HEALTH_PORT, help="port of the health check")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # httpx writes every address it calls, and a webhook's address is a secret.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asyncio.run(run(get_settings(), arguments.port))


if __name__ == "__main__":
    main()
