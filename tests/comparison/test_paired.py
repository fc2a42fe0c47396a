"""Pairs of runs: what is taken down of them, their bands, and a scenario's effect by channel."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from scipy import stats

from simulation import load, run
from simulation.comparison.channels import CHANNELS, CUT, ON, cut, parts, runs, table
from simulation.comparison.paired import MEASURES, band, of_year, outcome, play_all, t_quantile
from simulation.measures.ratios import Ratio
from simulation.scenario.schema import Scenario

YEARS = (2015, 2016)


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    """Two years of a very small Pakistan."""
    return load("pakistan-baseline").but(scale=0.002, quarters=8, run_in_quarters=1)


def test_the_figures_of_a_year_are_those_of_the_tables(tiny: Scenario) -> None:
    found, nation = outcome(tiny, (*YEARS, 2030)), run(tiny).nation
    of_2016 = nation[nation.quarter.str.startswith("2016")]
    assert set(found) == set(MEASURES)
    assert set(found["firms"]) == set(YEARS)
    assert found["firms"][2016] == pytest.approx(of_2016.firms.mean())
    assert found["workers"][2016] == pytest.approx(of_2016.workers.mean())
    assert found["exports_usd_mn"][2016] == pytest.approx(of_2016.exports_usd_mn.sum())
    assert isnan(found["cover_ratio"][2016])


def test_a_pool_gives_what_one_process_gives(tiny: Scenario) -> None:
    asked = {seed: tiny.but(seed=seed) for seed in (1, 2)}
    together = dict(play_all(asked, YEARS))
    assert all(repr(together[seed]) == repr(outcome(one, YEARS)) for seed, one in asked.items())
    assert together[1]["firms"] != together[2]["firms"]


def test_a_year_is_a_mean_a_sum_a_last_value_or_a_ratio_of_sums() -> None:
    quarters = (1.0, 2.0, 3.0, 6.0)
    found = [of_year(MEASURES[name], quarters) for name in ("firms", "exports_usd_mn", "arrears_usd_mn")]
    assert found == [3.0, 12.0, 6.0]
    assert of_year(MEASURES["cover_ratio"], [Ratio(n, 1.0) for n in quarters]) == 3.0
    assert isnan(of_year(MEASURES["works_quality"], [Ratio(0.0, 0.0)] * 4))


def test_bands_are_students_and_leave_out_what_is_missing() -> None:
    values = [1.0, 2.0, 4.0, 5.0, nan]
    low, high = stats.t.interval(0.9, 3, np.mean(values[:4]), stats.sem(values[:4]))
    found = band(values)
    assert (found.mean, found.pairs) == (3.0, 4)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-3)
    assert isnan(band([1.0]).low)
    assert isnan(band([]).mean)


@pytest.mark.parametrize("freedom", [1, 5, 20, 21, 30, 49, 200])
def test_students_t_is_met(freedom: int) -> None:
    assert t_quantile(0.95, freedom) == pytest.approx(stats.t.ppf(0.95, freedom), rel=1e-3)


def test_each_channel_is_cut_alone_and_in_both_scenarios(tiny: Scenario) -> None:
    asked = runs(tiny, tiny, 3)
    assert len(asked) == 3 * 2 * (2 + len(CHANNELS))
    for (which, _, seed), scenario in asked.items():
        off = {name for name in CHANNELS if not getattr(scenario.channels, name)}
        assert off == ({which} if which in CHANNELS else set(CHANNELS) if which == CUT else set())
        assert scenario.seed == seed
    assert cut(tiny, ON) == tiny


def test_the_parts_of_an_effect_add_up_to_it(tiny: Scenario) -> None:
    luck = np.random.default_rng(1)
    found = {key: {name: {2030: float(luck.normal())} for name in MEASURES} for key in runs(tiny, tiny, 4)}
    whole, *rest = parts(found, "firms", 2030)
    assert sum(part.of.mean for part in rest) == pytest.approx(whole.of.mean)
    assert sum(part.share for part in rest) == pytest.approx(1.0)
    assert len(table(found, (2030,))) == 3 * (3 + len(CHANNELS))
