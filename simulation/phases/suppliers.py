"""Suppliers offer, firms source, suppliers live on (step 5 and parts of 7, 10, 11)."""

from __future__ import annotations

import numpy as np

from simulation.agents.suppliers.deciding import (
    supplier_cost,
    supplier_price,
)
from simulation.agents.suppliers.state import Suppliers
from simulation.economy import Economy, Given, cells_of, pairs_of, places_of
from simulation.engine.ordering import in_groups, rows_of
from simulation.engine.rules import Loop
from simulation.engine.table import Column, count_by, total_by, total_by_known
from simulation.geography.kernel import within
from simulation.geography.reach import in_reach
from simulation.markets.inputs import (
    bought_abroad,
    freight,
    import_weight,
    input_order,
    input_price,
    nearby,
    supplied_price,
    supplied_units,
    supplier_bill,
    supplier_km,
    supplier_weight,
    unmet,
)
from simulation.markets.sellers import Sellers, chosen_suppliers, delivered, drawer_of, who_looks
from simulation.phases.handed_on import InputOrders, InputsInAll, Needs, Offers

OFFER = Loop(supplier_cost, supplier_price, keep=["supplier_price"])
ORDER = Loop(input_order, supplied_units)
BUY = Loop(
    supplier_km, freight, supplied_price, input_price, nearby, supplier_bill, unmet, bought_abroad,
    keep=["input_price", "nearby", "supplier_bill", "unmet"],
    add=InputsInAll.names(),
)  # fmt: skip
WEIGHTS, IMPORTS = Loop(supplier_weight), Loop(import_weight)


def capacity_near(table: Suppliers, given: Given) -> Column:
    """Capacity of suppliers within the supplier reach, by cell and specialty."""
    at = places_of(given, table.site, table.specialty)[1]
    return near_suppliers(given, total_by(at, table.weight * table.capacity, given.pairs))


def near_suppliers(given: Given, amounts: Column) -> Column:
    """Sum of amounts within the supplier reach, by cell and specialty."""
    links = within(given.map.neighbours, given["supplier_reach_km"])
    return in_reach(links, links.ones, amounts, len(given.specialties))


def apart_from_places(given: Given) -> dict[str, float]:
    """Settings without the unit of a market, which every place has of its own: a supplier park makes it smaller."""
    return {name: number for name, number in given.numbers.items() if name != "market_unit"}


def suppliers_offer(now: Economy, given: Given) -> Economy:
    """Each supplier sets its price from its cost and from how many of its trade are near."""
    table, here = now.suppliers, now.here
    cells = cells_of(given, table.site)
    near = capacity_near(table, given)
    pair = {**here.pair, "import_price": here.pair["abroad_price"], "local_capacity": near}
    price = OFFER(
        len(table), {}, apart_from_places(given), cell=(cells, here.cell),
        pair=(pairs_of(given, cells, table.specialty), pair),
        specialty=(table.specialty, {"cost_level": given.fit.supplier_price}),
    )["supplier_price"]  # fmt: skip
    return now.but(suppliers=table.but(price=price)).hands_on(Offers(near))


def firms_source(now: Economy, given: Given) -> Economy:
    """Firms look for a supplier now and then, order inputs, and pay what was delivered."""
    return sourced(now, given, given["reconsider"])


def sourced(now: Economy, given: Given, look: float) -> Economy:
    """The same where this share of firms that have a supplier looks for another."""
    firms, here, numbers = now.firms, now.here, given.numbers
    cells, pairs = places_of(given, firms.site, firms.specialty)
    creditor = rows_of(now.suppliers.id, firms.supplier)
    row = reconsidered(now, given, (cells, pairs), creditor, look)
    specialty = firms.specialty, given.specialties.columns()
    orders = ORDER(len(firms), firms.columns(), numbers, specialty=specialty)
    buyers, sellers = (firms.id, firms.weight), (now.suppliers.capacity, now.suppliers.weight)
    got, asked = delivered(given.luck, now.quarter, buyers, row, orders["supplied_units"], sellers)
    grid = given.map.grid
    bought = BUY(
        len(firms), {**firms.columns(), **orders, "got": got}, {**numbers, **grid.round()}, pair=(pairs, here.pair),
        cell=(cells, {"row_here": grid.row, "column_here": grid.column}), supplier=(row, gates(now.suppliers, given)),
        specialty=specialty,
    )  # fmt: skip
    ordered = InputOrders(
        cell=cells, pair=pairs, supplier_row=row, creditor_row=creditor, input_order=orders["input_order"], got=got,
        input_price=bought["input_price"], supplier_bill=bought["supplier_bill"], nearby=bought["nearby"],
    )  # fmt: skip
    chosen = np.append(now.suppliers.id, np.uint64(0))[row]
    stocked = firms.but(supplier=chosen, stock=firms.stock + orders["input_order"])
    sales = total_by_known(row, firms.weight * bought["supplier_bill"], len(now.suppliers)) / now.suppliers.weight
    needs = Needs(total_by(pairs, firms.weight * bought["unmet"], given.pairs))
    after = now.but(firms=stocked, suppliers=now.suppliers.but(orders=asked, sales=sales))
    return after.hands_on(ordered, InputsInAll(**bought.totals), needs)


def reconsidered(now: Economy, given: Given, places: tuple[Column, Column], before: Column, look: float) -> Column:
    """Row of each firm's supplier after those who look have chosen, -1 for imports [int64]; `before` as it was."""
    firms, table, (cells, pairs) = now.firms, now.suppliers, places
    if not given.does("suppliers") or len(table) == 0:
        return np.full(len(firms), -1, dtype=np.int64)
    drawn = given.luck.uniform("looks for a supplier", now.quarter, firms.id)
    looking = who_looks(firms.supplier, before, firms.born, drawn, now.quarter - 1, look)
    sellers, order = sellers_of(table, given)
    abroad = IMPORTS(looking.size, {"abroad_price": now.here.pair["abroad_price"][pairs[looking]]}, given.numbers)
    links = given.map.neighbours
    place = chosen_suppliers(
        given.luck, now.quarter, firms.id[looking], cells[looking], firms.specialty[looking], len(given.specialties),
        abroad["import_weight"], (links.start, links.other, given.road_weights), sellers,
    )  # fmt: skip
    chosen = before.copy()
    chosen[looking] = np.where(place >= 0, order[np.maximum(place, 0)], -1)
    return chosen


def sellers_of(table: Suppliers, given: Given) -> tuple[Sellers, Column]:
    """The suppliers by (cell, specialty) and drawer with their weights, and their rows in that order."""
    at = places_of(given, table.site, table.specialty)[1]
    drawer, drawers = drawer_of(at, table.id, given.pairs)
    order = in_groups(drawer, drawers[-1])
    weight = (table.weight * WEIGHTS(len(table), table.columns(), given.numbers)["supplier_weight"])[order]
    first = np.concatenate(([0], np.cumsum(count_by(drawer, drawers[-1]))))
    # whoever weighs nothing waits for ever, and so does an empty drawer
    with np.errstate(divide="ignore", over="ignore"):
        waits, wait = 1.0 / total_by(drawer[order], weight, drawers[-1]), 1.0 / weight
    kinds, pair = len(given.specialties), at[order]
    of_kind = total_by(pair % kinds * (given.pairs // kinds) + pair // kinds, weight, given.pairs).reshape(kinds, -1)
    return Sellers(drawers, first, waits, table.id[order], wait, of_kind), order


def gates(table: Suppliers, given: Given) -> dict[str, Column]:
    """Where each supplier is and its price; the last row, which -1 finds, is for those who have none."""
    grid, cells = given.map.grid, cells_of(given, table.site)
    return {
        "has_supplier": np.append(np.ones(len(table)), 0.0), "gate_price": np.append(table.price, 1.0),
        "row_there": np.append(grid.row[cells], 0.0), "column_there": np.append(grid.column[cells], 0.0),
    }  # fmt: skip


def least_units(now: Economy, given: Given, pairs: Column) -> Column:
    """Least capacity of a supplier in these pairs of cell and specialty [USD mn]: a supplier park lowers it."""
    return np.asarray(given["supplier_unit_usd_mn"] * (now.here.pair["market_unit"][pairs] / given["market_unit"]))
