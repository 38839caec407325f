"""Export of the knowledge, corrections included, to CSV files that import again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.database import Database
from bot.knowledge.rows import columns_of
from bot.knowledge.tables import FACT_TABLES


def export_folder(database: Database, folder: Path) -> int:
    """Write one file a table into `folder`; how many rows were written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with database.reading() as session:
        for name, model in FACT_TABLES.items():
            columns = columns_of(name)
            table = model.__table__
            rows = session.execute(select(table).order_by(table.c.position)).mappings()
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(columns)
                for row in rows:
                    writer.writerow([_cell(column, row[column]) for column in columns])
                    written += 1
    return written


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    # Shares are written as they came: 55, not 55.0.
    return f"{value:g}" if column == "share_pct" else str(value)
