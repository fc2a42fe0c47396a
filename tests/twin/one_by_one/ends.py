"""Firms fail, move, and rent more land (E9, E14)."""

from __future__ import annotations

from one_by_one.asking import all_by, ask_all
from one_by_one.country import Agent
from one_by_one.places import Land, served_in_turn
from simulation.agents.firms.living import closing, closing_hazard, insolvent
from simulation.phases.failure import MOVING_COST

STEP = 0x9E3779B97F4A7C15
"""Keeps the causes of identities apart."""


def firms_fail(country):
    """Firms close by age or for want of money; of what is left banks are paid first, then suppliers, then owners."""
    known = {supplier.id: supplier for supplier in country.suppliers}
    recovered, owed = dict.fromkeys(known, 0.0), dict.fromkeys(known, 0.0)
    alive, country.deaths = [], {"closed": 0.0, "failed": 0.0}
    for firm in country.firms:
        age = {"age_quarters": float(country.quarter - firm.born)}
        luck = {"luck_of_closing": country.chance.uniform("closing", firm.id)}
        found = ask_all((closing_hazard, closing, insolvent), age, luck, firm, country.numbers)
        if found["insolvent"] > 0.0 or found["closing"] > 0.0:
            country.deaths["failed" if found["insolvent"] > 0.0 else "closed"] += firm.weight
            if firm.supplier in known:
                recovered[firm.supplier] += firm.weight * for_suppliers(firm, country.numbers["recovery"])
                owed[firm.supplier] += firm.weight * firm.payables
        else:
            alive.append(firm)
    country.firms = alive
    for who, supplier in known.items():
        each = 1.0 / supplier.weight
        got = recovered[who] * each
        loss = supplier.today["supplier_loss"] = owed[who] * each - got
        supplier.today["paid"] += got
        supplier.today["late"] = supplier.today["late"] + got + loss


def for_suppliers(firm, recovery):
    """What a dead firm's supplier still gets, after the banks."""
    estate = max(0.0, firm.cash) + firm.capital * recovery
    to_banks = min(estate, firm.debt + max(0.0, -firm.cash))
    return min(estate - to_banks, firm.payables)


def large_firms_part(country):
    """Who has grown large stands for itself alone: a row for several becomes as many, each with all that one had."""
    large = [f for f in country.firms if f.weight > 1.0 and f.workers >= country.numbers["alone_from_workers"]]
    for firm in large:
        for number in range(int(firm.weight) - 1):
            who = country.chance.identity("one of several", (firm.id + (number + 1) * STEP) % 2**64)
            country.firms.append(Agent(**vars(firm) | {"id": who, "weight": 1.0, "today": dict(firm.today)}))
        firm.weight = 1.0


def firms_move(country, here):
    """A few look around near home and move where the gain exceeds the cost."""
    numbers = country.numbers
    look = [f for f in country.firms if country.chance.uniform("looks around", f.id) < numbers["relocation_look"]]
    if not country.given.does("relocation") or not look:
        return
    land = Land(country, here)
    wishes = [wished(country, land, firm) for firm in look]
    comers = [(f.id, site, need * f.weight, 1.0) for f, (site, need) in zip(look, wishes, strict=True)]
    for firm, (site, need), got in zip(
        look, wishes, served_in_turn(country, "turn to move", comers, land.room), strict=True
    ):
        if got:
            firm.site, firm.hectares = site, need if site >= country.cells else 0.0
            firm.plot_bought, firm.plot_owed = firm.hectares * here.site_columns["plot_price"][site], 0.0
            firm.cash -= MOVING_COST * firm.capital


def wished(country, land, firm):
    """Where a firm would move and the room that it needs there; -1 where staying is better."""
    site = land.near_home("place to move to", firm.id, country.cell(firm), firm.specialty)
    if site < 0 or site == firm.site:
        return -1, 0.0
    there, here = (land.worth(one, firm.specialty)["place_value"] for one in (site, firm.site))
    need = land.needed(site, firm.workers)
    price = MOVING_COST * firm.capital + land.first_payment(site, need)
    better = there - here > country.numbers["relocation_cost"] and firm.cash >= price
    return (site, need) if better else (-1, 0.0)


def tenants_spread(country, here):
    """Zone tenants that have grown rent more land where there is some."""
    let = all_by(country.firms, lambda f: f.site, lambda f: f.hectares, country.sites)
    plots = here.site_columns["plots"]
    room = [max(0.0, plots[site] - let[site]) for site in range(country.sites)]
    per_hectare = country.numbers["workers_per_ha"]
    land = Land(country, here)
    more = [(f, f.workers / per_hectare - f.hectares) for f in country.firms if f.hectares > 0.0]
    grown = [f for f, extra in more if extra > 0.0 and f.cash >= land.first_payment(f.site, extra)]
    comers = [(f.id, f.site, (f.workers / per_hectare - f.hectares) * f.weight, 1.0) for f in grown]
    for firm, got in zip(grown, served_in_turn(country, "turn for land", comers, room), strict=True):
        if got:
            extra = firm.workers / per_hectare - firm.hectares
            firm.hectares = firm.workers / per_hectare
            firm.plot_bought += extra * here.site_columns["plot_price"][firm.site]
