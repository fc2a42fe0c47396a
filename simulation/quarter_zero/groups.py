"""Groups of firms at quarter zero: the known clusters, and the rest of each specialty."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

import numpy as np

from simulation.engine.rules import exp_of
from simulation.engine.table import Column
from simulation.geography.maps import Map
from simulation.seeding.seeds import Seeds

MIXED = "mixed"
"""What the seeds write for an estate without one specialty; its shares stand in `mixed_estates`."""
NEAR_KM, FAR_KM, MANY_WORKERS = 8.0, 15.0, 8000.0
"""A cluster spreads over the cells within 8 km, 15 km above 8,000 workers."""


class Group(NamedTuple):
    """Firms drawn together: how many, how many workers in all, and the odds of the cells."""

    name: str
    specialty: int
    firms: int
    workers: float
    cells: Column
    weights: Column


class Planned(NamedTuple):
    """A group before its firms are whole numbers."""

    name: str
    specialty: int
    firms: float
    workers: float
    cells: Column
    weights: Column


def known_clusters(map_: Map, names: tuple[str, ...], weights: Column, share: float, seeds: Seeds) -> list[Planned]:
    """The clusters of `quarter_zero_clusters`, with this share of their firms."""
    found, mixed = [], {key: float(facts["share"]) for key, facts in seeds.table("mixed_estates").items()}
    for key, facts in sorted(seeds.table("quarter_zero_clusters").items()):
        firms, workers = float(facts.get("firms_2015", 0.0)), float(facts.get("workers_2015", 0.0))
        if firms <= 0.0:
            continue
        cells, odds = around(map_, float(facts["longitude_deg"]), float(facts["latitude_deg"]), workers, weights)
        parts = mixed if facts["specialty_id"] == MIXED else {str(facts["specialty_id"]): 1.0}
        found += [
            Planned(f"{key}, {part}", names.index(part), firms * of * share, workers * of * share, cells, odds)
            for part, of in parts.items()
        ]
    return found


def around(map_: Map, longitude: float, latitude: float, workers: float, weights: Column) -> tuple[Column, Column]:
    """Cells of a cluster and their odds: people near the centre."""
    centre = map_.grid.at(longitude, latitude)
    links = map_.neighbours
    mine = slice(links.start[centre], links.start[centre + 1])
    reach = FAR_KM if workers > MANY_WORKERS else NEAR_KM
    near = links.distance_km[mine] <= max(reach, 5.3)
    cells = links.other[mine][near]
    odds = exp_of(-links.distance_km[mine][near] / NEAR_KM) * (weights[cells] + 1.0)
    return cells, odds


def whole(planned: list[Planned], firms: Column, workers: Column, weights: Column) -> list[Group]:
    """Whole numbers of firms: clusters by largest remainder, the rest of each specialty by people.

    `firms` and `workers` are each specialty's totals in the nation.
    """
    groups: list[Group] = []
    everywhere = np.arange(weights.size)
    for specialty in range(firms.size):
        mine = [plan for plan in planned if plan.specialty == specialty]
        exact = np.array([plan.firms for plan in mine])
        counts = largest_remainder(exact, round(float(exact.sum()))) if mine else np.zeros(0, dtype=np.int64)
        employed = [max(plan.workers * (n / plan.firms), float(n)) for plan, n in zip(mine, counts, strict=True)]
        groups += [
            Group(plan.name, specialty, int(n), most, plan.cells, plan.weights)
            for plan, n, most in zip(mine, counts, employed, strict=True)
            if n > 0
        ]
        left = max(0, round(float(firms[specialty])) - int(counts.sum()))
        rest = max(float(workers[specialty]) - fsum(employed), 1.5 * left)
        groups.append(Group("elsewhere", specialty, left, rest, everywhere, weights))
    return groups


def largest_remainder(exact: Column, seats: int) -> Column:
    """Whole numbers near the exact ones that add up to `seats` (Hamilton's method)."""
    floor = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[: max(0, seats - int(floor.sum()))]] += 1
    return floor


def scattered(firms: Column, workers: Column, weights: Column) -> list[Group]:
    """A random start: every firm anywhere by people, no cluster given."""
    everywhere = np.arange(weights.size)
    return [
        Group("elsewhere", s, round(float(firms[s])), float(workers[s]), everywhere, weights) for s in range(firms.size)
    ]
