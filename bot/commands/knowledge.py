"""`careers knowledge`: import, check, show and export the knowledge table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database, get_database
from bot.knowledge.exporting import export_folder
from bot.knowledge.facts import find_facts, find_role
from bot.knowledge.importing import (
    ImportReport,
    KnowledgeImportError,
    check_folder,
    import_folder,
)
from bot.knowledge.rows import Fault
from bot.knowledge.tables import FACT_TABLES, RoleAlias
from bot.migrate import upgrade
from bot.settings import PROJECT, get_settings

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_OF_A_ROLE = tuple(n for n, m in FACT_TABLES.items() if "slug" in m.__table__.columns)


@click.group()
def knowledge() -> None:
    """Import, check, show and export the knowledge table."""


@knowledge.command("import")
@click.argument("folder", type=_FOLDER, default=PROJECT / "data")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_command(folder: Path, as_json: bool) -> None:
    """Make the knowledge table equal to FOLDER (default: data/); all or nothing."""
    settings = get_settings()
    upgrade(settings.resolved_database_url)
    try:
        report = _import(get_database(settings.resolved_database_url), folder, quiet=as_json)
    except KnowledgeImportError as error:
        _fail(error.faults, as_json, "Nothing was changed.")
        return
    changes = {name: vars(c) for name, c in report.changes.items() if c}
    if as_json:
        document = {"revision": report.revision, "unchanged": report.unchanged, "tables": changes}
        click.echo(json.dumps(document))
        return
    for name, counts in changes.items():
        listed = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        click.echo(f"{name}: {listed}")
    state = "already up to date" if report.unchanged else "imported"
    click.echo(f"The knowledge table is {state} (revision {report.revision}).")


@knowledge.command()
@click.argument("folder", type=_FOLDER, default=PROJECT / "data")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(folder: Path, as_json: bool) -> None:
    """Report every fault in FOLDER (default: data/) without importing it."""
    faults = check_folder(folder)
    if faults:
        _fail(faults, as_json, "")
    elif as_json:
        click.echo(json.dumps({"faults": []}))
    else:
        click.echo("No faults.")


@knowledge.command()
@click.argument("role")
@click.argument("table", required=False, type=click.Choice(_OF_A_ROLE))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(role: str, table: str | None, as_json: bool) -> None:
    """Show the facts of ROLE (a slug or a name) with their sources."""
    with get_database(get_settings().resolved_database_url).reading() as session:
        slug = _slug(session, role)
        names = [table] if table else list(_OF_A_ROLE)
        rows = {name: _rows(session, name, slug) for name in names}
    if as_json:
        click.echo(json.dumps({"role": slug, "facts": rows}, ensure_ascii=False, default=str))
        return
    for name, found in rows.items():
        click.secho(f"{name} ({len(found)})", bold=True)
        for row in found:
            source = row.pop("source")
            cells = (f"{column}={value}" for column, value in row.items())
            click.echo(f"  {', '.join(cells)}  — {source}")


@knowledge.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the knowledge, corrections included, as CSV files into FOLDER."""
    written = export_folder(get_database(get_settings().resolved_database_url), folder)
    click.echo(f"{written} rows in {len(FACT_TABLES)} files were written to {folder}.")


def _import(database: Database, folder: Path, quiet: bool) -> ImportReport:
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True) as bar:
        task = bar.add_task("reading", total=len(FACT_TABLES))

        def advance(name: str, done: int, total: int) -> None:
            bar.update(task, description=name, completed=done, total=total)

        return import_folder(database, folder, advance)


def _fail(faults: Sequence[Fault], as_json: bool, closing: str) -> None:
    if as_json:
        click.echo(json.dumps({"faults": [vars(fault) for fault in faults]}, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(str(fault), err=True)
        click.echo(f"{len(faults)} faults. {closing}".strip(), err=True)
    raise SystemExit(1)


def _slug(session: Session, name: str) -> str:
    if find_role(session, name):
        return name
    for table, column in (("roles", "title"), ("role_aliases", "alias")):
        for fact in find_facts(session, table, where={}, order=("slug",)):
            if fact.values[column].lower() == name.lower():
                return str(fact.values["slug"])
    if session.execute(select(RoleAlias.id).limit(1)).first() is None:
        raise click.ClickException("The knowledge table is empty; run: careers knowledge import")
    raise click.ClickException(f"no role {name!r}; careers ask 'which careers do you cover?'")


def _rows(session: Session, table: str, slug: str) -> list[dict[str, Any]]:
    return [
        {
            **{
                column: value
                for column, value in fact.values.items()
                if value is not None and column not in ("id", "position", "slug", "source_id")
            },
            "source": f"{fact.source.label}: {fact.source.title} {fact.source.url}",
        }
        for fact in find_facts(session, table, where={"slug": slug}, order=("position",))
    ]
