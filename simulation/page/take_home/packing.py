"""What a replay file holds of its runs, packed: marks of cells as bytes, names once, curves with their luck."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.page import charts
from simulation.page.charts import Curve, curve_base
from simulation.page.frames import Frame, of_run
from simulation.page.ground import Ground, ground_of, ways
from simulation.page.map_chart import (
    DOT_LEAST,
    LARGEST_SHARE,
    NAMED_LEAST,
    NAMES_MOST,
    SHAPE_LEAST,
    diameter,
    largest_of,
    map_base,
    map_ways,
    super_clusters,
)
from simulation.page.placing import GAPS_PX, HEIGHT_OF_LINE, WIDTH_OF_LETTER, stands
from simulation.page.theme import THEMES, Size, Theme, looks
from simulation.report import words
from simulation.units import quarter_index, year_of

if TYPE_CHECKING:
    from simulation.keeping.results import Kept
    from simulation.run import Run

TABLES_SHOWN = ("nation", "zones", "clusters", "loans", "cells")
"""What a run must have kept to be replayed."""
COLUMNS = ("firms", "workers", "exports_usd_mn", "debt_outstanding_usd_mn", "arrears_usd_mn", "clusters")
"""Columns of `nation` that are drawn unless a lesson has its own."""
MONEY_ONLY = ("debt_outstanding_usd_mn", "arrears_usd_mn")
"""Left out where nobody owes anything."""
BAND_LEAST = 20
"""From this many seeds on curves carry bands, below it every run is a thin line."""
QUANTILES = (0.05, 0.25, 0.75, 0.95)
LETTERS = "ABCD"
MORE_COLOURS = {"light": ("#00694E", "#8A5A00"), "projector": ("#5FE0B0", "#FFD05A")}
"""Of scenarios C and D."""
MARK = np.dtype([("cell", "<u2"), ("look", "u1"), ("size", "u1")])
SIZE_STEPS = 255


RULES = {
    "largest_share": LARGEST_SHARE, "dot_least": DOT_LEAST, "shape_least": SHAPE_LEAST, "named_least": NAMED_LEAST,
    "names_most": NAMES_MOST, "gaps": GAPS_PX, "letter": WIDTH_OF_LETTER, "line": HEIGHT_OF_LINE, "text": Size().text,
}  # fmt: skip
"""How marks and names are drawn: the browser does with them what the page does."""


class Told(NamedTuple):
    """One scenario of a replay: its runs, of which the first is watched on the map."""

    title: str
    runs: Sequence[Run | Kept]


class DifferentMapsError(ValueError):
    """Runs that cannot lie on one map or one time axis."""


def packed(told: Sequence[Told], columns: Sequence[str], names: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page of a replay draws from; `names` has the words for columns."""
    ground = _ground(told)
    films = [of_run(each.runs[0]) for each in told]
    quarters = [frame.quarter for frame in films[0]]
    cells = _cells(films)
    book, years = _book(films), (year_of(quarter_index(quarters[0])), year_of(quarter_index(quarters[-1])) + 1)
    curves = [curve_of(column, told) for column in columns]
    return {
        "quarters": quarters,
        "years": [round(words.year(quarter), 3) for quarter in quarters],
        "geojson": ground.geojson(),
        "ground": ground.name,
        "x": [ground.x[cell] for cell in cells],
        "y": [ground.y[cell] for cell in cells],
        "largest": largest_of([frame for film in films for frame in film]),
        "rules": RULES,
        "book": [[*entry[:3], cells.index(entry[3]), entry[4]] for entry in book.values()],
        "ways": map_ways(ways(ground, years[1] - 1)),
        "themes": {name: _drawn(ground, theme, curves, years, len(told)) for name, theme in THEMES.items()},
        "curves": [
            {"name": names[c.key], "unit": c.unit, "divisor": c.divisor, "money": "USD" in c.unit} for c in curves
        ],
        "tabs": [
            _tab(ground, film, each, cells, list(book), columns, letter)
            for film, each, letter in zip(films, told, LETTERS, strict=False)
        ],
    }


def _ground(told: Sequence[Told]) -> Ground:
    """The one map of all runs; DifferentMapsError where they lie on several or have different dates."""
    grounds = {each.title: ground_of(each.runs[0].scenario) for each in told}
    if len({(ground.name, ground.x, ground.y) for ground in grounds.values()}) > 1:
        raise DifferentMapsError(f"{' and '.join(grounds)} lie on different maps; runs of one map would be right")
    lengths = {run.scenario.quarters for each in told for run in each.runs}
    if len(lengths) > 1:
        found = " and ".join(str(each) for each in sorted(lengths))
        raise DifferentMapsError(f"runs of {found} quarters found; runs of one length would be right")
    return next(iter(grounds.values()))


def _cells(films: Sequence[Sequence[Frame]]) -> list[int]:
    """Cells that are ever marked or named."""
    marked = {mark.cell for film in films for frame in film for mark in frame.cells}
    return sorted(marked | {cluster.cell for film in films for frame in film for cluster in frame.named})


def _book(films: Sequence[Sequence[Frame]]) -> dict[str, tuple[str, str, str, int, str]]:
    """Name, place, specialty and core of every cluster that is ever named, once; the last field is its key."""
    every = (cluster for film in films for frame in film for cluster in frame.named)
    return {each.key: (each.name, each.place, each.specialty, each.cell, each.key) for each in every}


def _tab(
    ground: Ground, film: Sequence[Frame], told: Told, cells: Sequence[int], book: Sequence[str],
    columns: Sequence[str], letter: str,
) -> dict[str, Any]:  # fmt: skip
    """One scenario: its map year by year, and its curves."""
    place, entry = {cell: n for n, cell in enumerate(cells)}, {key: n for n, key in enumerate(book)}
    kinds = {key: n for n, key in enumerate(_kinds(ground))}
    largest = largest_of(film)
    seen = [frame for frame, before in zip(film, [None, *film], strict=False) if before is None or _new(frame, before)]
    return {
        "letter": letter,
        "title": told.title,
        "largest": largest,
        "from": [film.index(frame) for frame in seen],
        "marks": [_marks(frame, place, kinds, largest) for frame in seen],
        "named": [_named(ground, frame, entry, largest) for frame in seen],
        "super": [_outlines(ground, frame) for frame in seen],
        "lines": [_lines(column, told.runs) for column in columns],
    }


def _new(frame: Frame, before: Frame) -> bool:
    """Whether a frame's map is another than the quarter before: a kept run looks once a year."""
    return frame.cells is not before.cells or frame.named != before.named


def _kinds(ground: Ground) -> list[str]:
    return list(dict.fromkeys([*ground.specialties, "other"]))


def _marks(frame: Frame, place: Mapping[int, int], kinds: Mapping[str, int], largest: float) -> str:
    """Cells that are no core of a named cluster, four bytes each: place, product, size (root of workers)."""
    cores = {(cluster.cell, cluster.specialty) for cluster in frame.named}
    rows = [
        (place[mark.cell], kinds[mark.specialty], max(1, round(SIZE_STEPS * sqrt(min(1.0, mark.workers / largest)))))
        for mark in frame.cells
        if (mark.cell, mark.specialty) not in cores
    ]
    return base64.b64encode(np.array(rows, dtype=MARK).tobytes()).decode()


def _named(ground: Ground, frame: Frame, entry: Mapping[str, int], largest: float) -> list[list[float]]:
    """Clusters with a name: entry in the book, workers, and where the mark stands so that none hides another [km]."""
    size = Size()
    widths = [diameter(each.workers, largest, size, NAMED_LEAST * size.text) for each in frame.named]
    placed = stands(ground, frame.named, widths, size)
    return [[entry[c.key], round(c.workers), at.x, at.y] for c, at in zip(frame.named, placed, strict=True)]


def _outlines(ground: Ground, frame: Frame) -> list[dict[str, Any]]:
    """Dashed lines around super-clusters, to the kilometre and every second corner, which nobody sees."""
    whole = [line["coords"] for line in super_clusters(ground, frame.named)]
    return [{"coords": [[round(x), round(y)] for x, y in [*line[:-1:2], line[0]]]} for line in whole]


def _lines(column: str, runs: Sequence[Run | Kept]) -> dict[str, Any]:
    """The watched run, and the luck of the others: bands of many runs, every one of few."""
    every = np.array([run.tables["nation"][column].to_numpy().astype(float) for run in runs])
    if len(runs) >= BAND_LEAST:
        return {"run": _short(every[0]), "band": [_short(q) for q in np.quantile(every, QUANTILES, axis=0)]}
    return {"run": _short(every[0]), "others": [_short(line) for line in every[1:]]}


def _short(line: Iterable[float]) -> list[float | None]:
    """Five figures are more than a screen shows; None where nothing was looked at."""
    return [float(f"{value:.5g}") if isfinite(value) else None for value in line]


def curve_of(column: str, told: Sequence[Told]) -> Curve:
    """Unit and divisor of a column of `nation` as its values ask for."""
    most = max(float(np.nanmax(run.tables["nation"][column].to_numpy().astype(float))) for t in told for run in t.runs)
    return charts.curve_of(column, most)


def shown_columns(told: Sequence[Told]) -> tuple[str, ...]:
    """The columns to draw where no lesson chooses: those of money only where somebody owes."""
    first = [each.runs[0].tables["nation"] for each in told]

    def there(column: str) -> bool:
        return all(column in table.column_names for table in first)

    def owed(column: str) -> bool:
        return any(np.nanmax(table[column].to_numpy().astype(float)) > 0.0 for table in first)

    return tuple(c for c in COLUMNS if there(c) and (c not in MONEY_ONLY or owed(c)))


def _drawn(ground: Ground, theme: Theme, curves: Sequence[Curve], years: tuple[int, int], tabs: int) -> dict[str, Any]:
    """What one theme draws: options of map and curves, looks of products, colours."""
    size = Size()
    return {
        "colours": theme._asdict(),
        "lines": colours_of(theme)[:tabs],
        "looks": [look._asdict() for look in looks(ground.specialties, theme, ground.country).values()],
        "map": map_base(ground, theme, size),
        "curves": [curve_base(curve, theme, size, *years) for curve in curves],
    }


def colours_of(theme: Theme) -> tuple[str, ...]:
    """Colours of scenarios A to D."""
    return (theme.a, theme.b, *MORE_COLOURS[theme.name])
