"""Money as a scenario writes it: loans, zones, investment, channels, workouts, power, treasury, shocks.

Each table is defined beside what it sets; assumed defaults stand in seeds/common/money_parameters.csv.
A scenario holds them as

    loans: dict[str, LoanTerms]      keys of the book's loans (f13, i_sah, ...) changed, or new loans
    zones: dict[str, ZonePlan]       zone keys, or `all` or a group of zones for many at once
    investment: Investment           channels: Channels        treasury: Treasury
    capacity: Capacity               power: PowerRules
    workouts: dict[str, Workout]     money_shocks: dict[str, MoneyShock]
"""

from __future__ import annotations

from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.power.settings import PowerRules
from simulation.finance.settings import Capacity, Channels, Investment, MoneyShock, Stage, Treasury
from simulation.finance.terms import LoanTerms, Workout

__all__ = [
    "Capacity",
    "Channels",
    "Investment",
    "LoanTerms",
    "MoneyShock",
    "PowerRules",
    "Stage",
    "Treasury",
    "Workout",
    "ZonePlan",
]
