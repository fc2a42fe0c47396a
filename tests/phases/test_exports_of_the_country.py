"""What the country earns abroad: paired runs of a small Pakistan, in dollars, year by year."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import load
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

FIRST = "2016Q1"


@pytest.fixture(scope="module")
def earned(checkout):
    """Earnings by year from 2015, of the baseline with something changed."""

    def played(changed, years):
        small = load(checkout / "scenarios/pakistan/baseline.toml").but({"scale": 0.003, "seed": 2, **changed})
        now, given = begin(small)
        dollars = []
        for _ in range(4 * years):
            now = advance(now, given)
            dollars.append(now.firms.all_of(now.firms.exports) / now.here.nation["exchange"])
        return np.array(dollars).reshape(years, 4).sum(1)

    return played


@pytest.fixture(scope="module")
def plain(earned):
    """The baseline's earnings by year, 2015 to 2024."""
    return earned({}, 10)


def test_the_record_of_exports_is_met_within_luck(plain):
    assert plain[9] / plain[0] == pytest.approx(0.99, abs=0.14)  # one small run; the record is 0.98


def test_a_weak_rupee_earns_some_dollars_in_its_first_year_and_more_in_its_eighth(earned, plain):
    rupee = {"what": "real_depreciation", "start": FIRST, "size_pct": 20.0, "last_quarters": 60}
    more = earned({"money_shocks": {"rupee": rupee}}, 9) / plain[:9] - 1.0
    assert more[0] == 0.0
    assert 0.05 < more[1] < 0.15
    assert 0.20 < more[8] < 0.40


@pytest.mark.parametrize(("size", "low", "high"), [(-50.0, -0.52, -0.40), (20.0, 0.17, 0.21)])
def test_the_worlds_demand_is_followed_one_for_one(earned, plain, size, low, high):
    shock = {"what": "world_demand", "start": FIRST, "size_pct": size, "quarters": 60, "fade_quarters": 0}
    more = earned({"world.shocks": {"slump": shock}}, 4) / plain[:4] - 1.0
    assert (more[1:] > low).all()
    assert (more[1:] < high).all()
