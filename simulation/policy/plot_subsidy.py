"""Plot subsidy: the treasury pays part of the lease and of the plot's price."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Percent
from simulation.policy.orders import Orders, OrdersAuthorities


class PlotSubsidy(OrdersAuthorities):
    """A share of the lease and of the plot's price paid by the treasury to the authority, so that the firm pays less
    and the zone loses nothing.
    """

    instrument: Literal["plot_subsidy"]
    subsidy_pct: Percent = Field(description="share of lease and price that the treasury pays")

    def order(self, orders: Orders, age: int) -> Orders:
        """The largest of the subsidies holds; the treasury pays it as rents fall due, so it has no bill of its own."""
        return orders._replace(rent_relief=max(orders.rent_relief, self.subsidy_pct / 100.0))
