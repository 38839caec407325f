"""`careers leads`: list and show leads, export what is kept about a person, erase it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from bot.database import Database, get_database
from bot.leads.tables import Lead
from bot.privacy.erasure import erase_leads, forget_pages
from bot.privacy.export import export_person, find_leads, iso
from bot.settings import get_settings

_LISTED = (
    "id kind name email phone_number company role location consent_version conversation_id "
    "channel status"
).split()
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def leads() -> None:
    """List, show, export and erase leads."""


@leads.command("list")
@_JSON
def list_command(as_json: bool) -> None:
    """All leads, oldest first; erased ones are not leads any more."""
    with _reading() as session:
        found = session.execute(
            select(Lead).where(Lead.erased_at.is_(None)).order_by(Lead.created_at, Lead.id)
        ).scalars()
        listed = [_listed(lead) for lead in found]
    if as_json:
        click.echo(json.dumps({"leads": listed}, ensure_ascii=False))
        return
    for lead in listed:
        contact = lead["email"] or lead["phone_number"]
        parts = (lead["kind"], lead["name"], contact, lead["company"], lead["role"])
        about = " · ".join(part for part in parts if part)
        click.echo(f"{lead['created_at'][:16]}  {lead['id']}  {lead['status']:<9}  {about}")
    click.echo(f"{len(listed)} leads", err=True)


@leads.command()
@click.argument("lead_id")
@_JSON
def show(lead_id: str, as_json: bool) -> None:
    """One lead with its history and its deliveries."""
    with _reading() as session:
        lead = session.get(Lead, lead_id)
        if lead is None:
            raise click.ClickException(f"no lead {lead_id}; see: careers leads list")
        (document,) = export_person(session, [lead])["leads"]
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    for field, value in document.items():
        if not isinstance(value, list) or field == "consent_purposes":
            click.echo(f"{field}: {'' if value is None else value}")
    for event in document["history"]:
        data = json.dumps(event["data"], ensure_ascii=False) if event["data"] else ""
        click.echo(f"{event['created_at'][:19]}  {event['kind']} by {event['actor']}  {data}")
    for delivery in document["deliveries"]:
        state = f"{delivery['state']}, {delivery['attempts']} attempts"
        error = f", {delivery['last_error']}" if delivery["last_error"] else ""
        click.echo(
            f"{delivery['id']}  {delivery['channel']} to {delivery['target']}: {state}{error}"
        )


@leads.command()
@click.argument("who")
@_JSON
def export(who: str, as_json: bool) -> None:
    """Everything kept about WHO (lead id, e-mail address or phone number), as JSON."""
    with _reading() as session:
        document = export_person(session, _found(session, who))
    click.echo(json.dumps(document, ensure_ascii=False, indent=None if as_json else 2))


@leads.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_JSON
def erase(who: str, yes: bool, as_json: bool) -> None:
    """Erase the leads of WHO (lead id, e-mail address or phone number) and their conversations."""
    database = _database()
    with _reading() as session:
        found = [lead.id for lead in _found(session, who)]
    if sys.stdin.isatty() and not (yes or as_json):
        click.confirm(f"Erase {len(found)} leads and their conversations for good?", abort=True)
    with database.writing() as session:
        conversations = erase_leads(session, found, "command line")
    forget_pages(database)
    if as_json:
        click.echo(json.dumps({"erased": {"leads": found, "conversations": conversations}}))
    else:
        click.echo(f"Erased {len(found)} leads and {len(conversations)} conversations.")


def _found(session: Session, who: str) -> list[Lead]:
    found = find_leads(session, who)
    if not found:
        raise click.ClickException("no lead has this id, e-mail address or phone number")
    return found


def _database() -> Database:
    return get_database(get_settings().resolved_database_url)


@contextmanager
def _reading() -> Iterator[Session]:
    try:
        with _database().reading() as session:
            yield session
    except (OperationalError, ProgrammingError) as error:
        # Only the type: the texts of database errors quote values.
        raise click.ClickException(
            f"the database cannot be read ({type(error.orig).__name__}); "
            "if it is new, run: careers setup"
        ) from None


def _listed(lead: Lead) -> dict[str, Any]:
    return {
        **{name: getattr(lead, name) for name in _LISTED},
        "created_at": iso(lead.created_at),
    }
