"""Trade promotion: more buyers abroad."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key


class TradePromotion(Instrument):
    """World demand seen by the country's firms of a specialty raised by a share, growing evenly over the ramp; the
    treasury pays.
    """

    instrument: Literal["trade_promotion"]
    specialty: Key = Field(default="all", description="a specialty of seeds/specialties.csv, or `all`")
    world_demand_lift_pct: float = Field(ge=0, le=100, description="rise of world demand at the end of the ramp [%]")
    ramp_quarters: int = Field(ge=1, le=80, description="quarters until the full rise")
    cost_usd_mn_per_year: float = Field(ge=0, le=5000, description="cost [million USD of 2020 a year]")
