"""The ground of a country's map: projection, outline, motorways and railways, hulls of super-clusters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
from matplotlib.axes import Axes

from simulation.country.country import Country
from simulation.engine.table import Column
from simulation.report.palette import COAST, LAND, MOTORWAY

KM_PER_DEGREE = 111.32
HULL_KM = 20.0
SIDES = ("west", "south", "east", "north")
SHAPE = 1.083
"""Width over height of a map on paper, for a country that names no window."""
ROOM = 1.04
"""How much larger than the land its window then is."""

Degrees = TypeVar("Degrees", float, Column)
"""One place, or a column of places."""

Box = tuple[float, float, float, float]
"""West, south, east, north [degrees], or left, low, right, high [km]."""


class Land(NamedTuple):
    """A country's land on paper: its window, and a part of it that is drawn larger."""

    country: Country
    window: Box
    """West, south, east, north of the map [degrees]."""
    middle: float
    """Latitude at which the equirectangular map stretches nothing [degrees]."""
    inset: Box | None
    """Of the part that is drawn larger [degrees]; None: there is none."""
    inset_title: str
    credit: str
    """Whose outline it is, and what it takes no position on."""

    def to_km(self, longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
        """Equirectangular, north up [km east and north of the map's corner]."""
        east = KM_PER_DEGREE * math.cos(math.radians(self.middle))
        return (longitude - self.window[0]) * east, (latitude - self.window[1]) * KM_PER_DEGREE

    def frame(self, box: Box) -> Box:
        """Left, low, right, high of a box of degrees [km]."""
        (left, low), (right, high) = self.to_km(*box[:2]), self.to_km(*box[2:])
        return left, low, right, high

    def zones(self) -> Column:
        """Places of the zones of the programme of works [zones, 2 km]."""
        built, table = self.country.programme_zones, self.country.seeds.table("zones")
        places = [(float(table[key]["longitude_deg"]), float(table[key]["latitude_deg"])) for key in built]
        return np.array([self.to_km(*place) for place in places]).reshape(-1, 2)

    def ways(self, year: int) -> list[tuple[str, list[tuple[float, float]]]]:
        """Motorways and railways open in a year, as pairs of longitude and latitude."""
        seeds = self.country.seeds
        places = seeds.table("network_places").items()
        where = {name: (float(p["longitude_deg"]), float(p["latitude_deg"])) for name, p in places}
        found = []
        for file, wanted in (("roads", "motorway"), ("railways", "railway")):
            for way in seeds.table(file).values():
                kind = "railway" if file == "railways" else str(way["mode"])
                if kind == wanted and float(way["open_year"]) <= year:
                    found.append((kind, [where[str(way["from"])], where[str(way["to"])]]))
        return found


@cache
def land_of(country: Country) -> Land:
    """A country's land as its seeds would have it drawn; without a word on it, all of it and no inset."""
    said = country.seeds.table("country")
    window = _box(country, "window") or _around(country.seeds.polygons("outline"))
    middle = float(said["window"]["middle_deg"]) if "window" in said else (window[1] + window[3]) / 2.0
    title, credit = (
        str(said.get(part, {}).get(name, "")) for part, name in (("inset", "title"), ("outline", "credit"))
    )
    return Land(country, window, middle, _box(country, "inset"), title, credit)


def _box(country: Country, subject: str) -> Box | None:
    if subject not in country.seeds.table("country"):
        return None
    west, south, east, north = (country.seeds.number("country", subject, f"{side}_deg") for side in SIDES)
    return west, south, east, north


def _around(rings: Sequence[Sequence[tuple[float, float]]]) -> Box:
    """The window around some land [degrees], widened to the paper's shape."""
    east, north = (np.array([point[axis] for ring in rings for point in ring]) for axis in (0, 1))
    across, along = (east.max() + east.min()) / 2.0, (north.max() + north.min()) / 2.0
    narrowing = math.cos(math.radians(float(along)))
    high = ROOM * max(float(np.ptp(north)), float(np.ptp(east)) * narrowing / SHAPE)
    wide = high * SHAPE / narrowing
    return float(across - wide / 2), float(along - high / 2), float(across + wide / 2), float(along + high / 2)


def draw_ground(axes: Axes, land: Land, window: Box, year: int, line_scale: float = 1.0) -> None:
    """Land, motorways open in that year, and railways, in a window [km]."""
    for ring in land.country.seeds.polygons("outline"):
        x, y = land.to_km(*np.array(ring).T)
        axes.fill(x, y, facecolor=LAND, edgecolor=COAST, lw=0.7, zorder=1)
    opened = land.ways(year)
    motorways = _broken_line(land, [path for kind, path in opened if kind == "motorway"])
    railways = _broken_line(land, [path for kind, path in opened if kind == "railway"])
    axes.plot(*motorways, color=MOTORWAY, lw=1.3 * line_scale, zorder=2, solid_capstyle="butt")
    axes.plot(*railways, color="#B9BDC3", lw=0.5 * line_scale, ls=(0, (3, 2)), zorder=2)
    axes.set_xlim(window[0], window[2])
    axes.set_ylim(window[1], window[3])
    axes.set_axis_off()


def _broken_line(land: Land, paths: Sequence[Sequence[tuple[float, float]]]) -> Column:
    """Many paths as one line with gaps [2, n km]: a hundred lines of their own take a fifth of a picture's time."""
    gap = [(math.nan, math.nan)]
    return np.array(land.to_km(*np.array([point for path in paths for point in [*path, *gap]]).reshape(-1, 2).T))


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
