"""What is due: each loan's claim on its borrower in a quarter, as everybody who pays sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simulation.finance import accounts, workouts
from simulation.finance.accounts import Account
from simulation.finance.currency import USD_REFERENCE
from simulation.finance.terms import Workout
from simulation.institutions.state import Institutions


class Due(NamedTuple):
    """A loan's claim on its borrower in a quarter."""

    account: Account
    money: float
    """What one unit of its currency is worth here."""
    refuses: bool
    """The borrower has chosen not to pay."""
    spared: bool
    """The treasury serves it instead: the channel of zones' own loans is cut."""
    rules: workouts.Rules
    """The workouts that concern it, by their names."""

    @property
    def rule(self) -> Workout:
        """What a default on it costs."""
        return workouts.pricing(self.rules)

    @property
    def asked(self) -> float:
        """What the borrower is asked for [mn USD of 2020]."""
        return 0.0 if self.refuses or self.spared else self.account.quarter.asked * self.money

    @property
    def scheduled(self) -> float:
        """The same without arrears."""
        return 0.0 if self.spared else self.account.quarter.contractual * self.money


def due_of(now: Institutions, account: Account, quarter: int, worth: Mapping[str, float]) -> Due:
    """The claim of one loan in this quarter, its scheduled movement made; `worth` as `state.worths`."""
    rules = workouts.rules_of(now.setup.workouts, account.loan)
    reference = now.setup.paths.reference(account.loan)(quarter)
    if account.loan.reference != USD_REFERENCE:
        reference += now.nation.policy_points
    moved = accounts.asked(account, quarter, reference, workouts.pricing(rules).penalty_pct_per_year)
    moved = moved._replace(quarter=moved.quarter._replace(worth=worth[account.loan.currency]))
    spared = account.loan.borrower.startswith("zone:") and not now.setup.channels.zone_loans
    return Due(moved, worth[account.loan.currency], workouts.stops_paying(rules, account, quarter), spared, rules)
