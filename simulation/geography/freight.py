"""What distance costs: how much delivery adds to the price of a good."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from simulation.engine.blocks import Cycle, Each
from simulation.engine.rules import Loop, rule
from simulation.geography.travel import Travel
from simulation.seeding.seeds import Seeds

Column = np.ndarray[Any, np.dtype[Any]]
KG_PER_TONNE = 1000.0


class Rates(NamedTuple):
    """Freight by lorry and time: USD of 2015 a tonne-km up from the port, down to it; share of value lost a day."""

    up: float
    down: float
    per_day: float


class Freight(NamedTuple):
    """What carrying a country's goods costs: the rates, and the value of a tonne of each specialty [USD of 2015]."""

    rates: Rates
    value_per_tonne: tuple[float, ...]


def freight_of(seeds: Seeds, specialties: tuple[str, ...]) -> Freight:
    """The freight of these specialties as the seeds have it."""
    rates = Rates(
        seeds.assumption("road_freight_upcountry"),
        seeds.assumption("road_freight_downcountry"),
        seeds.assumption("time_cost_per_day"),
    )
    return Freight(rates, value_per_tonne(seeds, specialties))


def value_per_tonne(seeds: Seeds, specialties: tuple[str, ...]) -> tuple[float, ...]:
    """Value of a tonne of goods [USD of 2015] (`freight_values`); an abstract specialty is as `other`."""
    known = seeds.table("freight_values")
    listed = [name if name in known else "other" for name in specialties]
    return tuple(KG_PER_TONNE * seeds.number("freight_values", name, "value_per_kg") for name in listed)


@rule
def delivered_cost_factor(
    distance_km: float, hours: float, value_of_a_tonne: float, rate: float, loss_per_day: float
) -> float:
    """Delivered over factory price [ratio, 1 at the gate].

    tau = 1 + rate km / value per tonne + loss per day x hours / 24   (seeds/README.md, freight). value_of_a_tonne > 0.
    """
    return 1.0 + rate * distance_km / value_of_a_tonne + loss_per_day * hours / 24.0


FACTORS = Loop(delivered_cost_factor)


def factors(distance_km: Column, hours: Column, values: Column, rate: float, loss_per_day: float) -> Column:
    """`delivered_cost_factor` of every cell and specialty [cells, specialties]."""
    kinds, way = values.size, {"distance_km": distance_km, "hours": hours}
    found = FACTORS(
        hours.size * kinds, {}, {"rate": rate, "loss_per_day": loss_per_day}, cell=(Each(kinds), way),
        specialty=(Cycle(kinds), {"value_of_a_tonne": values}),
    )["delivered_cost_factor"]  # fmt: skip
    return found.reshape(-1, kinds)


@lru_cache(maxsize=16)
def delivered_cost(travel: Travel, freight: Freight) -> dict[str, Column]:
    """Delivered over factory price [cells, specialties]: `tau_world` from a cell to the port, `tau_home` to the nearest
    large city, `tau_import` from the port to the cell; by lorry, or by an upgraded railway where that is cheaper. Found
    once for each state of the network: not to be written to.
    """
    asked, values = freight.rates, np.array(freight.value_per_tonne)
    out = factors(travel.km_to_port, travel.hours_to_port, values, asked.down, asked.per_day)
    back = factors(travel.km_to_port, travel.hours_to_port, values, asked.up, asked.per_day)
    home = factors(travel.km_to_market, travel.hours_to_market, values, asked.up, asked.per_day)
    if np.isfinite(travel.rail_hours_to_port).any():
        rail = factors(travel.rail_km_to_port, travel.rail_hours_to_port, values, travel.rail_rate, asked.per_day)
        out, back = np.minimum(out, rail), np.minimum(back, rail)
    return {"tau_world": out, "tau_home": home, "tau_import": back}
