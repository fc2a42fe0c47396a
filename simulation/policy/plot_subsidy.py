"""Plot subsidy: the treasury pays part of the lease."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace, Percent


class PlotSubsidy(InAPlace):
    """A share of the lease paid by the treasury to the authority, so that the firm pays less and the zone loses
    nothing.
    """

    instrument: Literal["plot_subsidy"]
    subsidy_pct: Percent = Field(description="share of the lease that the treasury pays")
