"""The doors count what loops are handed and what they must compute."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from simulation import load
from simulation.agents.firms.living import next_standing
from simulation.agents.firms.producing import quoted_price, tfp
from simulation.benchmark.doors import Doors, Work, work_of
from simulation.benchmark.measuring import phases, size_of
from simulation.benchmark.roofline import bare_seconds
from simulation.engine.luck import Luck
from simulation.engine.quantiles import laplace_of, normal_of
from simulation.engine.table import Table
from simulation.markets import places
from simulation.quarter import QUARTER, advance
from simulation.quarter_zero.start import begin


@dataclasses.dataclass(frozen=True)
class Few(Table):
    """A table of two columns."""

    size: Any
    kind: Any


@pytest.mark.parametrize(("rule", "exps", "logs"), [(quoted_price, 0, 0), (tfp, 1, 1), (next_standing, 1, 1)])
def test_a_rules_exponentials_and_logarithms_are_counted_as_written(rule, exps, logs):
    assert work_of(rule.plain) == Work(exps=exps, logs=logs)


def test_of_two_branches_the_dearer_one_counts():
    assert work_of(laplace_of.py_func) == Work(logs=1.0)
    assert work_of(normal_of.py_func) == Work(logs=1.0)


def test_a_loop_over_choosers_is_counted_by_playing_some_of_them():
    luck, who = Luck(1), np.arange(1000, dtype=np.uint64)
    places.among(luck, "product", 0, who, np.ones(3000), 3)
    with Doors() as doors:
        places.among(luck, "product", 0, who, np.ones(3000), 3)
    # one word a chooser, a draw of it for each of three products, and these again where the first bound does not decide
    assert 4000 < doors.work.draws < 7000
    assert 1000 < doors.work.logs < 3000
    assert doors.work.read == who.nbytes + 3000 * 8
    assert doors.work.filled == 1000 * 8


def test_copying_a_table_counts_its_bytes():
    numbers = Few(np.arange(1000.0), np.arange(1000))
    with Doors() as doors:
        numbers.take(np.arange(400))
        numbers.append(numbers)
    assert doors.work.read == doors.work.filled == 2 * 8 * (400 + 2000)
    assert doors.work.seconds > 0.0


@pytest.fixture(scope="module")
def small():
    """Pakistan at 1:500 after some quarters."""
    now, given = begin(load("pakistan-baseline").but(scale=0.002, run_in_quarters=1))
    for _ in range(2):
        now = advance(now, given)
    return now, given


def test_a_year_behind_the_doors_is_measured_phase_by_phase_and_the_engine_is_left_as_it_was(small):
    now, given = small
    after = advance(now, given).firms.cash
    rows = phases(now, given)
    assert [row["phase"] for row in rows] == [phase.__name__ for phase in QUARTER]
    for row in rows:
        assert 0.0 <= row["compiled_ns_a_firm"] <= row["ns_a_firm"]
    price = next(row for row in rows if row["phase"] == "firms_price")
    assert price["logs_a_firm"] >= 3.0
    assert price["bytes_a_firm"] > 8 * 8
    assert np.array_equal(advance(now, given).firms.cash, after)


def test_a_firm_takes_less_than_four_hundred_bytes(small):
    assert 100 < size_of(*small)["bytes_a_firm"] < 400


def test_a_bare_loop_takes_longer_for_more_of_anything():
    little = bare_seconds(Work(read=1e6, filled=1e6, exps=1e5, logs=1e5, draws=1e5))
    for more in ({"read": 4e8}, {"filled": 4e8}, {"exps": 4e7}, {"logs": 4e7}, {"draws": 4e7}):
        assert bare_seconds(Work(**more)) > little
