"""The grid: 10 km cells of equal area, of a country's land or of an abstract torus.

Cells are numbered row by row from the south-west. Distances come from whole rows and columns, so they have the same
bits on every machine; sines only lay the outline and the towns onto the grid, and are rounded to a millimetre.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

Column = np.ndarray[Any, np.dtype[Any]]
Ring = tuple[tuple[float, float], ...]

CELL_KM = 10.0
CENTRE_LONGITUDE, CENTRE_LATITUDE = 69.5, 30.5
AXIS_KM, FLATTENING = 6378.137, 1.0 / 298.257223563
"""WGS84 ellipsoid."""
ECCENTRICITY_2 = FLATTENING * (2.0 - FLATTENING)
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

    def __len__(self) -> int:
        return int(self.row.size)

    def nearest(self, x_km: float, y_km: float) -> int:
        """The land cell whose centre is nearest to a point (the first of equals)."""
        return int(np.argmin((self.x_km - x_km) ** 2 + (self.y_km - y_km) ** 2))

    def at(self, longitude: float, latitude: float) -> int:
        """The land cell nearest to a place [degrees]."""
        x, y = project(np.array([longitude]), np.array([latitude]))
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


def _authalic(latitude: Column) -> Column:
    """Latitude on the sphere of equal area [radians], from geodetic latitude [radians] (Snyder 1987, eq. 3-11)."""
    return np.asarray(np.arcsin(_q(latitude) / _q(np.array(np.pi / 2.0))))


def _q(latitude: Column) -> Column:
    """Snyder 1987, eq. 3-12."""
    s, e = np.sin(latitude), np.sqrt(ECCENTRICITY_2)
    return np.asarray((1.0 - ECCENTRICITY_2) * (s / (1.0 - ECCENTRICITY_2 * s * s) + np.arctanh(e * s) / e))


def _frame() -> tuple[float, float, float]:
    """Authalic latitude of the centre [radians], radius of the sphere [km], stretch D of the map (Snyder eq. 24-20)."""
    centre = np.radians(np.array(CENTRE_LATITUDE))
    beta = float(_authalic(centre))
    radius = AXIS_KM * float(np.sqrt(_q(np.array(np.pi / 2.0)) / 2.0))
    m = float(np.cos(centre) / np.sqrt(1.0 - ECCENTRICITY_2 * np.sin(centre) ** 2))
    return beta, radius, AXIS_KM * m / (radius * float(np.cos(beta)))


def project(longitude: Column, latitude: Column) -> tuple[Column, Column]:
    """Kilometres east and north of 69.5 E 30.5 N from degrees (Lambert azimuthal equal-area, Snyder 1987, ch. 24)."""
    centre, radius, stretch = _frame()
    beta, turn = _authalic(np.radians(latitude)), np.radians(longitude - CENTRE_LONGITUDE)
    east = np.cos(beta) * np.sin(turn)
    north = np.cos(centre) * np.sin(beta) - np.sin(centre) * np.cos(beta) * np.cos(turn)
    depth = 1.0 + np.sin(centre) * np.sin(beta) + np.cos(centre) * np.cos(beta) * np.cos(turn)
    b = radius * np.sqrt(2.0 / depth)
    return np.round(b * stretch * east, 6), np.round(b / stretch * north, 6)


def unproject(x_km: Column, y_km: Column) -> tuple[Column, Column]:
    """Degrees of longitude and latitude from kilometres east and north: the inverse of `project`."""
    centre, radius, stretch = _frame()
    x, y = x_km / stretch, stretch * y_km
    rho = np.maximum(np.hypot(x, y), 1e-9)
    angle = 2.0 * np.arcsin(rho / (2.0 * radius))
    beta = np.arcsin(np.cos(angle) * np.sin(centre) + y * np.sin(angle) * np.cos(centre) / rho)
    turn = np.arctan2(x * np.sin(angle), rho * np.cos(centre) * np.cos(angle) - y * np.sin(centre) * np.sin(angle))
    return np.round(CENTRE_LONGITUDE + np.degrees(turn), 6), np.round(np.degrees(_geodetic(beta)), 6)


def _geodetic(beta: Column) -> Column:
    """Geodetic latitude [radians] from authalic latitude [radians], to 1e-9 (Snyder eq. 3-18)."""
    e2, e4, e6 = ECCENTRICITY_2, ECCENTRICITY_2**2, ECCENTRICITY_2**3
    two = (e2 / 3.0 + 31.0 * e4 / 180.0 + 517.0 * e6 / 5040.0) * np.sin(2.0 * beta)
    four = (23.0 * e4 / 360.0 + 251.0 * e6 / 3780.0) * np.sin(4.0 * beta)
    return np.asarray(beta + two + four + (761.0 * e6 / 45360.0) * np.sin(6.0 * beta))


def land_grid(rings: tuple[Ring, ...]) -> Grid:
    """Cells that lie at least half inside the rings [longitude, latitude in degrees]."""
    drawn = [project(np.array([p[0] for p in ring]), np.array([p[1] for p in ring])) for ring in rings]
    low = [min(float(ring[axis].min()) for ring in drawn) for axis in (0, 1)]
    high = [max(float(ring[axis].max()) for ring in drawn) for axis in (0, 1)]
    columns, rows = (int(np.ceil((h - b) / CELL_KM)) for b, h in zip(low, high, strict=True))
    share = _land_share(drawn, low, rows, columns)
    row, column = np.nonzero(share >= LAND_SHARE)
    x, y = low[0] + CELL_KM * (column + 0.5), low[1] + CELL_KM * (row + 0.5)
    longitude, latitude = unproject(x, y)
    index = np.full((rows, columns), -1, dtype=np.int64)
    index[row, column] = np.arange(row.size)
    return Grid(rows, columns, CELL_KM, False, row, column, x, y, longitude, latitude, index, low[0], low[1])


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
