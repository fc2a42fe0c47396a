import numpy as np
import pytest

from simulation.agents.firms.state import firms
from simulation.measures import growth, sizes


def alone(rates):
    return sizes.Growth(rates, np.ones(rates.size))


def test_classes_follow_the_limits_5_9_49_and_249():
    workers = np.array([1, 5, 6, 9, 10, 49, 50, 249, 250, 4000.0])
    size_class = sizes.class_of(workers)
    assert sizes.class_shares(size_class) == pytest.approx([0.2] * 5)
    assert sizes.class_shares(size_class, workers)[-1] == pytest.approx(4250 / workers.sum())


@pytest.mark.parametrize("exponent", [1.05, 1.5])
def test_the_tail_of_a_pareto_law_is_read_back(exponent):
    # Hill's estimate has a relative error of 1/sqrt(k), k = 2,000
    draws = (np.arange(20_000) + 0.5) / 20_000
    assert sizes.tail_exponent(draws ** (-1 / exponent), np.ones(20_000)) == pytest.approx(exponent, rel=0.02)
    assert np.isnan(sizes.tail_exponent(np.ones(50), np.ones(50)))


def test_the_tail_of_a_sample_is_that_of_the_firms_it_stands_for():
    # all of the largest, one in ten of the others
    draws = ((np.arange(20_000) + 0.5) / 20_000) ** (-1 / 1.2)
    kept = np.concatenate((np.arange(400), np.arange(405, 20_000, 10)))
    weight = np.where(np.arange(kept.size) < 400, 1.0, 10.0)
    assert sizes.tail_exponent(draws[kept], weight) == pytest.approx(1.2, rel=0.03)


def test_the_ratio_tells_laplace_from_normal():
    u = (np.arange(100_000) + 0.5) / 100_000
    laplace = np.where(u < 0.5, np.log(2 * u), -np.log(2 * (1 - u)))
    assert sizes.laplace_ratio(alone(laplace)) == pytest.approx(1 / np.sqrt(2), abs=0.002)
    normal = np.random.default_rng(1).normal(size=100_000)
    assert sizes.laplace_ratio(alone(normal)) == pytest.approx(np.sqrt(2 / np.pi), abs=0.005)


def test_spread_falls_with_size_where_it_does():
    before = np.repeat([1.0, 10.0, 100.0], 100)
    swing = np.tile([1.0, -1.0], 150) * np.repeat([0.3, 0.2, 0.1], 100)
    assert sizes.growth_spread_by_size(before, before * np.exp(swing), 3) == pytest.approx([0.3, 0.2, 0.1])


def test_the_spread_of_large_over_small_leaves_out_those_that_cannot_shrink():
    before = np.repeat([1.0, 3.0, 100.0], 40)
    swing = np.tile([1.0, -1.0], 60) * np.repeat([9.0, 0.4, 0.1], 40)
    assert sizes.spread_large_over_small(before, alone(swing)) == pytest.approx(0.25)
    assert np.isnan(sizes.spread_large_over_small(before[:50], alone(swing[:50])))


def test_wenzhou_footwear_grew_by_24_per_cent_a_year():
    assert growth.annual_rate(19, 5048, 26) == pytest.approx(0.24, abs=0.005)
    assert np.isnan(growth.annual_rate(0, 10, 5))


def test_the_best_five_years_are_found_and_firms_peak_before_output():
    path = np.array([10, 10, 10, 10, 10, 10, 20, 40, 80, 160, 320, 320.0])
    assert growth.best_rate(path) == pytest.approx(1.0)
    assert growth.years_from_peak(np.array([1, 5, 3, 2]), np.array([1, 2, 3, 4.0])) == 2


def test_growth_is_of_those_present_both_times():
    before, then = np.array([1, 2, 3]), np.array([10, 20, 30.0])
    present = firms(3, id=np.array([2, 9, 3], dtype=np.uint64), workers=np.array([25, 1, 33.0]), weight=10.0)
    was, now, weight = growth.matched_growth(before, then, present)
    assert weight.tolist() == [10.0, 10.0]
    assert was.tolist() == [20, 30]
    assert now.tolist() == [25, 33]
