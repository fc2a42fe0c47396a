"""What the country can afford to pay abroad in a quarter, and its external account when the quarter closes.

The government pays the smaller of two shares of what is due abroad: what foreign exchange leaves when reserves may fall
to their floor (other debt is served alike), and what its revenue leaves. Guarantees are paid at the same share.
"""

from __future__ import annotations

import dataclasses
from math import fsum

from simulation.finance import external
from simulation.finance.accounts import Account
from simulation.finance.external import External, Inflow, Record
from simulation.finance.ledger import CENTRAL_BANK, HOUSEHOLDS, LENDERS, WORLD
from simulation.finance.nation import NationalActivity
from simulation.institutions.dues import Due
from simulation.institutions.state import Institutions, dollar_at_home, exchange_of
from simulation.institutions.till import Till


def exports_of(now: Institutions, quarter: int, national: NationalActivity) -> float:
    """All exports of goods and services [mn USD of 2020]: the modelled ones times the recorded ratio."""
    account = now.setup.account
    if account is None:
        return national.exports * now.setup.treasury.exports_per_industrial_export
    return national.exports * now.setup.paths.at(account.exports_factor, quarter)


def other_due(now: Institutions, quarter: int, exports: float) -> float:
    """External service due on debt outside the book [mn USD of 2020]: recorded less committed."""
    setup = now.setup
    if setup.account is not None:
        return setup.paths.at(setup.account.other_service, quarter)
    recorded = setup.paths.at(setup.paths.external_service, quarter) / 100.0 * exports
    return max(0.0, recorded - setup.paths.at(setup.committed_service, quarter))


def abroad(now: Institutions, account: Account, amount: float, quarter: int) -> float:
    """An amount of a loan's currency in dollars [mn USD of 2020]; 0 of a loan from home."""
    if not account.loan.abroad:
        return 0.0
    return now.setup.paths.constant_usd(amount, account.loan.currency, quarter)


def afforded(now: Institutions, quarter: int, dues: list[Due], national: NationalActivity, revenue: float) -> External:
    """The account before debt is paid: inflows, imports, a programme, and the share that the government can pay."""
    account, rule, state = now.setup.account, now.setup.capacity, now.external
    if account is None:
        return state
    if quarter >= account.free_from:
        state = _stops(state, national.luck, now)
    seen, left = _inflow(now, state, account, quarter, national, dues)
    asked = fsum(abroad(now, due.account, due.account.quarter.asked, quarter) for due in dues)
    own = fsum(
        abroad(now, due.account, due.account.quarter.asked, quarter)
        for due in dues
        if due.account.loan.borrower == "government"
    )
    dollar = dollar_at_home(now, quarter)
    by_exchange = external.paid_share(external.room_abroad(state, seen, rule), asked + seen.other_due)
    by_revenue = external.paid_share(external.government_room(revenue, seen.other_due, dollar, rule), own * dollar)
    share = min(by_exchange, by_revenue) if rule.limited else 1.0
    paid = seen.other_due * (by_exchange if rule.limited else 1.0)
    return dataclasses.replace(state, last=seen, share=share, other_paid=paid, programme_left=left)


def _stops(state: External, luck: float, now: Institutions) -> External:
    """Inflows stop by luck, the likelier the fewer reserves there are, and come again after some quarters."""
    rule = now.setup.capacity
    if state.stopped > 0:
        return dataclasses.replace(state, stopped=state.stopped - 1)
    stop = rule.sudden_stops and luck < external.hazard(state.months, rule)
    return dataclasses.replace(state, stopped=round(rule.stop_quarters)) if stop else state


def _inflow(
    now: Institutions, state: External, account: Record, quarter: int, national: NationalActivity, dues: list[Due]
) -> tuple[Inflow, int]:
    """What comes in and what imports take; and for how many quarters more a programme will lend."""
    paths, rule, free = now.setup.paths, now.setup.capacity, quarter >= account.free_from
    exports, inflows = exports_of(now, quarter, national), paths.at(account.inflows, quarter)
    stay = 0.0 if state.stopped > 0 else 1.0 - rule.default_inflow_loss * state.memory
    drawn = fsum(abroad(now, due.account, due.account.quarter.draw, quarter) for due in dues)
    more = (drawn - paths.at(account.draws, quarter)) * (1.0 - now.setup.treasury.works_import_share)
    programme, left = external.programme_paid(state, rule) if free else (0.0, 0)
    came = Inflow(
        exports=exports, remittances=paths.at(account.remittances, quarter), programme=programme,
        capital=(inflows * stay if inflows > 0.0 else inflows) + more, other_due=other_due(now, quarter, exports),
    )  # fmt: skip
    wanted = external.imports_wanted(paths.at(account.imports, quarter), exchange_of(now, quarter) - 1.0, rule)
    wanted *= external.controlled(state.months, rule) if free else 1.0
    means = state.reserves + came.exports + came.remittances + came.capital + came.programme
    return came._replace(imports=min(wanted, max(0.0, means))), left


def account_closes(now: Institutions, quarter: int, book_paid: float, broke: bool, till: Till) -> Institutions:
    """Reserves after all that was paid; the central bank's side of it in the ledger."""
    account, rule, state = now.setup.account, now.setup.capacity, now.external
    if account is None:
        return now
    repaid = 0.0 if state.programme_left > 0 else rule.rescue_repaid_per_quarter * state.programme_owed
    open_ = external.closed(state, state.last, state.other_paid, book_paid, 0.0, repaid)
    fled = _fled(now, quarter, open_, state.reserves)
    after = external.closed(state, state.last, state.other_paid, book_paid, fled, repaid)
    after = dataclasses.replace(after, memory=external.remembered(state, broke, rule), broke=broke)
    _told(after, book_paid, till)
    return now.but(external=after)


def _fled(now: Institutions, quarter: int, after: External, before: float) -> float:
    """Capital that leaves while the currency is pushed down from outside: what lifts reserves above their target."""
    account = now.setup.account
    if account is None or now.setup.shock("real_depreciation", quarter) <= 0.0:
        return 0.0
    target = now.setup.paths.at(account.months, quarter) * after.last.imports / external.MONTHS
    return max(0.0, after.reserves - max(target, before))


def _told(after: External, book_paid: float, till: Till) -> None:
    """The quarter's foreign exchange: residents sell what they earn and buy what they owe; reserves are the rest."""
    seen = after.last
    till.pay(WORLD, HOUSEHOLDS, "remittances", seen.remittances)
    till.pay(LENDERS, HOUSEHOLDS, "capital inflows", seen.capital)
    till.pay(HOUSEHOLDS, LENDERS, "other external service", after.other_paid)
    till.pay(HOUSEHOLDS, WORLD, "capital flight", after.fled)
    till.pay(HOUSEHOLDS, CENTRAL_BANK, "foreign exchange sold", seen.exports + seen.remittances + seen.capital)
    spent = seen.imports + after.other_paid + book_paid + after.fled
    till.pay(CENTRAL_BANK, HOUSEHOLDS, "foreign exchange bought", spent)
    till.pay(LENDERS, CENTRAL_BANK, "programme", seen.programme)
    till.pay(CENTRAL_BANK, LENDERS, "programme repaid", after.repaid)


def missing_months(now: Institutions, quarter: int) -> float:
    """Months by which reserves fall short of the reference; what is above it does not undo a fall from outside."""
    account = now.setup.account
    if account is None:
        return 0.0
    missing = now.setup.paths.at(account.months, quarter) - now.external.months
    return max(0.0, missing) if now.setup.shock("real_depreciation", quarter) > 0.0 else missing
