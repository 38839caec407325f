"""Import of the knowledge folder, on SQLite and PostgreSQL: all or nothing, every fault named."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.database import Database
from bot.knowledge.corrections import CorrectionError, correct, undo
from bot.knowledge.exporting import export_folder
from bot.knowledge.importing import KnowledgeImportError, check_folder, import_folder
from bot.knowledge.tables import FACT_TABLES, Salary
from bot.knowledge.vocabulary import current_revision
from bot.settings import PROJECT

FIGURE = {
    "slug": "machine-learning-engineer",
    "location": "United States",
    "level": "all",
    "metric": "average",
    "source_id": "indeed_via_enamix_2021",
    "match": "title",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may break."""
    copy = tmp_path / "data"
    shutil.copytree(PROJECT / "data", copy)
    return copy


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def edit(folder: Path, name: str, line: int, **cells: str) -> None:
    """Change cells of the row on `line` (the header is line 1)."""
    rows = rows_of(folder, name)
    rows[line - 2].update(cells)
    write_rows(folder, name, rows)


def content(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as session:
        return {
            name: [
                dict(row)
                for row in session.execute(
                    select(model.__table__).order_by(*model.__table__.primary_key.columns)
                ).mappings()
            ]
            for name, model in FACT_TABLES.items()
        }


def amount(database: Database) -> int:
    with database.reading() as session:
        query = select(Salary.amount_usd).where(
            *(getattr(Salary, column) == value for column, value in FIGURE.items())
        )
        return int(session.execute(query).scalar_one())


def test_every_row_arrives(database: Database, folder: Path) -> None:
    report = import_folder(database, folder)
    stored = content(database)
    for name in FACT_TABLES:
        assert len(stored[name]) == len(rows_of(folder, name)) == report.changes[name].added
    assert amount(database) == 150_000


def test_second_import_changes_nothing(database: Database, folder: Path) -> None:
    first = import_folder(database, folder)
    before = content(database)
    second = import_folder(database, folder)
    assert second.unchanged
    assert second.revision == first.revision
    assert content(database) == before


def test_change_and_removal_arrive_and_raise_the_revision(database: Database, folder: Path) -> None:
    first = import_folder(database, folder)
    rows = rows_of(folder, "glossary")
    write_rows(folder, "glossary", rows[:-1])
    edit(folder, "salaries", 2, amount_usd="151000")
    report = import_folder(database, folder)
    assert vars(report.changes["glossary"]) == {"added": 0, "changed": 0, "removed": 1}
    assert vars(report.changes["salaries"]) == {"added": 0, "changed": 1, "removed": 0}
    assert report.revision > first.revision
    assert amount(database) == 151_000


def test_all_faults_at_once_and_nothing_changed(database: Database, folder: Path) -> None:
    import_folder(database, PROJECT / "data")
    before = content(database)
    edit(folder, "skills", 5, slug="unicorn-wrangler")
    edit(folder, "salaries", 10, amount_usd="-5")
    edit(folder, "salaries", 11, source_id="")
    edit(folder, "salaries", 12, source_id="nobody")
    edit(folder, "salaries", 13, amount_usd="many")
    edit(folder, "salaries", 14, metric="mode")
    roles = rows_of(folder, "roles")
    write_rows(folder, "roles", [*roles, roles[0]])
    glossary = (folder / "glossary.csv").read_bytes()
    (folder / "glossary.csv").write_bytes(glossary + b"Caf\xe9,a place,,own_wording\n")
    (folder / "firm.csv").write_bytes(b"")
    (folder / "examples.csv").unlink()

    with pytest.raises(KnowledgeImportError) as caught:
        import_folder(database, folder)

    faults = {(fault.file, fault.line): fault.reason for fault in caught.value.faults}
    assert "unknown slug 'unicorn-wrangler'" in faults["skills.csv", 5]
    assert "must be positive" in faults["salaries.csv", 10]
    assert "source_id is empty" in faults["salaries.csv", 11]
    assert "unknown source_id 'nobody'" in faults["salaries.csv", 12]
    assert "not a whole number" in faults["salaries.csv", 13]
    assert "unknown metric 'mode'" in faults["salaries.csv", 14]
    assert "the same slug as line 2" in faults["roles.csv", len(roles) + 2]
    assert "not UTF-8" in faults["glossary.csv", len(rows_of(PROJECT / "data", "glossary")) + 2]
    assert "empty" in faults["firm.csv", 0]
    assert "cannot be read" in faults["examples.csv", 0]
    assert content(database) == before


def test_wrong_columns_and_cells_are_named(folder: Path) -> None:
    (folder / "firm.csv").write_text("fact,value,origin\na,b,c\n", encoding="utf-8")
    (folder / "glossary.csv").write_text(
        "term,definition,note,source_id\nonly,two\n", encoding="utf-8"
    )
    reasons = [str(fault) for fault in check_folder(folder)]
    assert "firm.csv:1: column source_id is missing" in reasons
    assert "firm.csv:1: unknown column origin" in reasons
    assert "glossary.csv:2: wrong number of cells; 4 are needed" in reasons


def test_percentiles_out_of_order_and_alias_clash(folder: Path) -> None:
    salaries = rows_of(folder, "salaries")
    line = next(i for i, row in enumerate(salaries, 2) if row["metric"] == "p75")
    edit(folder, "salaries", line, amount_usd="20000")
    aliases = rows_of(folder, "role_aliases")
    aliases[0]["alias"] = "Statistician"
    write_rows(folder, "role_aliases", aliases)
    faults = {(fault.file, fault.line): fault.reason for fault in check_folder(folder)}
    assert "percentiles out of order" in faults["salaries.csv", line]
    assert "title of another role" in faults["role_aliases.csv", 2]


def extra_rows(count: int) -> list[dict[str, str]]:
    template = rows_of(PROJECT / "data", "skills")[0]
    return [{**template, "skill": f"Extra skill {number}"} for number in range(count)]


def test_a_hundred_thousand_extra_rows_arrive(database: Database, folder: Path) -> None:
    rows = rows_of(folder, "skills")
    write_rows(folder, "skills", [*rows, *extra_rows(100_000)])
    import_folder(database, folder)
    with database.reading() as session:
        stored = session.execute(select(func.count()).select_from(FACT_TABLES["skills"])).scalar()
    assert stored == len(rows) + 100_000


def test_a_hundred_thousand_bad_rows_are_all_reported(database: Database, folder: Path) -> None:
    rows = rows_of(folder, "skills")
    bad = [{**row, "slug": "nobody"} for row in extra_rows(100_000)]
    write_rows(folder, "skills", [*rows, *bad])
    with pytest.raises(KnowledgeImportError) as caught:
        import_folder(database, folder)
    assert len(caught.value.faults) == 100_000
    with database.reading() as session:
        assert current_revision(session) == 0


def test_the_database_itself_refuses_a_figure_without_a_source(
    database: Database, folder: Path
) -> None:
    import_folder(database, folder)
    figure = {**FIGURE, "year": 2021, "basis": "x", "position": 0, "amount_usd": 1}
    for fault in (
        {"source_id": None},
        {"source_id": "nobody"},
        {"slug": "nobody"},
        {"amount_usd": 0},
    ):
        with pytest.raises(IntegrityError), database.writing() as session:
            session.add(Salary(**{**figure, **fault}))


def test_correction_wins_survives_import_and_can_be_undone(
    database: Database, folder: Path
) -> None:
    import_folder(database, folder)
    with database.writing() as session:
        revision = current_revision(session)
        made = correct(
            session,
            "salaries",
            FIGURE,
            {"amount_usd": 161_000},
            source_id="indeed_via_enamix_2021",
            created_by="editor@example.com",
        )
        assert current_revision(session) > revision
    assert amount(database) == 161_000
    edit(folder, "salaries", 2, amount_usd="149000")
    import_folder(database, folder)
    assert amount(database) == 161_000
    with database.writing() as session:
        undo(session, made)
    assert amount(database) == 149_000


def test_correction_comes_back_from_an_export(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    import_folder(database, folder)
    with database.writing() as session:
        correct(
            session,
            "salaries",
            FIGURE,
            {"amount_usd": 161_000},
            source_id="indeed_via_enamix_2021",
            created_by="editor@example.com",
        )
    export_folder(database, tmp_path / "export")
    exported = rows_of(tmp_path / "export", "salaries")
    imported = rows_of(folder, "salaries")
    differing = [i for i, (a, b) in enumerate(zip(exported, imported, strict=True)) if a != b]
    assert [exported[i]["amount_usd"] for i in differing] == ["161000"]


def test_export_imports_again_without_a_change(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    import_folder(database, folder)
    export_folder(database, tmp_path / "export")
    assert import_folder(database, tmp_path / "export").unchanged


@pytest.mark.parametrize(
    ("table", "key", "values"),
    [
        ("nothing", FIGURE, {"amount_usd": 1}),
        ("salaries", FIGURE, {"colour": "red"}),
        ("salaries", {**FIGURE, "slug": "nobody"}, {"amount_usd": 1}),
        ("salaries", {"slug": "data-scientist"}, {"amount_usd": 1}),
    ],
)
def test_impossible_corrections_are_refused(
    knowledge: Database, table: str, key: dict[str, Any], values: dict[str, Any]
) -> None:
    with pytest.raises(CorrectionError), knowledge.writing() as session:
        correct(
            session, table, key, values, source_id="own_wording", created_by="editor@example.com"
        )
