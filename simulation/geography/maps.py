"""Maps: a country as it is, and a plain torus for lessons and theory."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulation.engine.rules import exp_of
from simulation.geography.driving import driving_of
from simulation.geography.grid import Column, Grid, Ring, land_grid, torus_grid
from simulation.geography.kernel import Kernel, neighbours
from simulation.geography.people import Towns, settled, towns_of
from simulation.geography.plain_towns import plain_people, plain_towns
from simulation.geography.projection import Projection
from simulation.geography.transport import NO_LINES, Lines, Upgrade, network, seaports
from simulation.geography.travel import Journeys, OverNetwork, OverPlain, Travel
from simulation.geography.zones import Zone, Zones, zones_of
from simulation.seeding.seeds import Seeds

BLOCK_CELLS = 10
"""Side of the blocks in which founders look for a place: 10 x 10 cells."""


@dataclasses.dataclass(frozen=True)
class Place:
    """A named town: its cell and its people in 2015."""

    name: str
    cell: int
    people: float
    key: str = ""
    """By which scenarios name it."""


class Naming(NamedTuple):
    """How far a town's name reaches, and how fast its claim fades with distance [km]."""

    reach_km: float
    decay_km: float


@dataclasses.dataclass(frozen=True)
class Map:
    """Where a run plays: land, people, places, zones, and the ways between them.

    Sites are where firms can be: site c < C is the open country of cell c, site C + z is zone z.
    """

    name: str
    grid: Grid
    people: Column
    town_people: Column
    province: Column
    provinces: tuple[str, ...]
    places: tuple[Place, ...]
    """Largest first."""
    zones: Zones
    ports: tuple[Place, ...]
    """Seaports (people 0)."""
    outline: tuple[Ring, ...]
    """Rings of longitude and latitude [degrees] for pictures; none on the plain map."""
    neighbours: Kernel
    journeys: Journeys
    naming: Naming

    @cached_property
    def cell_of_site(self) -> Column:
        """Cell of every site [int64]."""
        return np.concatenate((np.arange(len(self.grid)), self.zones.cell))

    @cached_property
    def zone_of_site(self) -> Column:
        """Zone of every site, -1 in the open country [int64]."""
        return np.concatenate((np.full(len(self.grid), -1), np.arange(len(self.zones), dtype=np.int64)))

    @cached_property
    def block_of_site(self) -> Column:
        """Block of 10 x 10 cells of every site [int64]; blocks without land are not numbered."""
        row, column = self.grid.row // BLOCK_CELLS, self.grid.column // BLOCK_CELLS
        wide = -(-self.grid.columns // BLOCK_CELLS)
        _, number_of = np.unique(row * wide + column, return_inverse=True)
        return np.asarray(number_of.astype(np.int64)[self.cell_of_site])

    @cached_property
    def block_sites(self) -> Column:
        """Sites in order of their blocks: those of block b are `block_sites[block_start[b]:block_start[b + 1]]`."""
        return np.argsort(self.block_of_site, kind="stable")

    @cached_property
    def block_start(self) -> Column:
        """First place of each block in `block_sites` [blocks + 1]."""
        return np.concatenate(([0], np.cumsum(np.bincount(self.block_of_site)))).astype(np.int64)

    def allowed(self, specialties: tuple[str, ...]) -> Column:
        """Which specialties each zone admits [zones, specialties; bool]."""
        return self.zones.admits(specialties)

    def travel(self, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES) -> Travel:
        """Hours and km from every cell to a port and a market, with these upgrades and without these lines."""
        return self.journeys.travel(quarter, upgrades, without)

    def hours_between(
        self, cells: Column, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES
    ) -> Column:
        """Hours by road between these cells [n, n]."""
        return self.journeys.between(np.asarray(cells, dtype=np.int64), quarter, upgrades, without)

    def place_name(self, cell: int) -> str:
        """What people call a cell: the town near it with the strongest claim, large and near; else the nearest town."""
        if not self.places:
            return f"cell {self.grid.row[cell]}-{self.grid.column[cell]}"
        distance = self.grid.distance_km(self._place_cells, cell)
        near = distance <= self.naming.reach_km
        if not near.any():
            return self.places[int(np.argmin(distance))].name
        fade = exp_of(-distance / self.naming.decay_km)
        return self.places[int(np.argmax(np.where(near, self._place_people * fade, -1.0)))].name

    @cached_property
    def _place_cells(self) -> Column:
        return np.array([place.cell for place in self.places], dtype=np.int64)

    @cached_property
    def _place_people(self) -> Column:
        return np.array([place.people for place in self.places])


def _places(towns: Towns) -> tuple[Place, ...]:
    rows = zip(towns.names, towns.cell.tolist(), towns.people.tolist(), towns.keys, strict=True)
    return tuple(Place(name, cell, people, key) for name, cell, people, key in rows)


def map_of_seeds(name: str, projection: Projection, seeds: Seeds) -> Map:
    """A country at 10 km with its people of 2015, places, zones and estates, ports, roads and railways."""
    outline = seeds.polygons("outline")
    grid = land_grid(outline, projection)
    towns = towns_of(grid, projection, seeds)
    people = settled(grid, towns, seeds)
    market_people = seeds.number("geography_parameters", "market_city_people")
    return Map(
        name=name,
        grid=grid,
        people=people.all,
        town_people=people.town,
        province=people.province,
        provinces=people.provinces,
        places=_places(towns),
        zones=zones_of(grid, seeds),
        ports=_seaports(grid, seeds),
        outline=outline,
        neighbours=neighbours(grid, own_km=_own_km(seeds)),
        journeys=OverNetwork(grid, network(projection, seeds), towns, market_people),
        naming=_naming(seeds),
    )


def _own_km(seeds: Seeds) -> float:
    return seeds.number("geography_parameters", "own_cell_distance_km")


def _naming(seeds: Seeds) -> Naming:
    reach, decay = (seeds.number("geography_parameters", name) for name in ("name_reach_km", "name_decay_km"))
    return Naming(reach, decay)


def _seaports(grid: Grid, seeds: Seeds) -> tuple[Place, ...]:
    return tuple(
        Place(str(p["name"]), grid.at(float(p["longitude_deg"]), float(p["latitude_deg"])), 0.0)
        for p in seaports(seeds)
    )


def plain(seeds: Seeds, rows: int, columns: int, towns: int = 20, seed: int = 0, zones: tuple[Zone, ...] = ()) -> Map:
    """An abstract torus of 10 km cells: towns of sizes by rank on an even countryside, one port, zones if given.

    People, speeds and rates are those of the seeds.
    """
    grid = torus_grid(rows, columns)
    built = plain_towns(grid, towns, seed, seeds)
    town, everyone = plain_people(grid, built, seeds)
    markets = max(1, round(towns * seeds.number("geography_parameters", "plain_market_share")))
    port = 0
    return Map(
        name="plain",
        grid=grid,
        people=everyone,
        town_people=town,
        province=np.zeros(len(grid), dtype=np.int64),
        provinces=("the plain",),
        places=_places(built),
        zones=Zones(zones),
        ports=(Place("the port", port, 0.0),),
        outline=(),
        neighbours=neighbours(grid, own_km=_own_km(seeds)),
        journeys=OverPlain(grid, [port], built.cell[:markets].tolist() or [port], driving_of(seeds)),
        naming=_naming(seeds),
    )
