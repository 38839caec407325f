"""`careers evaluate`: how well the assistant understands, in figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from bot import preparation
from bot.evaluation.baseline import EPOCHS
from bot.evaluation.conversations import are_forms, load_conversations, score_conversations
from bot.evaluation.messages import EvaluationFileError, Labelled, Outcome, load_messages, score
from bot.settings import get_settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_HEADLINES = (
    "accuracy",
    "macro_f1",
    "role_f1",
    "location_f1",
    "out_of_scope_recall",
    "false_fallback",
    "false_rejection",
    "all_requests_found",
)


@click.command()
@click.option("--nlu", type=_FILE, help="JSON lines: text, intents, also, entities, style.")
@click.option("--conversations", type=_FILE, help="YAML: turns, or forms with leads.")
@click.option("--baseline", is_flag=True, help="Train and score the rasa init pipeline too.")
@click.option(
    "--baseline-epochs",
    type=click.IntRange(1),
    default=EPOCHS,
    show_default=True,
    help="Rounds over the examples; fewer for a first look.",
)
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write a picture.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--show-errors", is_flag=True, help="Show what went wrong in full.")
def evaluate(
    nlu: Path | None,
    conversations: Path | None,
    baseline: bool,
    baseline_epochs: int,
    plot: Path | None,
    as_json: bool,
    show_errors: bool,
) -> None:
    """Score the understanding of messages, or whole conversations."""
    if (nlu is None) == (conversations is None):
        raise click.UsageError("give either --nlu FILE or --conversations FILE")
    try:
        if nlu:
            reports = _score_messages(load_messages(nlu), baseline_epochs if baseline else 0, plot)
        else:
            assert conversations is not None
            reports = {"conversations": _score_conversations(conversations)}
    except (EvaluationFileError, preparation.PreparationError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False))
    elif nlu:
        _print_messages(reports, show_errors)
    else:
        _print_conversations(reports["conversations"], show_errors)


def _score_messages(
    wanted: list[Labelled], baseline_epochs: int, plot: Path | None
) -> dict[str, dict[str, Any]]:
    model = preparation.prepare(get_settings())
    from bot.evaluation.baseline import parse_with_baseline
    from bot.evaluation.plot import plot_outcomes
    from bot.understanding import Understanding, parse_all

    texts = [each.text for each in wanted]
    outcomes = _pair(wanted, parse_all(Understanding(model), texts))
    reports = {"assistant": {**score(outcomes), "errors": _errors(outcomes)}}
    if baseline_epochs:
        click.echo("The rasa init pipeline trains for hours where it has not yet.", err=True)
        kept = get_settings().data_dir / "baseline"
        reports["rasa_init"] = score(
            _pair(wanted, parse_with_baseline(texts, kept, baseline_epochs))
        )
    if plot:
        plot_outcomes(outcomes, plot)
    return reports


def _pair(wanted: list[Labelled], got: list[dict[str, Any]]) -> list[Outcome]:
    return [Outcome(w, g) for w, g in zip(wanted, got, strict=True)]


def _errors(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    return [
        {"text": o.wanted.text, "wanted": list(o.wanted.intents), **_got(o)}
        for o in outcomes
        if not o.right or not set(o.wanted.intents) <= set(o.got["intents"]) or _entities_differ(o)
    ]


def _got(outcome: Outcome) -> dict[str, Any]:
    return {
        "got": outcome.got["intents"],
        "wanted_entities": outcome.wanted.entities,
        "got_entities": {k: v for k, v in outcome.got["entities"].items() if v},
    }


def _entities_differ(outcome: Outcome) -> bool:
    wanted = outcome.wanted.entities
    return wanted is not None and any(
        {v.lower() for v in values} != {str(v).lower() for v in outcome.got["entities"][kind]}
        for kind, values in wanted.items()
    )


def _score_conversations(path: Path) -> dict[str, Any]:
    from bot.commands.ask import Conversation, assistant

    found = load_conversations(path)
    if are_forms(found):
        return _score_forms(found)
    with assistant() as url:

        def open_one() -> Any:
            conversation = Conversation(url)
            return lambda text: "\n\n".join(m["text"] for m in conversation.say(text))

        return score_conversations(found, open_one)


def _score_forms(found: list[dict[str, Any]]) -> dict[str, Any]:
    from bot.commands.ask import Conversation, assistant
    from bot.database import get_database
    from bot.evaluation.forms import score_forms, stored_leads

    database = get_database(get_settings().resolved_database_url)
    with assistant() as url:

        def open_one() -> Any:
            conversation = Conversation(url)
            return conversation.say, lambda: stored_leads(database, conversation.id)

        return score_forms(found, open_one)


def _print_messages(reports: dict[str, dict[str, Any]], show_errors: bool) -> None:
    console = Console()
    table = Table("figure", *reports)
    for name in _HEADLINES:
        table.add_row(name, *(_percent(report[name]) for report in reports.values()))
    console.print(table)
    report = reports["assistant"]
    styles = Table("style", "messages", "accuracy")
    for style, row in report["by_style"].items():
        styles.add_row(style, str(row["messages"]), _percent(row["accuracy"]))
    console.print(styles)
    intents = Table("intent", "messages", "precision", "recall", "F1")
    for intent, row in report["intents"].items():
        shares = (_percent(row[name]) for name in ("precision", "recall", "f1"))
        intents.add_row(intent, str(row["support"]), *shares)
    console.print(intents)
    for pair in report["confusions"]:
        console.print(f"{pair['wanted']} understood as {pair['got']}: {pair['count']}")
    if show_errors:
        for error in report["errors"]:
            console.print_json(data=error, indent=None)


def _print_conversations(report: dict[str, Any], show_errors: bool) -> None:
    for failure in report["failures"]:
        if "problems" in failure:
            click.echo(f"✗ {failure['conversation']}: {'; '.join(failure['problems'])}")
            if show_errors:
                click.echo("\n".join(failure["transcript"]))
            continue
        click.echo(f"✗ {failure['conversation']}: {failure['user']}")
        for kind in ("missing", "unwanted"):
            if failure[kind]:
                click.echo(f"    {kind}: {failure[kind]}")
        click.echo(f"    answer: {failure['answer'][:300]}")
    share = _percent(report["as_expected"])
    click.echo(f"{report['conversations']} conversations, {report['turns']} turns, {share} right")


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
