"""Focus specialty: one zone, first of all one product."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Key
from simulation.policy.orders import Orders, OrdersAuthorities


class FocusSpecialty(OrdersAuthorities):
    """Makers of the focus specialty come first when plots of the zone are given out, from the start on; others whom the
    zone admits still get some, and those who are there already stay.
    """

    instrument: Literal["focus_specialty"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")

    def order(self, orders: Orders, age: int) -> Orders:
        """The specialty gets plots first; of several foci the last one written holds."""
        return orders._replace(focus=self.specialty)
