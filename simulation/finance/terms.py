"""Terms of a loan and of its workout, as a scenario writes them."""

from __future__ import annotations

from math import fsum, inf
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from simulation.finance.settings import Quarter, Settings, assumed

Profile = Literal["annuity", "equal_principal", "bullet", "sculpted"]
NEEDED = ("borrower", "principal_mn", "maturity_quarters", "draw_start", "profile")
"""Fields of `LoanTerms` that a loan says which is neither in the book nor like one of the seeds."""


def _shares(parts: tuple[float, ...] | None) -> tuple[float, ...] | None:
    """Parts of a whole as written: none negative, and not all of them nothing."""
    if parts is None or (parts and min(parts) >= 0.0 and 0.0 < fsum(parts) < inf):
        return parts
    found = "an empty list" if not parts else str(list(parts[:6]))
    raise ValueError(f"{found}, of which no share can be told; numbers from 0 on, not all of them 0, would be right")


class LoanTerms(Settings):
    """A loan, or what a scenario changes in a loan of its book; None means as in the book.

    A new loan names `like` (a row of seeds/loans.csv) or every field of borrower, principal, rate, time and profile.
    """

    like: str | None = Field(default=None, description="row of seeds/loans.csv whose terms are taken, e.g. Z-RSK")
    switched_on: bool = Field(default=True, description="false takes the loan and its works out of the book")
    lender: str | None = Field(default=None, max_length=120)
    borrower: str | None = Field(
        default=None, pattern=r"^(government|zone:[a-z0-9_]+|power:[a-z_]+)$",
        description="government, zone:<key>, power:<company>, or the programme's companies as one",
    )  # fmt: skip
    principal_mn: float | None = Field(
        default=None, gt=0, le=1e8,
        description="millions of the loan's currency; of another currency alone, the sum at the first draw's rate",
    )  # fmt: skip
    currency: str | None = Field(default=None, description="USD, CNY, or the country's own, such as PKR")
    rate_kind: Literal["fixed", "floating"] | None = None
    rate_pct_per_year: float | None = Field(default=None, ge=0, le=40)
    reference: str | None = Field(
        default=None, description="path of a floating rate: usd, or that of the country's currency, such as kibor"
    )
    spread_pct: float | None = Field(default=None, ge=-5, le=20, description="points over the reference")
    grace_quarters: int | None = Field(
        default=None, ge=0, le=160,
        description="quarters from the first draw without principal; the first instalment ends the period after it",
    )  # fmt: skip
    maturity_quarters: int | None = Field(default=None, ge=1, le=240, description="quarters from first draw to the end")
    profile: Profile | None = None
    contracted_revenue: tuple[float, ...] | None = Field(
        default=None, description="sculpted: revenue promised at each instalment, any unit; the last one continues"
    )
    contracted_revenue_growth_pct_per_year: float | None = Field(default=None, ge=-20, le=50)
    draw_start: Quarter | None = None
    draw_end: Quarter | None = None
    draw_path: tuple[float, ...] | None = Field(
        default=None,
        description="shares drawn in each quarter from draw_start on; left out: even until draw_end",
    )
    _drawn = field_validator("draw_path")(_shares)
    _promised = field_validator("contracted_revenue")(_shares)
    upfront_fee_pct: float | None = Field(default=None, ge=0, le=20, description="of principal, at the first draw")
    commitment_fee_pct: float | None = Field(default=None, ge=0, le=5, description="a year, of what is undrawn")
    insurance_fee_pct: float | None = Field(default=None, ge=0, le=20, description="of principal, at the first draw")
    interest_in_grace: Literal["paid", "capitalised"] | None = None
    fees_paid: Literal["cash", "capitalised"] | None = Field(default=None, description="capitalised: added to balance")
    payments_per_year: Literal[1, 2, 4] | None = None
    seniority: int | None = Field(default=None, ge=1, le=9, description="1 is paid first; equals share in proportion")
    guaranteed: bool | None = Field(default=None, description="the treasury pays what the borrower does not")

    @model_validator(mode="after")
    def _something_is_drawn(self) -> Self:
        if self.draw_path and not any(self.draw_path):
            raise ValueError("draw_path: only zeros found; a share above 0 in at least one quarter would be right")
        return self


class Workout(Settings):
    """What happens to loans in trouble; an empty trigger and kind mean that they are simply paid or not."""

    kind: Literal["none", "rollover", "reprofiling", "haircut", "equity_swap"] = "none"
    loans: tuple[str, ...] = Field(
        default=("all",), description="keys of loans, or all, government, zone, power, or a lender's name"
    )
    trigger: Literal["date", "arrears", "cover"] = Field(
        default="date", description="date: at start; arrears: in default; cover: cover ratio below cover_below"
    )
    start: Quarter = Field(default="2027Q1", description="the date; other triggers never act before it")
    cover_below: float = Field(default=1.0, ge=0, le=3)
    repeat_quarters: int = Field(
        default=0,
        ge=0,
        le=400,
        description="rollover: renewed as it falls due for so long; others: again after so long",
    )
    stop_paying: bool = Field(default=False, description="from start on the borrower pays nothing: a default by choice")
    wait_quarters: int = Field(default=0, ge=0, le=40, description="quarters between trigger and new terms")
    arrears_quarters: float = assumed("workout.arrears_quarters")
    penalty_pct_per_year: float = assumed("workout.penalty_pct_per_year")
    default_spread_pct_per_year: float = assumed("workout.default_spread_pct_per_year")
    extra_quarters: float = assumed("workout.extra_quarters")
    new_grace_quarters: float = assumed("workout.new_grace_quarters")
    spread_rise_pct_per_year: float = assumed("workout.spread_rise_pct_per_year")
    fee_pct: float = assumed("workout.fee_pct")
    haircut_pct: float = assumed("workout.haircut_pct")
    rollover_quarters: float = assumed("workout.rollover_quarters", least=1.0)
    lease_quarters: float = assumed("workout.lease_quarters")
