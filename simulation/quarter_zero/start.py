"""The economy at quarter zero and the run-in before the clock starts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.country.country import Country
from simulation.country.finding import country_of
from simulation.economy import Economy, Given, Specialties, cells_of
from simulation.engine.luck import Luck
from simulation.engine.table import Column, total, total_by
from simulation.geography.freight import freight_of
from simulation.geography.maps import Map, plain
from simulation.markets.inputs import road_weight
from simulation.markets.places import Blocks, Neighbourhood
from simulation.phases.places import infrastructure_serves
from simulation.phases.suppliers import sourced, suppliers_offer
from simulation.quarter import advance
from simulation.quarter_zero.first_suppliers import first_suppliers, with_supplier_prices
from simulation.quarter_zero.fitting import (
    unfitted,
    with_demand,
    with_fit,
    with_markets,
    with_newcomers,
    with_productivity,
)
from simulation.quarter_zero.groups import Group, known_clusters, scattered, whole
from simulation.quarter_zero.institutions import begun
from simulation.quarter_zero.paths import demand_paths
from simulation.quarter_zero.sampling import sampled
from simulation.quarter_zero.settling import drawn_firms, into_estates, town_weights
from simulation.quarter_zero.specialties import Markets, of_country, plains, specialties_of
from simulation.quarter_zero.zones import facts_of, with_own_zones
from simulation.scenario.schema import Scenario
from simulation.surroundings import Land, Nation
from simulation.today import Today

PLAIN_SCALE = 0.1
"""The scale at which a plain map's firms are stated."""


def begin(scenario: Scenario, seen: Callable[[int], None] | None = None) -> tuple[Economy, Given]:
    """The economy just before its first quarter, after the run-in at constant demand, and what it is given.

    `seen` is told after each quarter of the run-in how many are done.
    """
    now, given = quarter_zero(scenario)
    at_start = dataclasses.replace(given.fit)
    for done in range(scenario.run_in_quarters):
        now = advance(now, given)
        given = with_demand(now, given, at_start)
        if seen:
            seen(done + 1)
    return now, given


def quarter_zero(scenario: Scenario) -> tuple[Economy, Given]:
    """Firms, suppliers, land, institutions, with everything fitted, before the run-in."""
    country, map_ = country_of(scenario.country), map_of(scenario)
    facts = facts_of_specialties(scenario)
    share = 1.0 - country.seeds.assumption("supplier_share_of_firms")
    totals = np.array([[one["firms"], one["workers"]] for one in facts.values()]).T * share
    kinds, markets = specialties_of(facts, country, scenario.behaviour, totals[0])
    given = given_of(scenario, country, map_, kinds)
    firms = sampled(given, *drawn_firms(given, groups_of(scenario, given, totals, share)))
    firms = firms.but(output=firms.workers * markets.sales_per_worker[firms.specialty])
    institutions = begun(scenario, facts_of(map_, country.seeds))
    firms = into_estates(given, firms, institutions.zones.let_ha)
    now = Economy(
        quarter=-scenario.run_in_quarters - 1,
        firms=firms,
        suppliers=first_suppliers(given, firms),
        land=first_land(given, firms),
        nation=first_nation(kinds),
        institutions=institutions,
    )
    return fitted(now, dataclasses.replace(given, fitted=unfitted(given)), markets)


def fitted(now: Economy, given: Given, markets: Markets) -> tuple[Economy, Given]:
    """Fit in the order in which each step needs the one before."""
    now = infrastructure_serves(now, given)
    given = with_supplier_prices(now, given)
    now = sourced(suppliers_offer(now, given), given, look=1.0)
    given = with_productivity(now, given)
    now, given = with_markets(now, given, markets)
    given = with_fit(given, bank_credit=now.firms.all_of(now.firms.debt))
    given = with_newcomers(now, given)
    return now.but(today=Today(), fields=None, flows=()), given


def map_of(scenario: Scenario) -> Map:
    """The scenario's map: its country, or the plain."""
    country, asked = country_of(scenario.country), scenario.plain
    if asked is None:
        return with_own_zones(country, scenario.zones)
    return plain(country.seeds, asked.rows, asked.columns, asked.towns, scenario.seed)


def facts_of_specialties(scenario: Scenario) -> dict[str, dict[str, float]]:
    """Specialties with their firms and workers."""
    if scenario.plain is None:
        return of_country(country_of(scenario.country))
    return plains(scenario.plain.specialties, scenario.plain.firms_at_1_10 / PLAIN_SCALE)


def numbers_of(scenario: Scenario) -> dict[str, float]:
    """Behavioural parameters, with switched-off mechanisms set to nothing."""
    numbers, on = scenario.behaviour.numbers(), scenario.mechanisms
    numbers["market_unit"] = numbers["supplier_unit_usd_mn"] * numbers["market_suppliers"]
    off = {
        "localisation": ("marshall_elasticity",),
        "urbanisation": ("jacobs_elasticity",),
        "suppliers": ("scale_elasticity",),
        "imitation": ("imitation",),
        "ticket": ("ticket_elasticity",),
        "product_choice": ("product_sharpness",),
        "congestion": ("congestion_strength", "rent_steepness"),
        "power": ("outage_output_loss",),
        "trade_credit": ("deferred_share", "deferred_share_nearby"),
    }
    for mechanism, names in off.items():
        if not getattr(on, mechanism):
            numbers |= dict.fromkeys(names, 0.0)
    return numbers | {"own_weight": 0.0}


def given_of(scenario: Scenario, country: Country, map_: Map, kinds: Specialties) -> Given:
    """What the run is given: parameters (but those that each specialty has its own of), weights of distance, paths."""
    own, links = kinds.columns(), map_.neighbours
    numbers = {name: number for name, number in numbers_of(scenario).items() if name not in own}
    reach = links.weights(numbers["reach_decay_km"])
    numbers["own_weight"] = float(reach[links.start[0] : links.start[1]].max())
    odds = town_weights(map_.town_people, map_.people, country.seeds.assumption("urban_weight_of_firms"))
    births = np.concatenate((odds, np.zeros(len(map_.zones))))
    return Given(
        scenario=scenario,
        country=country,
        weight=scenario.weight,
        luck=Luck(scenario.seed),
        map=map_,
        specialties=kinds,
        numbers=numbers,
        reach_weights=reach,
        commuting_weights=links.weights(numbers["commuting_km"]),
        road_weights=road_weight(links.distance_km, numbers["road_cost_per_100km"], numbers["choice_temperature"]),
        founder_odds=births,
        blocks=Blocks(map_.block_start, map_.block_sites),
        neighbourhood=neighbourhood_of(map_, numbers),
        paths=demand_paths(scenario.world, country),
        freight=freight_of(country.seeds, kinds.names),
    )


def neighbourhood_of(map_: Map, numbers: dict[str, float]) -> Neighbourhood:
    """Nearness of neighbours for those who stay, exp(-d/near); a zone within 50 km is as near as home."""
    links, seats, cells = map_.neighbours, map_.zones.cell, len(map_.grid)
    near, count = links.weights(numbers["near_km"]), np.diff(links.start)
    at = np.concatenate([np.arange(0), *(np.arange(links.start[s], links.start[s + 1]) for s in seats)])
    zone_near = np.where(links.distance_km[at] <= numbers["zone_near_km"], near.max(), near[at])
    home = np.concatenate((np.repeat(np.arange(cells), count), links.other[at]))
    site = np.concatenate((links.other, np.repeat(np.arange(seats.size) + cells, count[seats])))
    order = np.argsort(home, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(home, minlength=cells))))
    return Neighbourhood(start, site[order], np.concatenate((near, zone_near))[order])


def groups_of(scenario: Scenario, given: Given, totals: Column, share: float) -> list[Group]:
    """Firms by group: the known clusters and the rest, or all anywhere; several a firm above scale 1."""
    several = max(1.0, 1.0 / given.weight)
    totals, share = totals * several, share * several
    weights = given.founder_odds[: len(given.map.grid)]
    if scenario.start_from == "random" or scenario.plain is not None:
        return scattered(totals[0], totals[1], weights)
    known = known_clusters(given.map, given.specialties.names, weights, share, given.country.seeds)
    return whole(known, totals[0], totals[1], weights)


def first_land(given: Given, firms: Firms) -> Land:
    """A quarter more plots than firms, and a floor where people live; the pool as people and work are."""
    cells, sites = len(given.map.grid), given.map.cell_of_site.size
    count = total_by(firms.site, firms.weight, sites)
    floor = np.where(given.founder_odds > 0.0, given["free_floor"], 0.0)
    plots = count * (1.0 + given["free_share"]) + floor
    plots[cells:] = 0.0
    people = given.map.people / total(given.map.people)
    work = total_by(cells_of(given, firms.site), firms.weight * firms.workers, cells)
    return Land(plots=plots, pool=0.5 * people + 0.5 * work / total(work))


def first_nation(kinds: Specialties) -> Nation:
    """National numbers before the first quarter; profits are remembered from the run-in on."""
    none, one = np.zeros(len(kinds)), np.ones(len(kinds))
    return Nation(
        profit_per_firm=none,
        reference_profit=none,
        home_pull=one,
        world_pull=one,
        rivals_abroad=one,
        customers_output=one,
        bank_credit=0.0,
    )
