"""CSV files of the knowledge: read and check, reporting every fault at once.

What a column may hold is read off bot.knowledge.tables and bot.knowledge.values, so that
file and database cannot disagree.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Float, Integer, String

from bot.knowledge import values
from bot.knowledge.tables import FACT_TABLES

Row = dict[str, Any]

KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("id",),
    "roles": ("slug",),
    "role_aliases": ("alias",),
    "responsibilities": ("slug", "ordinal"),
    "skills": ("slug", "skill"),
    "education": ("slug", "level", "field", "program", "source_id"),
    "how_to_get_in": ("slug", "ordinal", "kind"),
    "locations": ("location",),
    "salaries": ("slug", "location", "level", "metric", "source_id", "match"),
    "outlook": ("slug", "metric", "period", "scope"),
    "examples": ("slug", "kind", "organisation", "example"),
    "related_roles": ("slug", "related_slug", "relation"),
    "role_notes": ("slug", "topic", "note"),
    "glossary": ("term",),
    "firm": ("fact",),
}
"""What makes a row one of its kind."""

VOCABULARIES: dict[str, dict[str, tuple[str, ...]]] = {
    "roles": {"soc_match": values.MATCHES},
    "skills": {"category": values.CATEGORIES},
    "education": {"match": values.MATCHES},
    "how_to_get_in": {"match": values.MATCHES},
    "locations": {"kind": values.LOCATION_KINDS},
    "salaries": {"metric": values.METRICS, "level": values.LEVELS, "match": values.MATCHES},
    "outlook": {"match": values.MATCHES},
    "examples": {"kind": values.EXAMPLE_KINDS},
    "related_roles": {"relation": values.RELATIONS},
}
_REFERENCES = {
    "slug": "roles",
    "related_slug": "roles",
    "source_id": "sources",
    "location": "locations",
}
_POSITIVE = ("amount_usd", "sample_size", "share_pct", "price_level_2024")
_OWN_COLUMNS = ("id", "position")
_MAX_SHARE = 100


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file; `line` counts from 1, 0 stands for the whole file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass
class Folder:
    """All rows of a folder by table, with the line of each, and all faults."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def columns_of(name: str) -> list[str]:
    """The columns of a CSV file, in the order in which an export writes them."""
    own = _OWN_COLUMNS if "id" not in KEYS[name] else ("position",)
    return [column.name for column in FACT_TABLES[name].__table__.columns if column.name not in own]


def key_of(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The natural key of a row, without regard to case."""
    return tuple("" if row[c] is None else str(row[c]).lower() for c in KEYS[name])


def read_folder(folder: Path) -> Folder:
    """Read and check every file of `folder`; nothing is raised, faults are collected."""
    result = Folder()
    for name in FACT_TABLES:
        result.rows[name], result.lines[name] = [], []
        for line, row in _read_file(folder / f"{name}.csv", name, result.faults):
            row["position"] = len(result.rows[name])
            result.rows[name].append(row)
            result.lines[name].append(line)
    _check_keys(result)
    _check_references(result)
    _check_aliases(result)
    _check_percentiles(result)
    order = list(FACT_TABLES)
    result.faults.sort(key=lambda fault: (order.index(fault.file.removesuffix(".csv")), fault.line))
    return result


def _read_file(path: Path, name: str, faults: list[Fault]) -> Iterator[tuple[int, Row]]:
    def fail(line: int, reason: str) -> None:
        faults.append(Fault(path.name, line, reason))

    try:
        content = path.read_bytes()
    except OSError as error:
        return fail(0, f"cannot be read: {error.strerror}")
    if not content.strip():
        return fail(0, "the file is empty; it needs a header row")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return fail(line, f"not UTF-8: byte 0x{content[error.start]:02x}; save the file as UTF-8")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    expected = columns_of(name)
    try:
        header = reader.fieldnames or []
        for column in expected:
            if column not in header:
                fail(1, f"column {column} is missing")
        for column in header:
            if column not in expected:
                fail(1, f"unknown column {column}")
        if set(header) != set(expected):
            return None
        for cells in reader:
            if None in cells or None in cells.values():
                fail(reader.line_num, f"wrong number of cells; {len(expected)} are needed")
                continue
            row, reasons = _parse_row(name, cells)
            for reason in reasons:
                fail(reader.line_num, reason)
            if not reasons:
                yield reader.line_num, row
    except csv.Error as error:
        fail(reader.line_num, f"not a CSV row: {error}")


def _parse_row(name: str, cells: Mapping[str, str]) -> tuple[Row, list[str]]:
    table = FACT_TABLES[name].__table__
    vocabularies = VOCABULARIES.get(name, {})
    row: Row = {}
    reasons: list[str] = []
    for column, cell in cells.items():
        text = cell.strip()
        if not text:
            row[column] = None
            if not table.columns[column].nullable:
                reasons.append(f"{column} is empty; it must be given")
            continue
        try:
            row[column] = _value(table.columns[column].type, text)
        except ValueError as error:
            reasons.append(f"{column}: {error}")
            continue
        if column in vocabularies and text not in vocabularies[column]:
            known = ", ".join(vocabularies[column])
            reasons.append(f"unknown {column} {text!r}; one of {known}")
        reasons.extend(_range_faults(column, row[column]))
    return row, reasons


def _value(kind: Any, text: str) -> Any:
    if "\n" in text or "\x00" in text:
        raise ValueError("a line break or NUL stands in the cell")
    if isinstance(kind, Integer):
        if not text.lstrip("-").isdigit() or not text.isascii():
            raise ValueError(f"{text!r} is not a whole number")
        return int(text)
    if isinstance(kind, Float):
        return float(text)
    if isinstance(kind, String) and kind.length and len(text) > kind.length:
        raise ValueError(f"longer than {kind.length} characters")
    return text


def _range_faults(column: str, value: Any) -> Iterator[str]:
    if column in _POSITIVE and value <= 0:
        yield f"{column} is {value}; it must be positive"
    if column == "share_pct" and value > _MAX_SHARE:
        yield f"share_pct is {value}; at most {_MAX_SHARE}"
    if column == "year" and not values.FIRST_YEAR <= value <= values.LAST_YEAR:
        yield f"year {value} is not plausible"


def _check_keys(result: Folder) -> None:
    for name, rows in result.rows.items():
        seen: dict[tuple[str, ...], int] = {}
        for row, line in zip(rows, result.lines[name], strict=True):
            key = key_of(name, row)
            first = seen.setdefault(key, line)
            if first != line:
                columns = ", ".join(KEYS[name])
                reason = f"the same {columns} as line {first}"
                result.faults.append(Fault(f"{name}.csv", line, reason))


def _check_references(result: Folder) -> None:
    known = {
        "roles": {row["slug"] for row in result.rows["roles"]},
        "sources": {row["id"] for row in result.rows["sources"]},
        "locations": {row["location"] for row in result.rows["locations"]},
    }
    for name, rows in result.rows.items():
        for row, line in zip(rows, result.lines[name], strict=True):
            for column, target in _REFERENCES.items():
                if target != name and row.get(column) and row[column] not in known[target]:
                    reason = f"unknown {column} {row[column]!r}; {target}.csv does not have it"
                    result.faults.append(Fault(f"{name}.csv", line, reason))


def _check_aliases(result: Folder) -> None:
    titles = {row["title"].lower(): row["slug"] for row in result.rows["roles"]}
    for row, line in zip(result.rows["role_aliases"], result.lines["role_aliases"], strict=True):
        if titles.get(row["alias"].lower(), row["slug"]) != row["slug"]:
            reason = f"alias {row['alias']!r} is the title of another role"
            result.faults.append(Fault("role_aliases.csv", line, reason))
    names: dict[str, str] = {}
    for row, line in zip(result.rows["locations"], result.lines["locations"], strict=True):
        for alias in (row["location"], *row["aliases"].split("|")):
            other = names.setdefault(alias.strip().lower(), row["location"])
            if other != row["location"]:
                reason = f"alias {alias!r} also names {other}"
                result.faults.append(Fault("locations.csv", line, reason))


def _check_percentiles(result: Folder) -> None:
    groups: dict[tuple[Any, ...], dict[str, tuple[int, int]]] = defaultdict(dict)
    for row, line in zip(result.rows["salaries"], result.lines["salaries"], strict=True):
        group = tuple(row[c] for c in ("slug", "location", "level", "source_id", "match"))
        groups[group][row["metric"]] = (row["amount_usd"], line)
    for figures in groups.values():
        if (fault_line := _first_out_of_order(figures)) is not None:
            reason = "percentiles out of order: a higher one is the smaller amount"
            result.faults.append(Fault("salaries.csv", fault_line, reason))


def _first_out_of_order(figures: Mapping[str, tuple[int, int]]) -> int | None:
    order: Sequence[tuple[int, int]] = [
        figures[metric] for metric in ("p10", "p25", "median", "p75", "p90") if metric in figures
    ]
    for (amount, _), (following, line) in pairwise(order):
        if following < amount:
            return line
    return None
