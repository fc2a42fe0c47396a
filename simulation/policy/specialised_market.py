"""Specialised wholesale market: buyers come to where the makers are."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where, put
from simulation.policy.instrument import BuildQuarters, InAZoneOrTown, Key, PaidBy

STALLS_OF_A_FULL_MARKET = 1000.0
"""A market of so many stalls has its full lift (assumed: Keqiao and Yiwu began with some hundreds)."""


class SpecialisedMarket(InAZoneOrTown, ActsOnFirms):
    """A market hall for one specialty; it raises the demand weight of the makers near it, and only where makers
    are (E18).
    """

    instrument: Literal["specialised_market"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    stalls: int = Field(ge=1, le=100000, description="stalls at 1:1; from 1000 on a market has its full reach")
    cost_usd_mn: float = Field(ge=0, le=5000, description="cost [million USD of 2020]")
    build_quarters: BuildQuarters
    paid_by: PaidBy

    def cost(self, age: int) -> float:
        """A hall's cost, spread evenly over the time of building."""
        return self.cost_usd_mn / self.build_quarters if age < self.build_quarters else 0.0

    def effect(self, now: Effects, at: Where) -> Effects:
        """A bill while it is built, a market of its size from then on."""
        if at.age < self.build_quarters:
            return now.paid(self.paid_by, "specialised market", self.cost(at.age) * at.cells.size)
        size = min(1.0, self.stalls / STALLS_OF_A_FULL_MARKET)
        return dataclasses.replace(now, markets=put(now.markets, at.pairs(self.specialty), size))
