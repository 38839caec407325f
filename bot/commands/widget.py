"""`careers widget`: the lines that put the widget on a website."""

from __future__ import annotations

import json

import click

from bot.settings import get_settings
from bot.web.site.bundle import Bundle, BundleMissingError


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def widget(as_json: bool) -> None:
    """Show how a website embeds the widget: script line, integrity hash, content policy."""
    settings = get_settings()
    try:
        bundle = Bundle.load()
    except BundleMissingError as error:
        raise click.ClickException(str(error)) from None
    host = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
    pinned = f"{host}{bundle.versioned_path}"
    document = {
        "script": f'<script src="{host}/widget.js" async></script>',
        "pinned_script": (
            f'<script src="{pinned}" integrity="{bundle.integrity}" '
            'crossorigin="anonymous" async></script>'
        ),
        "content_policy": f"script-src {host}; connect-src {host}",
        "version": bundle.version,
        "integrity": bundle.integrity,
        "compressed_bytes": len(bundle.compressed),
        "allowed_origins": settings.allowed_origin_list,
    }
    if as_json:
        click.echo(json.dumps(document))
        return
    click.echo(f"Always the newest:\n  {document['script']}\n")
    click.echo(f"This build only (change it with every release):\n  {document['pinned_script']}\n")
    click.echo(f"Add to the website's Content-Security-Policy:\n  {document['content_policy']}\n")
    allowed = ", ".join(settings.allowed_origin_list) or "none (set CAREERS_ALLOWED_ORIGINS)"
    click.echo(f"Other websites that may embed it: {allowed}")
