"""Suppliers offer, firms look for one, order, and are served in the order of their luck (E5)."""

from __future__ import annotations

from itertools import chain
from math import floor

from one_by_one.asking import all_by, ask, ask_all
from one_by_one.country import Agent
from simulation.agents.suppliers.deciding import (
    next_capacity,
    supplier_cost,
    supplier_price,
    supplier_profit,
    supplier_workers,
)
from simulation.agents.suppliers.state import Suppliers
from simulation.markets.inputs import (
    import_weight,
    input_order,
    input_price,
    road_weight,
    supplied_price,
    supplied_units,
    supplier_weight,
)
from simulation.markets.sellers import NEARLY_ALL


def suppliers_offer(country, here):
    """Each supplier sets its price from its cost and from how much of its trade is near."""
    capacity = all_by(country.suppliers, country.pair, lambda s: s.capacity, country.cells * country.kinds)
    reach = country.numbers["supplier_reach_km"]

    def capacity_near(cell, kind):
        whole = 0.0
        for _, other, km in country.links.of[cell]:
            if km <= reach:
                whole += capacity[other * country.kinds + kind]
        return whole

    here.capacity_near = capacity_near
    for supplier in country.suppliers:
        _, cell, place = here.of(supplier)
        known = {
            "import_price": place["abroad_price"],
            "local_capacity": capacity_near(country.cell(supplier), supplier.specialty),
            "cost_level": country.fit.supplier_price[supplier.specialty],
            "market_unit": here.unit(country.cell(supplier), supplier.specialty),
        }
        supplier.price = ask_all((supplier_cost, supplier_price), known, country.numbers, cell)["supplier_price"]


def firms_source(country, here):
    """Firms look for a supplier now and then, order inputs, and learn what was delivered and what it costs."""
    known = {supplier.id: supplier for supplier in country.suppliers}
    market = sellers_by_pair(country)
    for firm in country.firms:
        firm.today["creditor"] = known.get(firm.supplier)
        firm.today["seller"] = known.get(seller_of(country, here, firm, known, market))
        kind = country.of_kind(firm.specialty)
        firm.today |= ask_all((input_order, supplied_units), country.numbers, firm, kind)
    orders = added_by_seller(country, "supplied_units")
    serve_in_turn(country, orders)
    for firm in country.firms:
        pay_for_inputs(country, here, firm)
        firm.supplier = 0 if firm.today["seller"] is None else firm.today["seller"].id
        firm.stock += firm.today["input_order"]
    sales = added_by_seller(country, "supplier_bill")
    for supplier in country.suppliers:
        supplier.orders, supplier.sales = orders[supplier.id] / supplier.weight, sales[supplier.id] / supplier.weight


def added_by_seller(country, name):
    """What all whom the firms stand for ask or owe of each row of suppliers, by its identity."""
    whole = {supplier.id: 0.0 for supplier in country.suppliers}
    for firm in country.firms:
        if firm.today["seller"] is not None:
            whole[firm.today["seller"].id] += firm.weight * firm.today[name]
    return whole


def sellers_by_pair(country):
    """Suppliers of each cell and specialty by drawer, in each in the order of the table."""
    market = {}
    for supplier in country.suppliers:
        market.setdefault(country.pair(supplier), []).append(supplier)
    return {pair: in_drawers(sellers) for pair, sellers in market.items()}


def in_drawers(sellers):
    """Suppliers by the first bits of their identities: two drawers from 4 on, four from 16, eight from 64."""
    bits = (len(sellers).bit_length() - 1) // 2
    drawers = [[] for _ in range(2**bits)]
    for seller in sellers:
        drawers[seller.id >> (64 - bits)].append(seller)
    return drawers


def seller_of(country, here, firm, known, market):
    """Identity of its supplier: the old one, or another if it looks around this quarter."""
    if not country.given.does("suppliers") or not country.suppliers:
        return 0
    lost = firm.supplier != 0 and firm.supplier not in known
    young = firm.born >= country.quarter - 1
    curious = country.chance.uniform("looks for a supplier", firm.id) < country.numbers["reconsider"]
    return chosen_seller(country, here, firm, market) if lost or young or curious else firm.supplier


def chosen_seller(country, here, firm, market):
    """The first to ring: the cell of suppliers or the imports, then a drawer of that cell, then a supplier in it."""
    numbers, chance = country.numbers, country.chance
    terms = numbers["choice_temperature"]
    abroad = import_weight.plain(here.of(firm)[2]["abroad_price"], numbers["import_premium"], terms)
    first, chosen = chance.rings("supplier", firm.id, 0, abroad), ()
    for _, cell, km in country.links.of[country.cell(firm)]:
        drawers = market.get(cell * country.kinds + firm.specialty, ())
        if drawers:
            road = road_weight.plain(km, numbers["road_cost_per_100km"], terms)
            rings = chance.rings("supplier", firm.id, cell + 1, weight_of_all(chain(*drawers), numbers) * road)
            if rings < first:
                first, chosen = rings, drawers
    if not chosen:
        return 0

    def inside(number, sellers):
        return chance.rings("supplier", firm.id, number + 1, weight_of_all(sellers, numbers), stage=1)

    some = [number for number, sellers in enumerate(chosen) if sellers]
    drawer = min(some, key=lambda number: inside(number, chosen[number]))
    return min(chosen[drawer], key=lambda one: inside(one.id, [one])).id


def weight_of(seller, numbers):
    """Weight with buyers next door of all whom a supplier stands for."""
    return seller.weight * supplier_weight.plain(
        seller.capacity, seller.price, numbers["market_unit"], numbers["choice_temperature"]
    )


def weight_of_all(sellers, numbers):
    """Weight of suppliers of a place and trade, added in their order."""
    whole = 0.0
    for seller in sellers:
        whole += weight_of(seller, numbers)
    return whole


def serve_in_turn(country, orders):
    """Where nearly all is asked for, buyers come in the order of their luck and take what their supplier still has."""
    left = {supplier.id: supplier.capacity * supplier.weight for supplier in country.suppliers}
    crowded = {who for who, capacity in left.items() if orders[who] > NEARLY_ALL * capacity}
    for firm in sorted(country.firms, key=lambda f: country.chance.uniform("turn at the supplier", f.id)):
        seller = firm.today["seller"]
        firm.today["got"] = 0.0
        if seller is not None and seller.id in crowded:
            taken = min(firm.weight * firm.today["supplied_units"], left[seller.id])
            left[seller.id] -= taken
            firm.today["got"] = taken / firm.weight
        elif seller is not None:
            firm.today["got"] = firm.today["supplied_units"]


def pay_for_inputs(country, here, firm):
    """The mean price of its inputs, and what it owes its supplier."""
    seller, numbers = firm.today["seller"], country.numbers
    gate, freight, near = 1.0, 0.0, 0.0
    if seller is not None:
        gate = seller.price
        km = float(country.map.grid.distance_km(country.cell(firm), country.cell(seller)))
        freight = km * numbers["road_cost_per_100km"] / 100.0
        limit = numbers["road_cost_per_100km"] * numbers["supplier_reach_km"] / 100.0
        near = 1.0 if freight <= limit else 0.0
    terms = {"gate_price": gate, "freight": freight}
    kind = country.of_kind(firm.specialty)
    found = ask_all((supplied_price, input_price), numbers, firm.today, terms, here.of(firm)[2], kind)
    firm.today |= {"input_price": found["input_price"], "supplier_bill": firm.today["got"] * gate, "nearby": near}
    firm.today["unmet"] = firm.today["supplied_units"] - firm.today["got"]
    firm.today["needs_in"] = country.pair(firm)


def suppliers_live(country, here, unmet):
    """Suppliers are paid, pay, grow or shrink, close; new ones come where need is unmet."""
    for supplier in country.suppliers:
        settle(country, here, supplier)
    country.suppliers = [supplier for supplier in country.suppliers if goes_on(country, supplier)]
    if country.given.does("suppliers"):
        suppliers_enter(country, here, unmet)


def settle(country, here, supplier):
    """Bills come in, costs go out, owners take what exceeds half a quarter's sales."""
    numbers, today = country.numbers, supplier.today
    fixed = numbers["supplier_fixed_share"] * max(0.0, supplier.capacity * supplier.price - supplier.sales)
    wages = numbers["supplier_wage_share"] * supplier.sales
    imports = numbers["supplier_import_share"] * supplier.sales
    rest = 1.0 - numbers["supplier_wage_share"] - numbers["supplier_import_share"] - numbers["supplier_margin"]
    home = rest * supplier.sales
    cash = supplier.cash + today["paid"] - fixed - wages - imports - home
    supplier.cash = cash - max(0.0, cash - 0.5 * supplier.sales)
    supplier.receivables = supplier.receivables + today["deferred"] - today["late"]
    least = {"least_capacity": least_unit(country, here, country.cell(supplier), supplier.specialty)}
    found = ask_all((next_capacity, supplier_workers), here.settings, least, supplier)
    supplier.capacity, supplier.workers = found["next_capacity"], found["supplier_workers"]


def goes_on(country, supplier):
    """Whether it is still there at the end of the quarter: not out of luck, of patience or of cash."""
    profit = ask(supplier_profit, supplier.today, supplier, country.numbers)
    supplier.losing = supplier.losing + 1.0 if profit < 0.0 else 0.0
    hazard = country.numbers["supplier_exit_hazard"] / 4.0
    unlucky = country.chance.uniform("supplier closes", supplier.id) < hazard
    return not (unlucky or supplier.losing >= country.numbers["losing_quarters"] or supplier.cash < 0.0)


def least_unit(country, here, cell, kind):
    """Least capacity of a supplier in a place: a supplier park lowers it."""
    return country.numbers["supplier_unit_usd_mn"] * (here.unit(cell, kind) / country.numbers["market_unit"])


def suppliers_enter(country, here, unmet):
    """One may come to each cell and specialty with unmet need, once a whole unit is lacking around it."""
    numbers, kinds = country.numbers, country.kinds
    for pair, own in enumerate(unmet):
        if own == 0.0:
            continue
        cell, kind = pair // kinds, pair % kinds
        need = 0.0
        for _, other, km in country.links.of[cell]:
            if km <= numbers["supplier_reach_km"]:
                need += unmet[other * kinds + kind]
        unit, least = here.unit(cell, kind), least_unit(country, here, cell, kind)
        count = min(max(float(floor(need / least)), 1.0), country.given.weight)
        odds = 0.25 * own / max(need, 1e-12) * min(need / unit, 4.0) / count if need > unit else 0.0
        if country.chance.uniform("supplier enters", pair) < odds:
            known = {"weight": count, "specialty": kind, "site": cell, "capacity": least, "cash": 0.5 * least}
            country.suppliers.append(new_supplier(country, pair, known))


def new_supplier(country, pair, known):
    """A supplier at its start, or as many alike as its row stands for."""
    who = {"id": country.chance.identity("new supplier", pair), "born": country.quarter, "price": 1.0, "today": {}}
    return Agent(**dict.fromkeys(Suppliers.names(), 0.0) | who | known)


def unmet_need(country):
    """Units ordered of suppliers and not delivered, by cell and specialty."""
    pairs = country.cells * country.kinds
    return all_by(country.firms, lambda f: f.today["needs_in"], lambda f: f.today["unmet"], pairs)
