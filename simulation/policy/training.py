"""Training: people made ready for the zone's trades."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key


class Training(Instrument):
    """People trained each quarter [at 1:1]; they widen the labour pool of the commuting area and raise what firms
    learn.
    """

    instrument: Literal["training"]
    specialty: Key = Field(default="all", description="a specialty of seeds/specialties.csv, or `all`")
    people_per_quarter: int = Field(ge=1, le=1000000, description="people trained a quarter, at 1:1")
    cost_usd_per_person: float = Field(ge=0, le=50000, description="cost of one person's course [USD of 2020]")
    paid_by: Literal["treasury", "grant", "zone"] = Field(
        description="who pays: the treasury, a foreign grant, or the zone"
    )
