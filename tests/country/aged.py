"""A country moved along the calendar: the same tables with every year earlier by some years."""

from __future__ import annotations

import csv
import re
from pathlib import Path

YEAR = re.compile(r"(?:19|20)\d\d(?=$|Q[1-4]$)")
COUNTED = re.compile(r"(population|people|firms|workers|poor_share)_(\d{4})")
UNITS_OF_TIME = ("year", "quarter", "date", "text")


def aged(folder: Path, to: Path, years: int) -> Path:
    """A copy of a country's folder in which everything happens so many years earlier."""
    to.mkdir()
    for path in folder.iterdir():
        table = path.suffix == ".csv"
        (to / path.name).write_text(_table(path, years) if table else path.read_text(), encoding="utf-8")
    return to


def earlier(text: str, years: int) -> str:
    """A year or quarter, so many years earlier; any other text as it is."""
    return YEAR.sub(lambda found: str(int(found[0]) - years), text) if YEAR.match(text) else text


def _table(path: Path, years: int) -> str:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [_row(row, years) for row in csv.DictReader(file)]
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(row: dict[str, str], years: int) -> dict[str, str]:
    """The row with its year, its counts' names and what it says of time moved; base years of prices stay."""
    name = COUNTED.sub(lambda found: f"{found[1]}_{int(found[2]) - years}", row["quantity"])
    subject = COUNTED.sub(lambda found: f"{found[1]}_{int(found[2]) - years}", row["subject"])
    moved = {"subject": subject, "quantity": name, "year": earlier(row["year"], years)}
    ends = ("value", "low", "high") if row["unit"] in UNITS_OF_TIME or "Q" in row["value"] else ()
    return row | moved | {end: earlier(row[end], years) for end in ends}
