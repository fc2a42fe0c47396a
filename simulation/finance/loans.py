"""Loans by schedule: nominal, in their own currency, quarter by quarter.

Draws come at the start of a quarter and bear interest in that quarter; payments fall at the end of a quarter.
Each draw is repaid over the instalments after it in the loan's profile; since every profile is linear in the balance
this is one recursion on the whole balance (tests/finance/test_loans.py shows it draw by draw).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[np.float64]
Reference = Callable[[int], float]
"""A reference rate by quarter [% a year]."""


@dataclasses.dataclass(frozen=True)
class Loan:
    """A loan with every term known; amounts in millions of its currency, times in quarters, rates in % a year."""

    name: str
    borrower: str
    lender: str
    principal: float
    currency: str = "USD"
    abroad: bool = True
    """In another money than the country's, and so lent by the rest of the world."""
    floating: bool = False
    reference: str = "usd"
    rate: float = 0.0
    """The fixed rate, or the spread over the reference."""
    grace: int = 0
    maturity: int = 40
    profile: str = "annuity"
    revenue: tuple[float, ...] = (1.0,)
    """Contracted revenue by instalment, by which a sculpted loan's principal is shared; the last one continues."""
    draw_start: int = 0
    draws: tuple[float, ...] = (1.0,)
    """Shares of the principal drawn in each quarter from draw_start on."""
    upfront_fee: float = 0.0
    commitment_fee: float = 0.0
    insurance_fee: float = 0.0
    capitalises_interest: bool = False
    capitalises_fees: bool = False
    step: int = 2
    """Quarters between payments."""
    seniority: int = 1
    guaranteed: bool = False
    book: str = ""

    @property
    def first_instalment(self) -> int:
        """Quarter of the first repayment of principal: the end of the first period after grace.

        Payments are counted back from the maturity, so that a first period of odd length is the longer one.
        """
        return self.last_instalment - (self.instalments - 1) * self.step

    @property
    def instalments(self) -> int:
        """Number of repayments."""
        return max(1, (self.maturity - self.grace) // self.step)

    @property
    def last_instalment(self) -> int:
        """Quarter in which the balance is zero: the last one before the maturity is over."""
        return self.draw_start + self.maturity - 1

    @property
    def last_payment(self) -> int:
        """Quarter in which all is repaid: the last instalment, or the first payment after draws that come later."""
        drawn = self.draw_start + len(self.draws) - 1
        if drawn <= self.last_instalment:
            return self.last_instalment
        return drawn + (self.first_instalment - drawn) % self.step

    def pays_in(self, quarter: int) -> bool:
        """Whether interest falls due in a quarter."""
        return (quarter - self.first_instalment) % self.step == 0

    def draw_in(self, quarter: int) -> float:
        """Contracted draw of a quarter [mn of the currency]."""
        place = quarter - self.draw_start
        return self.principal * self.draws[place] if 0 <= place < len(self.draws) else 0.0

    def rate_in(self, reference_rate: float) -> float:
        """Rate of a quarter [% a year] where the reference stands at this; a lender never pays, so never below zero."""
        return max(0.0, self.rate + reference_rate) if self.floating else self.rate


class Position(NamedTuple):
    """A loan between two quarters: balance, interest accrued since the last payment, drawn so far."""

    balance: float = 0.0
    accrued: float = 0.0
    drawn: float = 0.0


class Movement(NamedTuple):
    """What happens to a loan in one quarter; opening + draw + capitalised - principal = closing."""

    opening: float
    draw: float
    capitalised: float
    interest: float
    principal: float
    fee: float
    closing: float


def compounded(rate: float, periods: int) -> float:
    """(1 + rate) to a whole number of periods, by multiplication only (same bits everywhere)."""
    factor, base = 1.0, 1.0 + rate
    while periods > 0:
        if periods & 1:
            factor *= base
        base *= base
        periods >>= 1
    return factor


def growth_less_one(rate: float, periods: int) -> float:
    """(1 + rate)^n - 1 without cancellation where the rate is tiny: (1+x)(1+y) - 1 = x + y + xy, no logarithms."""
    grown, base = 0.0, rate
    while periods > 0:
        if periods & 1:
            grown += base + grown * base
        base += base + base * base
        periods >>= 1
    return grown


TINY_RATE = 1e-5
"""A period's rate below which (1 + r)^n - 1 loses more than five of its sixteen digits."""


def annuity_factor(rate: float, periods: int) -> float:
    """Level payment for each unit lent: a = r / (1 - (1 + r)^-n); 1/n at a zero rate."""
    if rate == 0.0:
        return 1.0 / periods
    if abs(rate) < TINY_RATE:
        grown = growth_less_one(rate, periods)
        return rate * (1.0 + grown) / grown
    grown = compounded(rate, periods)
    return rate * grown / (grown - 1.0)


def principal_due(loan: Loan, balance: float, quarter: int, period_rate: float) -> float:
    """Principal of an instalment [mn], from the balance and the instalments left; the last one takes all."""
    left = (loan.last_instalment - quarter) // loan.step + 1
    if quarter < loan.first_instalment or left < 1:
        return balance if left < 1 else 0.0
    if left == 1:
        return balance
    if loan.profile == "bullet":
        return 0.0
    if loan.profile == "equal_principal":
        return balance / left
    if loan.profile == "annuity":
        return balance * (annuity_factor(period_rate, left) - period_rate)
    return balance * sculpted_share(loan.revenue, loan.instalments - left, left)


def sculpted_share(revenue: tuple[float, ...], place: int, left: int) -> float:
    """Share of the balance repaid at this instalment: its contracted revenue over all that is still to come."""
    coming = [revenue[min(k, len(revenue) - 1)] for k in range(place, place + left)]
    whole = fsum(coming)
    return coming[0] / whole if whole > 0.0 else 1.0 / left


def fee_due(loan: Loan, quarter: int, drawn: float) -> float:
    """Fees of a quarter [mn]: upfront and insurance at the first draw, commitment on what is undrawn."""
    place = quarter - loan.draw_start
    if not 0 <= place < len(loan.draws):
        return 0.0
    first = loan.principal * (loan.upfront_fee + loan.insurance_fee) / 100.0 if place == 0 else 0.0
    return first + max(0.0, loan.principal - drawn) * loan.commitment_fee / 400.0


def move(loan: Loan, quarter: int, now: Position, draw: float, rate: float) -> tuple[Movement, Position]:
    """One quarter of a loan with this draw at this rate [% a year]: what moves, and where it then stands."""
    drawn, outstanding = now.drawn + draw, now.balance + draw
    fee = fee_due(loan, quarter, drawn)
    accrued = now.accrued + outstanding * rate / 400.0
    interest = accrued if loan.pays_in(quarter) else 0.0
    capitalised = 0.0
    if loan.capitalises_interest and quarter < loan.first_instalment:
        capitalised, interest_paid = interest, 0.0
    else:
        interest_paid = interest
    if loan.capitalises_fees:
        capitalised, fee = capitalised + fee, 0.0
    owed = outstanding + capitalised
    due = principal_due(loan, owed, quarter, rate * loan.step / 400.0) if loan.pays_in(quarter) else 0.0
    closing = owed - due if due != owed else 0.0
    moved = Movement(now.balance, draw, capitalised, interest_paid, due, fee, closing)
    return moved, Position(closing, accrued - interest, drawn)


@dataclasses.dataclass(frozen=True)
class Schedule:
    """A loan's whole life, one row a quarter, millions of its currency."""

    loan: Loan
    quarter: NDArray[np.int64]
    opening: Amounts
    draw: Amounts
    capitalised: Amounts
    interest: Amounts
    principal: Amounts
    fee: Amounts
    closing: Amounts

    @property
    def service(self) -> Amounts:
        """Interest and principal of each quarter [mn]."""
        return self.interest + self.principal


def schedule(loan: Loan, reference: Reference | None = None, last_draw: int | None = None) -> Schedule:
    """The contractual schedule of a loan along a path of its reference rate [% a year by quarter].

    After `last_draw` nothing is drawn, though fees on what is undrawn go on, as in a run that stops the programme.
    """
    rows, now = [], Position()
    last = loan.last_payment
    for quarter in range(loan.draw_start, last + 1):
        rate = loan.rate_in(reference(quarter) if loan.floating and reference else 0.0)
        draw = loan.draw_in(quarter) if last_draw is None or quarter <= last_draw else 0.0
        row, now = move(loan, quarter, now, draw, rate)
        rows.append(row)
    columns = np.array(rows, dtype=np.float64).T
    return Schedule(loan, np.arange(loan.draw_start, last + 1), *columns)
