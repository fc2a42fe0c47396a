"""Firms price, buyers choose, firms hire and produce (E2 to E4)."""

from __future__ import annotations

from one_by_one.asking import all_by, ask_all
from simulation.agents.firms.producing import (
    capital_cost,
    capital_part,
    crowding_loss,
    factor_cost,
    hired_workers,
    labour_cost,
    localisation_gain,
    made_units,
    normal_crew,
    place_gain,
    power_cost,
    power_gain,
    quality_gain,
    quoted_price,
    reach_seen,
    tfp,
    unit_cost,
    urbanisation_gain,
    wanted_workers,
)
from simulation.markets.exporting import (
    margin_abroad,
    nation_abroad,
    next_buyers_abroad,
    next_rivals_abroad,
    rivals_in_time,
    wanted_abroad,
    world_access,
    world_pull,
    world_weight,
)
from simulation.markets.goods import (
    exports,
    gate_weight,
    home_access,
    home_sales,
    home_weight,
    rivals_at_home,
    rivals_price,
    wanted,
    wanted_at_home,
)
from simulation.markets.labour import dear_wage

PRICING = (
    reach_seen, localisation_gain, urbanisation_gain, quality_gain, power_gain, crowding_loss, place_gain, tfp,
    capital_cost, labour_cost, dear_wage, factor_cost, power_cost, unit_cost, quoted_price, gate_weight, home_access,
    home_weight, world_access, world_weight,
)  # fmt: skip
RIVALS = (rivals_price, rivals_at_home, rivals_in_time, next_rivals_abroad)
SELLING = (margin_abroad, wanted_at_home, wanted_abroad, wanted)
MAKING = (normal_crew, capital_part, wanted_workers, hired_workers, made_units, home_sales, margin_abroad, exports)


def eyes(country, here, firm):
    """Everything a firm sees when it decides: prices everywhere, itself, its place, its specialty."""
    pulls = {"home_pull": country.nation["home_pull"], "world_pull": country.nation["world_pull"]}
    kind = country.of_kind(firm.specialty, base_tfp=country.fit.base_tfp, glut=here.gluts, **pulls)
    return (here.settings, firm.today, firm, *here.of(firm), kind)


def priced(country, here, firm):
    """Its productivity, cost, price and weight in both markets."""
    return ask_all(PRICING, *eyes(country, here, firm))


def firms_price(country, here):
    """Each firm finds its cost at its place and quotes its price."""
    for firm in country.firms:
        firm.today |= priced(country, here, firm)
        firm.price, firm.tfp = firm.today["quoted_price"], firm.today["tfp"]


def buyers_choose(country, here):
    """At home and abroad the demand for each specialty is shared among its firms and the rest of the market."""
    kinds, nation, fit = range(country.kinds), country.nation, country.fit
    before = {"rivals_abroad": nation["rivals_abroad"]}
    rivals = [ask_all(RIVALS, here.settings, country.of_kind(k, **before)) for k in kinds]
    for firm in country.firms:
        firm.buyers_abroad = ask_all((next_buyers_abroad,), country.numbers, firm.today, firm)["next_buyers_abroad"]
    weight = all_by(country.firms, lambda f: f.specialty, lambda f: f.today["home_weight"], country.kinds)
    known = all_by(country.firms, lambda f: f.specialty, lambda f: f.buyers_abroad, country.kinds)
    grown = at_home_grown(country, here)
    rest = [float(fit.home_rivals[k]) * (grown * rivals[k]["rivals_at_home"]) for k in kinds]
    nation["home_pull"] = [at_home(country, here)[k] / (rest[k] + weight[k]) for k in kinds]
    nation["rivals_abroad"] = [rivals[k]["next_rivals_abroad"] for k in kinds]
    for kind, demand in enumerate(abroad(country, here)):
        found = {
            "sum_abroad": known[kind], "export_weight": fit.export_weight[kind], "world_demand": demand,
            "rest_abroad": float(fit.world_rivals[kind]) * nation["rivals_abroad"][kind],
        }  # fmt: skip
        nation["world_pull"][kind] = ask_all((nation_abroad, world_pull), here.settings, found)["world_pull"]
    for firm in country.firms:
        firm.today |= ask_all(SELLING, *eyes(country, here, firm))


def at_home(country, here):
    """Demand at home by specialty; cloth hears its makers in part."""
    path = country.given.paths.at("home_demand", country.quarter)
    lifted = path * here.nation["home_factor"]
    demand = []
    for kind in range(country.kinds):
        by = lifted
        if customers_of(country, kind):
            heard, output = country.numbers["cloth_hears_makers"], country.nation["customers_output"][kind]
            by = (1.0 - heard) * path * here.nation["home_factor"] + heard * output
        demand.append(float(country.fit.home_demand[kind]) * by)
    return demand


def abroad(country, here):
    """The same for the world."""
    path, lift = country.given.paths.at("world_demand", country.quarter), here.effects.trade_lift
    return [
        float(country.fit.world_demand[k]) * path * float(lift[k]) * here.nation["world_factor"]
        for k in range(country.kinds)
    ]


def at_home_grown(country, here):
    """The rest of the home market grows with demand less labour productivity."""
    return country.given.paths.at("home_demand", country.quarter) / here.nation["labour_efficiency"]


def firms_hire_and_produce(country, here):
    """Each firm moves towards the crew it wants, makes what it can, and sells it."""
    for firm in country.firms:
        made = ask_all(MAKING, *eyes(country, here, firm))
        use = made["made_units"] * country.specialties["materials_share"][firm.specialty]
        firm.today |= made
        firm.workers, firm.output = made["hired_workers"], made["made_units"]
        firm.home_sales, firm.exports = made["home_sales"], made["exports"]
        firm.stock, firm.wanted = max(0.0, firm.stock - use), firm.today["wanted"]
    customers_are_heard(country)


def customers_of(country, kind):
    """Specialties that buy what a specialty makes, and that it hears."""
    return [other for other in range(country.kinds) if country.given.specialties.hears[kind, other]]


def customers_are_heard(country):
    """The nation remembers how much those produce whom a specialty hears, over quarter zero."""
    units = all_by(country.firms, lambda f: f.specialty, lambda f: f.output, country.kinds)
    output = country.nation["customers_output"] = [1.0] * country.kinds
    for kind in range(country.kinds):
        customers = customers_of(country, kind)
        if customers:
            now = sum(units[other] for other in customers)
            output[kind] = now / sum(float(country.fit.output[other]) for other in customers)
