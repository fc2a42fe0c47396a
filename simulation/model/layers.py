"""What the grid's property layers show: one value a cell of the land."""

from __future__ import annotations

import numpy as np

from simulation.economy import Economy, Given, cells_of
from simulation.engine.table import Column, total_by
from simulation.measures.census import wages_by_cell
from simulation.units import QUARTERS_PER_YEAR, USD_PER_MILLION

MEANINGS = {
    "land": "whether the cell is land of the map: other cells exist, and nobody can be there",
    "people": "people living in the cell in 2015",
    "firms": "firms",
    "suppliers": "suppliers",
    "workers": "workers of firms",
    "wage": "mean wage of the cell's workers [USD of 2020 a year], 0 where nobody works",
    "rent": "rent of the open country [USD of 2020 a worker and year]",
    "land_use": "share of the open country's plots in use",
    "plots": "plots of the open country",
    "reliability": "share of hours with power in the open country",
}
"""The layers, besides `workers_<specialty>` for each specialty; 0 where the cell is not land."""
LEVERS = {
    "people": ("plain.towns",), "wage": ("behaviour.labour.wage_elasticity",), "rent": ("behaviour.land.rent_share",),
    "land_use": ("behaviour.land.growth_of_land",), "plots": ("behaviour.land.growth_of_land",),
    "reliability": ("power.grid_capacity_mw", "captive_power"),
}  # fmt: skip
OTHERWISE = ("behaviour.choice.place_sharpness", "open_zone", "training")


def names(given: Given) -> tuple[str, ...]:
    """Names of all layers."""
    return (*MEANINGS, *(f"workers_{name}" for name in given.specialties.names))


def values(economy: Economy, given: Given) -> dict[str, Column]:
    """Every layer's values, by cell of the land."""
    cells, kinds = len(given.map.grid), len(given.specialties)
    at = cells_of(given, economy.firms.site)
    firms, sold_by = economy.firms, economy.suppliers
    crews = total_by(at * kinds + firms.specialty, firms.weight * firms.workers, cells * kinds).reshape(cells, kinds)
    sellers = cells_of(given, economy.suppliers.site)
    shown = {
        "land": np.ones(cells),
        "people": given.map.people,
        "firms": total_by(at, firms.weight, cells),
        "suppliers": total_by(sellers, sold_by.weight, cells),
        "workers": crews.sum(axis=1),
        "wage": wages_by_cell(economy, given, at),
        "plots": economy.land.plots[:cells],
    }
    by_specialty = {f"workers_{name}": crews[:, kind] for kind, name in enumerate(given.specialties.names)}
    return shown | offered(economy, cells) | by_specialty


def offered(economy: Economy, cells: int) -> dict[str, Column]:
    """What places offered in the quarter that is over; nothing before the first."""
    if economy.fields is None:
        return {name: np.zeros(cells) for name in ("rent", "land_use", "reliability")}
    site = economy.fields.site
    return {
        "rent": site["rent"][:cells] * QUARTERS_PER_YEAR * USD_PER_MILLION,
        "land_use": site["land_use"][:cells],
        "reliability": site["reliability"][:cells],
    }
