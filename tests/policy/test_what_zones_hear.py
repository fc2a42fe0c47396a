"""What each instrument does to the workers of CPEC's zones by 2035: sign and size, in pairs that share their luck."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from simulation import load
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

SCALE, QUARTERS = 0.01, 84
PRICE = "zones.cpec.plot_price_usd_per_acre"


@pytest.fixture(scope="module")
def workers(checkout):
    """Workers of the programme's zones at the end of 2035 in a changed baseline: `workers({PRICE: 0.0})`."""

    @lru_cache
    def played(changes):
        now, given = begin(load(checkout / "scenarios/pakistan/baseline.toml").but({"scale": SCALE, **dict(changes)}))
        for _ in range(QUARTERS):
            now = advance(now, given)
        sites = np.flatnonzero(now.institutions.zones.programme) + len(given.map.grid)
        return float((now.firms.weight * now.firms.workers)[np.isin(now.firms.site, sites)].sum())

    return lambda changes=(): played(tuple(dict(changes).items()))


def test_founders_hear_the_price_of_a_plot_and_stay_away_where_it_is_absurd(workers):
    assert 1.05 < workers({PRICE: 0.0}) / workers() < 1.6
    assert workers({PRICE: 600_000.0}) < 0.15 * workers()  # who is left was invited


def test_taking_the_holiday_away_costs_zones_workers(workers):
    assert 0.65 < workers({"policy.sez_act_holiday.relief_pct": 0.0}) / workers() < 0.95


def test_taking_duty_relief_away_costs_zones_workers(workers):
    assert 0.7 < workers({"policy.sez_act_machines.relief_pct": 0.0}) / workers() < 0.98
