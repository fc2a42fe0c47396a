"""Training: people made ready for the zone's trades."""

from __future__ import annotations

import dataclasses
from typing import Literal

import numpy as np
from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where
from simulation.policy.instrument import InAZoneOrTown, PaidBy
from simulation.units import USD_PER_MILLION

QUARTERS_COUNTED = 40
"""People trained longer ago than this no longer widen the pool (assumed: they have moved on or stopped working)."""


class Training(InAZoneOrTown, ActsOnFirms):
    """People trained each quarter [at 1:1]; they widen the labour pool of the commuting area, so that firms find
    people at lower wages, and make the crews there more productive in proportion to their part of them.
    """

    instrument: Literal["training"]
    people_per_quarter: int = Field(ge=1, le=1000000, description="people trained a quarter, at 1:1")
    cost_usd_per_person: float = Field(ge=0, le=50000, description="cost of one person's course [USD of 2020]")
    paid_by: PaidBy

    def cost(self, age: int) -> float:
        """The courses of a quarter."""
        return float(self.people_per_quarter) * self.cost_usd_per_person / USD_PER_MILLION

    def effect(self, now: Effects, at: Where) -> Effects:
        """People trained so far, beside those of other courses in the same cell."""
        trained = now.trained.copy()
        np.add.at(trained, at.cells, float(self.people_per_quarter) * min(at.age + 1, QUARTERS_COUNTED))
        pooled = dataclasses.replace(now, trained=trained)
        return pooled.paid(self.paid_by, "training", self.cost(at.age) * at.cells.size)
