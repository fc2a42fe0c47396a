"""Reading the seeds: every figure a run is given, from tidy tables with one header.

A row says: this quantity of this subject has this value, in this unit, in this year, by this source.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

HEADER = ("subject", "quantity", "value", "unit", "year", "source", "confidence", "low", "high", "note")
WORDS = frozenset({"text", "date"})
"""Units whose values are words, not numbers (a date is written 2021 or 2021Q2)."""

Value = float | str


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
    """The folder with the seeds: the checkout's `seeds/`, else the copy inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "seeds", package / "_data" / "seeds"):
        if (folder / "README.md").is_file() or (folder / "zones.csv").is_file():
            return folder
    raise FileNotFoundError("seeds/ was found neither beside the package nor inside it; reinstall the package")


def value_of(text: str, unit: str) -> Value:
    """A cell as a number [unit], or as the words it holds where the unit is `text` or `date`."""
    return text if unit in WORDS else float(text)


def _row(cells: Mapping[str, str]) -> Row:
    unit = cells["unit"]
    low, high = (value_of(cells[side], unit) if cells[side] else None for side in ("low", "high"))
    value = value_of(cells["value"], unit)
    return Row(
        cells["subject"], cells["quantity"], value, unit, cells["year"],
        cells["source"], cells["confidence"], low, high, cells["note"],
    )  # fmt: skip


def rows(name: str) -> tuple[Row, ...]:
    """Every row of the table `seeds/<name>.csv`, in file order."""
    return _rows(seeds_folder() / f"{name}.csv")


@cache
def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_row(cells) for cells in csv.DictReader(file))


@cache
def table(name: str) -> Mapping[str, Mapping[str, Value]]:
    """Subject, then quantity, to value; of several years the latest, of several rows of a year the last."""
    latest: dict[str, dict[str, Row]] = {}
    for row in rows(name):
        of_subject = latest.setdefault(row.subject, {})
        before = of_subject.get(row.quantity)
        if before is None or row.year >= before.year:
            of_subject[row.quantity] = row
    plain = {subject: {key: row.value for key, row in of.items()} for subject, of in latest.items()}
    return MappingProxyType({subject: MappingProxyType(of) for subject, of in plain.items()})


@cache
def series(name: str, subject: str, quantity: str = "level") -> Mapping[int | str, float]:
    """Year (a whole number) or period (as written, 2015Q1) to value, in order of time."""
    found = {row.year: row.value for row in rows(name) if (row.subject, row.quantity) == (subject, quantity)}
    if not found:
        raise KeyError(f"seeds/{name}.csv has no {quantity!r} of {subject!r}")
    numbers: dict[int | str, float] = {}
    for year in sorted(found):
        numbers[int(year) if year.isdigit() else year] = float(found[year])
    return MappingProxyType(numbers)


def number(name: str, subject: str, quantity: str = "value") -> float:
    """One number of the seeds [its unit]; KeyError names what is missing."""
    try:
        return float(table(name)[subject][quantity])
    except KeyError:
        raise KeyError(f"seeds/{name}.csv has no {quantity!r} of {subject!r}") from None


def assumption(parameter: str) -> float:
    """Value of one labelled assumption of `seeds/assumptions.csv` [its unit]."""
    return number("assumptions", parameter)


@cache
def polygons(name: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Outer rings of `seeds/<name>.geojson` as (longitude, latitude) [degrees, WGS84]."""
    document: dict[str, Any] = json.loads((seeds_folder() / f"{name}.geojson").read_text(encoding="utf-8"))
    shapes = (feature["geometry"] for feature in document["features"])
    parts = (p for s in shapes for p in (s["coordinates"] if s["type"] == "MultiPolygon" else [s["coordinates"]]))
    return tuple(tuple((float(x), float(y)) for x, y, *_ in part[0]) for part in parts)


def files(folder: Path) -> list[Path]:
    """The tables of a seeds folder, by name."""
    return sorted(folder.glob("*.csv"))
