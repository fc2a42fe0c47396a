"""The ground: what the map shows whatever the quarter. Land, ways, zones, where cells are and what they are called."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.country.country import Country
from simulation.country.finding import country_of
from simulation.geography.maps import Map
from simulation.geography.zones import Zone
from simulation.quarter_zero.start import facts_of_specialties, map_of
from simulation.report.ground import land_of
from simulation.scenario.schema import Scenario

Point = tuple[float, float]


class ZonePlace(NamedTuple):
    """Where a zone or estate lies [km]."""

    key: str
    name: str
    programme: bool
    """Whether the programme of works builds it."""
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
    country: Country
    """Whose names and colours it uses."""
    plain: bool
    """Whether it is the plain map, which is no country's."""

    def geojson(self) -> dict[str, Any]:
        """The land as the chart library registers maps."""
        shape = {"type": "MultiPolygon", "coordinates": [[list(map(list, ring))] for ring in self.rings]}
        return {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"name": "land"}, "geometry": shape}],
        }


def ground_of(scenario: Scenario) -> Ground:
    """The ground of a scenario's map; the towns of the plain map lie as its seed has them."""
    return _of_map(map_of(scenario), tuple(facts_of_specialties(scenario)), country_of(scenario.country))


def _of_map(where: Map, specialties: tuple[str, ...], country: Country) -> Ground:
    x, y = _centres(where, country)
    zones = tuple(
        ZonePlace(zone.key, called(zone, country), zone.programme, x[zone.cell], y[zone.cell]) for zone in where.zones
    )
    return Ground(where.name, _rings(where, country), x, y, zones, specialties, country, not where.outline)


def called(zone: Zone, country: Country) -> str:
    """What a zone is called on the page: those of the programme by their short names, the others in full."""
    return country.short_name(zone.key) if zone.programme else zone.name


def _centres(where: Map, country: Country) -> tuple[tuple[float, ...], tuple[float, ...]]:
    grid = where.grid
    x, y = land_of(country).to_km(grid.longitude, grid.latitude) if where.outline else (grid.x_km, grid.y_km)
    return tuple(np.round(x, 1).tolist()), tuple(np.round(y, 1).tolist())


def _rings(where: Map, country: Country) -> tuple[tuple[Point, ...], ...]:
    """The coast; of the plain map its edge, where opposite sides meet."""
    if where.outline:
        return tuple(_to_km(ring, country) for ring in where.outline)
    wide, high = where.grid.columns * where.grid.cell_km, where.grid.rows * where.grid.cell_km
    return (((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high), (0.0, 0.0)),)


def _to_km(line: Any, country: Country) -> tuple[Point, ...]:
    return tuple(
        (round(float(x), 1), round(float(y), 1)) for x, y in (land_of(country).to_km(*point) for point in line)
    )


def ways(ground: Ground, year: int) -> tuple[Way, ...]:
    """Motorways and railways open in a year; the plain map has none."""
    if ground.plain:
        return ()
    return tuple(Way(kind, _to_km(line, ground.country)) for kind, line in land_of(ground.country).ways(year))
