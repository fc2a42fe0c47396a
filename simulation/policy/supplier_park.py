"""Supplier park: sheds for those who make the inputs."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where, put
from simulation.policy.instrument import BuildQuarters, InAPlace, Key, PaidBy


class SupplierPark(InAPlace, ActsOnFirms):
    """Sheds and shared machines for suppliers of one specialty beside the makers: a supplier may start with a smaller
    unit, so fewer makers are enough for one to come, its price falls at a smaller scale, and founders reckon with it.
    """

    instrument: Literal["supplier_park"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    unit_relief_pct: float = Field(ge=0, le=90, description="how much smaller the least unit of a supplier may be [%]")
    cost_usd_mn: float = Field(ge=0, le=5000, description="cost of the sheds and machines [million USD of 2020]")
    build_quarters: BuildQuarters
    paid_by: PaidBy

    def cost(self, age: int) -> float:
        """The park's cost, spread evenly over the time of building."""
        return self.cost_usd_mn / self.build_quarters if age < self.build_quarters else 0.0

    def effect(self, now: Effects, at: Where) -> Effects:
        """A bill while it is built, a smaller least unit for suppliers of the specialty from then on."""
        if at.age < self.build_quarters:
            return now.paid(self.paid_by, "supplier park", self.cost(at.age) * at.cells.size)
        relief = put(now.unit_relief, at.pairs(self.specialty), self.unit_relief_pct / 100.0)
        return dataclasses.replace(now, unit_relief=relief)
