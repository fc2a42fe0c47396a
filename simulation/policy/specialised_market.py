"""Specialised wholesale market: buyers come to where the makers are."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace, Key


class SpecialisedMarket(InAPlace):
    """A market hall for one specialty; it raises the demand weight of the makers near it, and only where makers
    are (E18).
    """

    instrument: Literal["specialised_market"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    stalls: int = Field(ge=1, le=100000, description="stalls at 1:1; from 1000 on a market has its full reach")
    cost_usd_mn: float = Field(ge=0, le=5000, description="cost [million USD of 2020]")
    build_quarters: int = Field(
        ge=1, le=80, description="quarters from the start to the first service; spending is spread evenly over them"
    )
    paid_by: Literal["treasury", "grant"] = Field(description="who pays: the treasury, or a foreign grant")
