"""Training: people made ready for the zone's trades."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace


class Training(InAPlace):
    """People trained each quarter [at 1:1]; they widen the labour pool of the commuting area, so that firms find
    people at lower wages. Firms' skills stay as they are.
    """

    instrument: Literal["training"]
    people_per_quarter: int = Field(ge=1, le=1000000, description="people trained a quarter, at 1:1")
    cost_usd_per_person: float = Field(ge=0, le=50000, description="cost of one person's course [USD of 2020]")
    paid_by: Literal["treasury", "grant"] = Field(description="who pays: the treasury, or a foreign grant")
