"""Prices, demand, crews, output and sales (step 6)."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from simulation.agents.firms.producing import (
    capital_part,
    factor_cost,
    hired_workers,
    localisation_gain,
    made_units,
    next_stock,
    place_gain,
    power_cost,
    quoted_price,
    reach_seen,
    tfp,
    unit_cost,
    wanted_workers,
)
from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Given, places_of
from simulation.engine.rules import Gathered, Loop
from simulation.engine.table import Column, total_by, totals_by
from simulation.markets.goods import (
    exports,
    gate_weight,
    home_sales,
    home_weight,
    rivals_price,
    wanted,
    wanted_abroad,
    wanted_at_home,
    world_weight,
)

NONE = 1e-300
"""Stands for nothing in a denominator: at a small scale a specialty may have no firm, and no demand."""
PRICING = Loop(
    reach_seen, localisation_gain, place_gain, tfp, factor_cost, power_cost, unit_cost, quoted_price, gate_weight,
    home_weight, world_weight,
    keep=["reach_seen", "tfp", "unit_cost", "power_cost", "quoted_price", "home_weight", "world_weight"],
)  # fmt: skip
RIVALS = Loop(rivals_price)
SELLING = Loop(wanted_at_home, wanted_abroad, wanted)
MAKING = Loop(
    capital_part, wanted_workers, hired_workers, made_units, home_sales, exports, next_stock,
    keep=["hired_workers", "made_units", "home_sales", "exports", "next_stock"],
    add=["home_sales", "exports"],
)  # fmt: skip


def sources(now: Economy, given: Given, firms: Firms) -> dict[str, Gathered]:
    """Where rules find what lies at a firm's place and in its specialty."""
    known, cells, pairs = now.extra["places_known"]
    if firms.site is not known:
        cells, pairs = places_of(given, firms.site, firms.specialty)
    columns = {**given.specialties.columns(), **now.here.kind, "base_tfp": given.fit.base_tfp}
    columns |= {"home_pull": now.nation.home_pull, "world_pull": now.nation.world_pull}
    return {
        "site": (firms.site, now.here.site),
        "cell": (cells, now.here.cell),
        "pair": (pairs, now.here.pair),
        "specialty": (firms.specialty, columns),
    }


def settings(now: Economy, given: Given) -> dict[str, float]:
    """Parameters and national prices by the names that rules ask for."""
    return {**given.numbers, **now.here.nation, "reference_power": given.fit.reference_power}


def priced(now: Economy, given: Given, firms: Firms, input_price: Column) -> dict[str, Column]:
    """Productivity, cost, price and market weights of these firms at their places."""
    rows = {**firms.columns(), "input_price": input_price}
    del rows["price"], rows["tfp"]
    return PRICING(len(firms), rows, settings(now, given), **sources(now, given, firms))


def firms_price(now: Economy, given: Given) -> Economy:
    """Each firm finds its cost at its place and quotes its price."""
    found = priced(now, given, now.firms, now.extra["input_price"])
    return now.but(firms=now.firms.but(price=found["quoted_price"], tfp=found["tfp"]), extra={**now.extra, **found})


def buyers_choose(now: Economy, given: Given) -> Economy:
    """Two markets a specialty: all standings meet the demand, and the rest of the world has its share."""
    kinds, firms = len(given.specialties), now.firms
    home, world = totals_by(firms.specialty, [now.extra["home_weight"], now.extra["world_weight"]], kinds)
    demand_home, demand_world, rivals = demand(now, given)
    pull = {
        "home_pull": demand_home / np.maximum(given.fit.home_rivals * rivals[0] + home, NONE),
        "world_pull": demand_world / np.maximum(given.fit.world_rivals * rivals[1] + world, NONE),
    }
    nation = dataclasses.replace(now.nation, **pull)
    at = {"specialty": (firms.specialty, pull), "pair": sources(now, given, firms)["pair"]}
    wanted_now = SELLING(len(firms), {**firms.columns(), **now.extra}, settings(now, given), **at)
    return now.but(nation=nation, extra={**now.extra, **wanted_now})


def demand(now: Economy, given: Given) -> tuple[Column, Column, tuple[Column, Column]]:
    """Demand at home and abroad by specialty, and how the rest of each market has grown.

    Demand grows with its path; the rest of the world's makers with the path less the growth of labour productivity,
    so that shares move with competitiveness only; the world price of inputs is theirs too. Home demand for cloth
    follows its makers in part.
    """
    efficiency = now.here.nation["labour_efficiency"]
    home, world = given.paths.at("home_demand", now.quarter), given.paths.at("world_demand", now.quarter)
    lift = now.here.nation["home_factor"]
    dearer = RIVALS(len(given.specialties), given.specialties.columns(), {**given.numbers, **now.here.nation})[
        "rivals_price"
    ]
    by_home = np.full(len(given.specialties), home * lift)
    if "textiles_weaving" in given.specialties.names:
        cloth, heard = given.specialties.names.index("textiles_weaving"), given["cloth_hears_makers"]
        by_home[cloth] = (1.0 - heard) * home * lift + heard * now.nation.cloth_makers
    return (
        given.fit.home_demand * by_home,
        given.fit.world_demand * world * now.here.kind["trade_lift"] * now.here.nation["world_factor"],
        (home / efficiency * dearer, world / efficiency * dearer),
    )


def firms_hire_and_produce(now: Economy, given: Given) -> Economy:
    """Firms move half way to the crew they want, make what they can, and sell it."""
    firms = now.firms
    rows = {**firms.columns(), **now.extra}
    columns = {**given.specialties.columns(), **now.here.kind}
    made = MAKING(len(firms), rows, settings(now, given), specialty=(firms.specialty, columns))
    sold = firms.but(
        workers=made["hired_workers"], output=made["made_units"], home_sales=made["home_sales"],
        exports=made["exports"], stock=made["next_stock"], wanted=now.extra["wanted"],
    )  # fmt: skip
    handed = {**now.extra, **made, "sales_in_all": made.totals}
    return now.but(firms=sold, nation=cloth_heard(now, given, sold), extra=handed).paid(
        ("households", "firms", "home sales", made.totals["home_sales"]),
        ("rest of the world", "firms", "exports", made.totals["exports"]),
    )


def cloth_heard(now: Economy, given: Given, firms: Firms) -> Any:
    """The nation's memory of how much the makers of garments and bedding produce, over quarter zero."""
    makers = [i for i, n in enumerate(given.specialties.names) if n in ("garments_knitwear", "home_textiles")]
    if not makers:
        return now.nation
    units = total_by(firms.specialty, firms.output, len(given.specialties))[makers].sum()
    at_start = given.fit.output[makers].sum()
    return dataclasses.replace(now.nation, cloth_makers=float(units / np.maximum(at_start, NONE)))
