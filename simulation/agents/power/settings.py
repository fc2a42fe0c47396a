"""Rules of the power system: tariff, collection, and what capacity and arrears do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.finance.settings import Settings, assumed


class PowerRules(Settings):
    """How power is priced and paid for."""

    tariff_rule: Literal["path", "cost_recovery", "subsidy"] = Field(
        default="path",
        description="path: as in the seeds; cost_recovery: unpaid bills are added; subsidy: the treasury settles them",
    )
    collected_share: float = assumed("power.collected_share")
    settled_share_per_year: float = assumed("power.settled_share_per_year")
    operating_share: float = assumed("power.operating_share")
    capacity_payment_share_of_cost: float = assumed("power.capacity_payment_share_of_cost")
    grid_capacity_mw: float = assumed("power.grid_capacity_mw")
    reliability_points_per_capacity_pct: float = assumed("power.reliability_points_per_capacity_pct")
    cash_quarters: float = assumed("power.cash_quarters")
    subsidy_share: float = assumed("power.subsidy_share")
    cost_usd_mn_per_mw: float = assumed("power.cost_usd_mn_per_mw")
