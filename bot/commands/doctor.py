"""`careers doctor`: what is wrong with this installation, and the mend."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click
import sqlalchemy

from bot.database import get_database
from bot.knowledge.vocabulary import current_revision
from bot.settings import Settings, get_settings
from bot.widget_build import is_current

_FREE_BYTES = 1_000_000_000
_SECRET = ("secret", "token", "password", "database_url", "webhook_url")


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    state: str
    mend: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(as_json: bool) -> None:
    """Check this installation and list every setting; exit code 1 when something is wrong."""
    settings = get_settings()
    findings = [check(settings) for check in _CHECKS]
    listed = list_settings(settings)
    if as_json:
        document = {"checks": [asdict(f) for f in findings], "settings": listed}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        for finding in findings:
            mark = click.style("✓", fg="green") if finding.ok else click.style("✗", fg="red")
            click.echo(f"{mark} {finding.name}: {finding.state}")
            if not finding.ok:
                click.echo(f"  → {finding.mend}")
        click.echo("\nSettings (environment variable = value: meaning)")
        for item in listed:
            click.echo(f"  {item['variable']} = {item['value']}: {item['meaning']}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def list_settings(settings: Settings) -> list[dict[str, str]]:
    """Every setting: its environment variable, its value, what it means. Secrets are hidden."""
    listed = []
    for name, field in settings.__fields__.items():
        variable = next(iter(field.field_info.extra["env_names"])).upper()
        value = str(getattr(settings, name))
        if value and any(word in name for word in _SECRET):
            value = "(set)"
        listed.append(
            {"variable": variable, "value": value, "meaning": field.field_info.description or ""}
        )
    return listed


def _python(_: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python", sys.version_info[:2] == (3, 10), version, "Use Python 3.10: make setup"
    )


def _database(settings: Settings) -> Finding:
    try:
        with get_database(settings.resolved_database_url).reading() as session:
            session.execute(sqlalchemy.text("SELECT 1"))
    except sqlalchemy.exc.SQLAlchemyError as error:
        mend = "Check DATABASE_URL, and that the database is running and writable"
        return Finding("Database", False, type(error).__name__, mend)
    return Finding("Database", True, "reachable")


def _knowledge(settings: Settings) -> Finding:
    try:
        with get_database(settings.resolved_database_url).reading() as session:
            revision = current_revision(session)
    except sqlalchemy.exc.SQLAlchemyError:
        revision = 0
    mend = "Run: careers setup (or careers knowledge import)"
    return Finding("Knowledge table", revision > 0, f"revision {revision}", mend)


def _model(settings: Settings) -> Finding:
    from bot.preparation import model_key

    path = settings.data_dir / "models" / f"{model_key()}.tar.gz"
    state = "trained from the present files" if path.exists() else "missing for the present files"
    return Finding("Model", path.exists(), state, "Run: careers train")


def _widget(_: Settings) -> Finding:
    from bot.web.site.bundle import Bundle, BundleMissingError

    mend = "Run: careers setup"
    try:
        bundle = Bundle.load()
    except BundleMissingError:
        return Finding("Website widget", False, "not built", mend)
    state = f"version {bundle.version}, integrity {bundle.integrity}"
    if not is_current():
        return Finding("Website widget", False, f"{state}, older than its sources", mend)
    return Finding("Website widget", True, state)


def _delivery(settings: Settings) -> Finding:
    from bot.delivery.errors import DeliveryError
    from bot.delivery.routing import RoutingError, load_routing
    from bot.delivery.webhook import signers

    senders = {
        "e-mail": settings.smtp_host,
        "Slack": settings.slack_webhook_url,
        "webhook": settings.webhook_url,
    }
    configured = [name for name, value in senders.items() if value]
    try:
        load_routing(settings.routing_file)
        if settings.webhook_url:
            signers(settings.webhook_secret)
    except (RoutingError, DeliveryError) as error:
        return Finding("Delivery of leads", False, str(error), "See docs/leads.md")
    state = f"by {', '.join(configured)}" if configured else "none configured: staff pages only"
    return Finding("Delivery of leads", True, state)


def _slack(settings: Settings) -> Finding:
    from bot.web.slack.diagnosis import diagnose

    return Finding("Slack", **asdict(diagnose(settings)))


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    state = f"{free / 1e9:.1f} GB free"
    return Finding("Disk", free > _FREE_BYTES, state, f"Free some space in {settings.data_dir}")


_CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _python,
    _database,
    _knowledge,
    _model,
    _widget,
    _delivery,
    _slack,
    _disk,
)
