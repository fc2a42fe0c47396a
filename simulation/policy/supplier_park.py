"""Supplier park: plots for those who make the inputs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key, Percent


class SupplierPark(Instrument):
    """Land for suppliers of one specialty beside the makers; each supplier that settles pays less rent, and its
    minimum unit shrinks.
    """

    instrument: Literal["supplier_park"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    hectares: float = Field(ge=0.1, le=2000, description="land kept for suppliers [ha], at 1:1")
    rent_relief_pct: Percent = Field(description="share of rent forgiven")
    unit_relief_pct: Percent = Field(description="how much smaller the least unit of a supplier may be")
