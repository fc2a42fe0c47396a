"""Workouts: rollover, reprofiling, haircut and debt for equity; each has its trigger, its terms and its price."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache

from simulation.finance.accounts import Account, LoanQuarter
from simulation.finance.loans import Loan
from simulation.finance.terms import Workout
from simulation.units import quarter_index

KINDS = {"government": "government", "zone": "zone:", "power": "power:"}


def concerns(rule: Workout, loan: Loan) -> bool:
    """Whether a workout is about a loan: by key, kind of borrower, or lender."""
    return any(
        name in ("all", loan.name, loan.lender, loan.borrower)
        or (name in KINDS and loan.borrower.startswith(KINDS[name]))
        for name in rule.loans
    )


def rule_of(rules: Mapping[str, Workout], loan: Loan) -> tuple[str, Workout]:
    """The first workout that concerns a loan, by name; a plain one, which only prices default, where there is none."""
    for name, rule in rules.items():
        if concerns(rule, loan):
            return name, rule
    return "", no_rule()


@cache
def no_rule() -> Workout:
    """The rule of a loan that no workout names: it is paid or not."""
    return Workout()


def stops_paying(rule: Workout, account: Account, quarter: int) -> bool:
    """Whether the borrower has chosen not to pay: from the start on, until terms are agreed."""
    if not rule.stop_paying or quarter < quarter_index(rule.start):
        return False
    return rule.kind == "none" or account.last_workout is None


def triggered(rule: Workout, account: Account, quarter: int, cover: float) -> bool:
    """Whether the trigger has fired: the date, a default, or a cover ratio below the agreed one."""
    unfit = rule.kind == "equity_swap" and account.loan.borrower == "government"  # it has no lease to give
    if rule.kind == "none" or unfit or account.swapped or not account.alive or quarter < quarter_index(rule.start):
        return False
    if account.last_workout is not None:
        return comes_again(rule, account, quarter)
    if rule.trigger == "arrears":
        return account.in_default
    return rule.trigger == "date" or cover < rule.cover_below


def comes_again(rule: Workout, account: Account, quarter: int) -> bool:
    """Whether a workout is repeated: a rollover just before it falls due, while agreed; others after their time."""
    if rule.kind == "rollover":
        ends = quarter_index(rule.start) + rule.repeat_quarters
        return quarter < ends and quarter == account.terms.last_instalment - 1
    last = account.last_workout
    return last is not None and rule.repeat_quarters > 0 and quarter >= last + rule.repeat_quarters


def worked_out(account: Account, rule: Workout, quarter: int, cover: float) -> Account:
    """The account after this quarter's workout, if any is due; the wait between trigger and terms included."""
    since = account.due_since
    if since is None:
        if not triggered(rule, account, quarter, cover):
            return account
        since, account = quarter, account._replace(due_since=quarter)
    if quarter < since + rule.wait_quarters:
        return account
    agreed = AGREEMENTS[rule.kind](account, rule, quarter)
    return agreed._replace(
        workout=rule.kind,
        last_workout=quarter,
        due_since=None,
        behind=0,
        in_default=False,
        arrears=0.0,
        penalties=0.0,
    )


def _with_terms(account: Account, rule: Workout, quarter: int, grace: int, left: int, profile: str) -> Account:
    """Balance, arrears and fee under new terms that begin next quarter, at a higher spread (nothing is forgiven)."""
    terms = account.terms
    begun = quarter + 1 - terms.draw_start
    shifted = dataclasses.replace(terms, grace=begun + grace, maturity=begun + grace + left, profile=profile)
    shifted = dataclasses.replace(shifted, rate=shifted.rate + rule.spread_rise_pct_per_year)
    fee = rule.fee_pct / 100.0 * account.owed
    owed = account.owed + fee
    seen = account.quarter._replace(added=fee)
    position = account.position._replace(balance=owed)
    return account._replace(terms=shifted, position=position, extra_spread=0.0, quarter=seen)


def rolled_over(account: Account, rule: Workout, quarter: int) -> Account:
    """All of it falls due again in one sum after some years, interest is paid (Pakistan's bank lines and deposits)."""
    step = account.terms.step
    return _with_terms(account, rule, quarter, max(0, round(rule.rollover_quarters) - step), step, "bullet")


def reprofiled(account: Account, rule: Workout, quarter: int) -> Account:
    """New grace and longer maturity, face value kept: the usual Chinese practice."""
    left = max(account.terms.step, account.terms.last_instalment - quarter) + round(rule.extra_quarters)
    new = max(round(rule.new_grace_quarters), _grace_left(account.terms, quarter))
    grace = min(new, left - account.terms.step)
    profile = "equal_principal" if account.terms.profile == "bullet" else account.terms.profile
    return _with_terms(account, rule, quarter, grace, left - grace, profile)


def cut(account: Account, rule: Workout, quarter: int) -> Account:
    """A share of balance and arrears is written off; the rest runs on its old maturity, or a year if that is over."""
    gone = rule.haircut_pct / 100.0 * account.owed
    keep = 1.0 - rule.haircut_pct / 100.0
    position = account.position._replace(balance=account.position.balance * keep)
    lighter = account._replace(position=position, arrears=account.arrears * keep)
    left = max(2 * account.terms.step, account.terms.last_instalment - quarter)
    agreed = _with_terms(lighter, rule, quarter, _grace_left(account.terms, quarter), left, account.terms.profile)
    return agreed._replace(quarter=agreed.quarter._replace(written_off=gone))


def _grace_left(terms: Loan, quarter: int) -> int:
    return max(0, terms.first_instalment - quarter - terms.step)


def swapped(account: Account, rule: Workout, quarter: int) -> Account:
    """Debt for equity: the lender takes the lease income for years and asks for no service; what is left then is gone.

    Arrears and accrued interest join the balance, which bears no interest any more and falls by the income taken.
    """
    owed = account.owed + account.position.accrued
    seen = account.quarter._replace(added=account.position.accrued)
    position = account.position._replace(balance=owed, accrued=0.0)
    until = quarter + round(rule.lease_quarters)
    return account._replace(lease_until=until, extra_spread=0.0, position=position, quarter=seen, stopped=True)


def lease_taken(account: Account, quarter: int, income: float) -> Account:
    """A swapped loan after a quarter: income taken lowers what is owed; at the lease's end the rest is written off."""
    taken = min(income, account.position.balance)
    left = account.position.balance - taken
    over = account.lease_until is not None and quarter >= account.lease_until
    seen = LoanQuarter(lease_paid=taken, paid=taken, written_off=left if over else 0.0)
    position = account.position._replace(balance=0.0 if over else left)
    return account._replace(position=position, quarter=seen)


AGREEMENTS = {"rollover": rolled_over, "reprofiling": reprofiled, "haircut": cut, "equity_swap": swapped}
