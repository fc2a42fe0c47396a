"""What surrounds firms: land and people, what places offer this quarter, and the nation's few numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from simulation.engine.table import Column


@dataclasses.dataclass(frozen=True)
class Land:
    """Land and people by site and cell."""

    plots: Column
    """Plots of each site's open country, hectares of zones."""
    pool: Column
    """Share of the nation's workers living in each cell."""


@dataclasses.dataclass(frozen=True)
class Fields:
    """What places offer this quarter, found by `infrastructure_serves`."""

    pair: Mapping[str, Column]
    """By cell and specialty: reach, others, tau_world, tau_home, tau_import, abroad_price, market_gain."""
    cell: Mapping[str, Column]
    """By cell: tightness, wage_index."""
    site: Mapping[str, Column]
    """By site: rent, quality, reliability, plots, occupied, land_use, and the terms of zones: plot_price, plot_relief,
    down_payment, instalment, tax_relief, holiday_quarters, duty_relief."""
    kind: Mapping[str, Column]
    """By specialty: trade_lift."""
    nation: Mapping[str, float]
    """Tariff, policy rate, exchange, labour efficiency, ..."""


@dataclasses.dataclass(frozen=True)
class Nation:
    """The few national numbers that firms' decisions remember."""

    profit_per_firm: Column
    """By specialty, smoothed, over labour efficiency [USD mn]."""
    reference_profit: Column
    """The same at the end of the run-in: phi is their ratio."""
    home_pull: Column
    """D/(W+X) at home by specialty in the last quarter."""
    world_pull: Column
    """D S/(W rho + S)/A abroad."""
    rivals_abroad: Column
    """rho: weight of the rest of the world over the fit's, by specialty."""
    customers_output: Column
    """Output of the makers that each specialty hears over quarter zero, 1 where it hears none."""
    bank_credit: float
    """Firms' debt [USD mn]."""
