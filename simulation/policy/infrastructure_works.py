"""Infrastructure works: roads, water, sheds and serviced plots inside a zone."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace


class InfrastructureWorks(InAPlace):
    """Works added to a zone [million USD of 2020]; they raise its built quality and its serviced land, and need
    upkeep ever after.
    """

    instrument: Literal["infrastructure_works"]
    works_usd_mn: float = Field(ge=0, le=20000, description="cost of the works [million USD of 2020]")
    serviced_ha: float = Field(ge=0, le=20000, description="industrial land made ready [ha]")
    build_quarters: int = Field(
        ge=1, le=80, description="quarters from the start to the first service; spending is spread evenly over them"
    )
    paid_by: Literal["treasury", "grant"] = Field(description="who pays: the treasury, or a foreign grant")
