"""Firms fail, move, and rent more land (E9, E14)."""

from __future__ import annotations

from one_by_one.asking import ask_all, sums_by
from one_by_one.places import Land, served_in_turn
from simulation.agents.firms.living import closing, closing_hazard, insolvent
from simulation.phases.failure import MOVING_COST


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
            country.deaths["failed" if found["insolvent"] > 0.0 else "closed"] += 1.0
            if firm.supplier in known:
                recovered[firm.supplier] += for_suppliers(firm, country.numbers["recovery"])
                owed[firm.supplier] += firm.payables
        else:
            alive.append(firm)
    country.firms = alive
    for who, supplier in known.items():
        loss = supplier.today["supplier_loss"] = owed[who] - recovered[who]
        supplier.today["paid"] += recovered[who]
        supplier.today["late"] = supplier.today["late"] + recovered[who] + loss


def for_suppliers(firm, recovery):
    """What a dead firm's supplier still gets, after the banks."""
    estate = max(0.0, firm.cash) + firm.capital * recovery
    to_banks = min(estate, firm.debt + max(0.0, -firm.cash))
    return min(estate - to_banks, firm.payables)


def firms_move(country, here):
    """A few look around near home and move where the gain exceeds the cost."""
    numbers = country.numbers
    look = [f for f in country.firms if country.chance.uniform("looks around", f.id) < numbers["relocation_look"]]
    if not country.given.does("relocation") or not look:
        return
    land = Land(country, here)
    comers = [(firm.id, *wished(country, land, firm)) for firm in look]
    for firm, (_, site, need), got in zip(
        look, comers, served_in_turn(country, "turn to move", comers, land.room), strict=True
    ):
        if got:
            firm.site, firm.hectares = site, need if site >= country.cells else 0.0
            firm.plot_bought, firm.plot_owed = firm.hectares * here.site_columns["plot_price"][site], 0.0
            firm.cash -= MOVING_COST * firm.capital


def wished(country, land, firm):
    """Where a firm would move and the room it needs there; -1 where staying is better."""
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
    let = sums_by((f.site for f in country.firms), (f.hectares for f in country.firms), country.sites)
    plots = here.site_columns["plots"]
    room = [max(0.0, plots[site] - let[site]) for site in range(country.sites)]
    per_hectare = country.numbers["workers_per_ha"]
    land = Land(country, here)
    more = [(f, f.workers / per_hectare - f.hectares) for f in country.firms if f.hectares > 0.0]
    grown = [f for f, extra in more if extra > 0.0 and f.cash >= land.first_payment(f.site, extra)]
    comers = [(firm.id, firm.site, firm.workers / per_hectare - firm.hectares) for firm in grown]
    for firm, got in zip(grown, served_in_turn(country, "turn for land", comers, room), strict=True):
        if got:
            extra = firm.workers / per_hectare - firm.hectares
            firm.hectares = firm.workers / per_hectare
            firm.plot_bought += extra * here.site_columns["plot_price"][firm.site]
