"""Infrastructure works: roads, water, sheds and serviced plots inside a zone."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import BuildQuarters, PaidBy
from simulation.policy.orders import Orders, OrdersAuthorities, share_built


class InfrastructureWorks(OrdersAuthorities):
    """Works added to a zone [million USD of 2020]; they raise its built quality and its serviced land, and need
    upkeep ever after.
    """

    instrument: Literal["infrastructure_works"]
    works_usd_mn: float = Field(ge=0, le=20000, description="cost of the works [million USD of 2020]")
    serviced_ha: float = Field(ge=0, le=20000, description="industrial land made ready [ha]")
    build_quarters: BuildQuarters
    paid_by: PaidBy

    def cost(self, age: int) -> float:
        """The works' cost, spread evenly over the time of building."""
        return share_built(self.build_quarters, age) * self.works_usd_mn

    def order(self, orders: Orders, age: int) -> Orders:
        """Works and land in equal parts; the authority builds them, so their bill is the works themselves."""
        works = self.cost(age)
        return orders._replace(
            works=orders.works + works,
            hectares=orders.hectares + share_built(self.build_quarters, age) * self.serviced_ha,
            given=orders.given + (works if self.paid_by == "grant" else 0.0),
        )
