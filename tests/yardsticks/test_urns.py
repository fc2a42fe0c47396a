"""Urns: what is known in closed form about firms that go where firms are, played with the model's own choice of places.

Each run of an urn is a `kind` of one country, so that thousands of runs are one column.
"""

from __future__ import annotations

import numpy as np
import pytest

from simulation.engine.luck import Luck
from simulation.markets.places import Blocks, among, anywhere, over
from simulation.measures.concentration import ellison_glaeser_of

LUCK = Luck(7)


def country(zones):
    """So many places, each a block of its own."""
    return Blocks(np.arange(zones + 1), np.arange(zones))


def places(step, weights, zones):
    """The place of one entrant in each run, with odds `weights` by zone and run."""
    runs = weights.shape[1]
    who, kind = np.arange(runs, dtype=np.uint64), np.arange(runs)
    return anywhere(LUCK, "urn", step, who, kind, over(country(zones), np.ascontiguousarray(weights.T)))


def polya(zones, runs, entrants):
    """Firms by zone and run, when every entrant does what a random firm did (V1)."""
    firms, each = np.ones((zones, runs)), np.arange(runs)
    for step in range(entrants):
        firms[places(step, firms, zones), each] += 1.0
    return firms


@pytest.mark.parametrize(("zones", "largest"), [(2, 0.7500), (4, 0.5208), (9, 0.3143)])
def test_copying_a_random_firm_gives_polyas_shares(zones, largest):
    shares = polya(zones, 4000, 600) / (zones + 600.0)
    assert shares.max(axis=0).mean() == pytest.approx(largest, abs=0.008)
    variance = (zones - 1.0) / (zones**2 * (zones + 1.0))
    assert shares.var() == pytest.approx(variance, rel=0.05)
    if zones == 2:  # any split of two zones is as likely as any other
        apart = np.abs(np.sort(shares[0]) - (np.arange(4000) + 0.5) / 4000.0).max()
        assert apart < 1.63 / np.sqrt(4000.0)


def test_a_zones_expected_share_stays_what_it_was():
    zones, runs = 4, 4000
    firms, each = np.array([[3.0], [1.0], [1.0], [1.0]]) * np.ones(runs), np.arange(runs)
    for step in range(300):
        firms[places(step, firms, zones), each] += 1.0
    share = firms[0] / firms.sum(axis=0)
    assert share.mean() == pytest.approx(0.5, abs=3.0 * share.std() / np.sqrt(runs))


@pytest.mark.parametrize(("ratio", "variance"), [(0.5, 187.65), (2.0, 61.34), (5.0, 31.13)])
def test_births_and_deaths_spread_firms_as_the_stationary_law_says(ratio, variance):
    zones, runs, firms_in_all = 9, 600, 100
    rng = np.random.default_rng(3)
    at = rng.integers(0, zones, (firms_in_all, runs))
    each = np.arange(runs)
    count = np.zeros((zones, runs))
    np.add.at(count, (at, np.broadcast_to(each, at.shape)), 1.0)
    for step in range(4000):
        dying = rng.integers(0, firms_in_all, runs)
        count[at[dying, each], each] -= 1.0
        at[dying, each] = places(step, ratio + count, zones)
        count[at[dying, each], each] += 1.0
    assert count.mean() == pytest.approx(firms_in_all / zones)
    assert count.var() == pytest.approx(variance, rel=0.08)


def test_bounded_pull_among_unbounded_tastes_ends_at_the_tastes_alone():
    appeal, count, each = np.array([0.5, 0.0, -0.5]), np.zeros((300, 3)), np.arange(300)
    who = np.arange(300, dtype=np.uint64)
    for step in range(2500):
        pull = appeal + 0.02 * np.minimum(count, 50.0)
        count[each, among(LUCK, "tastes", step, who, np.exp(pull).ravel(), 3)] += 1.0
    assert (count / count.sum(axis=1, keepdims=True)).mean(axis=0) == pytest.approx([0.506, 0.307, 0.186], abs=0.015)


def test_ellison_and_glaeser_expect_nothing_from_chance():
    draws, plants, zones = 3000, 50, 9
    size = np.random.default_rng(5).lognormal(0.0, 1.0, draws * plants)
    odds = np.arange(1.0, zones + 1.0)
    who = np.arange(size.size, dtype=np.uint64)
    cell = anywhere(LUCK, "chance", 0, who, np.zeros(who.size, dtype=np.int64), over(country(zones), odds[np.newaxis]))
    found = ellison_glaeser_of(cell, np.repeat(np.arange(draws), plants), size, odds / odds.sum(), draws)
    assert found.mean() == pytest.approx(0.0, abs=4.0 * found.std() / np.sqrt(draws))


@pytest.mark.parametrize("alpha", [49.0, 19.0, 4.5])
def test_ellison_and_glaeser_read_the_urns_concentration(alpha):
    zones, runs, plants = 9, 3000, 60
    count, each = np.zeros((zones, runs)), np.arange(runs)
    for step in range(plants):
        count[places(step, alpha / zones + count, zones), each] += 1.0
    cell = np.repeat(np.tile(np.arange(zones), runs), count.T.astype(int).ravel())
    even = np.full(zones, 1.0 / zones)
    found = ellison_glaeser_of(cell, np.repeat(each, plants), np.ones(cell.size), even, runs)
    assert found.mean() == pytest.approx(1.0 / (1.0 + alpha), abs=4.0 * found.std() / np.sqrt(runs))
