"""What places offer: reach, wages, land, delivered cost, infrastructure (step 4 and the end of the quarter)."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from math import fsum

import numpy as np

from simulation.agents.firms.choosing import dear_freight, dear_labour, profit_over_factors
from simulation.agents.firms.producing import (
    capital_cost,
    crew_part,
    crowding_loss,
    glut,
    labour_cost,
    normal_crew,
    power_gain,
    quality_gain,
    urbanisation_gain,
)
from simulation.economy import Economy, Given, Specialties, cells_of, places_of
from simulation.engine.blocks import Cycle
from simulation.engine.rules import Loop
from simulation.engine.table import Column, total, total_by, totals_across
from simulation.finance.ledger import TREASURY, Flow
from simulation.geography.freight import Freight, delivered_cost
from simulation.geography.reach import in_reach
from simulation.geography.travel import Travel
from simulation.institutions.serving import serve
from simulation.institutions.state import Institutions, Services
from simulation.markets.exporting import margin_abroad, world_access
from simulation.markets.goods import home_access, market_gain
from simulation.markets.inputs import abroad_price
from simulation.markets.labour import dear_wage, next_pool, wage_index
from simulation.markets.land import country_rent, land_use, next_plots, plot_seen, rent_seen
from simulation.phases.choice import occupied_by_firms
from simulation.policy.effects import Effects, effects_at
from simulation.surroundings import Fields, Land
from simulation.units import QUARTERS_PER_YEAR

OUTSIDE_QUALITY = 0.7
"""Infrastructure outside zones, where a new zone has 1 (assumed; screened through quality_elasticity)."""

TECHNIQUE = Loop(normal_crew, crew_part, capital_cost, labour_cost, profit_over_factors)
PAIRS = Loop(abroad_price, urbanisation_gain)
FREIGHT = Loop(dear_freight, home_access, world_access)
WAGES = Loop(wage_index, dear_wage)
RENTS = Loop(land_use, country_rent)
GAINS = Loop(quality_gain, power_gain, crowding_loss, plot_seen, rent_seen, dear_labour)
MARKETS = Loop(market_gain)
GLUTS = Loop(glut)
PLOTS = Loop(next_plots)
POOL = Loop(next_pool)


def labour_efficiency(given: Given, quarter: int) -> float:
    """Labour productivity over 2015's, by its trend; 1 in the run-in."""
    growth = given["labour_productivity_growth"]
    years, rest = divmod(max(0, quarter), QUARTERS_PER_YEAR)
    whole = 1.0
    for _ in range(years):
        whole *= 1.0 + growth
    return whole * (1.0 + growth * rest / QUARTERS_PER_YEAR)


def infrastructure_serves(now: Economy, given: Given) -> Economy:
    """Reach, wages, rents, delivered cost, power and quality of every place, as firms will see them this quarter."""
    services = serve(now.institutions, now.quarter)
    effects = effects_at(given.scenario.policy, given.map, given.specialties.names, now.quarter)
    nation = national_conditions(now, given, services)
    workers = workers_by_pair(now, given)
    cell = conditions_of_cells(now, given, effects, workers)
    site = conditions_of_sites(now, given, services, effects, nation)
    site |= worth_of_sites(given, site, cell, nation)
    pair = conditions_of_pairs(now, given, effects, nation, workers)
    kind = conditions_of_specialties(given, effects, nation) | gluts(now, given)
    costs = costs_of(effects)
    fields = Fields(pair, cell, site, kind, nation)
    return now.but(services=services, fields=fields, institutions=paid_for(now.institutions, costs)).paid(*costs)


def costs_of(effects: Effects) -> list[Flow]:
    """What the instruments cost this quarter, paid to builders and trainers."""
    payers = {"treasury": TREASURY, "grant": "rest of the world"}
    return [(payers[who], "households", what, amount) for who, what, amount in effects.costs]


def paid_for(now: Institutions, costs: list[Flow]) -> Institutions:
    """Instruments that the treasury pays leave less for its other spending this quarter."""
    spent = fsum(amount for payer, _, _, amount in costs if payer == TREASURY)
    return now.but(treasury=dataclasses.replace(now.treasury, support=now.treasury.support + spent))


def national_conditions(now: Economy, given: Given, services: Services) -> dict[str, float]:
    """Prices and rates that hold everywhere."""
    efficiency, paths = labour_efficiency(given, now.quarter), given.paths
    wages = given.specialties.base_wage
    competitiveness = paths.at("competitiveness", now.quarter) * services.exchange
    return {
        "tariff": services.tariff,
        "policy_rate": services.real_policy_rate,
        "exchange": paths.at("exchange", now.quarter) * services.exchange,
        "competitiveness": competitiveness,
        "margin_abroad": margin_abroad(competitiveness, given["pass_through"]),
        "rivals_gain": paths.at("rivals_gain", now.quarter),
        "home_factor": services.home_demand_factor,
        "world_factor": services.world_demand_factor,
        "labour_efficiency": efficiency,
        "mean_wage": total(wages * given.specialties.firms_at_start * given.specialties.mean_workers)
        / total(given.specialties.firms_at_start * given.specialties.mean_workers),
        "world_input_price": paths.at("input_price", now.quarter),
    }


def workers_by_pair(now: Economy, given: Given) -> Column:
    """Workers of firms by cell and specialty."""
    _, pairs = places_of(given, now.firms.site, now.firms.specialty)
    return total_by(pairs, now.firms.weight * now.firms.workers, given.pairs)


def conditions_of_cells(now: Economy, given: Given, effects: Effects, workers: Column) -> dict[str, Column]:
    """Wage by cell from the tightness of the labour market within commuting distance."""
    links = given.map.neighbours
    here = totals_across(workers.reshape(-1, len(given.specialties)))
    supplied = total_by(cells_of(given, now.suppliers.site), now.suppliers.weight * now.suppliers.workers, here.size)
    employed = in_reach(links, given.commuting_weights, here + supplied)
    everyone = max(total(here + supplied), 1e-9)
    pool = now.land.pool + effects.trained / everyone
    living = in_reach(links, given.commuting_weights, pool)
    tightness = np.where(living > 0.0, employed / (np.maximum(living, 1e-12) * everyone), 0.0)
    return {"tightness": tightness} | WAGES(tightness.size, {"tightness": tightness}, given.numbers)


def conditions_of_sites(
    now: Economy, given: Given, services: Services, effects: Effects, nation: dict[str, float]
) -> dict[str, Column]:
    """Quality, power, rent and land of open country and of zones."""
    cells = len(given.map.grid)
    occupied, plots = occupied_by_firms(now, given), now.land.plots.copy()
    plots[cells:] = services.serviced_hectares
    rents = RENTS(plots.size, {"occupied": occupied, "plots": plots}, {**given.numbers, **nation})
    rent, use = rents["country_rent"], rents["land_use"]
    rent[cells:] = services.lease_per_worker
    use[cells:] = 0.0  # a zone is planned: what is let does not crowd it
    quality = np.full(plots.size, OUTSIDE_QUALITY)
    quality[cells:] = services.quality
    reliability = np.full(plots.size, services.reliability)
    reliability[cells:] = services.zone_reliability
    return {
        "occupied": occupied, "plots": plots, "rent": rent, "land_use": use, "quality": quality,
        "reliability": reliability, **terms_of_zones(cells, services, effects),
    }  # fmt: skip


def terms_of_zones(cells: int, services: Services, effects: Effects) -> dict[str, Column]:
    """On what terms zones let land and tax their firms; nothing of it in open country, whose sites come first."""
    terms = {
        "plot_price": services.plot_price, "plot_relief": services.plot_relief, "down_payment": services.down_payment,
        "instalment": services.instalment, "tax_relief": effects.tax_relief,
        "holiday_quarters": effects.holiday_quarters, "duty_relief": effects.duty_relief,
    }  # fmt: skip
    return {name: np.concatenate([np.zeros(cells), column]) for name, column in terms.items()}


def worth_of_sites(
    given: Given, site: dict[str, Column], cell: dict[str, Column], nation: dict[str, float]
) -> dict[str, Column]:
    """What a site's infrastructure, power, crowding and labour are worth to everybody there, in log productivity."""
    wages = {"wage_index": cell["wage_index"][given.map.cell_of_site]}
    return GAINS(given.map.cell_of_site.size, {**site, **wages}, {**given.numbers, **nation})


def conditions_of_pairs(
    now: Economy, given: Given, effects: Effects, nation: dict[str, float], workers: Column
) -> dict[str, Column]:
    """Reach, delivered cost and specialised markets by cell and specialty."""
    links, kinds = given.map.neighbours, len(given.specialties)
    heard = workers.reshape(-1, kinds) * given.specialties.externalities
    reach = in_reach(links, given.reach_weights, heard.ravel(), kinds)
    by_cell = reach.reshape(-1, kinds)
    others = (totals_across(by_cell)[:, None] - by_cell).ravel()
    travel = given.map.travel(max(now.quarter, 0), effects.upgrades)
    road = freight_of(travel, given.specialties, given.freight, given["substitution_elasticity"])
    pair = {"reach": reach, "others": others, **road}
    pair |= PAIRS(reach.size, pair, {**given.numbers, **nation})
    pair["market_gain"] = gain_of_markets(now, given, effects, reach.size)
    pair["market_unit"] = given["market_unit"] * (1.0 - effects.unit_relief)
    return pair


def conditions_of_specialties(given: Given, effects: Effects, nation: dict[str, float]) -> dict[str, Column]:
    """What each specialty's technique asks for at this quarter's labour efficiency, and the help it has in trade."""
    technique = TECHNIQUE(len(given.specialties), given.specialties.columns(), {**given.numbers, **nation})
    return {"trade_lift": effects.trade_lift, **technique}


def gluts(now: Economy, given: Given) -> dict[str, Column]:
    """What a price war leaves of each specialty's markup."""
    rows = {"profit_per_firm": now.nation.profit_per_firm, "reference_profit": now.nation.reference_profit}
    return GLUTS(len(given.specialties), rows, given.numbers)


@lru_cache(maxsize=16)
def freight_of(
    travel: Travel, kinds: Specialties, freight: Freight, substitution_elasticity: float
) -> dict[str, Column]:
    """Delivered cost by cell and specialty, once for each state of the network: not to be written to."""
    pair = {name: cost.ravel() for name, cost in delivered_cost(travel, freight).items()}
    size = pair["tau_home"].size
    elasticity = {"substitution_elasticity": substitution_elasticity}
    return pair | FREIGHT(size, pair, elasticity, specialty=(Cycle(len(kinds)), kinds.columns()))


def gain_of_markets(now: Economy, given: Given, effects: Effects, pairs: int) -> Column:
    """Standing gained near specialised markets, by cell and specialty; nothing where there is no market."""
    if not effects.markets.any() or not given.does("market"):
        return np.zeros(pairs)
    links, kinds = given.map.neighbours, len(given.specialties)
    at = places_of(given, now.firms.site, now.firms.specialty)[1]
    firms = total_by(at, now.firms.weight, pairs)
    makers = in_reach(links, given.reach_weights, firms, kinds)
    near = np.minimum(1.0, in_reach(links, given.reach_weights, effects.markets, kinds))
    return MARKETS(pairs, {"makers": makers, "has_market": near}, given.numbers)["market_gain"]


def places_adapt(now: Economy, given: Given) -> Economy:
    """Land is converted outside zones; people follow work and wages."""
    cells = len(given.map.grid)
    site, index = now.here.site, now.here.cell["wage_index"]
    occupied = total_by(now.firms.site, now.firms.weight, now.land.plots.size)
    plots = PLOTS(occupied.size, {"plots": now.land.plots, "occupied": occupied}, given.numbers)["next_plots"]
    plots[cells:] = site["plots"][cells:]
    share = given.map.people / total(given.map.people)
    mean = total(share * index)
    moved = POOL(cells, {"pool": now.land.pool, "people_share": share, "relative_wage": index / mean}, given.numbers)[
        "next_pool"
    ]
    pool = moved / total(moved) if given.does("migration") else now.land.pool
    return now.but(land=Land(plots=plots, pool=pool))
