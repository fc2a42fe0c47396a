"""Founders enter: local founders, newcomers, spin-offs, invited firms (step 11)."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.agents.firms.living import spin_off_hazard, ticket
from simulation.agents.firms.producing import needed_capital, normal_crew
from simulation.agents.firms.state import Firms, FounderKind, firms
from simulation.economy import Economy, Given, cells_of, pairs_of
from simulation.luck import stream
from simulation.markets.goods import wanted, wanted_abroad, wanted_at_home
from simulation.markets.places import among, anywhere, nearby, served_in_turn
from simulation.phases.choice import Choice
from simulation.phases.production import priced, settings, sources
from simulation.rules import Loop, exp_of, log_of
from simulation.table import Column, total, total_by
from simulation.units import QUARTERS_PER_YEAR

SPAWNING = Loop(spin_off_hazard)
TICKETS = Loop(ticket)
STARTING = Loop(wanted_at_home, wanted_abroad, wanted, normal_crew, needed_capital, keep=["wanted", "needed_capital"])


@dataclasses.dataclass(frozen=True)
class Founders:
    """People about to found a firm, one column a meaning."""

    id: Column
    parent: Column
    kind: Column
    specialty: Column
    site: Column
    skill: Column
    workers: Column
    """Least crew: invited firms bring theirs."""

    def take(self, rows: Column) -> Founders:
        """These of them."""
        return Founders(**{f.name: getattr(self, f.name)[rows] for f in dataclasses.fields(self)})


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
    all_who = Founders(
        **{f.name: np.concatenate([getattr(g, f.name) for g in groups]) for f in dataclasses.fields(Founders)}
    )
    able = all_who.take(np.flatnonzero((all_who.site >= 0) & can_pay(now, given, all_who)))
    need = choice.room_needed(able.site, able.workers)
    got = served_in_turn(given.luck, "turn of founders", now.quarter, able.id, able.site, choice.room, need)
    return born(now, given, able.take(np.flatnonzero(got)), choice)


def profits_are_remembered(now: Economy, given: Given) -> Economy:
    """The smoothed profit per firm of each specialty, over labour efficiency; the run-in sets the reference."""
    kinds = len(given.specialties)
    count = np.maximum(np.bincount(now.firms.specialty, minlength=kinds), 1)
    mean = total_by(now.firms.specialty, now.firms.profit, kinds) / count / now.here.nation["labour_efficiency"]
    weight = 1.0 / given["profit_memory_quarters"]
    first = now.nation.reference_profit == 0.0
    smooth = np.where(first, mean, now.nation.profit_per_firm + weight * (mean - now.nation.profit_per_firm))
    reference = smooth if now.quarter < 0 or first.all() else now.nation.reference_profit
    reference = np.maximum(reference, 1e-6)
    credit = total(now.firms.debt)
    nation = dataclasses.replace(now.nation, profit_per_firm=smooth, reference_profit=reference, bank_credit=credit)
    return now.but(nation=nation)


def growth_of_newcomers(given: Given, quarter: int) -> float:
    """(1+g)^t, linear within a year; 1 in the run-in."""
    years, rest = divmod(max(0, quarter), QUARTERS_PER_YEAR)
    whole = 1.0
    for _ in range(years):
        whole *= 1.0 + given["newcomer_growth"]
    return whole * (1.0 + given["newcomer_growth"] * rest / QUARTERS_PER_YEAR)


def numbered(count: int, name: str) -> Column:
    """Causes of the births of one draw: their number in it, marked by its name [uint64]."""
    return np.arange(count, dtype=np.uint64) ^ stream(name)


def local_founders(now: Economy, given: Given, choice: Choice, phi: Column) -> Founders:
    """Born in a cell with odds of its people, they choose the product and stay near (E11)."""
    share = given.specialties.firms_at_start / total(given.specialties.firms_at_start)
    rate = given.fit.local_births * growth_of_newcomers(given, now.quarter) * total(share * phi) / QUARTERS_PER_YEAR
    rate = rate if given.does("local_founders") else 0.0
    count = draws_of(given, now.quarter, "local founders", np.array([rate]))[0]
    who = given.luck.identities("local founder", now.quarter, numbered(count, "local founder"))
    kinds = len(given.specialties)
    home = anywhere(
        given.luck,
        "birthplace",
        now.quarter,
        who,
        np.zeros(count, dtype=np.int64),
        given.founder_odds,
        1,
        given.country,
    )
    product = among(given.luck, "product", now.quarter, who, choice.products(now, home, phi), kinds)
    site = nearby(
        given.luck, "place near home", now.quarter, who, home, product, choice.odds, kinds, given.neighbourhood
    )
    return founders(now, given, who, FounderKind.LOCAL_FOUNDER, product, site)


def newcomers(now: Economy, given: Given, choice: Choice, phi: Column) -> Founders:
    """They have a product and look at the whole country for a place."""
    share = 1.0 - given["local_share"] if given.does("local_founders") else 1.0
    rate = given["newcomer_rate"] * share * given.specialties.firms_at_start * phi / given.fit.pass_rate
    rate = rate * growth_of_newcomers(given, now.quarter) / QUARTERS_PER_YEAR
    counts = draws_of(given, now.quarter, "newcomers", rate)
    causes = [numbered(n, f"newcomer of {s}") for s, n in zip(given.specialties.names, counts, strict=True)]
    who = given.luck.identities("newcomer", now.quarter, np.concatenate(causes))
    product = np.repeat(np.arange(counts.size), counts)
    site = anywhere(given.luck, "place", now.quarter, who, product, choice.odds, counts.size, given.country)
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
    """Employees of good and large firms found their own, of the same kind and mostly near (E12)."""
    parents = now.firms
    base = given["spin_off_rate"] / given.fit.pass_rate
    hazard = SPAWNING(
        len(parents),
        parents.columns(),
        given.numbers,
        specialty=(parents.specialty, {**given.specialties.columns(), "boom": phi, "spin_off_base": base}),
    )["spin_off_hazard"]
    rows = np.flatnonzero(given.luck.uniform("spin-off", now.quarter, parents.id) < hazard)
    mothers = parents.take(rows)
    who = given.luck.identities("child", now.quarter, mothers.id)
    site = places_of_children(now, given, choice, who, mothers)
    found = founders(now, given, who, FounderKind.SPIN_OFF, mothers.specialty, site, mothers.id)
    rest = 1.0 - given["heredity"] * given["heredity"]
    skill = given["heredity"] * mothers.skill + np.sqrt(rest) * found.skill
    return dataclasses.replace(found, skill=skill)


def places_of_children(now: Economy, given: Given, choice: Choice, who: Column, mothers: Firms) -> Column:
    """Most spin-offs stay near the parent, the others look at the whole country."""
    kinds, site = len(given.specialties), np.full(who.size, -1, dtype=np.int64)
    stays = given.luck.uniform("stays near the parent", now.quarter, who) < given["stay_probability"]
    here, away = np.flatnonzero(stays), np.flatnonzero(~stays)
    home = cells_of(given, mothers.site)
    site[here] = nearby(
        given.luck,
        "place near the parent",
        now.quarter,
        who[here],
        home[here],
        mothers.specialty[here],
        choice.odds,
        kinds,
        given.neighbourhood,
    )
    site[away] = anywhere(
        given.luck,
        "place of a leaver",
        now.quarter,
        who[away],
        mothers.specialty[away],
        choice.odds,
        kinds,
        given.country,
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
    return dataclasses.replace(found, workers=np.array([a.workers for a in anchors], dtype=np.float64))


def founders(
    now: Economy,
    given: Given,
    who: Column,
    kind: FounderKind,
    product: Column,
    site: Column,
    parent: Column | None = None,
) -> Founders:
    """Founders with their skill drawn."""
    skill = given["skill_spread"] * given.luck.normal("founder's skill", now.quarter, who)
    return Founders(
        id=who,
        parent=np.zeros(who.size, dtype=np.uint64) if parent is None else parent,
        kind=np.full(who.size, kind, dtype=np.int64),
        specialty=product,
        site=site,
        skill=skill,
        workers=np.ones(who.size),
    )


def tickets(now: Economy, given: Given, who: Founders) -> Column:
    """Least capital each founder needs at the chosen place (E10) [USD mn]."""
    pairs = pairs_of(given, cells_of(given, np.maximum(who.site, 0)), who.specialty)
    return TICKETS(
        who.id.size,
        {},
        {**given.numbers, **now.here.nation},
        pair=(pairs, {"reach": now.here.pair["reach"]}),
        specialty=(who.specialty, given.specialties.columns()),
    )["ticket"]


def can_pay(now: Economy, given: Given, who: Founders) -> Column:
    """Whether own wealth, kin and bank reach the ticket; invited firms always can [bool]."""
    drawn = given.luck.normal("wealth", now.quarter, who.id)
    wealth = (
        given["wealth_median_usd"] * 1e-6 * now.here.nation["labour_efficiency"] * exp_of(given["wealth_sd"] * drawn)
    )
    funds = wealth * given["funds_per_wealth"]
    return (funds >= tickets(now, given, who)) | (who.kind == FounderKind.INVITED)


def born(now: Economy, given: Given, who: Founders, choice: Choice) -> Economy:
    """The new firms, with capital for the sales they expect, cash and stock from their owners."""
    if who.id.size == 0:
        return now.but(births=firms(0))
    young = first_look(now, given, who)
    price = priced(
        now, given, young, now.here.pair["abroad_price"][pairs_of(given, cells_of(given, young.site), young.specialty)]
    )
    rows = {**young.columns(), **price, "price": price["quoted_price"]}
    found = STARTING(who.id.size, rows, settings(now, given), **sources(now, given, young))
    crew = who.workers / np.maximum(crew_per_capital(now, given)[who.specialty], 1e-12)
    capital = np.maximum(
        np.maximum(tickets(now, given, who), found["needed_capital"]), np.where(who.workers > 1.0, crew, 0.0)
    )
    stock = found["wanted"] * given.specialties.materials_share[who.specialty] * 4.0 / 3.0
    cash = 0.25 * found["wanted"] * price["unit_cost"]
    hectares = np.where(choice.in_zone(who.site), choice.room_needed(who.site, who.workers), 0.0)
    new = young.but(
        capital=capital,
        cash=cash,
        stock=stock,
        hectares=hectares,
        price=price["quoted_price"],
        tfp=price["tfp"],
        output=found["wanted"],
        wanted=found["wanted"],
        workers=np.maximum(1.0, 0.5 * capital * crew_per_capital(now, given)[who.specialty]),
    )
    spent = total(capital) + total(stock)
    return now.but(firms=now.firms.append(new), births=new).paid(
        ("households", "firms", "founders' money", spent + total(cash)),
        ("firms", "households", "machines and stock of new firms", spent),
    )


def crew_per_capital(now: Economy, given: Given) -> Column:
    """Normal workers per USD mn of capital by specialty."""
    at = given.specialties
    return normal_crew(at.alpha, at.base_wage, given["capital_charge"], now.here.nation["labour_efficiency"])


def first_look(now: Economy, given: Given, who: Founders) -> Firms:
    """New firms before they have capital: their standing is a part of the specialty's mean."""
    kinds = len(given.specialties)
    count = np.maximum(np.bincount(now.firms.specialty, minlength=kinds), 1)
    mean = total_by(now.firms.specialty, exp_of(now.firms.standing), kinds) / count
    spread = given["entrant_standing_sd"]
    drawn = spread * given.luck.normal("founder's standing", now.quarter, who.id) - 0.5 * spread * spread
    level = np.maximum(given["entrant_standing"] * mean, 1e-12)
    large = np.maximum(1.0, who.workers / given.specialties.mean_workers[who.specialty] / given["entrant_standing"])
    standing = log_of(level)[who.specialty] + drawn + log_of(np.where(who.workers > 1.0, large, 1.0))
    return firms(
        who.id.size,
        id=who.id,
        parent=who.parent,
        kind=who.kind,
        born=now.quarter,
        specialty=who.specialty,
        site=who.site,
        skill=who.skill,
        standing=standing,
        workers=np.maximum(1.0, who.workers),
        capital=1.0,
        price=1.0,
    )
