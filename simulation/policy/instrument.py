"""What every policy instrument has: a first quarter, a last quarter, and mostly a place."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from simulation.finance.settings import Quarter
from simulation.units import quarter_index

Key = Annotated[str, Field(min_length=1, max_length=64)]
"""The key of a zone, specialty or loan as seeds/ and the scenario spell it."""

Percent = Annotated[float, Field(ge=0, le=100)]
"""A share in per cent, 0 to 100."""


class Instrument(BaseModel):
    """One instrument in force from a quarter on; amounts are the scenario's choice, so they have no
    default.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    start: Quarter = Field(description="first quarter in force")
    until: Quarter | None = Field(default=None, description="first quarter no longer in force; left out: for good")
    note: str = Field(default="", max_length=1000, description="why, and where the amounts come from")

    def in_force(self, quarter: int) -> bool:
        """Whether the instrument acts in this quarter (0 for 2015Q1)."""
        ended = self.until is not None and quarter >= quarter_index(self.until)
        return quarter >= quarter_index(self.start) and not ended


class InAPlace(Instrument):
    """An instrument of zones (a market or courses may be a town's as well)."""

    where: Key = Field(
        default="all", description="a zone's key, `cpec` for the nine, `rivals` for the others, or `all`"
    )

    def acts_in(self, key: str, cpec: bool) -> bool:
        """Whether it acts in the zone with this key."""
        return self.where in ("all", "cpec" if cpec else "rivals", key)
