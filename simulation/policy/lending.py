"""What the instruments do to loans: the terms on which they are signed, and workouts agreed in advance."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from simulation.finance.loans import Loan
from simulation.finance.terms import Workout
from simulation.policy.instrument import Instrument, Key

BORROWERS = {"government": "government", "zones": "zone:", "power": "power:"}
"""Words for all loans of a kind of borrower, and how such borrowers are called."""

LoansMeant = Annotated[Key, Field(description="a loan's key, `government`, `zones`, `power`, or `all`")]


class SetsTerms(Instrument):
    """An instrument that changes the terms on which loans are signed."""

    @abstractmethod
    def terms(self, loan: Loan) -> Loan:
        """The loan on its terms; the same loan where it is not meant."""


class AgreesWorkouts(Instrument):
    """An instrument that agrees new terms for loans already running."""

    @abstractmethod
    def workout(self) -> Workout:
        """The workout that it agrees, with its date and its loans."""


def under_policy(loan: Loan, policy: Mapping[str, Instrument]) -> Loan:
    """A loan signed on the terms of the instruments in force at its first draw."""
    for tool in policy.values():
        if isinstance(tool, SetsTerms) and tool.in_force(loan.draw_start):
            loan = tool.terms(loan)
    return loan


def workouts_of(policy: Mapping[str, Instrument]) -> dict[str, Workout]:
    """Workouts that the instruments agree, by their names in the scenario."""
    return {name: tool.workout() for name, tool in policy.items() if isinstance(tool, AgreesWorkouts)}


def meant(word: str, loan: Loan) -> bool:
    """Whether a word of a scenario means a loan: its key, its kind of borrower, or `all`."""
    return word in ("all", loan.name) or (word in BORROWERS and loan.borrower.startswith(BORROWERS[word]))
