"""`careers deliver`: send what is due, list what is not delivered, replay dead letters."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from datetime import timedelta

import click
from sqlalchemy import select

from bot.database import Database, get_database, utc_now
from bot.delivery.queue import replay as make_pending
from bot.delivery.tables import Delivery
from bot.delivery.worker import DeliveryWorker, Senders
from bot.privacy.export import iso
from bot.settings import get_settings
from bot.wording import Wording

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="One attempt at everything that is due, then stop.")
@_JSON
@click.pass_context
def deliver(context: click.Context, once: bool, as_json: bool) -> None:
    """Deliver the outbox. `careers serve` does it all the time; this is for a look or for cron."""
    if context.invoked_subcommand:
        return
    if not once:
        raise click.UsageError("say --once; for a worker that goes on: python -m bot.worker")
    outcomes = asyncio.run(_deliver_once())
    counts = {name: outcomes[name] for name in ("delivered", "failed", "dead")}
    click.echo(json.dumps(counts) if as_json else _in_words(counts))
    sys.exit(0 if counts["failed"] == counts["dead"] == 0 else 1)


@deliver.command("list")
@_JSON
def list_command(as_json: bool) -> None:
    """What has not been delivered yet, and dead letters."""
    with _database().reading() as session:
        waiting = [
            {
                "id": delivery.id,
                "lead_id": delivery.lead_id,
                "event": delivery.event,
                "channel": delivery.channel,
                "target": delivery.target,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "next_attempt_at": iso(delivery.next_attempt_at),
                "last_error": delivery.last_error,
            }
            for delivery in session.execute(
                select(Delivery)
                .where(Delivery.state != "delivered")
                .order_by(Delivery.created_at, Delivery.id)
            ).scalars()
        ]
    if as_json:
        click.echo(json.dumps({"deliveries": waiting}, ensure_ascii=False))
        return
    for each in waiting:
        click.echo(
            f"{each['id']}  {each['state']:<7}  {each['channel']} to {each['target']}  "
            f"{each['attempts']} attempts  {each['last_error'] or ''}"
        )
    click.echo(f"{len(waiting)} not delivered", err=True)


@deliver.command()
@click.argument("delivery_ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
def replay(delivery_ids: tuple[str, ...], everything: bool) -> None:
    """Try dead letters again, under their old ids."""
    if bool(delivery_ids) == everything:
        raise click.UsageError("name deliveries (careers deliver list), or say --all")
    give_up = timedelta(hours=get_settings().delivery_give_up_hours)
    with _database().writing() as session:
        if everything:
            dead = select(Delivery.id).where(Delivery.state == "dead")
            delivery_ids = tuple(session.execute(dead).scalars())
        replayed = make_pending(session, delivery_ids, utc_now(), give_up)
    click.echo(f"{replayed} deliveries will be tried again.")
    if replayed < len(delivery_ids):
        raise click.ClickException("the others are no dead letters; see: careers deliver list")


async def _deliver_once() -> Counter[str]:
    settings = get_settings()
    senders = Senders(settings, Wording.load())
    try:
        return await DeliveryWorker(_database(), settings, senders).run_once()
    finally:
        await senders.close()


def _database() -> Database:
    return get_database(get_settings().resolved_database_url)


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
