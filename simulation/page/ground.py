"""The ground: what the map shows whatever the quarter. Land, ways, zones, where cells are and what they are called."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.geography.maps import Map
from simulation.quarter_zero.start import facts_of_specialties, map_of
from simulation.report import ground as drawn
from simulation.report.names import name_of
from simulation.scenario.schema import Scenario

Point = tuple[float, float]


class ZonePlace(NamedTuple):
    """Where a zone or estate lies [km]."""

    key: str
    name: str
    cpec: bool
    x: float
    y: float


class Way(NamedTuple):
    """A motorway or railway as a line [km]."""

    kind: str
    line: tuple[Point, ...]


class Ground(NamedTuple):
    """A map without its economy; places in km from its south-western corner."""

    name: str
    rings: tuple[tuple[Point, ...], ...]
    x: tuple[float, ...]
    """Of each cell's centre."""
    y: tuple[float, ...]
    zones: tuple[ZonePlace, ...]
    specialties: tuple[str, ...]

    def geojson(self) -> dict[str, Any]:
        """The land as the chart library registers maps."""
        shape = {"type": "MultiPolygon", "coordinates": [[list(map(list, ring))] for ring in self.rings]}
        return {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"name": "land"}, "geometry": shape}],
        }


def ground_of(scenario: Scenario) -> Ground:
    """The ground of a scenario's map; the towns of the plain map lie as its seed has them."""
    return _of_map(map_of(scenario), tuple(facts_of_specialties(scenario)))


def _of_map(where: Map, specialties: tuple[str, ...]) -> Ground:
    x, y = _centres(where)
    zones = tuple(
        ZonePlace(
            zone.key, name_of(zone.key) if zone.programme else zone.name, zone.programme, x[zone.cell], y[zone.cell]
        )
        for zone in where.zones
    )
    return Ground(where.name, _rings(where), x, y, zones, specialties)


def _centres(where: Map) -> tuple[tuple[float, ...], tuple[float, ...]]:
    grid = where.grid
    x, y = drawn.to_km(grid.longitude, grid.latitude) if where.outline else (grid.x_km, grid.y_km)
    return tuple(np.round(x, 1).tolist()), tuple(np.round(y, 1).tolist())


def _rings(where: Map) -> tuple[tuple[Point, ...], ...]:
    """The coast; of the plain map its edge, where opposite sides meet."""
    if where.outline:
        return tuple(_to_km(ring) for ring in where.outline)
    wide, high = where.grid.columns * where.grid.cell_km, where.grid.rows * where.grid.cell_km
    return (((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high), (0.0, 0.0)),)


def _to_km(line: Any) -> tuple[Point, ...]:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in (drawn.to_km(*point) for point in line))


def ways(ground: Ground, year: int) -> tuple[Way, ...]:
    """Motorways and railways open in a year; the plain map has none."""
    if ground.name != "pakistan":
        return ()
    return tuple(Way(kind, _to_km(line)) for kind, line in drawn.ways(year))
