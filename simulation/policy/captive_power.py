"""Captive power: plants of a zone's own, beside the grid."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import BuildQuarters, PaidBy
from simulation.policy.orders import Orders, OrdersAuthorities, share_built


class CaptivePower(OrdersAuthorities):
    """Own capacity of a zone; it covers the hours the grid fails, in proportion to capacity over need."""

    instrument: Literal["captive_power"]
    capacity_mw: float = Field(ge=0, le=5000, description="firm capacity [MW]")
    cost_usd_mn: float = Field(ge=0, le=20000, description="cost of the plant [million USD of 2020]")
    build_quarters: BuildQuarters
    paid_by: PaidBy

    def cost(self, age: int) -> float:
        """The plant's cost, spread evenly over the time of building."""
        return share_built(self.build_quarters, age) * self.cost_usd_mn

    def order(self, orders: Orders, age: int) -> Orders:
        """A bill while it is built, its capacity from then on."""
        served = self.capacity_mw if age >= self.build_quarters else 0.0
        return orders._replace(captive_mw=orders.captive_mw + served).paid(self.paid_by, self.cost(age))
