"""Which row a firm stands in decides nothing; and every loop of a quarter is its rules, one firm at a time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies

from simulation import load
from simulation.engine import rules
from simulation.engine.blocks import Cycle, Each
from simulation.engine.table import total, total_by
from simulation.phases.founding import founders_enter
from simulation.phases.growth import firms_learn
from simulation.phases.places import infrastructure_serves
from simulation.phases.production import buyers_choose, firms_hire_and_produce, firms_price
from simulation.phases.suppliers import firms_source, suppliers_offer
from simulation.phases.world import the_world_moves
from simulation.quarter import QUARTER, advance
from simulation.quarter_zero.start import begin


@pytest.fixture(scope="module")
def pakistan(checkout: Path):
    """A very small Pakistan after its run-in."""
    return begin(load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.002))


def mixed(now, seed=1):
    """The same economy with its firms in another order, and that order."""
    order = np.random.default_rng(seed).permutation(len(now.firms))
    return now.but(firms=now.firms.take(order)), order


def to_sales(now, given):
    """The quarter until goods are sold."""
    for phase in (
        the_world_moves, infrastructure_serves, suppliers_offer, firms_source, firms_price, buyers_choose,
        firms_hire_and_produce, firms_learn,
    ):  # fmt: skip
        now = phase(now, given)
    return now


def by_identity(table):
    return table.take(np.argsort(table.id, kind="stable"))


def test_shuffled_rows_give_the_same_firms_shuffled(pakistan):
    now, given = pakistan
    other, _ = mixed(now)
    straight, shuffled = by_identity(to_sales(now, given).firms), by_identity(to_sales(other, given).firms)
    for name, column in straight.columns().items():
        # sums over firms are added in row order, so the last digits may differ
        assert shuffled.columns()[name] == pytest.approx(column, rel=1e-11, abs=1e-14), name


def test_shuffled_rows_bear_the_same_children(pakistan):
    now, given = pakistan
    for phase in QUARTER[: QUARTER.index(founders_enter)]:
        now = phase(now, given)
    other, order = mixed(now)
    straight, shuffled = founders_enter(now, given), founders_enter(other, given)
    assert set(straight.births.id.tolist()) == set(shuffled.births.id.tolist())
    assert by_identity(straight.births).site.tolist() == by_identity(shuffled.births).site.tolist()
    assert order.tolist() != sorted(order.tolist())


def test_every_loop_of_a_quarter_answers_what_its_rules_say_one_row_at_a_time(pakistan, monkeypatch):
    asked = []
    call = rules.Loop.__call__

    def watched(loop, size, rows, settings=None, into=None, **gathered):
        answers = call(loop, size, rows, settings, into, **gathered)
        asked.append((loop, size, rows, settings or {}, gathered, {n: c.copy() for n, c in answers.items()}))
        return answers

    monkeypatch.setattr(rules.Loop, "__call__", watched)
    advance(*pakistan)
    assert len({tuple(r.name for r in loop.rules) for loop, *_ in asked}) > 15
    for loop, size, rows, settings, gathered, answers in asked:
        for row in np.linspace(0, size - 1, 7).astype(int) if size else ():
            found = {}
            for step in loop.rules:
                given = [value_of(name, row, found, rows, settings, gathered) for name in step.arguments]
                found[step.name] = float(step.plain(*given))
            for name in loop.keep:
                assert answers[name][row] == found[name], (name, row)


def value_of(name, row, found, rows, settings, gathered):
    """What a rule reads under a name in a row, in the order in which a loop looks it up."""
    if name in found:
        return found[name]
    if name in settings:
        return float(settings[name])
    if name in rows:
        return float(rows[name][row])
    index, fields = next(source for source in gathered.values() if name in source[1])
    return float(fields[name][entry_of(row, index)])


def entry_of(row, index):
    """Where a row finds its entry in a source."""
    match index:
        case Each(times):
            return row // times
        case Cycle(times):
            return row % times
    return index[row]


def test_a_quarter_leaves_the_economy_before_it_untouched(pakistan):
    now, given = pakistan
    kept = {name: column.copy() for name, column in now.firms.columns().items()}
    advance(now, given)
    assert all((now.firms.columns()[name] == column).all() for name, column in kept.items())
    with pytest.raises(dataclasses.FrozenInstanceError):
        now.firms.cash = kept["cash"]


@for_all(strategies.lists(strategies.floats(-1e6, 1e6), max_size=60), strategies.integers(1, 5))
def test_groups_add_up_to_the_whole_whatever_the_rows(values, groups):
    column = np.array(values)
    index = np.arange(column.size) % groups
    parts = total_by(index, column, groups)
    assert parts.sum() == pytest.approx(total(column), rel=1e-9, abs=1e-6)
    back = column[::-1].copy()
    assert total_by(index[::-1].copy(), back, groups) == pytest.approx(parts, rel=1e-9, abs=1e-6)
