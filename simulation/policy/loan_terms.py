"""Loan terms: a loan, or all of a borrower's, on other terms from a quarter on."""

from __future__ import annotations

import dataclasses
from typing import Literal

from pydantic import Field

from simulation.finance.loans import Loan
from simulation.policy.lending import LoansMeant, SetsTerms, meant


class LoanTermsChange(SetsTerms):
    """Terms of loans signed while it is in force, which is told by their first draw; left-out fields stay as they
    are. For a loan already signed see `workout`.
    """

    instrument: Literal["loan_terms"]
    loans: LoansMeant
    rate_change_pct: float = Field(default=0.0, ge=-20, le=20, description="points added to the yearly rate")
    extra_grace_quarters: int = Field(default=0, ge=0, le=80, description="quarters of grace added")
    extra_maturity_quarters: int = Field(default=0, ge=0, le=160, description="quarters of maturity added")
    profile: Literal["annuity", "equal_principal", "bullet", "sculpted"] | None = Field(
        default=None, description="shape of the repayments; left out: as it was"
    )

    def terms(self, loan: Loan) -> Loan:
        """The loan at its rate, grace, maturity and profile; grace added moves the end as well."""
        if not meant(self.loans, loan):
            return loan
        return dataclasses.replace(
            loan,
            rate=max(0.0, loan.rate + self.rate_change_pct),
            grace=loan.grace + self.extra_grace_quarters,
            maturity=loan.maturity + self.extra_grace_quarters + self.extra_maturity_quarters,
            profile=self.profile or loan.profile,
        )
