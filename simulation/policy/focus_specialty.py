"""Focus specialty: one zone, one product."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key, Percent


class FocusSpecialty(Instrument):
    """Only the focus specialty and its suppliers get plots in the zone from the start on; those who are there
    already stay.
    """

    instrument: Literal["focus_specialty"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    plots_kept_pct: Percent = Field(default=100.0, description="share of new plots kept for the focus specialty")
