"""The transport network: roads and railways that open in their year or by investment, and hours over them."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from math import fsum
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from simulation.engine.compiling import compiled
from simulation.geography.driving import Driving, driving_of
from simulation.geography.grid import Grid
from simulation.geography.projection import Projection
from simulation.seeding.seeds import Facts, Seeds
from simulation.units import year_of

Column = np.ndarray[Any, np.dtype[Any]]
Lines = frozenset[str]
"""Names of lines (M-6) or keys of single edges (m045)."""
NO_LINES: Lines = frozenset()
UNREACHABLE = float("inf")


class Upgrade(NamedTuple):
    """A line made new: open from now on, at least this fast [km/h; 0 leaves the speed].

    A railway so upgraded is open to firms' freight, at these terminal hours and this rate [USD of 2015 a tonne-km]
    (None: those of the seeds, `Driving`).
    """

    line: str
    speed_kmh: float = 0.0
    terminal_hours: float | None = None
    freight_usd_per_tonne_km: float | None = None


Upgrades = tuple[Upgrade, ...]


@dataclasses.dataclass(frozen=True)
class Edge:
    """One stretch between two places [km, running km/h]; `line` is its road's or railway's name."""

    key: str
    line: str
    one: int
    other: int
    length_km: float
    speed_kmh: float
    rail: bool
    opens: int
    """Calendar year; an edge is open from the year's first quarter."""


@dataclasses.dataclass(frozen=True)
class Network:
    """Places (numbered by name, in order) and the edges between them."""

    places: tuple[str, ...]
    x_km: Column
    y_km: Column
    edges: tuple[Edge, ...]
    ports: tuple[tuple[int, float], ...]
    """Places of the seaports, each with its first calendar year."""
    driving: Driving

    def place(self, name: str) -> int:
        """Number of a place; KeyError for one that is not on the network."""
        if name not in self.places:
            raise KeyError(f"the transport network has no place {name!r}")
        return self.places.index(name)

    def open_edges(self, quarter: int, upgrades: Upgrades = (), without: Lines = NO_LINES) -> Lines:
        """Keys of the edges that can be used: opened by their year or by an upgrade, and not left out."""
        year, new = year_of(quarter), frozenset(upgrade.line for upgrade in upgrades)
        return frozenset(
            edge.key for edge in self.edges if (edge.opens <= year or _named(edge, new)) and not _named(edge, without)
        )

    def graph(self, keys: Lines, rail: bool, upgrades: Upgrades = ()) -> nx.Graph:
        """Road or rail graph of these edges: nodes 0, 1, ... in order; hours with stops, and km, on every edge."""
        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.places)))
        for edge in self.edges:
            if edge.rail != rail or edge.key not in keys:
                continue
            hours = edge_hours(edge, self.driving, upgrades)
            if not graph.has_edge(edge.one, edge.other) or hours < graph[edge.one][edge.other]["hours"]:
                graph.add_edge(edge.one, edge.other, hours=hours, km=edge.length_km)
        return graph


def _named(edge: Edge, lines: Lines) -> bool:
    return edge.key in lines or edge.line in lines


def edge_hours(edge: Edge, driving: Driving, upgrades: Upgrades = ()) -> float:
    """Hours over an edge: running time, on roads with rest, checks and congestion; plain running time on rails."""
    speeds = [new.speed_kmh for new in upgrades if _named(edge, frozenset((new.line,)))]
    hours = edge.length_km / max([edge.speed_kmh, *speeds])
    return hours if edge.rail else hours * driving.stops


def network(projection: Projection, seeds: Seeds) -> Network:
    """A country's roads, railways and seaports as the seeds list them."""
    listed = seeds.table("network_places")
    names = tuple(sorted(listed))
    number = {name: place for place, name in enumerate(names)}
    longitude, latitude = (
        np.array([float(listed[name][side]) for name in names]) for side in ("longitude_deg", "latitude_deg")
    )
    x, y = projection.project(longitude, latitude)
    edges = [
        _edge(key, facts, number, rail)
        for file, rail in (("roads", False), ("railways", True))
        for key, facts in sorted(seeds.table(file).items())
    ]
    ports = tuple((number[str(port["network_place"])], float(port["open_year"])) for port in seaports(seeds))
    return Network(names, x, y, tuple(edges), ports, driving_of(seeds))


def seaports(seeds: Seeds) -> list[Facts]:
    """The seaports among the ports of the seeds, in their order."""
    return [port for port in seeds.table("ports").values() if port["kind"] == "seaport"]


def _edge(key: str, facts: Facts, number: dict[str, int], rail: bool) -> Edge:
    return Edge(
        key, str(facts["name"]), number[str(facts["from"])], number[str(facts["to"])],
        float(facts["length_km"]), float(facts["speed_kmh"]), rail, int(float(facts["open_year"])),
    )  # fmt: skip


def from_nearest(graph: nx.Graph, sources: list[int]) -> tuple[Column, Column]:
    """Hours and km from every place to the source nearest in time; infinite where no way leads."""
    hours, paths = nx.multi_source_dijkstra(graph, set(sources), weight="hours")
    time, way = np.full(len(graph), UNREACHABLE), np.full(len(graph), UNREACHABLE)
    km = {ends: length for one, other, length in graph.edges(data="km") for ends in ((one, other), (other, one))}
    for place in sorted(hours):
        time[place] = hours[place]
        way[place] = fsum(map(km.__getitem__, pairwise(paths[place])))
    return time, way


def all_hours(graph: nx.Graph) -> Column:
    """Hours between all places of the network [places, places]; infinite where no way leads."""
    hours = np.full((len(graph), len(graph)), UNREACHABLE)
    np.fill_diagonal(hours, 0.0)
    ways = [(one, other, length) for one, other, length in graph.edges(data="hours")]
    if ways:
        one, other, length = (np.array(column) for column in zip(*ways, strict=True))
        _walk(one, other, length.astype(np.float64), hours)
    return hours


@compiled
def _walk(one, other, length, hours):  # type: ignore[no-untyped-def]
    # Bellman 1958, Ford 1956: hours add up along the way from the start, so the least are the bits of any method
    for start in range(hours.shape[0]):
        here, better = hours[start], True
        while better:
            better = False
            for edge in range(one.size):
                for a, b in ((one[edge], other[edge]), (other[edge], one[edge])):
                    if here[a] + length[edge] < here[b]:
                        here[b], better = here[a] + length[edge], True


def access_km(grid: Grid, net: Network) -> Column:
    """Local road from every place of the network to each cell [places, cells; km]."""
    x, y = net.x_km[:, None] - grid.x_km, net.y_km[:, None] - grid.y_km
    return np.asarray(net.driving.detour * np.sqrt(x * x + y * y))


def best_from_cells(access: Column, access_kmh: float, time: Column, way: Column) -> tuple[Column, Column]:
    """Hours and km of the fastest way from each cell: the local road to some place, then the network from there."""
    hours, best = np.full(access.shape[1], UNREACHABLE), np.zeros(access.shape[1], dtype=np.int64)
    _quickest(access, access_kmh, time, hours, best)
    return hours, access[best, np.arange(best.size)] + way[best]


@compiled
def _quickest(access, speed, time, hours, best):  # type: ignore[no-untyped-def]
    # place by place, with both answers written for every cell: then a processor takes several cells at once
    for place in range(time.size):
        for cell in range(best.size):
            whole = access[place, cell] / speed + time[place]
            quicker = whole < hours[cell]
            hours[cell] = whole if quicker else hours[cell]
            best[cell] = place if quicker else best[cell]
