"""Land: rent, use and growth outside and inside zones (E16)."""

from __future__ import annotations

from simulation.engine.rules import exp, rule


@rule
def land_use(occupied: float, plots: float) -> float:
    """Share of a place's land in use, 1 where there is none."""
    return occupied / plots if plots > 0.0 else 1.0


@rule
def country_rent(
    land_use: float, mean_wage: float, labour_efficiency: float, rent_share: float, rent_steepness: float
) -> float:
    """Rent per worker outside zones [USD mn a quarter]: 0.05 w exp(1.5 (u - 0.8))."""
    return rent_share * mean_wage * labour_efficiency * exp(rent_steepness * (land_use - 0.8))


@rule
def plot_seen(plot_price: float, plot_relief: float) -> float:
    """Price of a hectare that the firm pays itself [USD mn]: nothing outside zones, where land is rented (E16)."""
    return plot_price * (1.0 - plot_relief)


@rule
def rent_seen(rent: float, plot_seen: float, land_charge: float, workers_per_ha: float) -> float:
    """What land costs a founder for a worker and quarter [USD mn]: rent, and the charge on what the plot costs.

    rent + r P / workers a hectare: the user cost of land held for good (Jorgenson 1963, without wear).
    """
    return rent + land_charge * plot_seen / workers_per_ha


@rule
def first_payment(plot_seen: float, down_payment: float, room_needed: float) -> float:
    """What a founder must pay for zone land at once [USD mn]."""
    return plot_seen * down_payment * room_needed


@rule
def next_plots(plots: float, occupied: float, free_share: float, growth_of_land: float) -> float:
    """Plots outside zones next quarter: land is converted towards the firms and their free share; none is lost."""
    return plots + max(0.0, (1.0 + free_share) * occupied - plots) * growth_of_land / 4.0
