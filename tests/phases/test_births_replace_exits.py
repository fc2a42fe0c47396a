"""At constant demand the births of each specialty replace its exits, and a growing country has more."""

from __future__ import annotations

import pytest

from simulation import load
from simulation.engine.table import total_by
from simulation.phases.founding import growth_of_newcomers
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

STILL = {
    "world.constant": True, "behaviour.entry.newcomer_growth": 0.0, "behaviour.costs.labour_productivity_growth": 0.0,
    "scale": 0.02, "seed": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def pakistan(checkout):
    """A small Pakistan."""
    return load(checkout / "scenarios/pakistan/baseline.toml")


def test_where_nothing_grows_firms_of_every_specialty_stay_for_fifteen_years(pakistan):
    now, given = begin(pakistan.but(STILL))
    kinds = len(given.specialties)
    first = total_by(now.firms.specialty, now.firms.weight, kinds)
    for _ in range(60):
        now = advance(now, given)
    ratio = total_by(now.firms.specialty, now.firms.weight, kinds) / first
    assert now.firms.weight.sum() == pytest.approx(first.sum(), rel=0.05)
    many = first > 25_000  # at this scale a small specialty is luck
    assert ratio[many] == pytest.approx(1.0, abs=0.25)


def test_founders_of_a_growing_country_are_more_than_those_who_replace(pakistan):
    _, given = begin(pakistan.but({"scale": 0.001, "run_in_quarters": 0}))
    assert growth_of_newcomers(given, -1) == 1.0
    assert growth_of_newcomers(given, 0) == pytest.approx(1.0 + 0.015 * 20.0)
    assert growth_of_newcomers(given, 40) == pytest.approx(1.3 * 1.015**10)
