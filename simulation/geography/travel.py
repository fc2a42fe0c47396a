"""Time and distance from every cell to a seaport and to a large market, and between places."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Protocol

import networkx as nx
import numpy as np

from simulation.geography.driving import Driving
from simulation.geography.grid import Grid
from simulation.geography.people import Towns
from simulation.geography.transport import (
    NO_LINES,
    UNREACHABLE,
    Lines,
    Network,
    Upgrade,
    Upgrades,
    access_km,
    all_hours,
    best_from_cells,
    from_nearest,
)
from simulation.units import year_of

Column = np.ndarray[Any, np.dtype[Any]]


@dataclasses.dataclass(frozen=True, eq=False)
class Travel:
    """From every cell: hours (stops included) and km to the nearest open seaport and to the nearest city market.

    By lorry; and by an upgraded railway, terminals included, where there is one (else infinite). `rail_rate` is its
    freight [USD of 2015 a tonne-km].
    """

    hours_to_port: Column
    km_to_port: Column
    hours_to_market: Column
    km_to_market: Column
    rail_hours_to_port: Column
    rail_km_to_port: Column
    rail_rate: float


class Journeys(Protocol):
    """What a map knows of journeys."""

    def travel(self, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES) -> Travel:
        """Travel from every cell in a quarter, with upgrades made and lines left out."""

    def between(
        self, cells: Column, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES
    ) -> Column:
        """Hours by road between these cells [n, n]."""


class OverNetwork:
    """Journeys over roads and railways: to the network by local roads, then along it; each set of edges solved once."""

    def __init__(self, grid: Grid, net: Network, towns: Towns, city_people: float) -> None:
        self.grid, self.net = grid, net
        self.access = access_km(grid, net)
        self.markets = [
            net.place(name) for name, people in zip(towns.names, towns.people, strict=True) if people >= city_people
        ]
        self._of_year: dict[tuple[int, Upgrades, Lines], Travel] = {}
        self._solved: dict[tuple[Lines, Upgrades, tuple[int, ...]], Travel] = {}
        self._hours: dict[tuple[Lines, Upgrades], Column] = {}
        self._onto: dict[tuple[Lines, Upgrades], dict[int, Column]] = {}

    def travel(self, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES) -> Travel:
        """Travel from every cell in a quarter, with upgrades made and lines left out."""
        made = made_new(upgrades)
        when = (year_of(quarter), made, without)
        if when not in self._of_year:
            key = (self.net.open_edges(quarter, made, without), made, tuple(ports_open(self.net, quarter)))
            if key not in self._solved:
                self._solved[key] = self._solve(*key)
            self._of_year[when] = self._solved[key]
        return self._of_year[when]

    def _solve(self, keys: Lines, made: Upgrades, ports: tuple[int, ...]) -> Travel:
        roads, local = self.net.graph(keys, False, made), (self.access, self.net.driving.access_kmh)
        port_hours, port_km = best_from_cells(*local, *from_nearest(roads, list(ports)))
        market_hours, market_km = best_from_cells(*local, *from_nearest(roads, self.markets))
        rail_hours, rail_km, rate = self._by_rail(keys, made, ports)
        return Travel(port_hours, port_km, market_hours, market_km, rail_hours, rail_km, rate)

    def _by_rail(self, keys: Lines, made: Upgrades, ports: tuple[int, ...]) -> tuple[Column, Column, float]:
        """Hours and km to a port by rail, and its rate; infinite unless a railway was upgraded."""
        nowhere, driving = np.full(len(self.grid), UNREACHABLE), self.net.driving
        new = [upgrade for upgrade in made if any(e.rail and upgrade.line in (e.key, e.line) for e in self.net.edges)]
        if not new:
            return nowhere, nowhere, driving.rail_usd_per_tonne_km
        rails = self.net.graph(keys, True, made)
        stations = [port for port in ports if rails.degree(port) > 0]
        if not stations:
            return nowhere, nowhere, driving.rail_usd_per_tonne_km
        terminal, rate = new[0].terminal_hours, new[0].freight_usd_per_tonne_km
        hours, km = best_from_cells(self.access, driving.access_kmh, *from_nearest(rails, stations))
        waits = driving.rail_terminal_hours if terminal is None else terminal
        return hours + waits, km, driving.rail_usd_per_tonne_km if rate is None else rate

    def between(
        self, cells: Column, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES
    ) -> Column:
        """Hours by road between these cells [n, n]: over the network, or by local roads where that is quicker."""
        made = made_new(upgrades)
        key = (self.net.open_edges(quarter, made, without), made)
        speed = self.net.driving.access_kmh
        access = self.access[:, cells].T / speed
        onto = self._hours_onto(key, cells.tolist(), access)
        over = np.stack([(onto + row).min(axis=1) for row in access], axis=1)
        straight = self.grid.distance_km(np.asarray(cells)[:, None], np.asarray(cells)[None, :])
        local = self.net.driving.detour * straight / speed
        return np.asarray(np.minimum(over, local))

    def _hours_onto(self, key: tuple[Lines, Upgrades], cells: list[int], access: Column) -> Column:
        """Hours from cells to every place of the network over these edges [n, places]; each cell is solved once."""
        if key not in self._hours:
            self._hours[key], self._onto[key] = all_hours(self.net.graph(key[0], False, key[1])), {}
        hours, onto = self._hours[key], self._onto[key]  # asked once: a hundred keys of edges take long to compare
        for cell, way in zip(cells, access, strict=True):
            if cell not in onto:
                onto[cell] = (way[:, None] + hours).min(axis=0)
        return np.stack([onto[cell] for cell in cells])


class OverPlain:
    """Journeys on a plain without roads: straight ways at one speed; upgrades change nothing."""

    def __init__(self, grid: Grid, ports: list[int], markets: list[int], driving: Driving) -> None:
        self.grid = grid
        self.pace = driving.stops / driving.plain_kmh
        self.detour = driving.detour
        port, market = self._km_to(ports), self._km_to(markets)
        nowhere = np.full(len(grid), UNREACHABLE)
        self._only = Travel(
            port * self.pace, port, market * self.pace, market, nowhere, nowhere, driving.rail_usd_per_tonne_km
        )

    def _km_to(self, cells: list[int]) -> Column:
        every = np.arange(len(self.grid))
        return np.asarray(
            self.detour * np.min(np.stack([self.grid.distance_km(every, cell) for cell in cells]), axis=0)
        )

    def travel(self, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES) -> Travel:
        """Travel from every cell, the same in every quarter."""
        del quarter, upgrades, without  # a plain has no lines
        return self._only

    def between(
        self, cells: Column, quarter: int, upgrades: Sequence[Upgrade] = (), without: Lines = NO_LINES
    ) -> Column:
        """Hours between these cells [n, n], the same in every quarter."""
        del quarter, upgrades, without
        straight = self.grid.distance_km(np.asarray(cells)[:, None], np.asarray(cells)[None, :])
        return np.asarray(self.detour * straight * self.pace)


def made_new(upgrades: Sequence[Upgrade]) -> Upgrades:
    """Upgrades in order of their lines."""
    return tuple(sorted(upgrades, key=lambda new: new.line))


def ports_open(net: Network, quarter: int) -> list[int]:
    """Network places of the seaports open in a quarter."""
    year = year_of(quarter)
    return [place for place, opens in net.ports if opens <= year]


def pieces(graph: nx.Graph) -> int:
    """Number of parts of a network that no edge joins, places without any edge left out."""
    return sum(1 for part in nx.connected_components(graph) if len(part) > 1)
