"""Reading one table of the seeds: figures with where they come from, under one header.

A row says: this quantity of this subject has this value, in this unit, in this year, by this source.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

HEADER = ("subject", "quantity", "value", "unit", "year", "source", "confidence", "low", "high", "note")
LEAST, MOST = "least", "most"
"""Quantities of a parameter beside its value: what no scenario may go beyond, with the reason as its note."""
WORDS = frozenset({"text", "date"})
"""Units whose values are words, not numbers (a date is written 2021 or 2021Q2)."""

Value = float | str
Ring = tuple[tuple[float, float], ...]


class Row(NamedTuple):
    """One figure of the seeds with where it comes from; `low` and `high` are None where none are given."""

    subject: str
    quantity: str
    value: Value
    unit: str
    year: str
    source: str
    confidence: str
    low: Value | None
    high: Value | None
    note: str


def seeds_folder() -> Path:
    """The shipped seeds: the checkout's `seeds/`, else the copy inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "seeds", package / "_data" / "seeds"):
        if (folder / "common").is_dir():
            return folder
    raise FileNotFoundError("seeds/ was found neither beside the package nor inside it; reinstall the package")


def value_of(text: str, unit: str) -> Value:
    """A cell as a number [unit], or as the words it holds where the unit is `text` or `date`."""
    return text if unit in WORDS else float(text)


def rows_of_file(path: Path) -> tuple[Row, ...]:
    """Every row of a table, in file order."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_row(cells) for cells in csv.DictReader(file))


def _row(cells: Mapping[str, str]) -> Row:
    unit = cells["unit"]
    low, high = (value_of(cells[side], unit) if cells[side] else None for side in ("low", "high"))
    value = value_of(cells["value"], unit)
    return Row(
        cells["subject"], cells["quantity"], value, unit, cells["year"],
        cells["source"], cells["confidence"], low, high, cells["note"],
    )  # fmt: skip


def rings_of_file(path: Path) -> tuple[Ring, ...]:
    """Outer rings of a GeoJSON file as (longitude, latitude) [degrees, WGS84]."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    shapes = (feature["geometry"] for feature in document["features"])
    parts = (p for s in shapes for p in (s["coordinates"] if s["type"] == "MultiPolygon" else [s["coordinates"]]))
    return tuple(tuple((float(x), float(y)) for x, y, *_ in part[0]) for part in parts)


def files(folder: Path) -> list[Path]:
    """The tables of a seeds folder and of the folders in it, in order."""
    return sorted(folder.rglob("*.csv"))
