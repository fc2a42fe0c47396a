"""Supplier park: sheds for those who make the inputs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace, Key


class SupplierPark(InAPlace):
    """Sheds and shared machines for suppliers of one specialty beside the makers: a supplier may start with a smaller
    unit, so fewer makers are enough for one to come, its price falls at a smaller scale, and founders reckon with it.
    Its cost is not counted.
    """

    instrument: Literal["supplier_park"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    unit_relief_pct: float = Field(ge=0, le=90, description="how much smaller the least unit of a supplier may be [%]")
