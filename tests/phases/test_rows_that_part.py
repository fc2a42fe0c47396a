"""Rows that stand for several firms part when these have grown large: nobody and nothing is lost or made."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import load
from simulation.agents.firms.state import Firms
from simulation.phases.splitting import large_firms_part, others_of
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

OF_ONE = [name for name in Firms.names() if name not in ("id", "weight")]


@pytest.fixture(scope="module")
def parted(country):
    """Firms before and after rows part, every tenth row having grown large."""
    now, given = country
    grown = now.firms.workers.copy()
    grown[::10] = np.maximum(grown[::10], given["alone_from_workers"])
    before = now.but(firms=now.firms.but(workers=grown))
    return before.firms, large_firms_part(before, given).firms, given


def test_what_all_firms_have_stays_what_it_was(parted):
    before, after, _ = parted
    assert len(after) > len(before)
    assert after.weight.sum() == before.weight.sum()
    for name in ("workers", "cash", "debt", "capital", "stock", "payables", "output", "hectares"):
        one, other = getattr(before, name), getattr(after, name)
        assert after.all_of(other) == pytest.approx(before.all_of(one), rel=1e-12), name


def test_each_part_has_the_figures_of_its_row_and_stands_for_itself(parted):
    before, after, _ = parted
    large = np.flatnonzero((before.weight > 1.0) & (before.workers >= 50.0))
    rows, _ = others_of(large, before.weight[large])
    new = after.take(np.arange(len(before), len(after)))
    assert len(new) == rows.size == (before.weight[large] - 1.0).sum()
    assert (new.weight == 1.0).all()
    assert (after.weight[large] == 1.0).all()
    for name in OF_ONE:
        assert np.array_equal(getattr(new, name), getattr(before, name)[rows]), name
        assert np.array_equal(getattr(after, name)[: len(before)], getattr(before, name)), name


def test_each_part_has_an_identity_of_its_own_and_so_its_own_luck(parted):
    before, after, given = parted
    assert np.array_equal(after.id[: len(before)], before.id)
    assert np.unique(after.id).size == len(after)
    assert np.unique(given.luck.uniform("skill", 3, after.id[len(before) :])).size == len(after) - len(before)


def test_no_large_firm_stands_for_several(parted):
    _, after, given = parted
    assert (after.weight[after.workers >= given["alone_from_workers"]] == 1.0).all()


def test_small_firms_do_not_part(country):
    now, given = country
    small = now.firms.take(np.flatnonzero(now.firms.workers < given["alone_from_workers"]))
    assert large_firms_part(now.but(firms=small), given).firms is small


def test_where_every_firm_has_a_row_all_weights_are_one(checkout):
    asked = {
        "scale": 1.0, "plain.rows": 12, "plain.columns": 12, "plain.towns": 6, "plain.firms_at_1_10": 100,
        "plain.specialties": 4, "run_in_quarters": 2,
    }  # fmt: skip
    now, given = begin(load(checkout / "scenarios/plain/marshall.toml").but(asked))
    for _ in range(4):
        now = advance(now, given)
    assert given.weight == 1.0
    assert (now.firms.weight == 1.0).all()
    assert (now.suppliers.weight == 1.0).all()
