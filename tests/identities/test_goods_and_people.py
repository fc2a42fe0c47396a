"""Goods, inputs, land and people: nothing from nothing."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.economy import cells_of
from simulation.geography.reach import in_reach
from simulation.phases.handed_on import Demand, InputOrders, Prices


def test_what_is_made_is_sold_at_home_or_abroad(quarters):
    _, seen = quarters
    for _, after in seen:
        old = after.firms.take(after.firms.born < after.quarter)
        sold = old.home_sales + old.exports / after.here.nation["margin_abroad"]
        assert sold == pytest.approx(old.price * old.output, rel=1e-12, abs=1e-15)


def test_home_buyers_spend_no_more_than_home_demand(phases):
    given, seen = phases
    for name, _, after in seen:
        if name == "buyers_choose":
            firms, kinds = after.firms, len(given.specialties)
            tau = after.here.pair["tau_home"][cells_of(given, firms.site) * kinds + firms.specialty]
            wanted = firms.weight * after.today[Demand].wanted_at_home
            spent = np.bincount(firms.specialty, wanted * firms.price * tau, kinds)
            demand = after.nation.home_pull * (
                given.fit.home_rivals
                + np.bincount(firms.specialty, firms.weight * after.today[Prices].home_weight, kinds)
            )
            assert (spent <= demand * 1.5).all()
            assert (spent > 0.0).all()


def test_inputs_in_stock_move_by_deliveries_and_use(phases):
    given, seen = phases
    for name, before, after in seen:
        if name == "firms_source":
            assert after.firms.stock == pytest.approx(
                before.firms.stock + after.today[InputOrders].input_order, rel=1e-12
            )
        if name == "firms_hire_and_produce":
            used = after.firms.output * given.specialties.materials_share[after.firms.specialty]
            assert after.firms.stock == pytest.approx(before.firms.stock - used, rel=1e-9, abs=1e-12)


def test_suppliers_sell_what_firms_got_from_them(phases):
    for name, _, after in phases[1]:
        if name == "firms_source":
            inputs, count, sellers = after.today[InputOrders], after.firms.weight, after.suppliers
            assert sellers.all_of(sellers.sales) == pytest.approx(after.firms.all_of(inputs.supplier_bill), rel=1e-12)
            served = inputs.supplier_row >= 0
            units = np.bincount(inputs.supplier_row[served], (count * inputs.got)[served], len(sellers))
            assert (units <= sellers.weight * sellers.capacity * (1.0 + 1e-9)).all()


def test_no_stock_capital_crew_price_or_debt_is_ever_negative(quarters):
    for _, after in quarters[1]:
        for name in (
            "stock",
            "workers",
            "capital",
            "debt",
            "payables",
            "output",
            "home_sales",
            "exports",
            "hectares",
            "price",
        ):
            assert after.firms.columns()[name].min() >= 0.0, name
        for name in ("capacity", "price", "workers", "sales", "orders", "cash"):
            assert after.suppliers.columns()[name].min() >= 0.0, name
        assert after.suppliers.receivables.min() > -1e-9


def test_every_number_of_every_table_is_finite(quarters):
    for _, after in quarters[1]:
        for table in (after.firms, after.suppliers):
            for name, column in table.columns().items():
                assert np.isfinite(column.astype(float)).all(), name
        for group in (after.here.pair, after.here.cell, after.here.site):
            for name, column in group.items():
                assert np.isfinite(column).all(), name


def test_people_live_somewhere(quarters):
    for _, after in quarters[1]:
        assert after.land.pool.sum() == pytest.approx(1.0, rel=1e-12)
        assert after.land.pool.min() >= 0.0


def test_no_zone_lets_more_land_than_it_has_serviced(quarters):
    given, seen = quarters
    for _, after in seen:
        let = np.bincount(after.firms.site, after.firms.weight * after.firms.hectares, after.land.plots.size)
        cells = len(given.map.grid)
        room = np.maximum(after.here.site["plots"][cells:], 0.0)
        at_first = seen[0][0].firms
        first = np.bincount(at_first.site, at_first.weight * at_first.hectares, after.land.plots.size)[cells:]
        assert (let[cells:] <= np.maximum(room, first) + 1e-9).all()
        assert (let[:cells] == 0.0).all()


def test_firms_of_the_open_country_rent_no_zone_land_and_tenants_do(quarters):
    given, seen = quarters
    for _, after in seen:
        tenant = given.map.zone_of_site[after.firms.site] >= 0
        assert (after.firms.hectares[tenant] > 0.0).all()
        assert (after.firms.hectares[~tenant] == 0.0).all()


def test_reach_counts_every_worker_of_a_neighbourhood_once(phases):
    given, seen = phases
    links, kinds = given.map.neighbours, len(given.specialties)
    one = np.zeros(given.pairs)
    one[500 * kinds + 3] = 10.0
    reach = in_reach(links, given.reach_weights, one, kinds).reshape(-1, kinds)
    mine = slice(links.start[500], links.start[501])
    assert reach[links.other[mine], 3].tolist() == (10.0 * given.reach_weights[mine]).tolist()
    assert np.count_nonzero(reach) == links.start[501] - links.start[500]
    for name, before, after in seen:
        if name == "infrastructure_serves":
            workers = before.firms.weight * before.firms.workers
            heard = workers[given.specialties.externalities[before.firms.specialty] > 0.0].sum()
            assert after.here.pair["reach"].sum() <= heard * 150.0
            break


def test_who_lives_was_there_or_was_born(quarters):
    for before, after in quarters[1]:
        others = ~np.isin(after.firms.id, np.concatenate((before.firms.id, after.births.id)))
        assert (after.firms.weight[others] == 1.0).all()  # parts of a row
        assert (after.firms.born[others] < after.quarter).all()
        gone = before.firms.weight.sum() + after.births.weight.sum() - after.firms.weight.sum()
        assert gone == sum(after.deaths.values())
        assert np.unique(after.firms.id).size == len(after.firms)
