"""Loans are repaid: what is asked, who pays it, what the guarantor pays, and what becomes arrears."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from math import fsum, inf

import numpy as np

from simulation.agents.authorities.state import ZoneTakings
from simulation.engine.table import total
from simulation.finance import accounts, workouts
from simulation.finance.accounts import Account
from simulation.finance.ledger import HOUSEHOLDS, TREASURY, ZONES, Flow
from simulation.finance.nation import Burden, National, NationalActivity, Reserves, next_nation
from simulation.finance.treasury import guarantee_paid, revenue_earned, spending_left
from simulation.institutions.affording import (
    abroad,
    account_closes,
    afforded,
    exports_of,
    missing_months,
    other_due,
)
from simulation.institutions.dues import Due, due_of
from simulation.institutions.power_paying import power_pays
from simulation.institutions.state import Institutions, dollar_at_home, money_of, worths
from simulation.institutions.till import Till
from simulation.institutions.zones_paying import zones_pay

Paid = dict[str, float]
"""What borrowers paid, by loan [mn USD of 2020]."""


def repay(
    now: Institutions, quarter: int, takings: ZoneTakings, national: NationalActivity
) -> tuple[Institutions, list[Flow]]:
    """The quarter's debt service, waterfalls, guarantees, defaults and workouts, and what they do to the nation."""
    till, worth = Till(), worths(now, quarter)
    dues = [due_of(now, account, quarter, worth) for account in now.loans]
    zones, paid_by_zones, leases = zones_pay(now, quarter, takings, dues, till)
    power, paid_by_power, settled = power_pays(now, quarter, national, dues, leases, till)
    now = _affordable(now, quarter, dues, national)
    paid = paid_by_zones | paid_by_power | _government_pays(dues, now.external.share, till)
    called = _guarantees(now, dues, paid, till)
    live = [_settle(due, paid, called, leases, quarter) for due in dues]
    live = _after_default(now, live, [due.rules for due in dues], quarter, zones.cover.tolist())
    now = _with_arrears(now.but(zones=zones, power=power, loans=tuple(live)), worth)
    now = _treasury_closes(now, quarter, national, till, fsum(called.values()), settled)
    now = account_closes(now, quarter, served_abroad(now, quarter), broke(now), till)
    return _nation_follows(now, quarter, national), till.flows()


def _affordable(now: Institutions, quarter: int, dues: list[Due], national: NationalActivity) -> Institutions:
    """The institutions with what the country can pay abroad this quarter."""
    now = now.but(nation=_industry_began(now.nation, national))
    return now.but(external=afforded(now, quarter, dues, national, _revenue(now, quarter, national)))


def served_abroad(now: Institutions, quarter: int) -> float:
    """What was paid abroad on the book's loans, whoever paid [mn USD of 2020]."""
    return fsum(abroad(now, a, a.quarter.paid + a.quarter.called, quarter) for a in now.loans)


def broke(now: Institutions) -> bool:
    """Whether the government is in default on a loan."""
    return any(a.in_default for a in now.loans if a.loan.borrower == "government")


def _government_pays(dues: list[Due], share: float, till: Till) -> Paid:
    """The government pays what it can afford of what is due abroad and all at home, and zones' where they are spared.

    The share is of all that is asked abroad; what is left unpaid is arrears.
    """
    paid: Paid = {}
    for due in dues:
        if due.account.loan.borrower == "government" or due.spared:
            part = share if due.account.loan.abroad else 1.0
            amount = 0.0 if due.refuses else due.account.quarter.asked * due.money * part
            till.service(TREASURY, due.account, amount)
            paid[due.account.key] = amount
    return paid


def _guarantees(now: Institutions, dues: list[Due], paid: Paid, till: Till) -> Paid:
    """The treasury pays what guaranteed borrowers do not; never for itself, nor while it refuses to pay."""
    called: Paid = {}
    if any(due.refuses for due in dues if due.account.loan.borrower == "government"):
        return called
    for due in dues:
        if due.account.loan.borrower == "government":
            continue
        short = max(0.0, due.account.quarter.asked * due.money - paid.get(due.account.key, 0.0))
        part = now.external.share if due.account.loan.abroad else 1.0
        amount = guarantee_paid(short, due.account.loan.guaranteed, part * now.setup.treasury.guarantee_paid_share)
        till.service(TREASURY, due.account, amount)
        called[due.account.key] = amount
    return called


def _settle(due: Due, paid: Paid, called: Paid, leases: Paid, quarter: int) -> Account:
    key = due.account.key
    if due.account.swapped:
        return workouts.lease_taken(due.account, quarter, leases.get(key, 0.0) / due.money)
    return accounts.settled(due.account, paid.get(key, 0.0) / due.money, called.get(key, 0.0) / due.money)


def _after_default(
    now: Institutions, live: list[Account], rules: list[workouts.Rules], quarter: int, cover: list[float]
) -> list[Account]:
    """Default, its price for every loan of the same borrower, and workouts."""
    prices = [workouts.pricing(each) for each in rules]
    failed = {a.loan.borrower for a, price in zip(live, prices, strict=True) if accounts.defaults(a, price)}
    after = []
    for account, own, price in zip(live, rules, prices, strict=True):
        if account.loan.borrower in failed:
            account = accounts.priced(account, price, accounts.defaults(account, price))
        else:
            account = accounts.cured(account)
        place = now.setup.facts.borrowers.get(account.loan.borrower)
        after.append(workouts.worked_out(account, own, quarter, inf if place is None else cover[place]))
    return after


def _with_arrears(now: Institutions, worth: Mapping[str, float]) -> Institutions:
    """What zones and power companies have not paid, beside them."""
    unpaid = [(a.loan.borrower, a.arrears * worth[a.loan.currency]) for a in now.loans if a.arrears > 0.0]
    zones, power = np.zeros(len(now.zones)), np.zeros(len(now.power))
    for who in {who for who, _ in unpaid}.intersection(now.setup.facts.borrowers):
        zones[now.setup.facts.borrowers[who]] = fsum(amount for other, amount in unpaid if other == who)
    for who, amount in unpaid:
        if who.startswith("power:"):
            rows = now.setup.companies.borrowers[who]
            power[rows] += amount / rows.size
    return now.but(zones=now.zones.but(arrears=zones), power=now.power.but(arrears=power))


def _treasury_closes(
    now: Institutions, quarter: int, national: NationalActivity, till: Till, called: float, settled: float
) -> Institutions:
    """The treasury takes its revenue and spends what is left, so that its deposits stay level."""
    lines = till.lines
    revenue = _revenue(now, quarter, national) - national.tax_forgone
    out = fsum(amount for (payer, _, _), amount in lines.items() if payer == TREASURY)
    back = fsum(amount for (_, payee, _), amount in lines.items() if payee == TREASURY)
    support = now.treasury.support + fsum(a for (p, q, _), a in lines.items() if (p, q) == (TREASURY, ZONES))
    service = out - called - settled - (support - now.treasury.support)
    support += national.duty_given_back
    left = spending_left(revenue + back, service, called, support, settled)
    till.pay(HOUSEHOLDS, TREASURY, "other taxes and revenue", revenue - national.profit_tax)
    till.pay(TREASURY, HOUSEHOLDS, "public spending", left)
    purse = dataclasses.replace(
        now.treasury, revenue=revenue, service_paid=service, guarantees_called=called, support=support,
        guarantees_in_all=now.treasury.guarantees_in_all + called, claims=now.treasury.claims + called,
        power_settled=settled, spending=left, reliefs=national.tax_forgone + national.duty_given_back,
    )  # fmt: skip
    return now.but(treasury=purse)


def _industry_began(nation: National, national: NationalActivity) -> National:
    """The nation with the value added of the run's first quarter, against which taxes grow."""
    if nation.value_added_at_start > 0.0:
        return nation
    return dataclasses.replace(nation, value_added_at_start=national.value_added)


def _revenue(now: Institutions, quarter: int, national: NationalActivity) -> float:
    """The treasury's revenue [mn USD of 2020]; that of the path where nothing was made at the start."""
    paths, began = now.setup.paths, now.nation.value_added_at_start
    on_path = paths.at(paths.revenue, quarter)
    if began <= 0.0:
        return on_path
    country = paths.at(paths.gdp, quarter) / paths.at(paths.gdp, paths.start)
    manufacturing = now.setup.treasury.manufacturing_revenue_share
    return revenue_earned(on_path, national.value_added / began, country, manufacturing)


def _nation_follows(now: Institutions, quarter: int, national: NationalActivity) -> Institutions:
    """Burden of the quarter's external service, and what rates and prices make of it."""
    setup = now.setup
    reserves = Reserves(missing_months(now, quarter), now.external.memory) if setup.account is not None else None
    nation = next_nation(now.nation, _burden(now, quarter, national), setup.channels, setup.capacity, reserves)
    return now.but(nation=dataclasses.replace(nation, unpaid_usd_bn=unpaid_power(now, quarter)))


def _burden(now: Institutions, quarter: int, national: NationalActivity) -> Burden:
    """What was due and paid, and from what."""
    setup, paths, dollar = now.setup, now.setup.paths, dollar_at_home(now, quarter)
    exports = exports_of(now, quarter, national)
    other = other_due(now, quarter, exports)
    programme = now.external.last.programme > 0.0
    return Burden(
        service=served_abroad(now, quarter), committed=paths.at(setup.committed_service, quarter),
        due=fsum(abroad(now, a, a.quarter.contractual, quarter) for a in now.loans),
        other=other if setup.account is None else now.external.other_paid, other_due=other,
        treasury=dollar * fsum(abroad(now, a, _by_treasury(now, a), quarter) for a in now.loans),
        treasury_committed=paths.at(paths.exchange, quarter) * paths.at(setup.committed_own, quarter),
        exports=exports, revenue=now.treasury.revenue, revenue_on_path=paths.at(paths.revenue, quarter),
        exchange=dollar, in_default=broke(now),
        consolidation=setup.capacity.rescue_room_share if programme else 0.0,
    )  # fmt: skip


def _by_treasury(now: Institutions, account: Account) -> float:
    """What the treasury paid on a loan [mn of its currency]: its own, called, or a zone's whose channel is cut."""
    spared = account.loan.borrower.startswith("zone:") and not now.setup.channels.zone_loans
    own = account.loan.borrower == "government" or spared
    return account.quarter.called + (account.quarter.paid if own else 0.0)


def unpaid_power(now: Institutions, quarter: int) -> float:
    """Power bills and power companies' debt unpaid above the baseline [bn USD of 2020]."""
    setup = now.setup
    bills = total(now.power.receivables) - setup.paths.at(setup.committed_receivables, quarter)
    debt = fsum(
        a.arrears * money_of(now, a.loan.currency, quarter) for a in now.loans if a.loan.borrower.startswith("power:")
    )
    return (max(0.0, bills) + debt) / 1000.0
