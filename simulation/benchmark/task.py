"""The firms' own part of a quarter, as a task for other engines: what they are given, and what must come out.

It begins when inputs are ordered and ends before firms close or move: price, sell, hire, make, settle, repay, invest,
learn. No firm looks at another firm in it, but for three national sums.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from simulation.agents.firms.paying import plot_due, plot_paid
from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Given, cells_of, pairs_of
from simulation.engine.rules import exp_of
from simulation.engine.table import Column
from simulation.phases.handed_on import InputOrders
from simulation.phases.production import NONE, demand, settings

PHASES = (
    "firms_price", "buyers_choose", "firms_hire_and_produce", "bills_are_paid", "firms_repay", "firms_invest",
    "firms_learn",
)  # fmt: skip
"""The engine's phases that are this part."""
OF_SITE = ("rent", "quality", "reliability", "land_use", "tax_relief", "holiday_quarters")
OF_CELL = ("wage_index",)
OF_PAIR = ("reach", "others", "tau_home", "tau_world", "market_gain")
HANDED_OVER = ("input_price", "input_order", "supplier_bill", "nearby")
CHANGED = (
    "price", "tfp", "workers", "output", "home_sales", "exports", "stock", "wanted", "cash", "payables",
    "value_added", "profit", "losing", "debt", "capital", "skill", "standing", "buyers_abroad",
)  # fmt: skip
"""Columns of the firms that the part changes."""


@dataclasses.dataclass(frozen=True)
class Task:
    """What firms know when their own part of a quarter begins."""

    firms: Firms
    quarter: int
    cell: Column
    """Cell of each firm."""
    pair: Column
    """Pair of cell and specialty of each firm."""
    handed: Mapping[str, Column]
    """HANDED_OVER, one value a firm."""
    site: Mapping[str, Column]
    """OF_SITE by site."""
    by_cell: Mapping[str, Column]
    """OF_CELL by cell."""
    by_pair: Mapping[str, Column]
    """OF_PAIR by pair."""
    trade: Mapping[str, Column]
    """What each specialty is like, with demand and the rest of the market at home and abroad."""
    numbers: Mapping[str, float]
    """Parameters and national prices by name."""
    credit: float
    """New loans that banks can give before what firms repay is added [USD mn]."""


def task_of(now: Economy, given: Given) -> Task:
    """The task at the moment at which firms have ordered inputs."""
    cells = cells_of(given, now.firms.site)
    at_home, abroad, rivals = demand(now, given)
    fit, numbers = given.fit, settings(now, given)
    outer = (numbers["outer_elasticity"] - 1.0) / (numbers["substitution_elasticity"] - 1.0)
    at_once = numbers["competitiveness"] ** numbers["export_elasticity_short"]
    numbers |= {"outer": outer, "at_once": at_once}
    trade = {**given.specialties.columns(), "base_tfp": fit.base_tfp, "demand_at_home": at_home}
    trade |= {"demand_abroad": abroad, "rest_at_home": fit.home_rivals * rivals[0]}
    trade |= {"rest_abroad": fit.world_rivals * rivals[1], "export_weight": np.maximum(fit.export_weight, NONE)}
    technique = {name: now.here.kind[name] for name in ("normal_crew", "crew_part", "glut")}
    trade |= {**technique, "capital_factor": exp_of(now.here.kind["capital_cost"])}
    # a setting goes before a specialty's value of the same name, as in the engine's loops
    trade |= {name: np.full(column.size, numbers[name]) for name, column in trade.items() if name in numbers}
    return Task(
        firms=settled_with_zones(now), quarter=now.quarter, cell=cells,
        pair=pairs_of(given, cells, now.firms.specialty),
        handed={name: getattr(now.today[InputOrders], name) for name in HANDED_OVER},
        site={name: now.here.site[name] for name in OF_SITE},
        by_cell={name: now.here.cell[name] for name in OF_CELL},
        by_pair={name: now.here.pair[name] for name in OF_PAIR},
        trade=trade, numbers=numbers,
        credit=given["supply_growth"] * max(now.nation.bank_credit, fit.bank_credit),
    )  # fmt: skip


def settled_with_zones(now: Economy) -> Firms:
    """The firms, their zone land paid for and duty given back: what zones do is the engine's part."""
    firms, site = now.firms, {name: column[now.firms.site] for name, column in now.here.site.items()}
    due = plot_due(firms.plot_bought, firms.plot_owed, site["down_payment"], site["instalment"])
    return firms.but(cash=firms.cash - plot_paid(due, site["plot_relief"]) + firms.duty_back)


def luck_of(task: Task, given: Given) -> dict[str, Column]:
    """The engine's draws for this part, by the decision they are for; the last is the uniform behind a Laplace draw."""
    luck, who = given.luck, task.firms.id
    return {
        "profit": luck.normal("profit", task.quarter, who),
        "skill": luck.normal("skill", task.quarter, who),
        "standing": luck.uniform("standing", task.quarter, who),
    }


def laplace(u: Column) -> Column:
    """Laplace draws of standard deviation 1 from uniform ones."""
    away = np.log(np.where(u < 0.5, 2.0 * u, 2.0 * (1.0 - u)))
    return np.sqrt(0.5) * np.where(u < 0.5, away, -away)
