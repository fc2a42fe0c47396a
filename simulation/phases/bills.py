"""Bills are paid: wages, inputs, power, rent, tax, trade credit; profit (step 7) and firms' loans (step 8)."""

from __future__ import annotations

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
    credit_limit,
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
from simulation.phases.production import settings, sources
from simulation.rules import Loop
from simulation.table import Column, total, total_by_known, totals_by_known

EARNING = Loop(
    wage_bill, overhead, rent_bill, noise, value_added, gross_profit, interest, profit_tax_paid, profit, losing
)
SETTLING = Loop(
    services_paid, power_paid, inputs_bought, deferred, inputs_paid, lease, purse, cash_after_supplies,
    cash_after_bills,
    keep=["services_paid", "power_paid", "inputs_bought", "deferred", "inputs_paid", "lease", "cash_after_bills"],
)  # fmt: skip
REPAYING = Loop(amortisation)
LAST_CREDIT = Loop(credit_limit, overdraft, keep=["overdraft"])


def bills_are_paid(now: Economy, given: Given) -> Economy:
    """Wages, inputs, power, rent and tax go out; a part of suppliers' bills waits a quarter."""
    firms, extra = now.firms, now.extra
    luck = given.luck.normal("profit", now.quarter, firms.id)
    age = (now.quarter - firms.born).astype(np.float64)
    rows = {**firms.columns(), **extra, "luck_of_profit": luck, "losing_before": firms.losing, "age_quarters": age}
    for made_here in ("value_added", "profit", "losing"):
        rows.pop(made_here)
    found = EARNING(len(firms), rows, settings(now, given), **sources(now, given, firms))
    bills = SETTLING(
        len(firms), {**rows, **found}, given.numbers,
        specialty=(firms.specialty, {"services_share": given.specialties.services_share}),
    )  # fmt: skip
    settled = firms.but(
        cash=bills["cash_after_bills"], payables=bills["deferred"], value_added=found["value_added"],
        profit=found["profit"], losing=found["losing"],
    )  # fmt: skip
    handed = {**extra, **found, **trade_credit(now, bills["deferred"]), "inputs_paid": bills["inputs_paid"]}
    return now.but(firms=settled, extra=handed).paid(*flows_of_bills(now, found | bills))


def trade_credit(now: Economy, waits: Column) -> dict[str, Column]:
    """What each supplier is paid now and late, and what it waits for."""
    size, row = len(now.suppliers), now.extra["supplier_row"]
    late = total_by_known(now.extra["creditor_row"], now.firms.payables, size)
    at_once, waiting = totals_by_known(row, [now.extra["supplier_bill"] - waits, waits], size)
    return {"paid_to_suppliers": at_once + late, "late_paid_by_supplier": late, "deferred_by_supplier": waiting}


def flows_of_bills(now: Economy, found: dict[str, Column]) -> list[tuple[str, str, str, float]]:
    """The quarter's payments of all firms, by payee."""
    extra, firms = now.extra, now.firms
    abroad, bought, supplied = (
        total(column) for column in (extra["bought_abroad"], found["inputs_bought"], extra["supplier_bill"])
    )
    leased, waits = total(found["lease"]), total(found["deferred"])
    return [
        ("firms", "households", "wages", total(found["wage_bill"])),
        ("firms", "households", "overhead", total(found["overhead"])),
        ("firms", "households", "services", total(found["services_paid"]) - total(found["noise"])),
        ("firms", "households", "rent", total(found["rent_bill"]) - leased),
        ("firms", "zone authorities", "lease", leased),
        ("firms", "power companies", "electricity", total(found["power_paid"])),
        ("firms", "treasury", "profit tax", total(found["profit_tax_paid"])),
        ("firms", "rest of the world", "imported inputs", abroad),
        ("firms", "suppliers", "inputs", supplied - waits + extra["owed_to_suppliers"]),
        ("firms", "households", "home inputs", bought - abroad - supplied
         + total(firms.payables) - extra["owed_to_suppliers"]),
    ]  # fmt: skip


def firms_repay(now: Economy, given: Given) -> Economy:
    """Firms pay interest and repay their loans as agreed; where cash is gone, a last credit or nothing."""
    firms, paid = now.firms, now.extra["interest"]
    cash = firms.cash - paid
    back = REPAYING(len(firms), {"debt": firms.debt, "cash": cash}, given.numbers)["amortisation"]
    debt, cash = firms.debt - back, cash - back
    rows = {**firms.columns(), "cash": cash, "debt": debt}
    last = LAST_CREDIT(len(firms), rows, given.numbers)["overdraft"]
    after = now.but(firms=firms.but(debt=debt + last, cash=cash + last), extra={**now.extra, "amortisation": back})
    return after.paid(
        ("firms", "domestic banks", "interest", total(paid)),
        ("firms", "domestic banks", "principal", total(back)),
        ("domestic banks", "firms", "new loans", total(last)),
    )
