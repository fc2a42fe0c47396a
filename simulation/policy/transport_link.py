"""Transport link: a line of the network upgraded."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.geography.transport import Upgrade
from simulation.policy.effects import ActsOnFirms, Effects, Where
from simulation.policy.instrument import BuildQuarters, Key, PaidBy


class TransportLink(ActsOnFirms):
    """A named line of seeds/roads.csv or seeds/railways.csv (`ML-1`) upgraded: its speed, and the cost and
    terminal time of its freight.
    """

    instrument: Literal["transport_link"]
    link: Key = Field(description="name of the line in seeds/roads.csv or seeds/railways.csv, such as `ML-1`")
    speed_kmh: float = Field(ge=5, le=200, description="speed of freight after the upgrade [km/h]")
    terminal_hours: float | None = Field(
        default=None,
        ge=0,
        le=240,
        description="hours at both ends of a railway; left out: rail_terminal_hours of seeds",
    )
    freight_usd_per_tonne_km: float | None = Field(
        default=None,
        ge=0.001,
        le=1,
        description="freight rate of a railway after the upgrade [USD of 2015 per tonne-km]",
    )
    cost_usd_mn: float = Field(ge=0, le=100000, description="cost [million USD of 2020]")
    build_quarters: BuildQuarters
    paid_by: PaidBy

    def cost(self, age: int) -> float:
        """The line's cost, spread evenly over the time of building."""
        return self.cost_usd_mn / self.build_quarters if age < self.build_quarters else 0.0

    def effect(self, now: Effects, at: Where) -> Effects:
        """A bill while it is built, the faster line from then on."""
        if at.age < self.build_quarters:
            return now.paid(self.paid_by, "transport", self.cost(at.age))
        made = Upgrade(self.link, self.speed_kmh, self.terminal_hours, self.freight_usd_per_tonne_km)
        return dataclasses.replace(now, upgrades=(*now.upgrades, made))
