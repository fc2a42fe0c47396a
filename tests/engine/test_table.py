"""Tables: rows of agents, and sums in one fixed order."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.agents.firms.state import Firms, firms
from simulation.engine.luck import Luck
from simulation.engine.ordering import in_groups, in_order, rows_of
from simulation.engine.table import count_by, total, total_by, total_by_known, totals_by


def some(*workers: float) -> Firms:
    return firms(len(workers), id=np.arange(1, len(workers) + 1), workers=np.array(workers))


def test_a_table_refuses_columns_of_unequal_length():
    with pytest.raises(ValueError, match="Firms has columns of unequal length"):
        some(1.0, 2.0).but(workers=np.ones(3))


def test_but_changes_one_column_of_a_copy():
    before = some(1.0, 2.0)
    after = before.but(workers=np.array([5.0, 6.0]))
    assert before.workers.tolist() == [1.0, 2.0]
    assert after.workers.tolist() == [5.0, 6.0]
    assert after.id is before.id


def test_the_dead_leave_and_the_newborn_come_last():
    left = some(1.0, 2.0, 3.0).take(np.array([True, False, True]))
    grown = left.append(some(9.0))
    assert grown.workers.tolist() == [1.0, 3.0, 9.0]
    assert len(left.append(some())) == len(left)


def test_identities_keep_all_their_bits():
    assert firms(1, id=np.array([2**64 - 1], dtype=np.uint64)).id[0] == np.uint64(2**64 - 1)


def test_a_total_is_a_sum_to_the_last_digits():
    values = np.random.default_rng(1).lognormal(0.0, 3.0, 10_001)
    assert total(values) == pytest.approx(math.fsum(values), rel=1e-13)
    assert total(np.zeros(0)) == 0.0


def test_a_total_adds_whole_blocks_in_order():
    values = np.random.default_rng(2).normal(size=9000)
    whole = 0.0
    for low in (0, 4096, 8192):
        part = 0.0
        for value in values[low : low + 4096].tolist():
            part += value
        whole += part
    assert total(values) == whole


def test_rows_that_are_not_there_cannot_be_taken():
    with pytest.raises(IndexError, match="rows -1 to 1 of a table of 2"):
        some(1.0, 2.0).take(np.array([1, -1]))
    assert some(1.0, 2.0).take(np.array([1, 1])).workers.tolist() == [2.0, 2.0]
    assert len(some(1.0, 2.0).take(np.zeros(0, dtype=np.int64))) == 0


def test_totals_by_group_add_up_to_the_total():
    group = np.random.default_rng(3).integers(0, 7, 500)
    money = np.random.default_rng(4).integers(-90, 90, 500).astype(float)
    sums = total_by(group, money, 9)
    assert sums.sum() == money.sum()
    assert sums[7:].tolist() == [0.0, 0.0]
    assert sums[2] == money[group == 2].sum()
    assert count_by(group, 9).sum() == 500


def test_sums_of_several_columns_have_the_bits_of_each_columns_own_sum():
    rng = np.random.default_rng(5)
    kind, columns = rng.integers(0, 7, 5000), (rng.normal(size=5000), rng.lognormal(sigma=5, size=5000))
    assert totals_by(kind, columns, 8).tolist() == [total_by(kind, column, 8).tolist() for column in columns]


def test_masks_are_counted_and_nobody_adds_nothing():
    assert totals_by(np.array([1, 0, 1]), (np.array([True, True, False]),), 3).tolist() == [[1.0, 1.0, 0.0]]
    assert totals_by(np.zeros(0, dtype=np.int64), (np.zeros(0), np.zeros(0)), 2).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_a_firm_finds_its_supplier_by_identity():
    names = np.array([40, 10, 30], dtype=np.uint64)
    wanted = np.array([30, 99, 40, 0], dtype=np.uint64)
    assert rows_of(names, wanted).tolist() == [2, -1, 0, -1]
    assert rows_of(names[:0], wanted).tolist() == [-1] * 4


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 1000, 50_000])
def test_rows_are_brought_in_the_order_of_their_draws(rows):
    draws = Luck(3).uniform("turn", 0, np.arange(rows, dtype=np.uint64))
    draws[rows // 2 :: 7] = 0.25  # equal ones stay as they stand
    assert np.array_equal(in_order(draws), np.argsort(draws, kind="stable"))
    assert np.array_equal(in_order(draws[::-1].copy()), np.argsort(draws[::-1], kind="stable"))


def test_what_has_no_group_is_added_to_none():
    index, values = np.array([1, -1, 0, 1]), np.array([1.0, 50.0, 2.0, 3.0])
    assert total_by_known(index, values, 3).tolist() == [2.0, 4.0, 0.0]
    assert total_by_known(np.array([-1]), np.array([5.0]), 0).size == 0


@pytest.mark.parametrize("groups", [1, 7, 400, 100_000])
def test_rows_are_brought_group_by_group_as_they_stand(groups):
    index = np.random.default_rng(3).integers(0, groups, 1000)
    assert in_groups(index, groups).tolist() == np.argsort(index, kind="stable").tolist()
