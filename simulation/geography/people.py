"""Where people live: towns in their cells, the rest of each province around them."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.rules import exp, sqrt
from simulation.engine.table import Column, total, total_by
from simulation.geography.grid import Grid
from simulation.geography.projection import Projection
from simulation.seeding.seeds import Seeds

ROUNDS_OF_CAP = 30
KM2_PER_CELL = 100.0


@dataclasses.dataclass(frozen=True)
class Towns:
    """Listed places: names, provinces, people of the first year, places in km, cells and keys; largest first."""

    names: tuple[str, ...]
    provinces: tuple[str, ...]
    people: Column
    x_km: Column
    y_km: Column
    cell: Column
    keys: tuple[str, ...]
    """By which scenarios name them."""


@dataclasses.dataclass(frozen=True)
class People:
    """People of every cell in the first year: all, those of listed towns, and the cell's province."""

    all: Column
    town: Column
    province: Column
    provinces: tuple[str, ...]


def towns_of(grid: Grid, projection: Projection, seeds: Seeds) -> Towns:
    """The listed places of a country, largest first (equal ones by name)."""
    counted = f"population_{seeds.first_year}"
    places = seeds.table("places")
    keys = sorted(places, key=lambda key: (-float(places[key][counted]), str(places[key]["name"])))
    listed = [places[key] for key in keys]
    longitude, latitude, people = (
        np.array([float(place[what]) for place in listed]) for what in ("longitude_deg", "latitude_deg", counted)
    )
    x, y = projection.project(longitude, latitude)
    cell = np.array([grid.nearest(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)], dtype=np.int64)
    names, provinces = (tuple(str(place[what]) for place in listed) for what in ("name", "province"))
    return Towns(names, provinces, people, x, y, cell, tuple(keys))


def settled(grid: Grid, towns: Towns, seeds: Seeds) -> People:
    """Townspeople in their cells, and the rest of every province by the pull of its towns."""
    provinces = tuple(seeds.table("provinces"))
    number_of = {name: place for place, name in enumerate(provinces)}
    nearest, pull = _nearest_and_pull(grid, towns, seeds)
    province = np.array([number_of[name] for name in towns.provinces])[nearest]
    town = _townspeople(grid, towns, seeds.assumption("city_people_per_cell_cap"))
    rest = _rest_of_provinces(province, towns, number_of, pull, seeds)
    return People(town + rest, town, province, provinces)


def _townspeople(grid: Grid, towns: Towns, cap: float) -> Column:
    """People of listed towns by cell; a city above the cap fills the nearest cells, one after the other."""
    people = np.zeros(len(grid))
    for count, cell in zip(towns.people.tolist(), towns.cell.tolist(), strict=True):
        left = count
        for near in np.argsort(grid.distance_km(np.arange(len(grid)), cell), kind="stable") if left > cap else [cell]:
            placed = min(left, max(cap - people[near], 0.0)) if count > cap else left
            people[near] += placed
            left -= placed
            if left <= 0.0:
                break
    return people


def _nearest_and_pull(grid: Grid, towns: Towns, seeds: Seeds) -> tuple[Column, Column]:
    """Nearest town of every cell, and the pull of all towns.  sum over towns of population^0.25 exp(-d / 18 km)."""
    fourth_root = np.sqrt(np.sqrt(towns.people))
    nearest, pull = np.empty(len(grid), dtype=np.int64), np.empty(len(grid))
    decay = seeds.assumption("rural_kernel_km")
    _look(grid.x_km, grid.y_km, towns.x_km, towns.y_km, fourth_root, decay, nearest, pull)
    return nearest, pull + seeds.number("geography_parameters", "floor_of_pull") * pull.max()


@compiled
def _look(x, y, town_x, town_y, weight, decay, nearest, pull):  # type: ignore[no-untyped-def]
    for cell in range(x.size):
        best, whole = 1e300, 0.0
        for town in range(town_x.size):
            a, b = x[cell] - town_x[town], y[cell] - town_y[town]
            distance = sqrt(a * a + b * b)
            whole += weight[town] * exp(-distance / decay)
            if distance < best:
                best = distance
                nearest[cell] = town
        pull[cell] = whole


def _rest_of_provinces(province: Column, towns: Towns, number_of: dict[str, int], pull: Column, seeds: Seeds) -> Column:
    """People outside listed towns: each province's remainder by pull, at most the density cap a cell."""
    of_town = np.array([number_of[name] for name in towns.provinces])
    listed = total_by(of_town, towns.people, len(number_of))
    cap = seeds.assumption("rural_density_cap") * KM2_PER_CELL
    people = np.zeros(province.size)
    for name, place in number_of.items():
        here = province == place
        people[here] = _capped(
            seeds.number("provinces", name, f"people_{seeds.first_year}") - listed[place], pull[here], cap
        )
    return people


def _capped(amount: float, weight: Column, cap: float) -> Column:
    """Share an amount out by weight, none above the cap; what is cut goes to the others by weight."""
    if amount > cap * weight.size:
        raise ValueError(f"{amount:.0f} people do not fit into {weight.size} cells of at most {cap:.0f}")
    share, full = np.zeros(weight.size), np.zeros(weight.size, dtype=bool)
    for _ in range(ROUNDS_OF_CAP):
        left = amount - cap * int(full.sum())
        share = np.where(full, cap, left * weight / total(np.where(full, 0.0, weight)))
        if not (share > cap).any():
            break
        full |= share > cap
    return share
