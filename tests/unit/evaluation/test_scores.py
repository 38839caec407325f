"""The figures of a report, on outcomes small enough to count by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.conversations import are_forms, load_conversations, score_conversations
from bot.evaluation.messages import EvaluationFileError, Labelled, Outcome, load_messages, score
from bot.evaluation.plot import plot_outcomes


def outcome(
    wanted: list[str],
    got: list[str],
    *,
    also: tuple[str, ...] = (),
    fallback: bool = False,
    roles: tuple[list[str], list[str]] = ([], []),
    style: str = "clean",
) -> Outcome:
    labelled = Labelled(
        "text", tuple(wanted), frozenset(also), {"role": tuple(roles[0]), "location": ()}, style
    )
    entities: dict[str, list[str]] = {"role": roles[1], "location": []}
    parsed = {"intents": got, "entities": entities, "confidence": 0.9, "fallback": fallback}
    return Outcome(labelled, parsed)


OUTCOMES = [
    outcome(["ask_salary"], ["ask_salary"], roles=(["a"], ["a"])),
    outcome(["ask_salary"], ["ask_skills"], roles=(["a", "b"], ["a", "c"]), style="typo"),
    outcome(["ask_skills"], ["ask_education"], also=("ask_education",)),
    outcome(["ask_skills", "ask_salary"], ["ask_skills"]),
    outcome(["greet"], ["ask_help"], fallback=True),
    outcome(["out_of_scope"], ["out_of_scope"]),
    outcome(["out_of_scope"], ["ask_salary"], fallback=True),
    outcome(["out_of_scope"], ["ask_salary"]),
]


def test_headline_figures() -> None:
    report = score(OUTCOMES)
    assert report["messages"] == 8
    assert report["accuracy"] == pytest.approx(4 / 8)
    assert report["out_of_scope_recall"] == pytest.approx(2 / 3)
    assert report["false_fallback"] == pytest.approx(1 / 5)
    assert report["all_requests_found"] == 0
    # Two found, one missed, one invented.
    assert report["role_f1"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert report["location_f1"] is None
    assert report["by_style"]["typo"] == {"messages": 1, "accuracy": 0.0}


def test_precision_and_recall_of_an_intent() -> None:
    salary = score(OUTCOMES)["intents"]["ask_salary"]
    assert salary["support"] == 2
    assert salary["recall"] == pytest.approx(1 / 2)
    assert salary["precision"] == pytest.approx(1 / 3)


def test_plot_is_written(tmp_path: Path) -> None:
    plot_outcomes(OUTCOMES, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"text": "x", "intents": ["greet"]}\n\n{"text": "y"}\n', encoding="utf-8")
    with pytest.raises(EvaluationFileError, match=r"set\.jsonl:3: KeyError"):
        load_messages(path)


def test_conversations_are_scored_by_turn(tmp_path: Path) -> None:
    path = tmp_path / "set.yml"
    path.write_text(
        "conversations:\n"
        "  - name: echo\n"
        "    turns:\n"
        "      - {user: one, all_of: [One], none_of: [two]}\n"
        "      - {user: two, none_of: [two]}\n"
        "      - {user: three, all_of: [four]}\n",
        encoding="utf-8",
    )

    def open_one() -> Any:
        return lambda text: text

    report = score_conversations(load_conversations(path), open_one)
    assert report["as_expected"] == pytest.approx(1 / 3)
    assert [failure["user"] for failure in report["failures"]] == ["two", "three"]


def test_forms_are_told_from_turns_and_not_mixed(tmp_path: Path) -> None:
    turns = "- {name: a, turns: [{user: hi}]}\n"
    form = "- {name: b, opening: [hi], leads: []}\n"
    path = tmp_path / "set.yml"
    path.write_text(turns)
    assert not are_forms(load_conversations(path))
    path.write_text(form)
    assert are_forms(load_conversations(path))
    for wrong in (turns + form, "- {name: c}\n"):
        path.write_text(wrong)
        with pytest.raises(EvaluationFileError):
            load_conversations(path)


def test_entities_in_either_shape(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    role = '{"entity": "role", "value": "qa-engineer"}'
    path.write_text(
        '{"text": "a", "intents": ["ask_salary"], "entities": {"role": ["qa-engineer"]}}\n'
        f'{{"text": "b", "intents": ["ask_salary"], "entities": [{role}]}}\n'
        '{"text": "c", "intents": ["ask_salary"]}\n'
    )
    one, other, none = (message.entities for message in load_messages(path))
    assert one == other == {"role": ("qa-engineer",), "location": ()}
    assert none is None
