"""The same part of a quarter in NumPy without compilation: whole columns, one expression after the other."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.benchmark.task import Task, laplace
from simulation.engine.table import Column


def played(task: Task, luck: Mapping[str, Column]) -> Firms:
    """The firms after their own part of a quarter; `luck` as `task.luck_of` gives it."""
    n, trade = SimpleNamespace(**task.numbers), of_firms(task)
    quoted = quotes(task, n, trade)
    sold = sales(task, n, trade, quoted)
    paid = bills(task, n, trade, quoted, sold, luck["profit"])
    return invested(task, n, trade, quoted, sold, paid, luck)


def drawn(random: np.random.Generator, size: int) -> dict[str, Column]:
    """Luck from NumPy's own generator."""
    return {
        "profit": random.standard_normal(size), "skill": random.standard_normal(size), "standing": random.random(size),
    }  # fmt: skip


def of_firms(task: Task) -> Any:
    """What each firm's specialty is like, one column a meaning."""
    names = (
        "alpha", "base_wage", "mean_workers", "base_tfp", "power_share", "materials_share", "services_share",
        "normal_crew", "crew_part", "capital_factor", "glut",
    )  # fmt: skip
    return SimpleNamespace(**{name: task.trade[name][task.firms.specialty] for name in names})


def quotes(task: Task, n: Any, trade: Any) -> Any:
    """Productivity, cost, price and market weights."""
    firms, place, alpha = task.firms, {name: column[task.pair] for name, column in task.by_pair.items()}, trade.alpha
    site = {name: task.site[name][firms.site] for name in ("quality", "reliability", "land_use")}
    crowd = np.maximum(0.0, site["land_use"] - n.congestion_threshold)
    seen = np.maximum(0.0, place["reach"] - firms.workers * n.own_weight)
    gain = (
        n.marshall_elasticity * np.log(1.0 + seen / n.reach_scale_workers)
        + n.jacobs_elasticity * np.log(1.0 + place["others"] / n.others_scale_workers)
        + n.quality_elasticity * np.log(np.maximum(site["quality"], 0.2))
        + np.log(1.0 - n.outage_output_loss * (1.0 - site["reliability"]))
        - np.log(1.0 + n.congestion_strength * crowd * crowd)
    )
    size = n.size_elasticity * np.log((1.0 + firms.workers) / (1.0 + trade.mean_workers))
    tfp = trade.base_tfp * np.exp(gain + firms.skill + size)
    wage = trade.base_wage * task.by_cell["wage_index"][task.cell]
    factors = trade.capital_factor * (wage / (1.0 - alpha)) ** (1.0 - alpha) / tfp
    served = site["reliability"] * n.tariff + (1.0 - site["reliability"]) * n.generator_cost_multiple
    power = trade.power_share * served / n.reference_power
    inputs = trade.materials_share * task.handed["input_price"]
    price = (1.0 + (n.markup - 1.0) * trade.glut) * (factors + inputs + trade.services_share + power)
    pull, elastic = np.exp(firms.standing + place["market_gain"]), 1.0 - n.substitution_elasticity
    abroad = pull * (price * place["tau_world"]) ** elastic
    deserved = abroad * firms.workers / (firms.workers + n.export_half_workers)
    return SimpleNamespace(
        tfp=tfp, price=price, power=power, place=place, home=pull * (price * place["tau_home"]) ** elastic,
        world=firms.buyers_abroad + n.customer_speed * (deserved - firms.buyers_abroad),
    )  # fmt: skip


def sales(task: Task, n: Any, trade: Any, quoted: Any) -> Any:
    """Demand met, crew, output and sales."""
    firms, kinds, alpha = task.firms, task.trade["alpha"].size, trade.alpha
    by_home = np.bincount(firms.specialty, weights=firms.weight * quoted.home, minlength=kinds)
    by_world = np.bincount(firms.specialty, weights=firms.weight * quoted.world, minlength=kinds)
    home_pull = task.trade["demand_at_home"] / np.maximum(task.trade["rest_at_home"] + by_home, 1e-300)
    by_world = np.maximum(by_world, 1e-300)
    nation = task.trade["export_weight"] * (by_world / task.trade["export_weight"]) ** n.outer * n.at_once
    world_pull = (
        task.trade["demand_abroad"] * nation / np.maximum(task.trade["rest_abroad"] + nation, 1e-300) / by_world
    )
    at_home = quoted.home * home_pull[firms.specialty] / (quoted.price * quoted.place["tau_home"])
    asked = quoted.price * n.margin_abroad
    abroad = quoted.world * world_pull[firms.specialty] * n.competitiveness / (asked * quoted.place["tau_world"])
    wanted, able = at_home + abroad, quoted.tfp * firms.capital**alpha
    needed = (wanted / able) ** (1.0 / (1.0 - alpha)) / n.labour_efficiency
    needed = np.minimum(needed, n.crew_limit * trade.normal_crew * firms.capital)
    workers = np.maximum(0.5, firms.workers + n.hiring_speed * (needed - firms.workers))
    output = np.minimum(wanted, able * (workers * n.labour_efficiency) ** (1.0 - alpha))
    output = np.minimum(output, firms.stock / trade.materials_share)
    share = np.divide(quoted.price * output, wanted, out=np.zeros(wanted.size), where=wanted > 0.0)
    return SimpleNamespace(
        wanted=wanted, workers=workers, output=output, at_home=share * at_home,
        abroad=share * n.margin_abroad * abroad,
        stock=np.maximum(0.0, firms.stock - output * trade.materials_share),
    )  # fmt: skip


def bills(task: Task, n: Any, trade: Any, quoted: Any, sold: Any, luck: Column) -> Any:
    """Bills, profit, interest, repayment and the last credit."""
    firms, site, capital = task.firms, task.site, task.firms.capital
    unit_wage, services = trade.base_wage * n.labour_efficiency, sold.output * trade.services_share
    paid = sold.workers - n.owner_work * np.minimum(sold.workers, 1.0)
    wages = paid * unit_wage * task.by_cell["wage_index"][task.cell]
    technique = n.labour_efficiency**n.fixed_cost_elasticity
    overhead = n.overhead_workers * technique * unit_wage * np.minimum(1.0, sold.workers / 5.0)
    rent, power = sold.workers * site["rent"][firms.site], sold.output * quoted.power
    noise, earned = sold.output * quoted.price * luck * n.profit_noise, sold.at_home + sold.abroad
    added = earned - sold.output * trade.materials_share * task.handed["input_price"] - services - power
    leverage = np.minimum(2.0, firms.debt / np.maximum(capital, 1e-9))
    rate = np.maximum(0.0, n.policy_rate + n.spread + n.risk_spread * leverage * leverage)
    interest = firms.debt * rate / 4.0
    young = task.quarter - firms.born < site["holiday_quarters"][firms.site]
    relief = np.where(young, site["tax_relief"][firms.site], 0.0)
    before_tax = added - wages - overhead - rent + noise - interest - n.wear * capital
    tax = np.maximum(0.0, before_tax) * n.profit_tax * (1.0 - relief)
    waits = task.handed["supplier_bill"] * (n.deferred_share + n.deferred_share_nearby * task.handed["nearby"])
    inputs = task.handed["input_order"] * task.handed["input_price"] - waits + firms.payables
    cash = firms.cash + earned + noise - inputs - services - power - wages - overhead - rent - tax - interest
    back = np.minimum(firms.debt * n.repayment, np.maximum(0.0, cash))
    square = sold.workers * sold.workers
    large = square / (square + n.leverage_half_workers * n.leverage_half_workers)
    limit = capital * (n.leverage_small + (n.leverage_large - n.leverage_small) * large)
    debt, cash = firms.debt - back, cash - back
    last = np.minimum(np.maximum(0.0, -cash), np.maximum(0.0, limit + n.last_credit * capital - debt))
    return SimpleNamespace(
        added=added, profit=before_tax - tax, payables=waits, cost=wages + inputs, limit=limit, back=back,
        debt=debt + last, cash=cash + last,
    )  # fmt: skip


def invested(
    task: Task, n: Any, trade: Any, quoted: Any, sold: Any, paid: Any, luck: Mapping[str, Column]
) -> Firms:  # fmt: skip
    """Investment, credit, dividends, and what firms learn."""
    firms, capital = task.firms, task.firms.capital
    needed = sold.wanted / (quoted.tfp * trade.crew_part)
    wish = np.maximum(0.0, n.investment_speed * (needed - capital) + n.wear * capital)
    wish = np.minimum(wish, n.investment_limit * capital)
    spare = np.maximum(0.0, paid.cash - n.cash_buffer * paid.cost)
    credit = np.minimum(np.maximum(0.0, wish - spare), np.maximum(0.0, paid.limit - paid.debt))
    asked, repaid = (firms.weight * credit).sum(), (firms.weight * paid.back).sum()
    loan = credit * (min(1.0, (task.credit + repaid) / asked) if asked > 0.0 else 0.0)
    spent = np.minimum(wish, spare + loan)
    loan = np.minimum(loan, np.maximum(0.0, spent - spare))
    beyond = np.maximum(0.0, paid.cash - 4.0 * n.cash_buffer * paid.cost)
    share = n.payout * np.maximum(0.0, paid.profit) + 0.5 * beyond
    owners = np.maximum(0.0, np.minimum(spare + loan - spent, share))
    spread = n.standing_sd * ((1.0 + sold.workers) / 11.0) ** -n.standing_size_power
    return firms.but(
        price=quoted.price, tfp=quoted.tfp, buyers_abroad=quoted.world,
        workers=sold.workers, output=sold.output, home_sales=sold.at_home,
        exports=sold.abroad, stock=sold.stock, wanted=sold.wanted, payables=paid.payables, value_added=paid.added,
        profit=paid.profit, losing=np.where(paid.profit < 0.0, firms.losing + 1.0, 0.0),
        capital=capital * (1.0 - n.wear) + spent, cash=paid.cash + loan - spent - owners, debt=paid.debt + loan,
        skill=n.skill_persistence * firms.skill + n.skill_sd * luck["skill"],
        standing=firms.standing + n.standing_drift / 4.0 + spread * laplace(luck["standing"]),
    )  # fmt: skip
