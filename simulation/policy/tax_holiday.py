"""Tax holiday: newly founded firms of a zone pay less profit tax for some years."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where, put
from simulation.policy.instrument import InAPlace, Percent


class TaxHoliday(InAPlace, ActsOnFirms):
    """Relief from profit tax [% of the tax] for the first quarters of each firm founded in the zone; the treasury
    forgoes it.
    """

    instrument: Literal["tax_holiday"]
    relief_pct: Percent = Field(description="share of profit tax forgiven")
    holiday_quarters: int = Field(ge=1, le=160, description="quarters of a firm's life with relief")

    def effect(self, now: Effects, at: Where) -> Effects:
        """Relief in its zones; of several holidays the last one written holds."""
        return dataclasses.replace(
            now,
            tax_relief=put(now.tax_relief, at.zones, self.relief_pct / 100.0),
            holiday_quarters=put(now.holiday_quarters, at.zones, float(self.holiday_quarters)),
        )
