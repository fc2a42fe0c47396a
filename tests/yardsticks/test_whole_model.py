"""The whole model with most of it switched off, and two histories that part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import load
from simulation.economy import cells_of
from simulation.measures.concentration import ellison_glaeser_of
from simulation.quarter import advance
from simulation.quarter_zero.start import begin, quarter_zero

STILL = {
    "mechanisms.localisation": False, "behaviour.growth.skill_spread": 0.0, "run_in_quarters": 0, "scale": 1.0,
    "plain.firms_at_1_10": 250, "plain.rows": 20, "plain.columns": 20,
}  # fmt: skip


def concentration(now, given, expected):
    """Ellison and Glaeser's index of every specialty, each firm counting as one."""
    cells = cells_of(given, now.firms.site)
    count = len(given.specialties)
    return ellison_glaeser_of(cells, now.firms.specialty, np.ones(len(now.firms)), expected, count)


def test_a_random_start_is_no_more_concentrated_than_people(checkout: Path) -> None:
    found = []
    for seed in range(1, 6):
        now, given = quarter_zero(load(checkout / "scenarios" / "plain" / "urn.toml").but(STILL | {"seed": seed}))
        odds = given.founder_odds[: len(given.map.grid)]
        found.append(concentration(now, given, odds / odds.sum()))
    every = np.concatenate(found)
    assert every.mean() == pytest.approx(0.0, abs=4.0 * every.std() / np.sqrt(every.size))


def test_without_pull_churn_leaves_specialties_mixed_and_with_pull_it_does_not(checkout: Path) -> None:
    """The urn: location and churn only. Without pull entrants follow free land, whatever they make."""
    urn = load(checkout / "scenarios" / "plain" / "urn.toml").but(STILL)
    pulled = {"mechanisms.localisation": True, "behaviour.externalities.marshall_elasticity": 0.2}
    pulled["behaviour.externalities.reach_scale_workers"] = 90.0  # for a country of 2,500 firms
    found = []
    for changes in ({}, pulled):
        now, given = begin(urn.but(changes))
        for _ in range(60):
            now = advance(now, given)
        cells = cells_of(given, now.firms.site)
        everybody = np.bincount(cells, minlength=len(given.map.grid)) / len(now.firms)
        found.append(concentration(now, given, everybody))
    error = found[0].std() / np.sqrt(found[0].size)
    assert found[0].mean() == pytest.approx(0.0, abs=4.0 * error)
    assert found[1].mean() > 0.01
    assert found[1].mean() > found[0].mean() + 8.0 * error


def test_two_histories_are_one_until_they_part(checkout: Path) -> None:
    base = load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.002, run_in_quarters=2)
    hall = {
        "instrument": "specialised_market", "where": "allama_iqbal", "specialty": "home_textiles", "start": "2015Q4",
        "stalls": 1000, "cost_usd_mn": 8.0, "build_quarters": 1, "paid_by": "treasury",
    }  # fmt: skip
    (one, given), (other, under) = begin(base), begin(base.but({"policy.hall": hall}))
    for quarter in range(6):
        one, other = advance(one, given), advance(other, under)
        same = all(one.firms.columns()[n].tobytes() == c.tobytes() for n, c in other.firms.columns().items())
        assert same == (quarter < 4), quarter  # built in 2015Q4, in use from 2016Q1
