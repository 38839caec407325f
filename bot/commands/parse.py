"""`careers parse`: what the pipeline makes of messages, one a line."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from bot import preparation
from bot.settings import get_settings

_ENTITIES = ("role", "location", "email", "phone_number", "name", "company")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def parse(as_json: bool) -> None:
    """Parse one message a line from standard input; the model is loaded once."""
    settings = get_settings()
    try:
        model = preparation.prepare(settings)
    except preparation.PreparationError as error:
        raise click.ClickException(str(error)) from None
    from bot.understanding import Understanding

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


def readable(text: str, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's shape of a parse; `intents` has the main request first."""
    fallback = parsed["intent"]["name"] == "nlu_fallback"
    main = (parsed.get("guess") or {}).get("name") if fallback else parsed["intent"]["name"]
    others = [request["intent"] for request in parsed.get("requests") or []]
    intents = [main or "out_of_scope", *(intent for intent in others if intent != main)]
    entities: dict[str, list[str]] = {kind: [] for kind in _ENTITIES}
    for entity in parsed.get("entities") or []:
        values = entities.get(entity["entity"])
        if values is not None and entity["value"] not in values:
            values.append(entity["value"])
    return {
        "text": text,
        "intents": list(dict.fromkeys(intents)),
        "entities": entities,
        "confidence": float(parsed["intent"].get("confidence") or 0.0),
        "fallback": fallback,
    }
