"""Suppliers offer, firms source, suppliers live on (step 5 and parts of 7, 10, 11)."""

from __future__ import annotations

import numpy as np

from simulation.agents.suppliers.deciding import (
    supplier_cost,
    supplier_price,
)
from simulation.agents.suppliers.state import Suppliers
from simulation.economy import Economy, Given, cells_of, pairs_of
from simulation.geography.kernel import within
from simulation.geography.reach import in_reach
from simulation.markets.inputs import (
    Sellers,
    chosen_suppliers,
    delivered,
    import_weight,
    input_order,
    input_price,
    supplied_price,
    supplied_units,
    supplier_weight,
)
from simulation.rules import Loop
from simulation.table import Column, rows_of, total, total_by

OFFER = Loop(supplier_cost, supplier_price, keep=["supplier_price"])
ORDER = Loop(input_order, supplied_units)
PRICE = Loop(supplied_price, input_price, keep=["input_price"])
WEIGHTS, IMPORTS = Loop(supplier_weight), Loop(import_weight)


def capacity_near(table: Suppliers, given: Given) -> Column:
    """Capacity of suppliers within the supplier reach, by cell and specialty."""
    at = pairs_of(given, cells_of(given, table.site), table.specialty)
    return near_suppliers(given, total_by(at, table.capacity, given.pairs))


def near_suppliers(given: Given, amounts: Column) -> Column:
    """Sum of amounts within the supplier reach, by cell and specialty."""
    links = within(given.map.neighbours, given["supplier_reach_km"])
    return in_reach(links, np.ones(links.other.size), amounts, len(given.specialties))


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
    return now.but(suppliers=table.but(price=price), extra={**now.extra, "capacity_near": near})


def firms_source(now: Economy, given: Given) -> Economy:
    """Firms look for a supplier now and then, order inputs, and pay what was delivered."""
    firms, here, given_numbers = now.firms, now.here, given.numbers
    cells = cells_of(given, firms.site)
    pairs = pairs_of(given, cells, firms.specialty)
    creditor = rows_of(now.suppliers.id, firms.supplier)
    row = reconsidered(now, given, cells, pairs, creditor)
    orders = ORDER(len(firms), firms.columns(), given_numbers, specialty=(firms.specialty, given.specialties.columns()))
    units = np.where(row >= 0, orders["supplied_units"], 0.0)
    got = delivered(given.luck, now.quarter, firms.id, row, units, now.suppliers.capacity)
    gate, freight = supply_terms(now, given, cells, row)
    priced = PRICE(
        len(firms),
        {**firms.columns(), **orders, "got": got, "gate_price": gate, "freight": freight},
        given_numbers,
        pair=(pairs, here.pair),
        specialty=(firms.specialty, given.specialties.columns()),
    )
    table = sold(now.suppliers, row, units, got, gate)
    unmet = total_by(pairs, orders["supplied_units"] - got, given.pairs)
    nearby = np.where(freight <= given["road_cost_per_100km"] * given["supplier_reach_km"] / 100.0, 1.0, 0.0)
    extra = {
        **now.extra,
        "input_order": orders["input_order"],
        "input_price": priced["input_price"],
        "got": got,
        "supplier_bill": got * gate,
        "supplier_row": row,
        "unmet": unmet,
        "nearby": np.where(row >= 0, nearby, 0.0),
        "creditor_row": creditor,
        "owed_to_suppliers": total(np.where(creditor >= 0, firms.payables, 0.0)),
        "bought_abroad": bought_abroad(now, given, orders, got, pairs),
    }
    supplier = np.zeros(len(firms), dtype=np.uint64)
    supplier[row >= 0] = now.suppliers.id[row[row >= 0]]
    stocked = firms.but(supplier=supplier, stock=firms.stock + orders["input_order"])
    return now.but(firms=stocked, suppliers=table, extra=extra)


def bought_abroad(now: Economy, given: Given, orders: dict[str, Column], got: Column, pairs: Column) -> Column:
    """What each firm pays for inputs from abroad: the imported part, and what no supplier delivered [USD mn]."""
    price = now.here.pair["abroad_price"][pairs]
    imported = orders["input_order"] * given.specialties.import_share[now.firms.specialty]
    return price * (imported + (orders["supplied_units"] - got) * (1.0 + given["import_premium"]))


def reconsidered(now: Economy, given: Given, cells: Column, pairs: Column, before: Column) -> Column:
    """Row of each firm's supplier after those who look have chosen, -1 for imports [int64]; `before` as it was."""
    firms, table = now.firms, now.suppliers
    if not given.does("suppliers") or len(table) == 0:
        return np.full(len(firms), -1, dtype=np.int64)
    gone = (firms.supplier != 0) & (before < 0)
    new = firms.born >= now.quarter - 1
    looks = given.luck.uniform("looks for a supplier", now.quarter, firms.id) < given["reconsider"]
    looking = np.flatnonzero(gone | new | looks | bool(now.extra.get("everyone_looks", False)))
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
    """The suppliers by (cell, specialty) with their weights, and their rows in that order."""
    at = pairs_of(given, cells_of(given, table.site), table.specialty)
    order = np.argsort(at, kind="stable")
    weight = WEIGHTS(len(table), table.columns(), given.numbers)["supplier_weight"][order]
    start = np.concatenate(([0], np.cumsum(np.bincount(at, minlength=given.pairs))))
    kinds = len(given.specialties)
    of_kind = total_by(at[order] % kinds * (given.pairs // kinds) + at[order] // kinds, weight, given.pairs)
    return Sellers(start, table.id[order], weight, of_kind.reshape(kinds, -1)), order


def supply_terms(now: Economy, given: Given, cells: Column, row: Column) -> tuple[Column, Column]:
    """Gate price and freight of each firm's supplier; 1 and 0 without one."""
    if len(now.suppliers) == 0:
        return np.ones(cells.size), np.zeros(cells.size)
    seat = cells_of(given, now.suppliers.site)[np.maximum(row, 0)]
    km = given.map.grid.distance_km(cells, seat)
    has = row >= 0
    gate = np.where(has, now.suppliers.price[np.maximum(row, 0)], 1.0)
    return gate, np.where(has, km * given["road_cost_per_100km"] / 100.0, 0.0)


def sold(table: Suppliers, row: Column, units: Column, got: Column, gate: Column) -> Suppliers:
    """The suppliers with this quarter's orders and deliveries."""
    if len(table) == 0:
        return table
    has = row >= 0
    return table.but(
        orders=total_by(row[has], units[has], len(table)), sales=total_by(row[has], (got * gate)[has], len(table))
    )


def least_units(now: Economy, given: Given, pairs: Column) -> Column:
    """Least capacity of a supplier in these pairs of cell and specialty [USD mn]: a supplier park lowers it."""
    return np.asarray(given["supplier_unit_usd_mn"] * (now.here.pair["market_unit"][pairs] / given["market_unit"]))
