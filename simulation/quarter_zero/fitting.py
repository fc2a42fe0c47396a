"""What is fitted once so that quarter zero is near its steady state: productivity, standings, demand, newcomers."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.agents.firms.producing import normal_crew
from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Fitted, Given, places_of
from simulation.engine.compiling import compiled
from simulation.engine.quantiles import normal_of
from simulation.engine.rules import exp_of, log_of
from simulation.engine.table import Column, total, total_by, totals_across
from simulation.phases.birth import TICKETS
from simulation.phases.choice import Choice
from simulation.phases.handed_on import InputOrders
from simulation.phases.production import places_today, priced
from simulation.quarter_zero.specialties import Markets

ROUNDS_OF_FIT = 60
WEALTH_STEPS = 400
NONE = 1e-300
"""Stands for nothing in a denominator: a specialty may have no firm."""


def unfitted(given: Given) -> Fitted:
    """Ones and zeros, before anything is fitted."""
    kinds = len(given.specialties)
    one = np.ones(kinds)
    return Fitted(
        base_tfp=one,
        home_demand=one,
        world_demand=one,
        home_rivals=one,
        world_rivals=one,
        export_weight=one,
        product_constant=one,
        local_births=0.0,
        pass_rate=one,
        output=one,
        home_sales=one,
        world_sales=one,
        reference_power=1.0,
        supplier_price=one,
        bank_credit=0.0,
    )


def with_productivity(now: Economy, given: Given) -> Given:
    """Power at its quarter-zero cost, and total factor productivity so that capital and labour cost their share."""
    firms, kinds = now.firms, len(given.specialties)
    grid = now.here.nation["tariff"]
    reliable = float(now.here.site["reliability"][0])
    reference = reliable * grid + (1.0 - reliable) * given["generator_cost_multiple"]
    given = with_fit(given, reference_power=reference)
    found = priced(now, given, firms, places_today(now), now.today[InputOrders].input_price)
    materials = given.specialties.materials_share[firms.specialty] * now.today[InputOrders].input_price
    factors = found.unit_cost - materials - given.specialties.services_share[firms.specialty] - found.power_cost
    heavy = firms.weight * firms.workers
    workers, share = total_by(firms.specialty, heavy, kinds), given.specialties.factor_share
    mean = total_by(firms.specialty, heavy * factors, kinds) / np.maximum(workers, NONE)
    return with_fit(given, base_tfp=np.where(workers > 0.0, mean / share, 1.0))


def with_markets(now: Economy, given: Given, markets: Markets) -> tuple[Economy, Given]:
    """Standings solved from the drawn sizes, and demand so that every specialty sells what it makes.

    b = sales / (A + x B), one x a specialty, so that the export share is met (docs/explanation/quarter_zero.md).
    """
    given_at, firms, places = given.specialties, now.firms, places_today(now)
    crew = normal_crew(given_at.alpha, given_at.base_wage, given["capital_charge"], 1.0)[firms.specialty]
    firms = firms.but(capital=firms.workers / crew, standing=np.zeros(len(firms)))
    found = priced(now, given, firms, places, now.today[InputOrders].input_price)
    price = found.quoted_price
    alpha = given_at.alpha[firms.specialty]
    units = found.tfp * exp_of(alpha * log_of(firms.capital) + (1.0 - alpha) * log_of(firms.workers))
    sales = units * price
    home = found.home_weight / now.here.pair["tau_home"][places[1]]
    world = found.world_weight / now.here.pair["tau_world"][places[1]]
    x = export_pull(firms.specialty, firms.weight * sales, home, world, markets.export_share)
    weight = sales / (home + x[firms.specialty] * world)
    kinds = len(given_at)
    count = np.maximum(total_by(firms.specialty, firms.weight, kinds), 1.0)
    mean = total_by(firms.specialty, firms.weight * weight, kinds) / count
    standing = log_of(weight / mean[firms.specialty])
    pull = firms.weight * exp_of(standing)
    sum_home = total_by(firms.specialty, pull * found.home_weight, kinds)
    sum_world = total_by(firms.specialty, pull * found.world_weight, kinds)
    rivals_home = sum_home * (1.0 - markets.home_share) / markets.home_share
    rivals_world = sum_world * (1.0 - markets.world_share) / markets.world_share
    given = with_fit(
        given,
        home_rivals=rivals_home,
        world_rivals=rivals_world,
        export_weight=sum_world,
        home_demand=mean * (rivals_home + sum_home),
        world_demand=mean * x * (rivals_world + sum_world),
        output=total_by(firms.specialty, firms.weight * units, kinds),
        home_sales=total_by(firms.specialty, firms.weight * sales, kinds) * (1.0 - markets.export_share),
        world_sales=total_by(firms.specialty, firms.weight * sales, kinds) * markets.export_share,
    )
    nation = dataclasses.replace(now.nation, home_pull=mean, world_pull=mean * x)
    settled = firms.but(
        standing=standing, buyers_abroad=exp_of(standing) * found.world_weight, price=price, tfp=found.tfp,
        output=units, wanted=units,
    )  # fmt: skip
    return now.but(firms=financed(settled, given, found.unit_cost), nation=nation), given


def with_demand(now: Economy, given: Given, at_start: Fitted) -> Given:
    """Demand moved towards what makes every specialty sell at home and abroad what the seeds say.

    Firms that buyers like more each quarter cannot serve them at once, those they like less lose at once: so the same
    demand sells less than in a drawn quarter zero where every firm has its right size.
    """
    kinds, firms = len(given.specialties), now.firms
    home = total_by(firms.specialty, firms.weight * firms.home_sales, kinds)
    world = total_by(firms.specialty, firms.weight * firms.exports, kinds)
    want_home, want_world = at_start.home_sales, at_start.world_sales
    return with_fit(
        given,
        home_demand=given.fit.home_demand * nearer(want_home, home),
        world_demand=given.fit.world_demand * nearer(want_world, world),
    )


def nearer(wanted: Column, found: Column) -> Column:
    """Factor that closes half of the gap, at most 5 % a quarter."""
    return np.clip(np.sqrt(wanted / np.maximum(found, 1e-12)), 0.95, 1.05)


def export_pull(specialty: Column, sales: Column, home: Column, world: Column, share: Column) -> Column:
    """The x of each specialty that makes exports the wanted share of its sales (bisection in logarithms)."""
    low, high = np.full(share.size, 1e-12), np.full(share.size, 1e12)
    every = np.maximum(total_by(specialty, sales, share.size), 1e-300)
    for _ in range(100):
        x = np.sqrt(low * high)
        abroad = x[specialty] * world
        have = total_by(specialty, sales * abroad / (home + abroad), share.size) / every
        low, high = np.where(have < share, x, low), np.where(have < share, high, x)
    return np.sqrt(low * high)


def financed(firms: Firms, given: Given, unit_cost: Column) -> Firms:
    """Debt by size, a quarter of a quarter's cost in cash, a month of inputs in stock."""
    large = given["leverage_large"] - given["leverage_small"]
    square = firms.workers * firms.workers
    half = given["leverage_half_workers"]
    debt = firms.capital * (given["leverage_small"] + large * square / (square + half * half))
    use = firms.output * given.specialties.materials_share[firms.specialty]
    return firms.but(debt=debt, cash=0.25 * firms.output * unit_cost, stock=use * given["stock_days"] / 91.0)


def with_newcomers(now: Economy, given: Given) -> Given:
    """Pass rates by specialty, and the constants of product choice that make newcomers' mix the one wanted.

    Wanted are the firms' shares times the weights of entry that keep each specialty's firms.

    Proportional fitting over the birth places (60 rounds): without it rare specialties grow fivefold.
    """
    kinds, cells = len(given.specialties), len(given.map.grid)
    passes = pass_rates_by_pair(now, given).reshape(cells, kinds)
    pairs = places_of(given, now.firms.site, now.firms.specialty)[1]
    count = np.maximum(total_by(now.firms.specialty, now.firms.weight, kinds), 1.0)
    mean_pass = total_by(now.firms.specialty, now.firms.weight * passes.ravel()[pairs], kinds)
    pass_rate = np.maximum(mean_pass / count, 0.02)
    given = with_fit(given, pass_rate=pass_rate)
    births = given.founder_odds[:cells] / total(given.founder_odds[:cells])
    pull = Choice.of(now, given).products(now, np.arange(cells), np.ones(kinds)).reshape(cells, kinds)
    trying = given.specialties.firms_at_start * given.specialties.entry_weight
    share = trying / total(trying)
    constant = fitted_constants(pull, births, passes, share)
    chosen = pull * constant
    chosen = chosen / totals_across(chosen)[:, None]
    pass_of_all = total((births[:, None] * chosen * passes).ravel())
    newcomers = given["newcomer_rate"] * given["local_share"] * total(trying)
    return with_fit(given, product_constant=constant, local_births=newcomers / max(pass_of_all, 0.02))


def fitted_constants(pull: Column, births: Column, passes: Column, share: Column) -> Column:
    """Kappa by proportional fitting: expected entrants by specialty become `share`."""
    constant, kind = np.ones(share.size), np.tile(np.arange(share.size), births.size)
    for _ in range(ROUNDS_OF_FIT):
        chosen = pull * constant
        chosen = chosen / totals_across(chosen)[:, None]
        expected = total_by(kind, (births[:, None] * chosen * passes).ravel(), share.size)
        all_of_them = max(total(expected), NONE)  # where nobody can pay for a start, nobody is expected
        constant = constant * share / np.maximum(expected / all_of_them, 1e-12)
        constant = constant / constant.max()
    return constant


def pass_rates_by_pair(now: Economy, given: Given) -> Column:
    """Share of founders whose funds reach the ticket, by cell and specialty, over evenly spaced wealth quantiles."""
    kinds, cells = len(given.specialties), len(given.map.grid)
    pair = np.arange(cells * kinds)
    needed = TICKETS(
        pair.size,
        {},
        {**given.numbers, **now.here.nation},
        pair=(pair, {"reach": now.here.pair["reach"]}),
        specialty=(pair % kinds, given.specialties.columns()),
    )["ticket"]
    steps = normal_quantiles(WEALTH_STEPS)
    funds = given["wealth_median_usd"] * 1e-6 * given["funds_per_wealth"] * exp_of(given["wealth_sd"] * steps)
    return 1.0 - np.searchsorted(funds, needed) / WEALTH_STEPS


@compiled
def _quantiles(out):  # type: ignore[no-untyped-def]
    for i in range(out.size):
        out[i] = normal_of((i + 0.5) / out.size)


def normal_quantiles(count: int) -> Column:
    """Evenly spaced quantiles of the standard normal law."""
    out = np.empty(count)
    _quantiles(out)
    return out


def with_fit(given: Given, **found: object) -> Given:
    """The same with some of the fitted values replaced."""
    return dataclasses.replace(given, fitted=dataclasses.replace(given.fit, **found))  # type: ignore[arg-type]
