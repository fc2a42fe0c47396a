"""Suppliers of quarter zero: where firms need their inputs, at a mean price of 1."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.agents.suppliers.state import Suppliers, suppliers
from simulation.economy import Economy, Given, cells_of
from simulation.engine.table import total, total_by
from simulation.phases.suppliers import suppliers_offer
from simulation.quarter_zero.fitting import with_fit
from simulation.quarter_zero.sampling import shared_out


def first_suppliers(given: Given, firms: Firms) -> Suppliers:
    """Suppliers where firms need their inputs, each with an equal part of its trade's sales; `need` is of all firms."""
    share = given.country.seeds.assumption("supplier_share_of_firms")
    many = round(share / (1.0 - share) * total(firms.weight)) if given.does("suppliers") else 0
    weight = shared_out(many, given.weight)
    count = weight.size
    at = given.specialties
    need = firms.output * at.materials_share[firms.specialty] * (1.0 - at.import_share[firms.specialty])
    need = need * given["supplied_share"] * firms.weight
    if count == 0:
        return suppliers(0)
    who = given.luck.identities("supplier at the start", 0, np.arange(count, dtype=np.uint64))
    odds = np.cumsum(need)
    seat = np.minimum(
        np.searchsorted(odds, given.luck.uniform("seat of a supplier", 0, who) * odds[-1]), len(firms) - 1
    )
    specialty = firms.specialty[seat]
    by_kind = total_by(firms.specialty, need, len(at))
    number = np.maximum(total_by(specialty, weight, len(at)), 1.0)
    capacity = 1.1 * (by_kind / number)[specialty]
    cells = cells_of(given, firms.site[seat])
    return suppliers(
        count,
        id=who,
        weight=weight,
        born=-40,
        specialty=specialty,
        site=cells,
        capacity=capacity,
        price=1.0,
        cash=0.5 * capacity,
        workers=given["supplier_wage_share"] * capacity / at.base_wage[specialty],
    )


def with_supplier_prices(now: Economy, given: Given) -> Given:
    """The cost level of each trade's suppliers that makes their mean price 1 at quarter zero."""
    if len(now.suppliers) == 0:
        return given
    table = suppliers_offer(now, given).suppliers
    capacity = table.weight * table.capacity
    weight = total_by(table.specialty, capacity, len(given.specialties))
    mean = total_by(table.specialty, capacity * table.price, len(given.specialties))
    return with_fit(given, supplier_price=np.where(weight > 0.0, weight / np.maximum(mean, 1e-12), 1.0))
