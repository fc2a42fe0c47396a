"""Suppliers live on: they are paid, close, and enter where need is unmet (parts of step 7, 10, 11)."""

from __future__ import annotations

import numpy as np

from simulation.agents.suppliers.deciding import next_capacity, supplier_profit, supplier_workers
from simulation.agents.suppliers.state import suppliers
from simulation.economy import Economy, Given, places_of
from simulation.engine.rules import Loop
from simulation.engine.table import Column
from simulation.phases.handed_on import Needs, TradeCredit
from simulation.phases.suppliers import least_units, near_suppliers

LIVING = Loop(next_capacity, supplier_workers)
EARNING = Loop(supplier_profit)


def suppliers_live(now: Economy, given: Given) -> Economy:
    """Suppliers are paid, pay their own costs and dividends, close, and new ones enter where need is unmet."""
    settled, loss = suppliers_settle(now, given), now.today[TradeCredit].supplier_loss
    table = settled.suppliers
    if len(table) == 0:
        return suppliers_enter(settled, given)
    profit = EARNING(len(table), {**table.columns(), "supplier_loss": loss}, given.numbers)["supplier_profit"]
    losing = np.where(profit < 0.0, table.losing + 1.0, 0.0)
    hazard = given["supplier_exit_hazard"] / 4.0
    closing = given.luck.uniform("supplier closes", now.quarter, table.id) < hazard
    closing |= (losing >= given["losing_quarters"]) | (table.cash < 0.0)
    kept = table.but(losing=losing).take(~closing)
    gone = table.take(closing)
    left = gone.cash
    after = settled.but(suppliers=kept).paid(
        ("suppliers", "households", "closed suppliers' cash", gone.all_of(np.maximum(0.0, left))),
        ("households", "suppliers", "closed suppliers' debts", gone.all_of(np.maximum(0.0, -left))),
    )
    return suppliers_enter(after, given)


def suppliers_settle(now: Economy, given: Given) -> Economy:
    """Bills come in, wages, imports, home inputs and fixed costs go out, owners take what exceeds a quarter's sales."""
    table, credit, here = now.suppliers, now.today[TradeCredit], now.here
    if len(table) == 0:
        return now
    fixed = given["supplier_fixed_share"] * np.maximum(0.0, table.capacity * table.price - table.sales)
    wages = given["supplier_wage_share"] * table.sales
    imports = given["supplier_import_share"] * table.sales
    home = (
        1.0 - given["supplier_wage_share"] - given["supplier_import_share"] - given["supplier_margin"]
    ) * table.sales
    cash = table.cash + credit.paid - fixed - wages - imports - home
    owners = np.maximum(0.0, cash - 0.5 * table.sales)
    at = places_of(given, table.site, table.specialty)[1]
    rows = {**table.columns(), "least_capacity": least_units(now, given, at)}
    lived = LIVING(len(table), rows, {**given.numbers, **here.nation})
    receivables = table.receivables + credit.deferred - credit.late
    after = table.but(
        cash=cash - owners, capacity=lived["next_capacity"], workers=lived["supplier_workers"], receivables=receivables
    )
    return now.but(suppliers=after).paid(
        ("suppliers", "households", "wages", table.all_of(wages)),
        ("suppliers", "rest of the world", "imported inputs", table.all_of(imports)),
        ("suppliers", "households", "inputs and fixed costs", table.all_of(home + fixed)),
        ("suppliers", "households", "dividends", table.all_of(owners)),
    )


def suppliers_enter(now: Economy, given: Given) -> Economy:
    """A supplier enters where unmet need within reach exceeds one indivisible unit: the critical mass."""
    kinds = len(given.specialties)
    pairs, counts = entered(now, given) if given.does("suppliers") else (np.zeros(0, dtype=np.int64), np.zeros(0))
    if pairs.size == 0:
        return now
    least = least_units(now, given, pairs)
    cash = 0.5 * least
    new = suppliers(
        pairs.size,
        id=given.luck.identities("new supplier", now.quarter, pairs),
        weight=counts,
        born=now.quarter,
        specialty=pairs % kinds,
        site=pairs // kinds,
        capacity=least,
        price=1.0,
        cash=cash,
    )
    return now.but(suppliers=now.suppliers.append(new)).paid(
        ("households", "suppliers", "founders' money", new.all_of(cash))
    )


def entered(now: Economy, given: Given) -> tuple[Column, Column]:
    """Pairs of cell and specialty in which suppliers enter [int64], and how many a row stands for.

    Each place enters with the odds of its own share of the need around it, once a market's unit is lacking there: else
    all places of one gap would answer it at once. Rows that stand for several come so much more rarely, and for no more
    than the gap has room for.
    """
    unmet, units = now.today[Needs].unmet, now.here.pair["market_unit"]
    around, pairs = near_suppliers(given, unmet), np.flatnonzero(unmet > 0.0)
    pairs = pairs[around[pairs] > units[pairs]]
    need, unit = around[pairs], units[pairs]
    count = np.clip(np.floor(need / least_units(now, given, pairs)), 1.0, given.weight)
    odds = 0.25 * unmet[pairs] / np.maximum(need, 1e-12) * np.minimum(need / unit, 4.0) / count
    came = given.luck.uniform("supplier enters", now.quarter, pairs) < odds
    return pairs[came], count[came]
