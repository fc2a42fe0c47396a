"""Scenarios differ by policy and not by luck; threads and the cutting of loops change nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simulation import economy, load
from simulation.engine import luck, rules, table, threads
from simulation.engine.luck import Luck
from simulation.geography import reach
from simulation.markets import places, sellers
from simulation.markets.places import anywhere, nearby, over
from simulation.phases.choice import Choice
from simulation.quarter import QUARTER, advance
from simulation.quarter_zero.start import begin

SMALL = {
    "plain.rows": 12, "plain.columns": 12, "plain.towns": 6, "plain.firms_at_1_10": 300, "plain.specialties": 4,
    "run_in_quarters": 4,
}  # fmt: skip
NEW = np.uint64(12345)


@pytest.fixture(scope="module")
def plain(checkout):
    """The plain map with some 300 firms of four specialties."""
    return load(checkout / "scenarios/plain/marshall.toml").but(SMALL)


@pytest.fixture(scope="module")
def start(plain):
    """Its economy before the first quarter, and what it is given."""
    return begin(plain)


def bits(economy):
    """Every column of firms, suppliers and land, as words."""
    columns = {f"firms.{n}": c for n, c in economy.firms.columns().items()}
    columns |= {f"suppliers.{n}": c for n, c in economy.suppliers.columns().items()}
    columns |= {"plots": economy.land.plots, "pool": economy.land.pool}
    return {name: column.view(np.uint64).tolist() for name, column in columns.items()}


def with_one_more(firms):
    """The same firms and in their midst one more, like the first but with an identity of its own."""
    rows = np.insert(np.arange(len(firms)), len(firms) // 2, 0)
    ids = firms.id[rows]
    ids[len(firms) // 2] = NEW
    return firms.take(rows).but(id=ids)


@pytest.mark.parametrize("law", ["uniform", "normal", "laplace", "identities"])
def test_one_more_firm_leaves_every_other_draw_as_it_was(law):
    luck, who = Luck(7), np.arange(1000, dtype=np.uint64)
    more = np.insert(who, 500, NEW)
    assert np.array_equal(np.delete(getattr(luck, law)("skill", 3, more), 500), getattr(luck, law)("skill", 3, who))


def test_one_more_firm_leaves_the_luck_of_all_other_firms_as_it_was(start):
    now, given = start
    more = now.but(firms=with_one_more(now.firms))
    for _ in range(3):
        now, more = advance(now, given), advance(more, given)
        common = np.intersect1d(now.firms.id, more.firms.id)
        assert common.size >= len(now.firms) - 3
        one, other = (e.firms.take(np.flatnonzero(np.isin(e.firms.id, common))) for e in (now, more))
        one, other = (table.take(np.argsort(table.id, kind="stable")) for table in (one, other))
        assert np.array_equal(one.skill.view(np.uint64), other.skill.view(np.uint64))
        assert np.array_equal(one.born, other.born)


def test_two_scenarios_are_one_until_the_day_a_policy_starts(plain):
    promotion = {
        "instrument": "trade_promotion", "start": "2017Q1", "world_demand_lift_pct": 20.0, "ramp_quarters": 1,
        "cost_usd_mn_per_year": 10.0,
    }  # fmt: skip
    (now, given), (other, promoted) = begin(plain), begin(plain.but({"policy": {"exports": promotion}}))
    for _ in range(8):
        now, other = advance(now, given), advance(other, promoted)
        assert bits(now) == bits(other)
    assert now.quarter == 7
    now, other = advance(now, given), advance(other, promoted)
    assert bits(now)["firms.exports"] != bits(other)["firms.exports"]


@pytest.fixture(scope="module")
def odds(start):
    """Odds of all places as founders find them in the first quarter: by site, for the first specialty."""
    now, given = start
    for phase in QUARTER[: [phase.__name__ for phase in QUARTER].index("founders_enter")]:
        now = phase(now, given)
    return Choice.of(now, given).odds[0].copy()


def test_few_choose_another_place_when_one_gains_a_hundredth_of_the_weight(start, odds):
    _, given = start
    who = given.luck.identities("people", 0, np.arange(20_000, dtype=np.uint64))
    kind = np.zeros(who.size, dtype=np.int64)
    before = anywhere(given.luck, "place", 0, who, kind, over(given.blocks, odds[np.newaxis]))
    for site in np.argsort(-odds)[[0, 20, 60]]:
        richer = odds.copy()
        richer[site] += 0.01 * odds.sum()
        after = anywhere(given.luck, "place", 0, who, kind, over(given.blocks, richer[np.newaxis]))
        assert 0.005 < (after != before).mean() < 0.03
        assert (after[after != before] == site).mean() > 0.5


def test_few_choose_another_place_near_home_when_one_gains_a_hundredth_of_the_weight(start, odds):
    _, given = start
    who = given.luck.identities("people", 0, np.arange(20_000, dtype=np.uint64))
    kind, home = np.zeros(who.size, dtype=np.int64), np.full(who.size, int(np.argmax(odds)))
    before = nearby(given.luck, "place", 0, who, home, kind, odds[np.newaxis], given.neighbourhood)
    richer = odds.copy()
    richer[home[0]] *= 1.01
    after = nearby(given.luck, "place", 0, who, home, kind, richer[np.newaxis], given.neighbourhood)
    assert (after != before).mean() < 0.03
    assert (after[after != before] == home[0]).all()


def test_places_are_chosen_by_their_odds(start, odds):
    _, given = start
    who = given.luck.identities("people", 0, np.arange(50_000, dtype=np.uint64))
    chosen = anywhere(
        given.luck, "place", 0, who, np.zeros(who.size, dtype=np.int64), over(given.blocks, odds[np.newaxis])
    )
    share, found = odds / odds.sum(), np.bincount(chosen, minlength=odds.size) / who.size
    error = np.sqrt(share * (1.0 - share) / who.size)
    assert (np.abs(found - share) <= 4.5 * error + 1e-12).all()


def in_pieces(work, size, whole=1, ns=1):
    """Rows in pieces of odd numbers of rounds, the last piece first."""
    assert ns >= 1
    cuts = [0, *range(37 * whole, size, 101 * whole), size] if size > 37 * whole else [0, size]
    for low, high in list(pairwise(cuts))[::-1]:
        work(low, high)


@pytest.mark.parametrize("way", ["two threads", "pieces in another order"])
def test_threads_and_the_cutting_of_loops_change_no_bit(start, monkeypatch, way):
    now, given = start
    cut = now
    for _ in range(4):
        now = advance(now, given)
    if way == "two threads":
        monkeypatch.setattr(threads, "LITTLE", 1)
        monkeypatch.setattr(threads, "_threads", 2)
    else:
        for module in (rules, places, sellers, luck, table, economy, reach):
            monkeypatch.setattr(module, "spread", in_pieces)
    for _ in range(4):
        cut = advance(cut, given)
    assert bits(now) == bits(cut)
