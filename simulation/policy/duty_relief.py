"""Duty relief: machines of a zone's firms come in without duty."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.policy.effects import ActsOnFirms, Effects, Where, put
from simulation.policy.instrument import InAPlace, Percent


class DutyRelief(InAPlace, ActsOnFirms):
    """Customs duty on imported machines given back to the firms of a zone [% of the duty], a quarter after they bought
    them; the treasury pays, and founders reckon with it.
    """

    instrument: Literal["duty_relief"]
    relief_pct: Percent = Field(description="share of the duty on machines given back")

    def effect(self, now: Effects, at: Where) -> Effects:
        """Relief in its zones; of several the last one written holds."""
        return dataclasses.replace(now, duty_relief=put(now.duty_relief, at.zones, self.relief_pct / 100.0))
