"""What power companies are owed, collect and pay out, one function a decision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Companies, Plant
from simulation.engine.table import Column
from simulation.seeding.seeds import Facts, Seeds
from simulation.units import QUARTERS_PER_YEAR, quarter_index

HOURS_PER_YEAR = 8760.0


def plants_of_seeds(rules: PowerRules, seeds: Seeds) -> tuple[Plant, ...]:
    """The programme's plants that run, from a country's `power_plants`."""
    rows, names = seeds.table("power_plants"), Companies.of_seeds(seeds).names
    return tuple(
        Plant(
            key, names.index(str(row["company"])), float(row["capacity_mw"]) * _generates(row),
            quarter_index(str(row["commercial_operation"])), _payment(row, rules),
        )
        for key, row in rows.items()
        if row.get("programme") == "yes" and row.get("status") == "operating"
    )  # fmt: skip


def _generates(row: Facts) -> float:
    """A line carries power and makes none."""
    return 0.0 if row["fuel"] == "transmission" else 1.0


def _payment(row: Facts, rules: PowerRules) -> float:
    recorded = row.get("capacity_payment_usd_mn_per_year")
    cost = float(row.get("cost_usd_mn", 0.0))
    return float(recorded) if recorded is not None else rules.capacity_payment_share_of_cost * cost


def in_operation(plants: Sequence[Plant], quarter: int, companies: int) -> tuple[Column, Column]:
    """Capacity [MW] and capacity payments [USD mn a quarter, nominal, 1:1] of each of so many companies."""
    capacity, payment = np.zeros(companies), np.zeros(companies)
    for plant in plants:
        if quarter >= plant.opens:
            capacity[plant.company] += plant.capacity_mw
            payment[plant.company] += plant.payment / QUARTERS_PER_YEAR
    return capacity, payment


def bills_collected(
    payment: Column, receivables: Column, rules: PowerRules, unpaid_share: float
) -> tuple[Column, Column]:
    """Money received for this quarter's bills and for old ones [mn USD]; what is not becomes receivables.

    New bills are paid in the collected share less a shock; a yearly share of old ones is settled.
    """
    new = payment * max(0.0, rules.collected_share - unpaid_share)
    return new, receivables * rules.settled_share_per_year / QUARTERS_PER_YEAR


def subsidy(receivables: Column, rules: PowerRules) -> Column:
    """Old bills that the treasury settles in a quarter under the subsidy rule [mn USD]."""
    if rules.tariff_rule != "subsidy":
        return 0.0 * receivables
    return receivables * rules.subsidy_share / QUARTERS_PER_YEAR


def operating_cost(payment: Column, rules: PowerRules) -> Column:
    """Fixed operation, insurance and staff [mn USD a quarter]: a share of the contracted payment."""
    return rules.operating_share * payment


def dividend(cash: float, service: float, rules: PowerRules, in_arrears: bool) -> float:
    """Paid to owners [mn USD]: cash above so many quarters of debt service, nothing while debt is unpaid."""
    return 0.0 if in_arrears else max(0.0, cash - rules.cash_quarters * service)


def reliability(
    on_path: float,
    capacity: float,
    committed: float,
    unpaid_usd_bn: float,
    rules: PowerRules,
    loss: float,
    floor: float,
) -> float:
    """Share of hours served: the path, moved by capacity missing or added and by unpaid bills above the baseline (E19).

    rho = path + a x 100 (C - C0)/(G + C0)/100 - b x unpaid, held between the floor (or the path, if lower) and 1;
    C0 the committed capacity, G the grid's [MW], unpaid in bn USD of 2020, b in points.
    """
    missing = 100.0 * (capacity - committed) / (rules.grid_capacity_mw + committed)
    moved = on_path + rules.reliability_points_per_capacity_pct * missing / 100.0
    lost = moved - loss * max(0.0, unpaid_usd_bn) / 100.0
    return min(1.0, max(min(floor, moved), lost))


def tariff(on_path: float, unpaid_usd_bn: float, rules: PowerRules, surcharge_pct: float) -> float:
    """Industrial tariff [as the path]: the path; under cost recovery with a surcharge for unpaid bills above it."""
    if rules.tariff_rule != "cost_recovery":
        return on_path
    return on_path * (1.0 + surcharge_pct / 100.0 * max(0.0, unpaid_usd_bn))
