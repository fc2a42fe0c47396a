"""Trade promotion: more buyers abroad."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where, put
from simulation.policy.instrument import Key
from simulation.units import QUARTERS_PER_YEAR


class TradePromotion(ActsOnFirms):
    """World demand seen by the country's firms of a specialty raised by a share, growing evenly over the ramp; the
    treasury pays.
    """

    instrument: Literal["trade_promotion"]
    specialty: Key = Field(default="all", description="a specialty of seeds/specialties.csv, or `all`")
    world_demand_lift_pct: float = Field(ge=0, le=100, description="rise of world demand at the end of the ramp [%]")
    ramp_quarters: int = Field(ge=1, le=80, description="quarters until the full rise")
    cost_usd_mn_per_year: float = Field(ge=0, le=5000, description="cost [million USD of 2020 a year]")

    def cost(self, age: int) -> float:
        """A quarter of a year's cost, for as long as it is in force."""
        return self.cost_usd_mn_per_year / QUARTERS_PER_YEAR

    def effect(self, now: Effects, at: Where) -> Effects:
        """World demand lifted, beside what others lift."""
        kinds = at.kinds(self.specialty)
        lift = 1.0 + self.world_demand_lift_pct / 100.0 * min(1.0, (at.age + 1) / self.ramp_quarters)
        lifted = dataclasses.replace(now, trade_lift=put(now.trade_lift, kinds, now.trade_lift[kinds] * lift))
        return lifted.paid("treasury", "trade promotion", self.cost(at.age))
