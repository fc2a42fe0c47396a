"""Bills are paid: wages, inputs, power, rent, tax, trade credit; profit (step 7) and firms' loans (step 8)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulation.agents.firms.paying import (
    cash_after_bills,
    cash_after_supplies,
    deferred,
    inputs_bought,
    inputs_paid,
    lease,
    power_paid,
    purse,
    services_paid,
)
from simulation.agents.firms.settling import (
    amortisation,
    cash_after_instalment,
    cash_after_interest,
    cash_after_service,
    credit_limit,
    debt_after_instalment,
    debt_after_service,
    gross_profit,
    interest,
    losing,
    noise,
    overdraft,
    overhead,
    profit,
    profit_tax_paid,
    rent_bill,
    value_added,
    wage_bill,
)
from simulation.economy import Economy, Given
from simulation.engine.rules import Loop
from simulation.engine.table import Column, total, total_by_known, totals_by_known
from simulation.finance.ledger import Flow
from simulation.phases.production import settings, sources

SETTLING = Loop(
    wage_bill, overhead, rent_bill, noise, value_added, gross_profit, interest, profit_tax_paid, profit, losing,
    services_paid, power_paid, inputs_bought, deferred, inputs_paid, lease, purse, cash_after_supplies,
    cash_after_bills,
    keep=["wage_bill", "rent_bill", "interest", "profit_tax_paid", "value_added", "profit", "losing", "deferred",
          "inputs_paid", "cash_after_bills"],
    add=["wage_bill", "overhead", "rent_bill", "noise", "interest", "profit_tax_paid", "value_added", "services_paid",
         "power_paid", "inputs_bought", "deferred", "lease"],
)  # fmt: skip
REPAYING = Loop(
    cash_after_interest, amortisation, debt_after_instalment, cash_after_instalment, credit_limit, overdraft,
    debt_after_service, cash_after_service,
    keep=["debt_after_service", "cash_after_service"],
    add=["amortisation", "overdraft"],
)  # fmt: skip


def bills_are_paid(now: Economy, given: Given) -> Economy:
    """Wages, inputs, power, rent and tax go out; a part of suppliers' bills waits a quarter."""
    firms, extra = now.firms, now.extra
    luck = given.luck.normal("profit", now.quarter, firms.id)
    age = (now.quarter - firms.born).astype(np.float64)
    rows = {**firms.columns(), **extra, "luck_of_profit": luck, "losing_before": firms.losing, "age_quarters": age}
    for made_here in ("value_added", "profit", "losing"):
        rows.pop(made_here)
    bills = SETTLING(len(firms), rows, settings(now, given), **sources(now, given, firms))
    settled = firms.but(
        cash=bills["cash_after_bills"], payables=bills["deferred"], value_added=bills["value_added"],
        profit=bills["profit"], losing=bills["losing"],
    )  # fmt: skip
    credit = trade_credit(now, bills["deferred"])
    handed, owed = {**extra, **bills, **credit, "bills_in_all": bills.totals}, total(credit["late_paid_by_supplier"])
    return now.but(firms=settled, extra=handed).paid(*flows_of_bills(now, bills.totals, owed))


def trade_credit(now: Economy, waits: Column) -> dict[str, Column]:
    """What each supplier is paid now and late, and what it waits for."""
    size, row = len(now.suppliers), now.extra["supplier_row"]
    late = total_by_known(now.extra["creditor_row"], now.firms.payables, size)
    at_once, waiting = totals_by_known(row, [now.extra["supplier_bill"] - waits, waits], size)
    return {"paid_to_suppliers": at_once + late, "late_paid_by_supplier": late, "deferred_by_supplier": waiting}


def flows_of_bills(now: Economy, bills: Mapping[str, float], owed: float) -> list[Flow]:
    """The quarter's payments of all firms, by payee; `bills` are their totals, `owed` is what waited at suppliers."""
    abroad, supplied = now.extra["inputs_in_all"]["bought_abroad"], now.extra["inputs_in_all"]["supplier_bill"]
    return [
        ("firms", "households", "wages", bills["wage_bill"]),
        ("firms", "households", "overhead", bills["overhead"]),
        ("firms", "households", "services", bills["services_paid"] - bills["noise"]),
        ("firms", "households", "rent", bills["rent_bill"] - bills["lease"]),
        ("firms", "zone authorities", "lease", bills["lease"]),
        ("firms", "power companies", "electricity", bills["power_paid"]),
        ("firms", "treasury", "profit tax", bills["profit_tax_paid"]),
        ("firms", "rest of the world", "imported inputs", abroad),
        ("firms", "suppliers", "inputs", supplied - bills["deferred"] + owed),
        ("firms", "households", "home inputs", bills["inputs_bought"] - abroad - supplied
         + total(now.firms.payables) - owed),
    ]  # fmt: skip


def firms_repay(now: Economy, given: Given) -> Economy:
    """Firms pay interest and repay their loans as agreed; where cash is gone, a last credit or nothing."""
    firms = now.firms
    repaid = REPAYING(len(firms), {**firms.columns(), "interest": now.extra["interest"]}, given.numbers)
    after = firms.but(debt=repaid["debt_after_service"], cash=repaid["cash_after_service"])
    return now.but(firms=after, extra={**now.extra, "repaid_in_all": repaid.totals["amortisation"]}).paid(
        ("firms", "domestic banks", "interest", now.extra["bills_in_all"]["interest"]),
        ("firms", "domestic banks", "principal", repaid.totals["amortisation"]),
        ("domestic banks", "firms", "new loans", repaid.totals["overdraft"]),
    )
