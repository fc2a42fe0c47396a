"""Intervals are those of the textbook, and pairing shows what it gains."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulation.comparison import statistics


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 9, 10, 59, 199])
@pytest.mark.parametrize("share", [0.5, 0.75, 0.95, 0.995])
def test_students_t_is_scipys(share: float, freedom: int) -> None:
    assert statistics.t_quantile(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), rel=1e-9, abs=1e-12)


def test_the_interval_is_scipys_interval_of_paired_differences() -> None:
    draws = np.random.default_rng(1).normal(size=(2, 30, 5))
    found = statistics.differences(draws[0], draws[1])
    interval = stats.ttest_rel(draws[0], draws[1]).confidence_interval(0.90)
    assert found.low == pytest.approx(interval.low)
    assert found.high == pytest.approx(interval.high)
    assert list(found.pairs) == [30] * 5


def test_shared_luck_falls_out_of_a_difference() -> None:
    draws = np.random.default_rng(2)
    luck = draws.normal(size=(40, 3))
    found = statistics.differences(luck + 1.0 + 0.01 * draws.normal(size=(40, 3)), luck)
    assert (found.sd_unpaired > 50 * found.sd_paired).all()
    assert ((found.low < 1.0) & (found.high > 1.0)).all()


def test_nine_intervals_in_ten_hold_the_truth() -> None:
    draws = np.random.default_rng(3).normal(0.3, 1.0, size=(12, 4000))
    found = statistics.differences(draws, np.zeros_like(draws))
    held = ((found.low <= 0.3) & (found.high >= 0.3)).mean()
    assert held == pytest.approx(0.9, abs=0.02)


def test_a_run_that_failed_takes_its_pair_along_and_says_so() -> None:
    runs, base = np.array([[1.0], [np.nan], [3.0]]), np.array([[0.5], [2.0], [2.0]])
    found = statistics.differences(runs, base)
    assert found.pairs[0] == 2
    assert found.mean[0] == pytest.approx(0.75)
    assert statistics.levels(runs).mean[0] == 2.0


def test_a_single_pair_has_a_mean_and_no_interval() -> None:
    found = statistics.differences(np.array([[2.0]]), np.array([[1.0]]))
    assert found.mean[0] == 1.0
    assert np.isnan([found.low[0], found.high[0], found.sd_paired[0]]).all()


def test_curves_are_apart_from_the_quarter_after_which_zero_is_never_inside() -> None:
    mean = np.array([0.0, 2.0, 0.1, 2.0, np.nan, 3.0])
    band = statistics.Differences(mean, mean - 1, mean + 1, *(np.full(6, 9.0),) * 3)
    assert statistics.apart_from(band) == 3
    assert statistics.apart_from(band._replace(low=mean - 5)) is None


def test_curves_are_the_same_until_a_bit_differs() -> None:
    base = np.ones((2, 4))
    runs = base.copy()
    runs[1, 2] = np.nextafter(1.0, 2.0)
    assert statistics.same_until(runs, base) == 2
    assert statistics.same_until(base, base) == 4


def test_the_power_calculation_finds_its_power() -> None:
    pairs = int(statistics.pairs_needed(1.0, 0.5))
    draws = np.random.default_rng(4).normal(0.5, 1.0, size=(pairs, 2000))
    found = statistics.differences(draws, np.zeros_like(draws))
    assert (found.low > 0).mean() == pytest.approx(0.9, abs=0.03)
