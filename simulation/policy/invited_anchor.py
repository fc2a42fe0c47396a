"""Invited anchor firms: large firms brought by promotion."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Key
from simulation.policy.orders import Invitation, Orders, OrdersAuthorities
from simulation.units import QUARTERS_PER_YEAR


class InvitedAnchor(OrdersAuthorities):
    """Anchors invited to a zone a year [at 1:1]; each brings capital, standing and need of inputs (E17)."""

    instrument: Literal["invited_anchor"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    firms_per_year: float = Field(ge=0, le=100, description="anchors a year, at 1:1")
    workers_per_firm: float = Field(ge=50, le=5000, description="workers of one anchor at its start")
    grant_usd_mn_per_firm: float = Field(ge=0, le=500, description="paid to each by the treasury [million USD of 2020]")

    def cost(self, age: int) -> float:
        """The grants of a quarter's anchors."""
        return self.firms_per_year / QUARTERS_PER_YEAR * self.grant_usd_mn_per_firm

    def order(self, orders: Orders, age: int) -> Orders:
        """An invitation beside those of other instruments."""
        asked = Invitation(self.specialty, self.firms_per_year, self.workers_per_firm)
        return orders._replace(anchors=(*orders.anchors, asked)).paid("treasury", self.cost(age))
