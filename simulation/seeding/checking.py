"""Checking the seeds: no figure without unit, year, source and confidence; no guess without bounds."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from simulation.seeding.reading import HEADER, LEAST, MOST, WORDS, files, seeds_folder

CONFIDENCES = ("sourced", "estimated", "assumed")
YEAR = re.compile(r"\d{4}(Q[1-4]|-\d{2}|-\d{4})?")
DATE = re.compile(r"\d{4}(Q[1-4])?")
LIMITS = (LEAST, MOST)
"""Figures that are rules of ours, and have no range."""
NEEDED = ("subject", "quantity", "value", "unit", "year", "source", "confidence")

Fault = tuple[str, str, str]
"""Column, what was found, what would be right."""


def faults(folder: Path | None = None) -> list[str]:
    """Every fault of every table, one line each: `FILE:LINE: column: found; what would be right`."""
    return [fault for path in files(folder or seeds_folder()) for fault in faults_of_file(path)]


def faults_of_file(path: Path) -> list[str]:
    """Every fault of one table, in line order."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        if header != list(HEADER):
            return [f"{path}:1: header: {','.join(header)}; {','.join(HEADER)}"]
        return [fault for cells in reader for fault in _faults_of_line(path, reader.line_num, cells)]


def _faults_of_line(path: Path, line: int, cells: list[str]) -> Iterator[str]:
    if len(cells) != len(HEADER):
        yield f"{path}:{line}: row: {len(cells)} cells; {len(HEADER)} cells, one a column"
        return
    for column, found, right in faults_of_row(dict(zip(HEADER, cells, strict=True))):
        yield f"{path}:{line}: {column}: {found}; {right}"


def faults_of_row(row: dict[str, str]) -> Iterator[Fault]:
    """What is wrong with one row."""
    for column in NEEDED:
        if not row[column].strip():
            yield column, "nothing", "every row says " + column
    yield from _confidence(row)
    yield from _year(row)
    yield from _numbers(row)


def _confidence(row: dict[str, str]) -> Iterator[Fault]:
    if row["confidence"] and row["confidence"] not in CONFIDENCES:
        yield "confidence", repr(row["confidence"]), "one of " + ", ".join(CONFIDENCES)


def _year(row: dict[str, str]) -> Iterator[Fault]:
    timeless = row["unit"] in ("text", "degrees") or row["confidence"] in ("estimated", "assumed")
    if row["year"] == "n/a" and not timeless:
        yield "year", "n/a", "the year of a sourced figure (n/a is for words, coordinates and judgements)"
    elif row["year"] not in ("", "n/a") and not YEAR.fullmatch(row["year"]):
        yield "year", repr(row["year"]), "2015, 2015Q1, 2015-06, 2015-2018 or n/a"


def _numbers(row: dict[str, str]) -> Iterator[Fault]:
    if row["unit"] == "text":
        return
    places: dict[str, float] = {}
    for column in ("value", "low", "high"):
        place = _place(row[column], row["unit"])
        if place is not None:
            places[column] = place
        elif row[column]:
            yield column, repr(row[column]), "a date such as 2021Q2" if row["unit"] in WORDS else "a number"
        elif column != "value" and row["confidence"] in ("estimated", "assumed") and row["quantity"] not in LIMITS:
            yield column, "nothing", f"a {row['confidence']} figure carries low and high"
    yield from _order(row, places)


def _order(row: dict[str, str], places: dict[str, float]) -> Iterator[Fault]:
    value = places.get("value")
    if value is None:
        return
    if places.get("low", value) > value:
        yield "low", row["low"], f"at most the value, {row['value']}"
    if places.get("high", value) < value:
        yield "high", row["high"], f"at least the value, {row['value']}"


def _place(text: str, unit: str) -> float | None:
    """Where a number or date stands on its axis, None where the text is neither."""
    if unit == "date":
        return int(text[:4]) + int(text[5:] or 1) / 4 if DATE.fullmatch(text) else None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None
