"""Loan terms: a loan, or all of a borrower's, on other terms from a quarter on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import Instrument, Key


class LoanTermsChange(Instrument):
    """Terms of loans not yet fully drawn changed by agreement; left-out fields stay as they are. For a loan in
    trouble see `workout`.
    """

    instrument: Literal["loan_terms"]
    loans: Key = Field(description="a loan's key, `government`, `zones`, `power`, or `all`")
    rate_change_pct: float = Field(default=0.0, ge=-20, le=20, description="points added to the yearly rate")
    extra_grace_quarters: int = Field(default=0, ge=0, le=80, description="quarters of grace added")
    extra_maturity_quarters: int = Field(default=0, ge=0, le=160, description="quarters of maturity added")
    profile: Literal["annuity", "equal_principal", "bullet", "sculpted"] | None = Field(
        default=None, description="shape of the repayments; left out: as it was"
    )
