"""Exact odds over all places, and choices that stay paired between scenarios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies

from simulation.engine.luck import Luck
from simulation.markets.places import Blocks, Neighbourhood, among, anywhere, nearby, over, served_in_turn

MANY = np.arange(40_000, dtype=np.uint64)
NOTHING = np.zeros(MANY.size, dtype=np.int64)
BLOCKS = Blocks(np.array([0, 2, 5]), np.array([0, 3, 1, 2, 4]))
ODDS = np.array([1.0, 0.0, 2.0, 4.0, 3.0])
AROUND = Neighbourhood(np.array([0, 3, 6]), np.array([0, 1, 2, 0, 1, 2]), np.array([1.0, 0.5, 1.0, 0.5, 1.0, 1.0]))
ERROR = 4.0 * 0.5 / np.sqrt(MANY.size)


def look(odds, who=MANY, kind=NOTHING):
    return anywhere(Luck(1), "place", 2, who, kind, over(BLOCKS, odds[np.newaxis]))


def test_founders_spread_over_the_country_by_the_odds_of_places():
    found = np.bincount(look(ODDS), minlength=5) / MANY.size
    assert found == pytest.approx(ODDS / ODDS.sum(), abs=ERROR)
    assert found[1] == 0.0


def test_nobody_goes_where_there_are_no_odds():
    assert set(look(np.zeros(5)).tolist()) == {-1}


def test_when_a_block_gains_founders_from_elsewhere_move_into_it_only():
    better = ODDS.copy()
    better[[0, 3]] *= 1.3
    before, after = look(ODDS), look(better)
    moved = before != after
    assert 0 < moved.mean() < 0.1
    assert set(after[moved].tolist()) <= {0, 3}


def test_a_founders_choice_does_not_depend_on_who_else_looks():
    some = np.array([7, 70, 700])
    assert look(ODDS)[some].tolist() == look(ODDS, MANY[some], NOTHING[some]).tolist()


def test_those_who_stay_choose_among_neighbours_and_their_zones():
    home = np.ones(MANY.size, dtype=np.int64)
    odds = np.array([4.0, 1.0, 5.0])  # two cells, and a zone in the second
    place = nearby(Luck(1), "near", 2, MANY, home, NOTHING, odds[np.newaxis], AROUND)
    assert np.bincount(place) / MANY.size == pytest.approx([2.0 / 8.0, 1.0 / 8.0, 5.0 / 8.0], abs=ERROR)


def test_a_country_of_two_products_is_searched_product_by_product():
    kind = (MANY % 2).astype(np.int64)
    odds = np.array([[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 0.0, 1.0]])
    place = anywhere(Luck(1), "place", 2, MANY, kind, over(BLOCKS, odds))
    assert set(place[kind == 0].tolist()) == {0}
    assert (place[kind == 1] == 1).mean() == pytest.approx(0.75, abs=0.02)


def test_products_are_chosen_by_their_odds():
    chosen = among(Luck(2), "product", 1, MANY, np.tile([1.0, 2.0, 5.0], MANY.size), 3)
    assert np.bincount(chosen) / MANY.size == pytest.approx([0.125, 0.25, 0.625], abs=ERROR)


@given(strategies.randoms(use_true_random=False), strategies.floats(min_value=0.0, max_value=30.0))
def test_land_is_never_let_twice_and_the_turn_does_not_depend_on_the_row(chance, land):
    who = np.arange(50, dtype=np.uint64)
    need = np.array([chance.uniform(0.1, 3.0) for _ in who])
    place = np.array([chance.choice([-1, 0, 1]) for _ in who])
    count = np.array([float(chance.randint(1, 4)) for _ in who])
    room, mixed = np.array([land, 5.0]), np.array(chance.sample(range(50), 50))
    got = served_in_turn(Luck(1), "turn", 0, who, place, room, need, count)
    again = served_in_turn(Luck(1), "turn", 0, who[mixed], place[mixed], room, need[mixed], count[mixed])
    here = place >= 0
    let = np.bincount(place[here], weights=(got * need)[here], minlength=2)
    assert got[mixed].tolist() == again.tolist()
    assert (let <= room + need.max()).all()  # the last one may need more than what was left
    assert not got[place == -1].any()
    assert ((got <= count) & (got == np.floor(got))).all()


def test_a_row_is_admitted_in_part_where_land_is_short():
    who, one = np.array([5], dtype=np.uint64), np.zeros(1, dtype=np.int64)
    asked = np.array([2.0]), np.array([10.0])
    for room, admitted in ((25.0, 10.0), (8.0, 4.0), (0.0, 0.0)):
        assert served_in_turn(Luck(1), "turn", 0, who, one, np.array([room]), *asked).tolist() == [admitted]
    assert served_in_turn(Luck(1), "turn", 0, who, one - 1, np.array([25.0]), *asked).tolist() == [0.0]


def test_land_is_divisible_so_that_as_much_is_let_as_there_is_in_the_mean():
    who, place, need = np.arange(4_000, dtype=np.uint64), np.arange(4_000), np.ones(4_000)
    for room, count in ((0.3, 1.0), (2.3, 1.0), (2.3, 10.0)):
        got = served_in_turn(Luck(1), "turn", 0, who, place, np.full(4_000, room), need, np.full(4_000, count))
        assert got.mean() == pytest.approx(min(room, count), abs=4.0 * 0.5 / np.sqrt(got.size))
    assert not served_in_turn(Luck(1), "turn", 0, who, place, 0.0 * need, need, need).any()
