"""The picture of a sweep: a curve and its paired differences, or a heat map of two settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes

from simulation.comparison.findings import signed
from simulation.comparison.naming import called, size_of
from simulation.comparison.picture import BANDS_FROM
from simulation.comparison.studies import TOLD_OF_A_POINT
from simulation.comparison.study_pictures import DARK, SEQUENTIAL, bare, box, fine, name_of
from simulation.report import words
from simulation.report.canvas import TITLE_LONGEST, Words, head, keep, panel, sheet, write
from simulation.report.palette import INK, LINE, QUIET

Row = dict[str, Any]


def told_of_a_sweep(table: pa.Table) -> list[dict[str, str]]:
    """A sweep for the screen: settings, level with its range, difference from the first point with its interval."""
    return [_told(row, settings_of(table)) for row in table.to_pylist()]


def settings_of(table: pa.Table) -> list[str]:
    """The settings that a sweep varies."""
    return [name for name in table.column_names if name not in TOLD_OF_A_POINT]


def _told(row: Row, settings: Sequence[str]) -> dict[str, str]:
    size = size_of(row["measure"])
    low, high = (words.short(size * row[name]) for name in ("low", "high"))
    return {
        **{name: _value(row[name]) for name in settings},
        "measure": row["measure"],
        "mean of runs": fine(size * row["mean"]),
        "nine in ten": f"{low} to {high}" if row["runs"] >= BANDS_FROM else "-",
        "runs": str(row["runs"]),
        "change": change_told(row, size),
    }


def change_told(row: Row, size: float) -> str:
    """A difference from the first point with its interval; ≈ where that holds nothing."""
    if not np.isfinite(row["change"]):
        return "-"
    if row["change_low"] == row["change_high"] == 0:
        return "none"
    if not np.isfinite(row["change_low"]):
        return f"{signed(size * row['change'])} in a single pair"
    mean, low, high = (signed(size * row[name]) for name in ("change", "change_low", "change_high"))
    return f"{mean} ({low} to {high})" + ("" if is_clear(row) else " ≈")


def is_clear(row: Row) -> bool:
    """Whether the 90 % interval of a point's difference from the first keeps clear of zero."""
    return bool(row["change_low"] > 0 or row["change_high"] < 0)


def _value(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value).lower()


def draw_sweep(table: pa.Table, measure: str, footer: str, path: Path) -> Path:
    """One setting: levels, and paired differences from the first value; two: a heat map with a number in each cell."""
    settings, size = settings_of(table), size_of(measure)
    rows = [row for row in table.to_pylist() if row["measure"] == measure]
    told = _words(rows, settings, measure, footer)
    with sheet(100.0) as figure:
        if len(settings) == 1:
            _curve(panel(figure, 20, 27, 56, 52), rows, settings[0], size)
            _changes(panel(figure, 98, 27, 56, 52), rows, settings[0], size)
        else:
            axes = panel(figure, 34, 24, 120, 58)
            _heat(axes, rows, settings, size)
            axes.set_xlabel(name_of(settings[0]))
        write(figure, told)
        return keep(figure, path, told)


def _words(rows: list[Row], settings: Sequence[str], measure: str, footer: str) -> Words:
    name, by, size = called(measure), " and ".join(map(name_of, settings)), size_of(measure)
    first = ", ".join(f"{name_of(s)} {_value(rows[0][s])}" for s in settings)
    listed = (f"{', '.join(_value(row[s]) for s in settings)}: {change_told(row, size)}" for row in rows[1:40])
    return Words(
        title_of(rows, measure),
        f"{name[:1].upper()}{name[1:]} in the last quarter by {by}; differences from {first}.\n{_how(rows, settings)}",
        footer + "\nSource: own simulation.",
        f"{title_of(rows, measure)}. {name} by {by}, {fine(size * rows[0]['mean'])} at {first}; differences: "
        + "; ".join(listed),
    )


def _how(rows: list[Row], settings: Sequence[str]) -> str:
    """How the picture is to be read."""
    if len(settings) > 1:
        return "≈ and no colour: no clear difference."
    band = ", band: nine runs in ten" if min(row["runs"] for row in rows) >= BANDS_FROM else ""
    return f"Left: mean of the runs{band}. Right: mean of pairs with the same luck, bar: its 90 % interval."


def title_of(rows: Sequence[Row], measure: str) -> str:
    """The largest clear difference from the first point, or that there is none."""
    clear, name, size = [row for row in rows[1:] if is_clear(row)], called(measure), size_of(measure)
    if not clear:
        few = not any(np.isfinite(row["change_low"]) for row in rows[1:])
        text = (
            f"{name[:1].upper()}{name[1:]}: too few runs for a difference" if few else f"No clear difference in {name}"
        )
    else:
        most = max(clear, key=lambda row: abs(row["change"]))
        text = f"{name[:1].upper()}{name[1:]}: {signed(size * most['change'])} at most"
    return text if len(text) <= TITLE_LONGEST else f"{text[: TITLE_LONGEST - 1]}…"


def _places(rows: list[Row], setting: str) -> tuple[Any, list[str] | None]:
    """Where the values of a setting stand, and their names where they are no numbers."""
    values = [row[setting] for row in rows]
    if all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
        return np.array(values, dtype=float), None
    return np.arange(len(values), dtype=float), [str(v).lower() for v in values]


def _axis(axes: Axes, at: Any, names: list[str] | None, setting: str) -> None:
    if names:
        axes.set_xticks(at, names)
    axes.set_xlabel(name_of(setting))


def _curve(axes: Axes, rows: list[Row], setting: str, size: float) -> None:
    at, names = _places(rows, setting)
    mean, low, high = (size * np.array([row[k] for row in rows]) for k in ("mean", "low", "high"))
    if min(row["runs"] for row in rows) >= BANDS_FROM:
        axes.fill_between(at, low, high, color=LINE, alpha=0.18, lw=0)
    axes.plot(at, mean, "o-", color=LINE, ms=3.5)
    axes.yaxis.set_major_formatter(lambda value, _: fine(value))
    _axis(axes, at, names, setting)
    head(axes, "Level")


def _changes(axes: Axes, rows: list[Row], setting: str, size: float) -> None:
    """Differences from the first value with their intervals; what is not clear in quiet ink."""
    at, names = _places(rows, setting)
    axes.axhline(0, color=INK, lw=1.0)
    for x, row in zip(at, rows, strict=True):
        ink = LINE if is_clear(row) else QUIET
        mean, low, high = (size * row[name] for name in ("change", "change_low", "change_high"))
        axes.plot([x], [mean], "o", color=ink, ms=3.5)
        if np.isfinite(low):
            axes.plot([x, x], [low, high], color=ink, lw=1.4)
    axes.yaxis.set_major_formatter(lambda value, _: signed(value))
    _axis(axes, at, names, setting)
    head(axes, "Difference from the first")


def _heat(axes: Axes, rows: list[Row], settings: Sequence[str], size: float) -> None:
    """Cells coloured by level where some difference is clear; without any, all are white."""
    from matplotlib.colors import LinearSegmentedColormap

    x, y = (list(dict.fromkeys(row[s] for row in rows)) for s in settings)
    scale, shares = LinearSegmentedColormap.from_list("sequential", SEQUENTIAL), _shares(rows)
    for row, share in zip(rows, shares, strict=True):
        place = x.index(row[settings[0]]), y.index(row[settings[1]])
        axes.add_patch(box(*place, "white" if share is None else scale(share)))
        ink = QUIET if share is None else "white" if share > DARK - 0.1 else INK
        text = fine(size * row["mean"]) + ("" if row is rows[0] or is_clear(row) else " ≈")
        axes.text(*place, text, ha="center", va="center", size=7.5, color=ink)
    axes.set_xlim(-0.5, len(x) - 0.5)
    axes.set_ylim(-0.5, len(y) - 0.5)
    bare(axes)
    axes.xaxis.tick_bottom()
    axes.set_xticks(range(len(x)), [_value(v) for v in x])
    axes.set_yticks(range(len(y)), [_value(v) for v in y])
    axes.set_ylabel(name_of(settings[1]))


def _shares(rows: Sequence[Row]) -> list[float | None]:
    """How far up its scale each cell is; nothing where it is not clearly other than the first, which has its own."""
    if not any(map(is_clear, rows)):
        return [None] * len(rows)
    means = [row["mean"] for row in rows if row is rows[0] or is_clear(row)]
    span = max(max(means) - min(means), 1e-300)
    return [(row["mean"] - min(means)) / span if row is rows[0] or is_clear(row) else None for row in rows]
