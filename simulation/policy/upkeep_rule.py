"""Upkeep rule: how much of upkeep comes before debt service."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Percent
from simulation.policy.orders import Orders, OrdersAuthorities


class UpkeepRule(OrdersAuthorities):
    """The floor of upkeep in a zone's waterfall [% of needed upkeep]; the model's default is half, 0 is the death
    spiral, 100 puts upkeep first.
    """

    instrument: Literal["upkeep_rule"]
    floor_pct: Percent = Field(description="share of needed upkeep paid before debt service")

    def order(self, orders: Orders, age: int) -> Orders:
        """The floor; of several rules the last one written holds."""
        return orders._replace(floor_share=self.floor_pct / 100.0)
