"""Prices, demand, crews, output and sales (step 6)."""

from __future__ import annotations

import dataclasses

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
from simulation.economy import Economy, Given
from simulation.engine.rules import Gathered, Loop
from simulation.engine.table import Column, total_by, totals_across, totals_by
from simulation.markets.exporting import (
    nation_abroad,
    next_buyers_abroad,
    next_rivals_abroad,
    rivals_in_time,
    wanted_abroad,
    world_pull,
    world_weight,
)
from simulation.markets.goods import (
    exports,
    gate_weight,
    home_sales,
    home_weight,
    rivals_at_home,
    rivals_price,
    wanted,
    wanted_at_home,
)
from simulation.phases.handed_on import Demand, InputOrders, Prices, SalesInAll
from simulation.surroundings import Nation

Places = tuple[Column, Column]
"""Cell, and pair of cell and specialty, of each of some firms."""
NONE = 1e-300
"""Stands for nothing in a denominator: a specialty may have no firm, and no demand."""
PRICING = Loop(
    reach_seen, localisation_gain, place_gain, tfp, factor_cost, power_cost, unit_cost, quoted_price, gate_weight,
    home_weight, world_weight,
    keep=Prices.names(),
)  # fmt: skip
RIVALS = Loop(
    rivals_price, rivals_at_home, rivals_in_time, next_rivals_abroad, keep=["rivals_at_home", "next_rivals_abroad"]
)
FINDING = Loop(next_buyers_abroad)
ABROAD = Loop(nation_abroad, world_pull, keep=["world_pull"])
SELLING = Loop(wanted_at_home, wanted_abroad, wanted, keep=Demand.names())
MAKING = Loop(
    capital_part, wanted_workers, hired_workers, made_units, home_sales, exports, next_stock,
    keep=["hired_workers", "made_units", "home_sales", "exports", "next_stock"],
    add=SalesInAll.names(),
)  # fmt: skip


def sources(now: Economy, given: Given, firms: Firms, places: Places) -> dict[str, Gathered]:
    """Where rules find what lies at a firm's place, here with its cell and pair, and in its specialty."""
    cells, pairs = places
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


def places_today(now: Economy) -> Places:
    """Cell and pair of each firm, as found when they ordered."""
    orders = now.today[InputOrders]
    return orders.cell, orders.pair


def priced(now: Economy, given: Given, firms: Firms, places: Places, input_price: Column) -> Prices:
    """Productivity, cost, price and market weights of these firms at their places."""
    rows = {**firms.columns(), "input_price": input_price}
    del rows["price"], rows["tfp"]
    return Prices.picked_from(PRICING(len(firms), rows, settings(now, given), **sources(now, given, firms, places)))


def firms_price(now: Economy, given: Given) -> Economy:
    """Each firm finds its cost at its place and quotes its price."""
    prices = priced(now, given, now.firms, places_today(now), now.today[InputOrders].input_price)
    return now.but(firms=now.firms.but(price=prices.quoted_price, tfp=prices.tfp)).hands_on(prices)


def buyers_choose(now: Economy, given: Given) -> Economy:
    """Two markets a specialty: all standings meet the demand, and the rest of the world has its share."""
    kinds, prices = len(given.specialties), now.today[Prices]
    rows = {"buyers_abroad": now.firms.buyers_abroad, "world_weight": prices.world_weight}
    firms = now.firms.but(buyers_abroad=FINDING(len(now.firms), rows, given.numbers)["next_buyers_abroad"])
    weights = [firms.weight * prices.home_weight, firms.weight * firms.buyers_abroad]
    home, world = totals_by(firms.specialty, weights, kinds)
    demand_home, demand_world, (at_home, abroad) = demand(now, given)
    pull = {
        "home_pull": demand_home / np.maximum(given.fit.home_rivals * at_home + home, NONE),
        "world_pull": pull_abroad(now, given, world, demand_world, given.fit.world_rivals * abroad),
    }
    nation = dataclasses.replace(now.nation, **pull, rivals_abroad=abroad)
    rows = {**firms.columns(), **prices.columns()}
    wanted_now = SELLING(
        len(firms), rows, settings(now, given), specialty=(firms.specialty, pull),
        pair=(now.today[InputOrders].pair, now.here.pair),
    )  # fmt: skip
    return now.but(firms=firms, nation=nation).hands_on(Demand.picked_from(wanted_now))


def pull_abroad(now: Economy, given: Given, known: Column, wanted: Column, rest: Column) -> Column:
    """Foreign spending on one unit of weight by specialty; `known` is the weight of those who know its makers."""
    rows = {
        "sum_abroad": np.maximum(known, NONE), "export_weight": np.maximum(given.fit.export_weight, NONE),
        "world_demand": wanted, "rest_abroad": np.maximum(rest, NONE),
    }  # fmt: skip
    return ABROAD(known.size, rows, {**given.numbers, **now.here.nation})["world_pull"]


def demand(now: Economy, given: Given) -> tuple[Column, Column, tuple[Column, Column]]:
    """Demand at home and abroad by specialty, and the rest of each market over the fit's.

    Demand grows with its path. At home the rest of the market grows with the path less the growth of labour
    productivity, so that shares move with competitiveness only; abroad it moves with what rivals gain, the world price
    of their inputs and the real exchange rate, slowly. Home demand for cloth follows in part the makers who buy it.
    """
    efficiency = now.here.nation["labour_efficiency"]
    home, world = given.paths.at("home_demand", now.quarter), given.paths.at("world_demand", now.quarter)
    lift = now.here.nation["home_factor"]
    rows = {**given.specialties.columns(), "rivals_abroad": now.nation.rivals_abroad}
    rivals = RIVALS(len(given.specialties), rows, {**given.numbers, **now.here.nation})
    heard = given["cloth_hears_makers"]
    following = (1.0 - heard) * home * lift + heard * now.nation.customers_output
    by_home = np.where(given.specialties.hears.any(axis=1), following, home * lift)
    return (
        given.fit.home_demand * by_home,
        given.fit.world_demand * world * now.here.kind["trade_lift"] * now.here.nation["world_factor"],
        (home / efficiency * rivals["rivals_at_home"], rivals["next_rivals_abroad"]),
    )


def firms_hire_and_produce(now: Economy, given: Given) -> Economy:
    """Firms move half way to the crew they want, make what they can, and sell it."""
    firms, demand_now = now.firms, now.today[Demand]
    rows = {**firms.columns(), **demand_now.columns()}
    columns = {**given.specialties.columns(), **now.here.kind}
    made = MAKING(len(firms), rows, settings(now, given), specialty=(firms.specialty, columns))
    sold = firms.but(
        workers=made["hired_workers"], output=made["made_units"], home_sales=made["home_sales"],
        exports=made["exports"], stock=made["next_stock"], wanted=demand_now.wanted,
    )  # fmt: skip
    sales = SalesInAll(**made.totals)
    after = now.but(firms=sold, nation=customers_heard(now, given, sold)).hands_on(sales)
    return after.paid(
        ("households", "firms", "home sales", sales.home_sales),
        ("rest of the world", "firms", "exports", sales.exports),
    )


def customers_heard(now: Economy, given: Given, firms: Firms) -> Nation:
    """The nation's memory of how much those produce whom a specialty hears, over quarter zero."""
    hears = given.specialties.hears
    units = totals_across(hears * total_by(firms.specialty, firms.weight * firms.output, len(given.specialties)))
    at_start = totals_across(hears * given.fit.output)
    output = np.where(hears.any(axis=1), units / np.maximum(at_start, NONE), 1.0)
    return dataclasses.replace(now.nation, customers_output=output)
