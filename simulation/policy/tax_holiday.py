"""Tax holiday: newly founded firms of a zone pay less profit tax for some years."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace, Percent


class TaxHoliday(InAPlace):
    """Relief from profit tax [% of the tax] for the first quarters of each firm founded in the zone; the treasury
    forgoes it.
    """

    instrument: Literal["tax_holiday"]
    relief_pct: Percent = Field(description="share of profit tax forgiven")
    holiday_quarters: int = Field(ge=1, le=160, description="quarters of a firm's life with relief")
