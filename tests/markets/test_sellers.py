"""Who buys from whom, and who is served."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.engine.luck import Luck
from simulation.markets.inputs import import_weight, road_weight, supplier_weight
from simulation.markets.sellers import Sellers, chosen_suppliers, delivered, drawer_of, who_looks

CROWD = np.arange(40_000, dtype=np.uint64)
ONE_CELL = (np.array([0, 1]), np.array([0]), np.array([5.0]))


def test_buyers_look_when_they_lost_their_supplier_are_young_or_are_drawn():
    supplier = np.array([0, 5, 5, 0, 5], dtype=np.uint64)
    row = np.array([-1, -1, 3, -1, 3])
    born = np.array([0, 0, 0, 7, 0])
    drawn = np.array([0.9, 0.9, 0.9, 0.9, 0.1])
    assert who_looks(supplier, row, born, drawn, 7, 0.25).tolist() == [1, 3, 4]
    assert who_looks(supplier, row, born, drawn, 7, 1.0).tolist() == [0, 1, 2, 3, 4]


def chosen(prices, capacities, imports=1.1, who=CROWD):
    """Which of some sellers in the buyers' own cell, in one drawer, or imports (-1), are chosen."""
    zero = np.zeros(who.size, dtype=np.int64)
    weights = np.array([supplier_weight.plain(c, p, 1.0, 0.05) for c, p in zip(capacities, prices, strict=True)])
    names, whole = np.arange(11, 11 + weights.size, dtype=np.uint64), weights.sum(keepdims=True)
    ends = np.array([0, weights.size])
    sellers = Sellers(np.array([0, 1]), ends, 1.0 / whole, names, 1.0 / weights, whole.reshape(1, 1))
    abroad = np.full(who.size, import_weight.plain(imports, 0.0, 0.05))
    links = (*ONE_CELL[:2], np.array([road_weight.plain(0.0, 0.01, 0.05)]))
    return chosen_suppliers(Luck(5), 3, who, zero, zero, 1, abroad, links, sellers)


def test_buyers_choose_suppliers_by_capacity_and_delivered_price():
    place = chosen([0.95, 1.0], [1.0, 3.0])
    odds = np.array([np.exp(-1.1 / 0.05), 1.0 * np.exp(-0.95 / 0.05), 3.0 * np.exp(-1.0 / 0.05)])
    found = np.bincount(place + 1, minlength=3) / place.size
    assert found == pytest.approx(odds / odds.sum(), abs=4.0 * 0.5 / np.sqrt(place.size))


def test_when_one_supplier_becomes_cheaper_buyers_move_to_it():
    before, after = chosen([1.0, 1.0], [1.0, 1.0]), chosen([1.0, 0.97], [1.0, 1.0])
    moved = after[before != after]
    assert 0.0 < moved.size / after.size < 0.2
    assert (moved == 1).mean() > 0.95


def in_drawers(weights, names, who=CROWD):
    """Which of many sellers of the buyers' own cell are chosen, in as many drawers as the model has."""
    zero = np.zeros(who.size, dtype=np.int64)
    drawer, drawers = drawer_of(np.zeros(names.size, dtype=np.int64), names, 1)
    order = np.argsort(drawer, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(drawer, minlength=drawers[-1]))))
    sums = np.bincount(drawer, weights=weights, minlength=drawers[-1])
    sellers = Sellers(drawers, first, 1.0 / sums, names[order], 1.0 / weights[order], weights.sum().reshape(1, 1))
    links = (*ONE_CELL[:2], np.ones(1))
    return order[chosen_suppliers(Luck(5), 3, who, zero, zero, 1, np.full(who.size, 1e-9), links, sellers)]


def test_among_many_suppliers_each_is_chosen_by_its_weight():
    names = Luck(3).identities("suppliers", 0, np.arange(50, dtype=np.uint64))
    weights = np.random.default_rng(1).uniform(0.5, 2.0, names.size)
    found, share = np.bincount(in_drawers(weights, names), minlength=50) / CROWD.size, weights / weights.sum()
    assert (np.abs(found - share) <= 4.5 * np.sqrt(share * (1.0 - share) / CROWD.size)).all()


def test_when_one_of_many_suppliers_closes_others_keep_nearly_all_their_buyers():
    names = Luck(3).identities("suppliers", 0, np.arange(50, dtype=np.uint64))
    before, after = in_drawers(np.ones(50), names), 1 + in_drawers(np.ones(49), names[1:])
    assert ((before != after) & (before != 0)).mean() < 0.05


@pytest.mark.parametrize(("size", "drawers"), [(1, 1), (3, 1), (4, 2), (15, 2), (16, 4), (63, 4), (64, 8), (1000, 16)])
def test_suppliers_are_kept_in_about_as_many_drawers_as_there_are_suppliers_in_one(size, drawers):
    names = Luck(4).identities("suppliers", 1, np.arange(size, dtype=np.uint64))
    pair = np.full(size, 2, dtype=np.int64)
    drawer, first = drawer_of(pair, names, 4)
    assert first.tolist() == [0, 0, 0, drawers, drawers]
    assert drawer.tolist() == [int(name) * drawers >> 64 for name in names]


def test_no_supplier_delivers_more_than_its_capacity_and_no_buyer_gets_more_than_ordered():
    who = np.arange(500, dtype=np.uint64)
    seller = np.where(who % 5 == 4, -1, (who % 3).astype(np.int64))
    order = np.random.default_rng(1).uniform(0.0, 1.0, 500)
    capacity = np.array([5.0, 50.0, 1e9])
    got, asked = delivered(Luck(1), 0, (who, np.ones(500)), seller, order, (capacity, np.ones(3)))
    sent = np.bincount(seller[seller >= 0], weights=got[seller >= 0])
    assert (sent <= capacity * (1 + 1e-12)).all()
    assert sent[0] == pytest.approx(5.0)
    assert ((got >= 0.0) & (got <= order)).all()
    assert asked == pytest.approx(np.bincount(seller[seller >= 0], weights=order[seller >= 0]))
    assert got[seller == -1].sum() == 0.0
    assert got[seller == 2].tolist() == order[seller == 2].tolist()


def test_rows_for_several_order_and_deliver_for_all_of_them():
    who, seller = np.arange(300, dtype=np.uint64), np.repeat([0, 1, 2], 100)
    order, weight = np.random.default_rng(1).uniform(0.0, 1.0, 300), np.tile([1.0, 10.0], 150)
    capacity, sellers = np.array([5.0, 5.0, 1e9]), np.array([10.0, 1.0, 10.0])
    got, asked = delivered(Luck(1), 0, (who, weight), seller, order, (capacity, sellers))
    assert np.bincount(seller, weights=weight * got)[:2] == pytest.approx([50.0, 5.0])
    assert asked == pytest.approx(np.bincount(seller, weights=weight * order) / sellers)
    assert (got <= order * (1.0 + 1e-12)).all()
    assert got[seller == 2].tolist() == order[seller == 2].tolist()


def test_the_turn_at_a_supplier_does_not_depend_on_the_row():
    who = np.arange(60, dtype=np.uint64)
    order, capacity = np.full(60, 1.0), np.array([20.0])
    mixed = np.random.default_rng(2).permutation(60)
    zero = np.zeros(60, dtype=np.int64)
    straight, _ = delivered(Luck(1), 4, (who, order), zero, order, (capacity, np.ones(1)))
    shuffled, _ = delivered(Luck(1), 4, (who[mixed], order), zero, order, (capacity, np.ones(1)))
    assert straight[mixed].tolist() == shuffled.tolist()
    assert straight.sum() == 20.0
