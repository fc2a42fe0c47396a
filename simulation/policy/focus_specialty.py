"""Focus specialty: one zone, one product."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace, Key


class FocusSpecialty(InAPlace):
    """Only makers of the focus specialty get plots in the zone from the start on; those who are there already stay."""

    instrument: Literal["focus_specialty"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
