"""Bills are paid: wages, inputs, power, rent, tax, trade credit; profit (step 7) and firms' loans (step 8)."""

from __future__ import annotations

import numpy as np

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
from simulation.table import Column, total, total_by

EARNING = Loop(
    wage_bill, overhead, rent_bill, noise, value_added, gross_profit, interest, profit_tax_paid, profit, losing
)
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
    deferred = deferred_bills(now, given)
    at = given.specialties
    services = firms.output * at.services_share[firms.specialty]
    power = firms.output * extra["power_cost"]
    inputs = extra["input_order"] * extra["input_price"] - deferred + firms.payables
    cash = firms.cash + firms.home_sales + firms.exports + found["noise"] - inputs - services - power
    cash = cash - found["wage_bill"] - found["overhead"] - found["rent_bill"] - found["profit_tax_paid"]
    settled = firms.but(
        cash=cash, payables=deferred, value_added=found["value_added"], profit=found["profit"], losing=found["losing"]
    )
    return now.but(firms=settled, extra={**extra, **found, **trade_credit(now, deferred), "inputs_paid": inputs}).paid(
        *flows_of_bills(now, found, services, power, deferred)
    )


def deferred_bills(now: Economy, given: Given) -> Column:
    """Part of suppliers' bills paid a quarter later, higher where the supplier is near (E6) [USD mn]."""
    if not given.does("trade_credit"):
        return np.zeros(len(now.firms))
    share = given["deferred_share"] + given["deferred_share_nearby"] * now.extra["nearby"]
    return now.extra["supplier_bill"] * share


def trade_credit(now: Economy, deferred: Column) -> dict[str, Column]:
    """What each supplier is paid now and late, and what it waits for."""
    row, size = now.extra["supplier_row"], len(now.suppliers)
    has = row >= 0
    owed_row = now.extra["creditor_row"]
    owed = owed_row >= 0
    late = total_by(owed_row[owed], now.firms.payables[owed], size)
    at_once = total_by(row[has], (now.extra["supplier_bill"] - deferred)[has], size)
    return {
        "paid_to_suppliers": at_once + late,
        "late_paid_by_supplier": late,
        "deferred_by_supplier": total_by(row[has], deferred[has], size),
    }


def flows_of_bills(
    now: Economy, found: dict[str, Column], services: Column, power: Column, deferred: Column
) -> list[tuple[str, str, str, float]]:
    """The quarter's payments of all firms, by payee."""
    extra, firms = now.extra, now.firms
    in_zone = firms.hectares > 0.0
    abroad = extra["bought_abroad"]
    bought = extra["input_order"] * extra["input_price"]
    lease = total(np.where(in_zone, found["rent_bill"], 0.0))
    return [
        ("firms", "households", "wages", total(found["wage_bill"])),
        ("firms", "households", "overhead", total(found["overhead"])),
        ("firms", "households", "services", total(services) - total(found["noise"])),
        ("firms", "households", "rent", total(found["rent_bill"]) - lease),
        ("firms", "zone authorities", "lease", lease),
        ("firms", "power companies", "electricity", total(power)),
        ("firms", "treasury", "profit tax", total(found["profit_tax_paid"])),
        ("firms", "rest of the world", "imported inputs", total(abroad)),
        ("firms", "suppliers", "inputs", total(extra["supplier_bill"]) - total(deferred) + extra["owed_to_suppliers"]),
        ("firms", "households", "home inputs", total(bought) - total(abroad) - total(extra["supplier_bill"])
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
