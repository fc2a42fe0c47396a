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


CREDITORS, CREDITORS_AGAIN = "creditors", "creditors again"
"""Names of what creditors do of themselves; no scenario can write the second, and none may write the first."""


def of_creditors(wait_quarters: float) -> dict[str, Workout]:
    """What a loan's creditor agrees after so long in arrears: longer terms, and if they fail a part is written off."""
    wait = max(0, round(wait_quarters) - round(no_rule().arrears_quarters))
    common = {"loans": ("all",), "trigger": "arrears", "start": FIRST, "wait_quarters": wait}
    return {
        CREDITORS: Workout.model_validate(common | {"kind": "reprofiling"}),
        CREDITORS_AGAIN: Workout.model_validate(common | {"kind": "haircut", "repeat_quarters": 1}),
    }


FIRST = "2010Q1"
"""Creditors have always acted."""
Rules = Mapping[str, Workout]
"""Workouts by their names, in the order in which a scenario names them."""


def rules_of(rules: Rules, loan: Loan) -> Rules:
    """All workouts that concern a loan; each has its own turn."""
    return {name: rule for name, rule in rules.items() if concerns(rule, loan)}


def pricing(rules: Rules) -> Workout:
    """The first of a loan's workouts, which says what a default costs; a plain one where there is none."""
    return next(iter(rules.values())) if rules else no_rule()


@cache
def no_rule() -> Workout:
    """The rule of a loan that no workout names: it is paid or not."""
    return Workout()


def stops_paying(rules: Rules, account: Account, quarter: int) -> bool:
    """Whether the borrower has chosen not to pay: from a workout's start on, until its terms are agreed."""
    return account.came_in(CREDITORS) is None and any(
        rule.stop_paying
        and quarter >= quarter_index(rule.start)
        and (rule.kind == "none" or account.came_in(name) is None)
        for name, rule in rules.items()
    )


def triggered(rule: Workout, account: Account, quarter: int, cover: float, last: int | None = None) -> bool:
    """Whether a workout is due: at its date, in default, or at a cover below the agreed one; `last` is when it came."""
    unfit = rule.kind == "equity_swap" and account.loan.borrower == "government"  # it has no lease to give
    if rule.kind == "none" or unfit or account.swapped or not account.alive or quarter < quarter_index(rule.start):
        return False
    if last is not None and not comes_again(rule, account, quarter, last):
        return False
    renewed = rule.kind == "rollover" and last is not None
    if rule.trigger == "arrears" and not renewed:
        return account.in_default
    return renewed or rule.trigger == "date" or cover < rule.cover_below


def comes_again(rule: Workout, account: Account, quarter: int, last: int) -> bool:
    """Whether a workout is repeated: a rollover just before it falls due, while agreed; others after their time."""
    if rule.kind == "rollover":
        ends = quarter_index(rule.start) + rule.repeat_quarters
        return quarter < ends and quarter == account.terms.last_instalment - 1
    return rule.repeat_quarters > 0 and quarter >= last + rule.repeat_quarters


def worked_out(account: Account, rules: Rules, quarter: int, cover: float) -> Account:
    """The account after the workout that is due in this quarter, if any; the wait between trigger and terms included.

    Of several that concern a loan each comes in its own time; of two in one quarter the later named waits for the next.
    """
    name, since = account.due, account.due_since
    if since is None:
        found = (n for n, r in rules.items() if triggered(r, account, quarter, cover, account.came_in(n)))
        name = next(found, "")
        if not name:
            return account
        since, account = quarter, account._replace(due=name, due_since=quarter)
    if name in (CREDITORS, CREDITORS_AGAIN) and account.arrears <= 0.0:
        return account._replace(due="", due_since=None)  # cured in the meantime
    rule = rules[name]
    if quarter < since + rule.wait_quarters or (name == CREDITORS_AGAIN and not _tells(account, quarter)):
        return account
    agree = written_down if name == CREDITORS_AGAIN else AGREEMENTS[rule.kind]
    agreed = agree(account, rule, quarter)
    came = tuple(sorted((dict(account.came) | {name: quarter}).items()))
    return agreed._replace(
        workout=rule.kind, came=came, due="", due_since=None,
        behind=0, in_default=False, arrears=0.0, penalties=0.0,
    )  # fmt: skip


def _with_terms(account: Account, rule: Workout, quarter: int, grace: int, left: int, profile: str) -> Account:
    """Balance, arrears and fee under new terms that begin next quarter, at a higher spread (nothing is forgiven)."""
    terms = account.terms
    begun, left = quarter + 1 - terms.draw_start, -(-left // terms.step) * terms.step  # whole periods
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


def written_down(account: Account, rule: Workout, quarter: int) -> Account:
    """What a creditor agrees when longer terms have failed: as much is written off as is not paid, on new terms.

    The share is what the quarter's service lacks of what was due by contract, at least the rule's haircut.
    """
    seen = account.quarter
    unpaid = 1.0 - (seen.paid + seen.called) / seen.contractual if seen.contractual > 0.0 else 0.0
    keep = min(1.0 - rule.haircut_pct / 100.0, 1.0 - unpaid)
    position = account.position._replace(balance=account.position.balance * keep)
    lighter = account._replace(position=position, arrears=account.arrears * keep)
    agreed = reprofiled(lighter, rule, quarter)
    return agreed._replace(quarter=agreed.quarter._replace(written_off=(1.0 - keep) * account.owed))


def _tells(account: Account, quarter: int) -> bool:
    """Whether a quarter tells what can be paid: service is due in it, or the loan has run out."""
    return account.quarter.contractual > 0.0 or quarter > account.terms.last_instalment


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
    worth = account.quarter.worth
    seen = LoanQuarter(lease_paid=taken, paid=taken, written_off=left if over else 0.0, worth=worth)
    position = account.position._replace(balance=0.0 if over else left)
    return account._replace(position=position, quarter=seen)


AGREEMENTS = {"rollover": rolled_over, "reprofiling": reprofiled, "haircut": cut, "equity_swap": swapped}
