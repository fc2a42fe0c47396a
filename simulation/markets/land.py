"""Land: rent, use and growth outside and inside zones (E16)."""

from __future__ import annotations

from simulation.rules import exp, rule


@rule
def land_use(occupied, plots):  # type: ignore[no-untyped-def]
    """Share of a place's land in use, 1 where there is none."""
    return occupied / plots if plots > 0.0 else 1.0


@rule
def country_rent(land_use, mean_wage, labour_efficiency, rent_share, rent_steepness):  # type: ignore[no-untyped-def]
    """Rent per worker outside zones [USD mn a quarter]: 0.05 w exp(1.5 (u - 0.8))."""
    return rent_share * mean_wage * labour_efficiency * exp(rent_steepness * (land_use - 0.8))


@rule
def next_plots(plots, occupied, free_share, growth_of_land):  # type: ignore[no-untyped-def]
    """Plots outside zones next quarter: land is converted towards the firms and their free share; none is lost."""
    return plots + max(0.0, (1.0 + free_share) * occupied - plots) * growth_of_land / 4.0
