"""Workout: what is agreed for loans in trouble, at a quarter named in advance."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.finance.terms import Workout
from simulation.policy.instrument import Percent
from simulation.policy.lending import AgreesWorkouts, LoansMeant

LONGEST_ROLLOVER_QUARTERS = 40


class WorkoutAgreed(AgreesWorkouts):
    """A rollover, reprofiling, haircut or swap agreed at the start quarter whatever the arrears; for workouts by
    trigger see [workouts].
    """

    instrument: Literal["workout"]
    loans: LoansMeant
    kind: Literal["rollover", "reprofiling", "haircut", "equity_swap"] = Field(description="form of the workout")
    haircut_pct: Percent = Field(default=0.0, description="share of the balance forgiven; for a haircut")
    extra_grace_quarters: int = Field(default=0, ge=0, le=80, description="new grace; for rollover and reprofiling")
    extra_maturity_quarters: int = Field(default=0, ge=0, le=160, description="added maturity; for reprofiling")

    def workout(self) -> Workout:
        """The same among workouts by trigger: at the start, for these loans (whose word for zones is `zone`)."""
        return Workout(
            kind=self.kind,
            loans=("zone" if self.loans == "zones" else self.loans,),
            trigger="date",
            start=self.start,
            haircut_pct=self.haircut_pct,
            extra_quarters=self.extra_maturity_quarters,
            new_grace_quarters=self.extra_grace_quarters,
            rollover_quarters=min(max(1, self.extra_grace_quarters), LONGEST_ROLLOVER_QUARTERS),
        )
