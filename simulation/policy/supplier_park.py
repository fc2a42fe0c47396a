"""Supplier park: sheds for those who make the inputs."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where, put
from simulation.policy.instrument import InAPlace, Key


class SupplierPark(InAPlace, ActsOnFirms):
    """Sheds and shared machines for suppliers of one specialty beside the makers: a supplier may start with a smaller
    unit, so fewer makers are enough for one to come, its price falls at a smaller scale, and founders reckon with it.
    Its cost is not counted.
    """

    instrument: Literal["supplier_park"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    unit_relief_pct: float = Field(ge=0, le=90, description="how much smaller the least unit of a supplier may be [%]")

    def effect(self, now: Effects, at: Where) -> Effects:
        """A smaller least unit for suppliers of the specialty in the zone."""
        relief = put(now.unit_relief, at.pairs(self.specialty), self.unit_relief_pct / 100.0)
        return dataclasses.replace(now, unit_relief=relief)
