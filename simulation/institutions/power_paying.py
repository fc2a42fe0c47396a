"""Power companies' quarter of money: bills collected, operating cost, debt service, owners."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.agents.power import company
from simulation.agents.power.state import PowerCompanies
from simulation.engine.table import Column, total
from simulation.finance.balance import lender_of
from simulation.finance.ledger import HOUSEHOLDS, POWER, TREASURY, WORLD
from simulation.finance.nation import NationalActivity
from simulation.institutions.dues import Due
from simulation.institutions.state import Institutions
from simulation.institutions.till import Till


def power_pays(
    now: Institutions,
    quarter: int,
    national: NationalActivity,
    dues: Sequence[Due],
    leases: dict[str, float],
    till: Till,
) -> tuple[PowerCompanies, dict[str, float], float]:
    """Companies after the quarter, what they paid on each loan, and bills that the treasury settled.

    Lenders who swapped debt for equity take dividends; what they take is put into `leases`.
    """
    billed, settled = _billed(now, quarter, till)
    till.pay(POWER, HOUSEHOLDS, "generation and grid", national.power_paid)
    own = [due for due in dues if due.account.loan.borrower.startswith("power:")]
    cash, before = billed.cash.copy(), now.power.service_due
    due, paid, by_loan = np.zeros(cash.size), np.zeros(cash.size), {}
    for one in sorted(own, key=lambda each: each.account.loan.seniority):
        rows = now.setup.companies.borrowers[one.account.loan.borrower]
        due[rows] += _split(one.scheduled, billed.payment[rows])
        cash += _owners_help(one, quarter, rows, cash, till)
        amount = min(one.asked, max(0.0, total(cash[rows])))  # overdrawn companies pay nothing, rather than less
        shares = _split(amount, cash[rows])
        cash[rows] -= shares
        paid[rows] += shares
        till.service(POWER, one.account, amount)
        by_loan[one.account.key] = amount
    short = any(one.asked > by_loan[one.account.key] * (1.0 + 1e-12) for one in own)
    after = billed.but(cash=cash, service_due=due, service_paid=paid)
    return _owners_paid(now, after, before, short, own, leases, till), by_loan, settled


def _billed(now: Institutions, quarter: int, till: Till) -> tuple[PowerCompanies, float]:
    """Capacity payments billed and collected, old bills settled, operating cost paid."""
    setup, before, rules = now.setup, now.power, now.setup.power
    capacity, nominal = company.in_operation(setup.plants, quarter, len(before))
    payment = nominal * setup.paths.constant_usd(1.0, "USD", quarter)
    fade = setup.paths.at(setup.paths.us_price, quarter - 1) / setup.paths.at(setup.paths.us_price, quarter)
    unpaid = setup.shock("unpaid_power_bills", quarter) / 100.0
    old = before.receivables * fade
    new, settled = company.bills_collected(payment, old, rules, unpaid)
    subsidy = company.subsidy(old, rules)
    collected, operating = new + settled, company.operating_cost(payment, rules)
    till.pay(HOUSEHOLDS, POWER, "capacity payments", total(collected))
    till.pay(TREASURY, POWER, "power bills settled", total(subsidy))
    till.pay(POWER, HOUSEHOLDS, "plant operation", total(operating))
    billed = before.but(
        capacity_mw=capacity, payment=payment, collected=collected + subsidy, operating=operating,
        receivables=old + payment - collected - subsidy, cash=before.cash + collected + subsidy - operating,
    )  # fmt: skip
    return billed, total(subsidy)


def _split(amount: float, weights: Column) -> Column:
    """An amount in proportion to weights, evenly where there are none."""
    weights = np.maximum(weights, 0.0)
    whole = total(weights)
    return amount * weights / whole if whole > 0.0 else np.full(weights.size, amount / weights.size)


def _owners_help(due: Due, quarter: int, rows: Column, cash: Column, till: Till) -> Column:
    """Owners pay fees and interest while nothing has to be repaid yet: that is part of the cost of building."""
    help_given = np.zeros(cash.size)
    short = due.asked - total(cash[rows])
    if quarter < due.account.terms.first_instalment and short > 0.0:
        help_given[rows[0]] = short
        till.pay(WORLD, POWER, "owners' money", short)
    return help_given


def _owners_paid(
    now: Institutions,
    after: PowerCompanies,
    before: Column,
    short: bool,
    own: Sequence[Due],
    leases: dict[str, float],
    till: Till,
) -> PowerCompanies:
    """Dividends: cash beyond some quarters of debt service; none while any debt of theirs is unpaid."""
    typical = 0.5 * (after.service_due + before)
    out = np.array(
        [
            company.dividend(float(cash), float(service), now.setup.power, short)
            for cash, service in zip(after.cash, typical, strict=True)
        ]
    )
    kept = out.copy()
    for one in own:
        if one.account.swapped:
            rows = now.setup.companies.borrowers[one.account.loan.borrower]
            taken = min(total(kept[rows]), one.account.position.balance * one.money)
            kept[rows] -= _split(taken, kept[rows])
            leases[one.account.key] = taken
            till.pay(POWER, lender_of(one.account), "lease income", taken)
    till.pay(POWER, WORLD, "dividends", total(kept))
    return after.but(cash=after.cash - out, dividends=kept)
