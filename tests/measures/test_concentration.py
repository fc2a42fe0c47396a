import warnings
from itertools import pairwise

import numpy as np
import pytest

from simulation.engine.luck import Luck
from simulation.measures import concentration as near
from simulation.measures.clusters import contiguity


def test_a_town_with_twice_the_nations_share_has_a_quotient_of_two():
    counts = np.array([[8, 2], [2, 8], [10, 10]])
    assert near.location_quotient(counts)[0] == pytest.approx([1.6, 0.4])
    assert near.location_quotient(counts)[2] == pytest.approx([1.0, 1.0])


def test_an_empty_cell_and_an_absent_specialty_have_quotient_zero():
    quotient = near.location_quotient(np.array([[5, 0], [0, 0]]))
    assert quotient.tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_equal_shares_give_a_herfindahl_of_one_over_n_and_a_monopoly_one():
    assert near.herfindahl(np.full(8, 3.0)) == pytest.approx(1 / 8)
    assert near.herfindahl(np.array([0.0, 7.0])) == 1.0


def test_towns_with_nothing_in_common_are_one_apart_from_a_nation_of_halves():
    assert near.krugman_index(np.array([[4, 0], [0, 4], [0, 0]])).tolist() == [1.0, 1.0, 0.0]


def test_random_places_give_an_ellison_glaeser_index_of_zero_whatever_the_plant_sizes():
    # V8: E[EG] = 0 at random location for any plant sizes; 4 standard errors
    rng = np.random.default_rng(8)
    expected = rng.dirichlet(np.full(40, 2.0))
    sizes = 1.0 + rng.pareto(1.2, 300)
    found = [
        near.ellison_glaeser_of(rng.choice(40, 300, p=expected), np.zeros(300, dtype=int), sizes, expected, 1)[0]
        for _ in range(400)
    ]
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(400)


@pytest.mark.parametrize("strength", [4.5, 19.0, 49.0])
def test_the_urn_gives_an_ellison_glaeser_index_of_one_over_one_plus_its_strength(strength):
    # V9: Dirichlet-multinomial with concentration alpha: E[EG] = 1 / (1 + alpha)
    rng = np.random.default_rng(9)
    expected = np.full(30, 1 / 30)
    found = []
    for _ in range(1500):
        places = rng.choice(30, 200, p=rng.dirichlet(strength * expected))
        found.append(near.ellison_glaeser_of(places, np.zeros(200, dtype=int), np.ones(200), expected, 1)[0])
    assert np.mean(found) == pytest.approx(1 / (1 + strength), abs=4 * np.std(found) / np.sqrt(1500) + 1e-4)


def test_one_plant_and_one_cell_have_no_excess_concentration():
    one = near.ellison_glaeser(np.array([[1.0], [0.0]]), np.array([0.5, 0.5]), np.array([1.0]))
    assert one.tolist() == [0.0]
    assert near.ellison_glaeser(np.array([[1.0]]), np.array([1.0]), np.array([0.1])).tolist() == [0.0]


def test_reshuffling_keeps_every_firm_and_the_nations_mix():
    specialty = np.repeat([0, 1, 2], [50, 30, 20])
    dealt = near.reshuffled(specialty, Luck(3).uniform("deal", 1, np.arange(100, dtype=np.uint64)))
    assert np.bincount(dealt).tolist() == [50, 30, 20]
    assert (dealt != specialty).any()


def test_a_town_of_one_product_is_specialised_and_a_lone_rare_firm_does_not_count():
    counts = np.zeros((12, 2), dtype=int)
    counts[:, 0] = 100
    counts[0] = [10, 15]
    counts[1] = [24, 1]
    here = near.Makers(counts, counts)
    assert near.specialised(here, 20).tolist() == [True] + [False] * 11
    assert near.specialised_share(here, 20) == pytest.approx(1 / 12)
    assert near.specialised_share(here, 20, products=np.array([True, False])) == 0.0


def test_dealing_specialties_anew_destroys_specialisation():
    rng = np.random.default_rng(4)
    cell, specialty = np.repeat(np.arange(30), 40), np.repeat(np.arange(30) % 10, 40)
    dealt = near.reshuffled(specialty, rng.random(cell.size))
    before, after = (near.by_cell(cell, kind, 30, 10) for kind in (specialty, dealt))
    assert near.specialised_share(near.Makers(before, before), 20) == 1.0
    assert near.specialised_share(near.Makers(after, after), 20) < 0.1


def ring(size):
    start = np.arange(size + 1) * 2
    other = np.column_stack(((np.arange(size) - 1) % size, (np.arange(size) + 1) % size)).ravel()
    return start, other


def test_alternating_neighbours_have_moran_minus_one_and_a_smooth_ring_near_one():
    assert near.morans_i(np.tile([0.0, 1.0], 20), *ring(40)) == pytest.approx(-1.0)
    smooth = np.cos(2 * np.pi * np.arange(40) / 40)
    assert near.morans_i(smooth, *ring(40)) == pytest.approx(np.cos(2 * np.pi / 40))
    assert near.morans_i(np.ones(40), *ring(40)) == 0.0


def test_moran_of_shuffled_values_is_minus_one_over_n_minus_one():
    rng = np.random.default_rng(2)
    found = [near.morans_i(rng.normal(size=40), *ring(40)) for _ in range(2000)]
    assert np.mean(found) == pytest.approx(-1 / 39, abs=4 * np.std(found) / np.sqrt(2000))


def test_morans_i_agrees_with_esda_on_a_map_with_a_coast():
    esda, weights = pytest.importorskip("esda.moran"), pytest.importorskip("libpysal.weights")
    rng = np.random.default_rng(11)
    row, column = (place.ravel() for place in np.mgrid[0:12, 0:15])
    land = rng.random(row.size) < 0.8
    start, other = contiguity(row[land], column[land], 12, 15, False)
    values = rng.lognormal(size=int(land.sum()))
    lists = {cell: other[low:high].tolist() for cell, (low, high) in enumerate(pairwise(start.tolist()))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an islet without neighbours is part of the test
        theirs = esda.Moran(values, weights.W(lists, silence_warnings=True), transformation="b", permutations=0)
    assert near.morans_i(values, start, other) == pytest.approx(theirs.I, rel=1e-12)


def test_a_band_holds_nine_in_ten():
    assert near.band(np.arange(101.0)) == pytest.approx((50.0, 5.0, 95.0))
