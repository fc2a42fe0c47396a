"""Paths of demand and prices by quarter, from `macro_paths` and the scenario's growth and shocks."""

from __future__ import annotations

import numpy as np

from simulation.country.country import Country
from simulation.engine.rules import exp_of, log_of
from simulation.engine.table import Column
from simulation.markets.world import Paths
from simulation.scenario.schema import World
from simulation.units import FIRST_YEAR, QUARTERS_PER_YEAR, quarter_index

QUARTERS = 800
SERIES = {
    "home_demand": "home_demand_index",
    "world_demand": "world_demand_index",
    "input_price": "world_input_price_index",
    "exchange": "real_exchange_rate_index",
    "competitiveness": "real_effective_exchange_rate_index",
}
OPTIONAL = ("exchange", "competitiveness")
"""Without these a country's real exchange rates stay where they were."""


def demand_paths(world: World, country: Country) -> Paths:
    """Demand (volume), price of imported inputs (real), exchange rates (real), rivals' gain: 1 in the mean of 2015."""
    names = (*SERIES, "rivals_gain")
    paths = still_paths(world, names) if world.constant else grown_paths(world, country)
    for shock in world.shocks.values():
        paths[shock.what] = paths[shock.what] * shape(shock)
    return Paths(**paths)


def still_paths(world: World, names: tuple[str, ...]) -> dict[str, Column]:
    """All paths at 1, but for the growth that is asked, from the first quarter on."""
    asked = {"home_demand": world.home_growth_pct_per_year, "world_demand": world.world_growth_pct_per_year}
    paths = {name: np.ones(QUARTERS) for name in names}
    for name, growth in asked.items():
        if growth:
            a_year = 1.0 + growth / 100.0
            years = np.arange(QUARTERS, dtype=np.float64) / QUARTERS_PER_YEAR
            paths[name] = exp_of(log_of(np.full(QUARTERS, a_year)) * years)
    return paths


def grown_paths(world: World, country: Country) -> dict[str, Column]:
    """The paths without shocks, as the seeds and the scenario's growth have them."""
    grown = {"home_demand": world.home_growth_pct_per_year, "world_demand": world.world_growth_pct_per_year}
    known = {row.subject for row in country.seeds.rows("macro_paths")}
    paths = {
        name: np.ones(QUARTERS) if name in OPTIONAL and subject not in known
        else path_of(country, subject, grown.get(name))
        for name, subject in SERIES.items()
    }  # fmt: skip
    paths["input_price"] = paths["input_price"] / path_of(country, "us_price_index", None)  # nominal in the seeds
    return paths | {"rivals_gain": gain_of_rivals(country)}


def gain_of_rivals(country: Country) -> Column:
    """Weight that rivals gain until the data end, at an even rate; after that nobody gains for unknown reasons."""
    rate, years = country.seeds.assumption("rivals_gain_per_year"), country.last_year_of_data - FIRST_YEAR
    quarters = np.minimum(np.arange(QUARTERS), QUARTERS_PER_YEAR * years)
    return np.array([(1.0 + rate * quarter / QUARTERS_PER_YEAR) for quarter in quarters.tolist()])


def path_of(country: Country, subject: str, growth_pct: float | None) -> Column:
    """A yearly index by quarter over 2015's, straight between middles of years; after the data at `growth_pct`."""
    values = {int(year): value for year, value in country.seeds.series("macro_paths", subject).items()}
    base, last = values[FIRST_YEAR], max(values)
    if growth_pct is not None:
        for year in range(country.last_year_of_data + 1, last + 1):
            values[year] = values[year - 1] * (1.0 + growth_pct / 100.0)
    for year in range(last + 1, FIRST_YEAR + QUARTERS // QUARTERS_PER_YEAR + 2):
        values[year] = values[year - 1] * values[last] / values[last - 1]
    return np.array([between(values, quarter) / base for quarter in range(QUARTERS)])


def between(values: dict[int, float], quarter: int) -> float:
    """Value in the middle of a quarter, straight between the middles of two years; 2015's until the middle of 2015."""
    place = (quarter + 0.5) / QUARTERS_PER_YEAR - 0.5
    year = int(place // 1.0)
    part = place - year
    return (
        values[FIRST_YEAR + year] * (1.0 - part) + values[FIRST_YEAR + year + 1] * part
        if quarter >= 2
        else values[FIRST_YEAR]
    )


def shape(shock) -> Column:  # type: ignore[no-untyped-def]
    """Factor on a path: the full size for its quarters, then evenly back to 1."""
    start, factor = quarter_index(shock.start), np.ones(QUARTERS)
    for quarter in range(max(0, start), QUARTERS):
        after = quarter - start - shock.quarters
        left = 1.0 if after < 0 else max(0.0, 1.0 - (after + 1) / (shock.fade_quarters + 1))
        factor[quarter] = 1.0 + shock.size_pct / 100.0 * left
    return factor
