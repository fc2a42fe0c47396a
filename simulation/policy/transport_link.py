"""Transport link: a line of the network upgraded."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key


class TransportLink(Instrument):
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
    build_quarters: int = Field(
        ge=1, le=80, description="quarters from the start to the first service; spending is spread evenly over them"
    )
    paid_by: Literal["treasury", "grant"] = Field(description="who pays: the treasury, or a foreign grant")
