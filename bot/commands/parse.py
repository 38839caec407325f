"""`careers parse`: what the pipeline makes of messages, one a line."""

from __future__ import annotations

import asyncio
import json
import sys

import click

from bot import preparation
from bot.settings import get_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def parse(as_json: bool) -> None:
    """Parse one message a line from standard input; the model is loaded once."""
    try:
        model = preparation.prepare(get_settings())
    except preparation.PreparationError as error:
        raise click.ClickException(str(error)) from None
    from bot.understanding import Understanding, readable

    understanding = Understanding(model)
    # Bytes, because a broken encoding in one line must not end the others.
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        result = readable(text, asyncio.run(understanding.parse(text)))
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            found = {kind: values for kind, values in result["entities"].items() if values}
            mark = " (not sure)" if result["fallback"] else ""
            click.echo(f"{', '.join(result['intents'])} {result['confidence']:.2f}{mark} {found}")
        sys.stdout.flush()
