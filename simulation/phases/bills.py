"""Bills are paid: wages, inputs, power, rent, land, tax, trade credit; profit (step 7) and firms' loans (step 8)."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.paying import (
    cash_after_bills,
    cash_after_supplies,
    deferred,
    duty_given_back,
    inputs_bought,
    inputs_paid,
    lease,
    next_plot_owed,
    plot_due,
    plot_paid,
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
    tax_forgone,
    value_added,
    wage_bill,
)
from simulation.economy import Economy, Given
from simulation.engine.rules import Loop
from simulation.engine.table import Column, total_by_known, totals_by_known
from simulation.finance.ledger import Flow
from simulation.phases.handed_on import Bills, BillsInAll, InputOrders, InputsInAll, Prices, RepaidInAll, TradeCredit
from simulation.phases.production import places_today, settings, sources

SETTLING = Loop(
    wage_bill, overhead, rent_bill, noise, value_added, gross_profit, interest, profit_tax_paid, profit, losing,
    tax_forgone, services_paid, power_paid, inputs_bought, deferred, inputs_paid, lease, plot_due, plot_paid,
    next_plot_owed, duty_given_back, purse, cash_after_supplies, cash_after_bills,
    keep=[*Bills.names(), "value_added", "profit", "losing", "deferred", "next_plot_owed", "cash_after_bills"],
    add=BillsInAll.names(),
)  # fmt: skip
REPAYING = Loop(
    cash_after_interest, amortisation, debt_after_instalment, cash_after_instalment, credit_limit, overdraft,
    debt_after_service, cash_after_service,
    keep=["debt_after_service", "cash_after_service"],
    add=["amortisation", "overdraft"],
)  # fmt: skip


def bills_are_paid(now: Economy, given: Given) -> Economy:
    """Wages, inputs, power, rent and tax go out; a part of suppliers' bills waits a quarter."""
    firms, today = now.firms, now.today
    luck = given.luck.normal("profit", now.quarter, firms.id)
    age = (now.quarter - firms.born).astype(np.float64)
    rows = {
        **firms.columns(), **today[InputOrders].columns(), "power_cost": today[Prices].power_cost,
        "hired_workers": firms.workers, "made_units": firms.output, "luck_of_profit": luck,
        "losing_before": firms.losing, "age_quarters": age,
    }  # fmt: skip
    for made_here in ("value_added", "profit", "losing"):
        rows.pop(made_here)
    bills = SETTLING(len(firms), rows, settings(now, given), **sources(now, given, firms, places_today(now)))
    settled = firms.but(
        cash=bills["cash_after_bills"], payables=bills["deferred"], value_added=bills["value_added"],
        profit=bills["profit"], losing=bills["losing"], plot_bought=np.zeros(len(firms)),
        plot_owed=bills["next_plot_owed"], duty_back=np.zeros(len(firms)),
    )  # fmt: skip
    credit, in_all = trade_credit(now, bills["deferred"]), BillsInAll(**bills.totals)
    after = now.but(firms=settled).hands_on(Bills.picked_from(bills), in_all, credit)
    return after.paid(*flows_of_bills(now, in_all, now.suppliers.all_of(credit.late)))


def trade_credit(now: Economy, waits: Column) -> TradeCredit:
    """What each supplier is paid now and late, and what it waits for."""
    size, orders, count = len(now.suppliers), now.today[InputOrders], now.firms.weight
    each = 1.0 / now.suppliers.weight
    late = each * total_by_known(orders.creditor_row, count * now.firms.payables, size)
    bills = [count * (orders.supplier_bill - waits), count * waits]
    at_once, waiting = each * totals_by_known(orders.supplier_row, bills, size)
    return TradeCredit(paid=at_once + late, late=late, deferred=waiting, supplier_loss=np.zeros(size))


def flows_of_bills(now: Economy, bills: BillsInAll, owed: float) -> list[Flow]:
    """The quarter's payments of all firms, by payee; `owed` is what waited at suppliers."""
    abroad, supplied = now.today[InputsInAll].bought_abroad, now.today[InputsInAll].supplier_bill
    return [
        ("firms", "households", "wages", bills.wage_bill),
        ("firms", "households", "overhead", bills.overhead),
        ("firms", "households", "services", bills.services_paid - bills.noise),
        ("firms", "households", "rent", bills.rent_bill - bills.lease),
        ("firms", "zone authorities", "lease", bills.lease),
        ("firms", "zone authorities", "land sold", bills.plot_paid),
        ("treasury", "firms", "duty given back", bills.duty_given_back),
        ("firms", "power companies", "electricity", bills.power_paid),
        ("firms", "treasury", "profit tax", bills.profit_tax_paid),
        ("firms", "rest of the world", "imported inputs", abroad),
        ("firms", "suppliers", "inputs", supplied - bills.deferred + owed),
        ("firms", "households", "home inputs", bills.inputs_bought - abroad - supplied
         + now.firms.all_of(now.firms.payables) - owed),
    ]  # fmt: skip


def firms_repay(now: Economy, given: Given) -> Economy:
    """Firms pay interest and repay their loans as agreed; where cash is gone, a last credit or nothing."""
    firms = now.firms
    repaid = REPAYING(len(firms), {**firms.columns(), "interest": now.today[Bills].interest}, given.numbers)
    served = firms.but(debt=repaid["debt_after_service"], cash=repaid["cash_after_service"])
    in_all = RepaidInAll(repaid.totals["amortisation"])
    after = now.but(firms=served).hands_on(in_all)
    return after.paid(
        ("firms", "domestic banks", "interest", now.today[BillsInAll].interest),
        ("firms", "domestic banks", "principal", in_all.amortisation),
        ("domestic banks", "firms", "new loans", repaid.totals["overdraft"]),
    )
