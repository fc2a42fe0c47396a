"""Captive power: plants of a zone's own, beside the grid."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace


class CaptivePower(InAPlace):
    """Own capacity of a zone; it covers the hours the grid fails, in proportion to capacity over need."""

    instrument: Literal["captive_power"]
    capacity_mw: float = Field(ge=0, le=5000, description="firm capacity [MW]")
    cost_usd_mn: float = Field(ge=0, le=20000, description="cost of the plant [million USD of 2020]")
    build_quarters: int = Field(
        ge=1, le=80, description="quarters from the start to the first service; spending is spread evenly over them"
    )
    paid_by: Literal["treasury", "grant"] = Field(description="who pays: the treasury, or a foreign grant")
