"""The treasury: it guarantees, supports zones, pays the government's loans, and spends what is left."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Purse:
    """The treasury's quarter [mn USD of 2020]; its deposits stay level: it spends what is left."""

    deposits: float = 0.0
    revenue: float = 0.0
    service_paid: float = 0.0
    guarantees_called: float = 0.0
    guarantees_in_all: float = 0.0
    claims: float = 0.0
    """What borrowers owe it for guarantees paid."""
    support: float = 0.0
    """Support, taxes passed on, works paid for zones, and duty given back to their firms."""
    power_settled: float = 0.0
    reliefs: float = 0.0
    """Profit tax forgone in tax holidays, which revenue lacks, and duty given back, which is part of support."""
    grants: float = 0.0
    spending: float = 0.0
    """All other public spending: what is left."""


def revenue_earned(on_path: float, industry: float, country: float, manufacturing: float) -> float:
    """Revenue of a quarter [as the path]: R' = R (1 - m + m (v'/v0) / (y/y0)).

    Manufacturing's share m follows how its simulated value added has grown since the start (`industry` = v'/v0) beside
    the path of the country's product (`country` = y/y0); the rest, and changes of tax rates, are as on the path R.
    """
    return on_path * (1.0 - manufacturing + manufacturing * max(0.0, industry) / country)


def guarantee_paid(shortfall: float, guaranteed: bool, paid_share: float) -> float:
    """What the treasury pays of a borrower's shortfall [as the shortfall]."""
    return paid_share * shortfall if guaranteed else 0.0


def spending_left(revenue: float, service: float, called: float, support: float, settled: float) -> float:
    """Other public spending [mn USD]: what revenue leaves after debt, guarantees, zones and power; it can be a loan."""
    return revenue - service - called - support - settled
