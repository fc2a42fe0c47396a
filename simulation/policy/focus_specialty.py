"""Focus specialty: one zone, one product."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Key
from simulation.policy.orders import Orders, OrdersAuthorities


class FocusSpecialty(OrdersAuthorities):
    """Only makers of the focus specialty get plots in the zone from the start on; those who are there already stay."""

    instrument: Literal["focus_specialty"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")

    def order(self, orders: Orders, age: int) -> Orders:
        """The specialty alone gets plots; of several foci the last one written holds."""
        return orders._replace(focus=self.specialty)
