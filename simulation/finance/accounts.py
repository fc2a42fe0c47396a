"""Loan accounts: a loan alive, with arrears, default and the price of default (amounts nominal, its currency, 1:1)."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from simulation.finance.loans import Loan, Position, Reference, move
from simulation.finance.terms import Workout


class LoanQuarter(NamedTuple):
    """What a loan saw in one quarter [mn of its currency]."""

    draw: float = 0.0
    interest: float = 0.0
    principal: float = 0.0
    fee: float = 0.0
    capitalised: float = 0.0
    penalty: float = 0.0
    asked: float = 0.0
    """Scheduled interest, principal and fee, and arrears with penalty."""
    paid: float = 0.0
    called: float = 0.0
    """Paid by the guarantor."""
    written_off: float = 0.0
    lease_paid: float = 0.0
    """Lease income that a lender took in a swap; also in `paid`."""
    added: float = 0.0
    """Fee or accrued interest that a workout put on the balance."""
    rate: float = 0.0
    """Rate at which interest accrued [% a year], its reference included."""
    worth: float = 0.0
    """What one unit of the currency was worth when it was paid [USD of 2020 x scale]."""

    @property
    def moved(self) -> bool:
        """Whether anything was drawn, due, paid, added or written off."""
        return self._replace(rate=0.0, worth=0.0) != QUIET

    @property
    def contractual(self) -> float:
        """Scheduled service of the quarter, arrears left out."""
        return self.interest + self.principal + self.fee


NOTHING_YET, QUIET = Position(), LoanQuarter()
ROUNDING = 1e-12
"""A shortfall below this share of what was asked is rounding."""


class Account(NamedTuple):
    """A loan and where it stands."""

    loan: Loan
    terms: Loan
    """The terms in force: the loan's own until a workout changes them."""
    position: Position = NOTHING_YET
    drawing: float = 0.0
    """Drawn in this quarter, not yet on the balance."""
    arrears: float = 0.0
    penalties: float = 0.0
    """Part of arrears that is penalty, on which no further penalty runs."""
    behind: int = 0
    """Quarters in arrears."""
    extra_spread: float = 0.0
    in_default: bool = False
    stopped: bool = False
    """Draws have ended for good."""
    workout: str = ""
    came: tuple[tuple[str, int], ...] = ()
    """Names of the workouts that have come, each with the quarter in which it last did, in the order of their names."""
    due: str = ""
    """Name of the workout that has been triggered and waits for its terms."""
    due_since: int | None = None
    """Quarter in which a workout was triggered."""
    lease_until: int | None = None
    called_in_all: float = 0.0
    quarter: LoanQuarter = QUIET

    @property
    def key(self) -> str:
        """The loan's key."""
        return self.loan.name

    @property
    def owed(self) -> float:
        """Balance and arrears."""
        return self.position.balance + self.arrears

    @property
    def swapped(self) -> bool:
        """Whether its lender takes lease income instead of service."""
        return self.lease_until is not None

    def came_in(self, workout: str) -> int | None:
        """Quarter in which a workout last came, by its name; None if it never did."""
        return dict(self.came).get(workout)

    @property
    def alive(self) -> bool:
        """Whether anything is owed, is being drawn or will be."""
        return self.owed + self.drawing > 0.0


def opened(loan: Loan) -> Account:
    """A loan before its first draw."""
    return Account(loan, loan)


def carried(loan: Loan, reference: Reference, quarter: int) -> Account:
    """A loan as it stands when a run begins: drawn, and served on schedule, in the quarters before."""
    position = NOTHING_YET
    for before in range(loan.draw_start, quarter):
        rate = loan.rate_in(reference(before))
        _, position = move(loan, before, position, loan.draw_in(before), rate)
    return opened(loan)._replace(position=position)


def draws(account: Account, quarter: int) -> float:
    """Draw of a quarter; nothing once the lender has stopped."""
    return 0.0 if account.stopped else account.loan.draw_in(quarter)


def asked(account: Account, quarter: int, reference_rate: float, penalty_pct: float) -> Account:
    """The account after its scheduled movement, with what it asks of its borrower, arrears and penalty included."""
    if account.swapped:
        return account._replace(quarter=QUIET)
    terms = account.terms
    rate = terms.rate_in(reference_rate) + account.extra_spread
    if account.stopped and account.drawing <= 0.0:
        terms = dataclasses.replace(terms, upfront_fee=0.0, insurance_fee=0.0, commitment_fee=0.0)
    moved, position = move(terms, quarter, account.position, account.drawing, rate)
    penalty = (account.arrears - account.penalties) * (rate + penalty_pct) / 400.0
    seen = LoanQuarter(
        draw=moved.draw, interest=moved.interest, principal=moved.principal, fee=moved.fee,
        capitalised=moved.capitalised, penalty=penalty,
        asked=moved.interest + moved.principal + moved.fee + account.arrears + penalty, rate=rate,
    )  # fmt: skip
    return account._replace(position=position, drawing=0.0, quarter=seen)


def settled(account: Account, paid: float, called: float) -> Account:
    """The account after payment: what was asked and not paid, principal included, is arrears and nothing else."""
    unpaid = account.quarter.asked - paid - called
    unpaid = unpaid if unpaid > ROUNDING * account.quarter.asked else 0.0
    seen = account.quarter._replace(paid=paid, called=called)
    return account._replace(
        arrears=unpaid, penalties=min(unpaid, account.penalties + account.quarter.penalty),
        behind=account.behind + 1 if unpaid > 0.0 else 0, quarter=seen,
        called_in_all=account.called_in_all + called, in_default=account.in_default and unpaid > 0.0,
    )  # fmt: skip


def defaults(account: Account, rule: Workout) -> bool:
    """Whether a loan is now in default: unpaid for so many quarters."""
    return account.arrears > 0.0 and account.behind >= rule.arrears_quarters


def priced(account: Account, rule: Workout, own: bool) -> Account:
    """A loan after its borrower's default: draws stop for all; the spread of the loan and of floating ones rises.

    `own` is the loan that was not paid, else one of the same borrower (cross-default).
    """
    spread = rule.default_spread_pct_per_year if own or account.terms.floating else 0.0
    return account._replace(
        stopped=True, in_default=account.in_default or own, extra_spread=max(account.extra_spread, spread)
    )


def cured(account: Account) -> Account:
    """A loan whose borrower is no longer in default: its spread falls back, its draws do not come again."""
    return account._replace(extra_spread=0.0, in_default=False) if account.extra_spread else account
