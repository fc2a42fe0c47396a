"""Workout: what is agreed for loans in trouble, at a quarter named in advance."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key, Percent


class WorkoutAgreed(Instrument):
    """A rollover, reprofiling, haircut or swap agreed at the start quarter whatever the arrears; for workouts by
    trigger see [workouts].
    """

    instrument: Literal["workout"]
    loans: Key = Field(description="a loan's key, `government`, `zones`, `power`, or `all`")
    kind: Literal["rollover", "reprofiling", "haircut", "equity_swap"] = Field(description="form of the workout")
    haircut_pct: Percent = Field(default=0.0, description="share of the balance forgiven; for a haircut")
    extra_grace_quarters: int = Field(default=0, ge=0, le=80, description="new grace; for rollover and reprofiling")
    extra_maturity_quarters: int = Field(default=0, ge=0, le=160, description="added maturity; for reprofiling")
    lease_share_pct: Percent = Field(
        default=0.0, description="share of lease income handed to the lender; for an equity swap"
    )
