"""What the instruments do to loans: the terms on which they are signed, and workouts agreed in advance."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from simulation.finance.loans import Loan
from simulation.finance.terms import Workout
from simulation.policy.instrument import Instrument
from simulation.policy.loan_terms import LoanTermsChange
from simulation.policy.workout import WorkoutAgreed

BORROWERS = {"government": "government", "zones": "zone:", "power": "power:"}
"""Words for all loans of a kind of borrower, and how such borrowers are called."""


def under_policy(loan: Loan, policy: Mapping[str, Instrument]) -> Loan:
    """A loan signed on the terms of the instruments in force at its first draw (`loan_terms`)."""
    for one in policy.values():
        if isinstance(one, LoanTermsChange) and one.in_force(loan.draw_start) and _meant(one.loans, loan):
            loan = dataclasses.replace(
                loan, rate=max(0.0, loan.rate + one.rate_change_pct), grace=loan.grace + one.extra_grace_quarters,
                maturity=loan.maturity + one.extra_grace_quarters + one.extra_maturity_quarters,
                profile=one.profile or loan.profile,
            )  # fmt: skip
    return loan


def workouts_of(policy: Mapping[str, Instrument]) -> dict[str, Workout]:
    """Workouts that the instruments agree, by their names in the scenario."""
    return {name: _agreed(one) for name, one in policy.items() if isinstance(one, WorkoutAgreed)}


def _meant(word: str, loan: Loan) -> bool:
    """Whether a word of a scenario means a loan: its key, its kind of borrower, or `all`."""
    return word in ("all", loan.name) or (word in BORROWERS and loan.borrower.startswith(BORROWERS[word]))


def _agreed(one: WorkoutAgreed) -> Workout:
    loans = "zone" if one.loans == "zones" else one.loans
    return Workout(
        kind=one.kind, loans=(loans,), trigger="date", start=one.start, haircut_pct=one.haircut_pct,
        extra_quarters=one.extra_maturity_quarters, new_grace_quarters=one.extra_grace_quarters,
        rollover_quarters=min(max(1, one.extra_grace_quarters), 40),
    )  # fmt: skip
