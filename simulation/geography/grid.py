"""The grid: 10 km cells of equal area, of a country's land or of an abstract torus.

Cells are numbered row by row from the south-west. Distances come from whole rows and columns, so they have the same
bits on every machine; the projection only lays the outline and the towns onto the grid.
"""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np

from simulation.engine.table import Column
from simulation.geography.projection import Projection

Ring = tuple[tuple[float, float], ...]

CELL_KM = 10.0
SCAN_LINES = 40
"""Lines a cell on which the share of land is measured."""
LAND_SHARE = 0.5


@dataclasses.dataclass(frozen=True)
class Grid:
    """Cells of a map: whole rows and columns, centres in km and in degrees (WGS84); row 0 lies in the south."""

    rows: int
    columns: int
    cell_km: float
    torus: bool
    row: Column
    column: Column
    x_km: Column
    y_km: Column
    longitude: Column
    latitude: Column
    index: Column
    """Cell at [row, column], -1 outside the land."""
    origin_x_km: float
    origin_y_km: float
    projection: Projection | None = None
    """How degrees became km; none on the torus."""

    def __len__(self) -> int:
        return int(self.row.size)

    def nearest(self, x_km: float, y_km: float) -> int:
        """The land cell whose centre is nearest to a point (the first of equals)."""
        return int(np.argmin((self.x_km - x_km) ** 2 + (self.y_km - y_km) ** 2))

    def at(self, longitude: float, latitude: float) -> int:
        """The land cell nearest to a place [degrees]."""
        if self.projection is None:
            raise ValueError("a torus lies nowhere on the earth, so no degrees lead to its cells")
        x, y = self.projection.project(np.array([longitude]), np.array([latitude]))
        return self.nearest(float(x[0]), float(y[0]))

    def distance_km(self, one: Column | int, other: Column | int) -> Column:
        """Distance between centres of cells [km], the shorter way round on a torus."""
        rows = np.abs(self.row[one] - self.row[other])
        columns = np.abs(self.column[one] - self.column[other])
        if self.torus:
            rows, columns = np.minimum(rows, self.rows - rows), np.minimum(columns, self.columns - columns)
        return np.asarray(self.cell_km * np.sqrt((rows * rows + columns * columns).astype(np.float64)))

    def round(self) -> dict[str, float]:
        """Size of a cell [km] and cells once round, by the names that rules ask for; infinite where there is no way."""
        rows, columns = (self.rows, self.columns) if self.torus else (np.inf, np.inf)
        return {"cell_km": self.cell_km, "rows_round": float(rows), "columns_round": float(columns)}


def inside(rings: tuple[Ring, ...], longitude: float, latitude: float) -> bool:
    """Whether a place lies within the rings [degrees]: a line eastwards from it crosses them an odd number of times."""
    crossed = 0
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > latitude) != (y1 > latitude):
                crossed += longitude < x0 + (latitude - y0) * (x1 - x0) / (y1 - y0)
    return crossed % 2 == 1


def land_grid(rings: tuple[Ring, ...], projection: Projection) -> Grid:
    """Cells that lie at least half inside the rings [longitude, latitude in degrees]."""
    drawn = [projection.project(np.array([p[0] for p in ring]), np.array([p[1] for p in ring])) for ring in rings]
    low = [min(float(ring[axis].min()) for ring in drawn) for axis in (0, 1)]
    high = [max(float(ring[axis].max()) for ring in drawn) for axis in (0, 1)]
    columns, rows = (int(np.ceil((h - b) / CELL_KM)) for b, h in zip(low, high, strict=True))
    share = _land_share(drawn, low, rows, columns)
    row, column = np.nonzero(share >= LAND_SHARE)
    x, y = low[0] + CELL_KM * (column + 0.5), low[1] + CELL_KM * (row + 0.5)
    longitude, latitude = projection.unproject(x, y)
    index = np.full((rows, columns), -1, dtype=np.int64)
    index[row, column] = np.arange(row.size)
    return Grid(
        rows, columns, CELL_KM, False, row, column, x, y, longitude, latitude, index, low[0], low[1], projection
    )  # fmt: skip


def _land_share(drawn: list[tuple[Column, Column]], low: list[float], rows: int, columns: int) -> Column:
    """Share of each cell inside the rings: exact along lines west to east, `SCAN_LINES` of them a cell."""
    edges = low[0] + CELL_KM * np.arange(columns + 1)
    line, x = _crossings(drawn, low[1] + CELL_KM * (np.arange(rows * SCAN_LINES) + 0.5) / SCAN_LINES)
    west, east, row = x[::2, None], x[1::2, None], line[::2, None] // SCAN_LINES
    inside = np.maximum(np.minimum(east, edges[1:]) - np.maximum(west, edges[:-1]), 0.0)
    cell = row * columns + np.arange(columns)
    share = np.bincount(cell.ravel(), weights=inside.ravel(), minlength=rows * columns).reshape(rows, columns)
    return np.asarray(share / (CELL_KM * SCAN_LINES))


def _crossings(drawn: list[tuple[Column, Column]], lines: Column) -> tuple[Column, Column]:
    """Where the rings cross lines at these heights [km]: numbers of the lines, and x from west to east on each."""
    ends = [(x[:-1], x[1:], y[:-1], y[1:]) for x, y in drawn]
    x0, x1, y0, y1 = (np.concatenate(side) for side in zip(*ends, strict=True))
    first, last = np.sort((np.searchsorted(lines, y0), np.searchsorted(lines, y1)), axis=0)
    met = last - first  # an edge meets the lines one after the other
    edge = np.repeat(np.arange(met.size), met)
    line = first[edge] + np.arange(edge.size) - np.repeat(np.cumsum(met) - met, met)
    x = x0[edge] + (lines[line] - y0[edge]) * (x1[edge] - x0[edge]) / (y1[edge] - y0[edge])
    order = np.lexsort((x, line))
    return line[order], x[order]


def torus_grid(rows: int, columns: int) -> Grid:
    """An abstract lattice without edges: opposite sides meet."""
    if rows < 1 or columns < 1:
        raise ValueError(f"a plain map of {rows} x {columns} cells has no cell; both must be at least 1")
    row, column = (axis.ravel() for axis in np.indices((rows, columns)))
    x, y = CELL_KM * (column + 0.5), CELL_KM * (row + 0.5)
    index = np.arange(rows * columns).reshape(rows, columns)
    return Grid(rows, columns, CELL_KM, True, row, column, x, y, x / 100.0, y / 100.0, index, 0.0, 0.0)
