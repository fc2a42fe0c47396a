"""The ground of Pakistan's map: projection, outline, motorways and railways, hulls of super-clusters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulation.report.palette import COAST, LAND, MOTORWAY
from simulation.seeding.reading import polygons, table

Column = np.ndarray[Any, np.dtype[Any]]
WEST, SOUTH, EAST, NORTH = 60.8, 23.55, 77.95, 37.2
UPPER_PUNJAB = (72.52, 30.95, 75.02, 33.05)
"""West, south, east, north of the inset [degrees]: 240 x 234 km."""
KM_PER_DEGREE = 111.32
MIDDLE_DEG = 30.4
KM_PER_DEGREE_EAST = KM_PER_DEGREE * math.cos(math.radians(MIDDLE_DEG))
HULL_KM = 20.0


def to_km(longitude: Any, latitude: Any) -> tuple[Any, Any]:
    """Equirectangular at 30.4 N, north up [km east and north of the map's corner]."""
    return (longitude - WEST) * KM_PER_DEGREE_EAST, (latitude - SOUTH) * KM_PER_DEGREE


def frame(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    """Left, low, right, high of a window [km]."""
    (left, low), (right, high) = to_km(west, south), to_km(east, north)
    return left, low, right, high


def draw_ground(axes: Any, window: tuple[float, float, float, float], year: int, line_scale: float = 1.0) -> None:
    """Land, motorways open in that year, and railways, in a window [km]."""
    for ring in polygons("pakistan_outline"):
        x, y = to_km(*np.array(ring).T)
        axes.fill(x, y, facecolor=LAND, edgecolor=COAST, lw=0.7, zorder=1)
    opened = ways(year)
    motorways = _broken_line([path for kind, path in opened if kind == "motorway"])
    railways = _broken_line([path for kind, path in opened if kind == "railway"])
    axes.plot(*motorways, color=MOTORWAY, lw=1.3 * line_scale, zorder=2, solid_capstyle="butt")
    axes.plot(*railways, color="#B9BDC3", lw=0.5 * line_scale, ls=(0, (3, 2)), zorder=2)
    axes.set_xlim(window[0], window[2])
    axes.set_ylim(window[1], window[3])
    axes.set_axis_off()


def _broken_line(paths: Sequence[Sequence[tuple[float, float]]]) -> Column:
    """Many paths as one line with gaps [2, n km]: a hundred lines of their own take a fifth of a picture's time."""
    gap = [(math.nan, math.nan)]
    return np.array(to_km(*np.array([point for path in paths for point in [*path, *gap]]).reshape(-1, 2).T))


def ways(year: int) -> list[tuple[str, list[tuple[float, float]]]]:
    """Motorways and railways open in a year, as pairs of longitude and latitude."""
    where = {name: (float(p["longitude_deg"]), float(p["latitude_deg"])) for name, p in table("network_places").items()}
    found = []
    for file, wanted in (("roads", "motorway"), ("railways", "railway")):
        for way in table(file).values():
            kind = "railway" if file == "railways" else str(way["mode"])
            if kind == wanted and float(way["open_year"]) <= year:
                found.append((kind, [where[str(way["from"])], where[str(way["to"])]]))
    return found


def hull(points: Sequence[tuple[float, float]], margin_km: float = HULL_KM) -> Column:
    """The convex line around some points, `margin_km` outside them [n, 2 km] (Andrew's monotone chain)."""
    turns = np.linspace(0.0, 2.0 * math.pi, 33)[:-1]
    around = [(x + margin_km * math.cos(t), y + margin_km * math.sin(t)) for x, y in points for t in turns]
    ordered = sorted(set(around))

    def half(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        for point in line:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return np.array(half(ordered) + half(ordered[::-1]))


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
