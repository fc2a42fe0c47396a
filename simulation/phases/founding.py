"""Founders enter: local founders, newcomers, spin-offs, invited firms (step 11)."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.agents.firms.living import spin_off_hazard
from simulation.agents.firms.state import Firms, FounderKind
from simulation.economy import Economy, Given, cells_of, places_of
from simulation.engine.luck import stream
from simulation.engine.rules import Loop, exp_of, log_of
from simulation.engine.table import Column, total, total_by
from simulation.markets.places import among, anywhere, nearby, over
from simulation.phases.admission import joined, placed, placed_again
from simulation.phases.birth import Founders, born
from simulation.phases.choice import Choice, near_booms
from simulation.units import QUARTERS_PER_YEAR

SPAWNING = Loop(spin_off_hazard)


def boom(now: Economy, given: Given) -> Column:
    """phi: profit per firm over the first year's, to the power etaE, between 0 and the cap, by specialty (E11)."""
    ratio = np.maximum(now.nation.profit_per_firm / now.nation.reference_profit, 1e-6)
    return np.minimum(exp_of(given["profit_elasticity"] * log_of(ratio)), given["profit_cap"])


def founders_enter(now: Economy, given: Given) -> Economy:
    """All who found a firm this quarter: who they are, what and where, whether their money and the land suffice."""
    now = profits_are_remembered(now, given)
    choice, phi = Choice.of(now, given), boom(now, given)
    groups = [local_founders(now, given, choice, phi), newcomers(now, given, choice, phi)]
    if given.does("spin_offs"):
        groups.append(spin_offs(now, given, choice, phi))
    groups.append(invited(now, given))
    all_who = joined(groups)
    first, taken, refused, poor = placed(now, given, all_who, choice, "turn of founders")
    second = placed_again(now, given, choice, taken, (refused, poor))
    return born(now, given, joined([first, *second]))


def profits_are_remembered(now: Economy, given: Given) -> Economy:
    """The smoothed profit per firm of each specialty, over labour efficiency; the run-in sets the reference."""
    kinds = len(given.specialties)
    count = np.maximum(total_by(now.firms.specialty, now.firms.weight, kinds), 1.0)
    mean = (
        total_by(now.firms.specialty, now.firms.weight * now.firms.profit, kinds)
        / count
        / now.here.nation["labour_efficiency"]
    )
    weight = 1.0 / given["profit_memory_quarters"]
    first = now.nation.reference_profit == 0.0
    smooth = np.where(first, mean, now.nation.profit_per_firm + weight * (mean - now.nation.profit_per_firm))
    reference = smooth if now.quarter < 0 or first.all() else now.nation.reference_profit
    reference = np.maximum(reference, 1e-6)
    credit = now.firms.all_of(now.firms.debt)
    nation = dataclasses.replace(now.nation, profit_per_firm=smooth, reference_profit=reference, bank_credit=credit)
    return now.but(nation=nation)


def growth_of_newcomers(given: Given, quarter: int) -> float:
    """(1 + g life) (1+g)^t, linear within a year; 1 in the run-in.

    Where firms grow by g a year, births are what closes, 1 / life of them, and g more (Lotka's stable population).
    """
    if quarter < 0:
        return 1.0
    years, rest = divmod(quarter, QUARTERS_PER_YEAR)
    whole = 1.0 + given["newcomer_growth"] * given["firm_life_years"]
    for _ in range(years):
        whole *= 1.0 + given["newcomer_growth"]
    return whole * (1.0 + given["newcomer_growth"] * rest / QUARTERS_PER_YEAR)


def numbered(count: int, name: str) -> Column:
    """Causes of the births of one draw: their number in it, marked by its name [uint64]."""
    return np.arange(count, dtype=np.uint64) ^ stream(name)


def local_founders(now: Economy, given: Given, choice: Choice, phi: Column) -> Founders:
    """Born in a cell with odds of its people, they choose the product and stay near (E11)."""
    trying = given.specialties.firms_at_start * given.specialties.entry_weight
    share = trying / total(trying)
    rate = given.fit.local_births * growth_of_newcomers(given, now.quarter) * total(share * phi) / QUARTERS_PER_YEAR
    rate = rate if given.does("local_founders") else 0.0
    count = draws_of(given, now.quarter, "local founders", np.array([rate / given.weight]))[0]
    who = given.luck.identities("local founder", now.quarter, numbered(count, "local founder"))
    kinds = len(given.specialties)
    people = over(given.blocks, given.founder_odds[np.newaxis])
    home = anywhere(given.luck, "birthplace", now.quarter, who, np.zeros(count, dtype=np.int64), people)
    product = among(given.luck, "product", now.quarter, who, choice.products(now, home, phi), kinds)
    site = nearby(given.luck, "place near home", now.quarter, who, home, product, choice.odds, given.neighbourhood)
    return founders(now, given, who, FounderKind.LOCAL_FOUNDER, product, site, home=home)


def newcomers(now: Economy, given: Given, choice: Choice, phi: Column) -> Founders:
    """They have a product and look at the whole country for a place."""
    share = 1.0 - given["local_share"] if given.does("local_founders") else 1.0
    trying = given.specialties.firms_at_start * given.specialties.entry_weight
    rate = given["newcomer_rate"] * share * trying * phi / given.fit.pass_rate
    rate = rate * growth_of_newcomers(given, now.quarter) / QUARTERS_PER_YEAR
    counts = draws_of(given, now.quarter, "newcomers", rate / given.weight)
    causes = [numbered(n, f"newcomer of {s}") for s, n in zip(given.specialties.names, counts, strict=True)]
    who = given.luck.identities("newcomer", now.quarter, np.concatenate(causes))
    product = np.repeat(np.arange(counts.size), counts)
    site = anywhere(given.luck, "place", now.quarter, who, product, choice.over_country)
    return founders(now, given, who, FounderKind.NEWCOMER, product, site)


def draws_of(given: Given, quarter: int, name: str, rates: Column) -> Column:
    """Poisson counts, large rates split in parts so that one uniform each is exact enough."""
    parts = np.maximum(1, np.ceil(rates / 100.0)).astype(np.int64)
    which = np.repeat(np.arange(rates.size), parts)
    who = np.arange(which.size, dtype=np.uint64)
    return np.bincount(
        which, weights=given.luck.poisson(name, quarter, who, (rates / parts)[which]), minlength=rates.size
    ).astype(np.int64)


def spin_offs(now: Economy, given: Given, choice: Choice, phi: Column) -> Founders:
    """Employees of good and large firms found their own, of the same kind and mostly near (E12).

    A child's row stands for as many firms as any small one's, whatever its parent's, and comes so much more rarely.
    """
    parents = now.firms
    base = given["spin_off_rate"] * given.specialties.entry_weight / given.fit.pass_rate
    pairs = places_of(given, parents.site, parents.specialty)[1]
    heard = phi[parents.specialty] * near_booms(now, given)[pairs]
    columns, known = {**given.specialties.columns(), "spin_off_base": base}, {**parents.columns(), "boom": heard}
    found_out = SPAWNING(len(parents), known, given.numbers, specialty=(parents.specialty, columns))
    hazard = found_out["spin_off_hazard"]
    rows = np.flatnonzero(
        given.luck.uniform("spin-off", now.quarter, parents.id) < hazard * parents.weight / given.weight
    )
    mothers = parents.take(rows)
    who = given.luck.identities("child", now.quarter, mothers.id)
    home = homes_of_children(now, given, who, mothers)
    site = places_of_children(now, given, choice, who, mothers, home)
    found = founders(now, given, who, FounderKind.SPIN_OFF, mothers.specialty, site, mothers.id, home)
    rest = 1.0 - given["heredity"] * given["heredity"]
    skill = given["heredity"] * mothers.skill + np.sqrt(rest) * found.skill
    return dataclasses.replace(found, skill=skill)


def homes_of_children(now: Economy, given: Given, who: Column, mothers: Firms) -> Column:
    """Most spin-offs stay near the parent's cell, the others look at the whole country (-1)."""
    stays = given.luck.uniform("stays near the parent", now.quarter, who) < given["stay_probability"]
    return np.where(stays, cells_of(given, mothers.site), -1)


def places_of_children(now: Economy, given: Given, choice: Choice, who: Column, mothers: Firms, home: Column) -> Column:
    """A site near home, or in the whole country."""
    site = np.full(who.size, -1, dtype=np.int64)
    here, away = np.flatnonzero(home >= 0), np.flatnonzero(home < 0)
    site[here] = nearby(
        given.luck, "place near the parent", now.quarter, who[here], home[here], mothers.specialty[here], choice.odds,
        given.neighbourhood,
    )  # fmt: skip
    site[away] = anywhere(
        given.luck, "place of a leaver", now.quarter, who[away], mothers.specialty[away], choice.over_country
    )
    return site


def invited(now: Economy, given: Given) -> Founders:
    """Large firms that zone authorities and policies bring in, with their own crew and money (E17)."""
    services = now.services
    anchors = services.anchors if services is not None else ()
    cells = len(given.map.grid)
    who = given.luck.identities(
        "invited", now.quarter, np.array([a.number for a in anchors], dtype=np.uint64) ^ stream("invited")
    )
    found = founders(
        now,
        given,
        who,
        FounderKind.INVITED,
        np.array([a.specialty for a in anchors], dtype=np.int64),
        np.array([a.zone + cells for a in anchors], dtype=np.int64),
    )
    crews = np.array([a.workers for a in anchors], dtype=np.float64)
    return dataclasses.replace(found, workers=crews, weight=np.ones(who.size))


def founders(
    now: Economy,
    given: Given,
    who: Column,
    kind: FounderKind,
    product: Column,
    site: Column,
    parent: Column | None = None,
    home: Column | None = None,
) -> Founders:
    """Founders with their skill drawn; without a home they look at the whole country."""
    skill = given["skill_spread"] * given.luck.normal("founder's skill", now.quarter, who)
    return Founders(
        id=who,
        parent=np.zeros(who.size, dtype=np.uint64) if parent is None else parent,
        kind=np.full(who.size, kind, dtype=np.int64),
        specialty=product,
        site=site,
        skill=skill,
        workers=np.ones(who.size),
        weight=np.full(who.size, given.weight),
        home=np.full(who.size, -1, dtype=np.int64) if home is None else home,
    )
