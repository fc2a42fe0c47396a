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
    def played(changes, scenario):
        now, given = begin(
            load(checkout / f"scenarios/pakistan/{scenario}.toml").but({"scale": SCALE, **dict(changes)})
        )
        for _ in range(QUARTERS):
            now = advance(now, given)
        sites = np.flatnonzero(now.institutions.zones.programme) + len(given.map.grid)
        return float((now.firms.weight * now.firms.workers)[np.isin(now.firms.site, sites)].sum())

    return lambda changes=(), scenario="baseline": played(tuple(dict(changes).items()), scenario)


def test_founders_hear_the_price_of_a_plot_and_stay_away_where_it_is_absurd(workers):
    assert 1.05 < workers({PRICE: 0.0}) / workers() < 1.6
    assert workers({PRICE: 600_000.0}) < 0.15 * workers()  # who is left was invited


def test_taking_the_holiday_away_costs_zones_workers(workers):
    assert 0.65 < workers({"policy.sez_act_holiday.relief_pct": 0.0}) / workers() < 0.95


def test_taking_duty_relief_away_costs_zones_workers(workers):
    assert 0.7 < workers({"policy.sez_act_machines.relief_pct": 0.0}) / workers() < 1.0


def test_the_chinese_specialty_policy_raises_zones_workers(workers):
    assert 1.0 < workers(scenario="chinese_specialty_policy") / workers() < 1.6


def test_firms_move_into_good_zones_where_the_gain_is_above_the_cost(workers):
    assert 0.7 < workers({"behaviour.choice.relocation_cost": 0.15}) / workers() < 1.0


def test_founders_hear_how_well_a_zone_is_built(workers):
    assert 1.1 < workers({"zones.cpec.built_quality": 1.2}) / workers() < 2.5
    assert 0.2 < workers({"zones.cpec.built_quality": 0.85}) / workers() < 0.85
