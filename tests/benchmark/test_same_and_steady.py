"""Neither the size of blocks changes a byte, nor do long runs grow."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest

from simulation import load
from simulation.engine import blocks
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

SMALL = {"plain.rows": 12, "plain.columns": 12, "plain.towns": 6, "plain.firms_at_1_10": 300, "run_in_quarters": 2}


@pytest.fixture(scope="module")
def start():
    """Some 300 firms on the plain map."""
    return begin(load("plain-marshall").but(SMALL))


@pytest.mark.parametrize("block", [1, 37, 4096])
def test_blocks_of_any_size_give_the_same_bytes(start, monkeypatch, block):
    now, given = start
    cut = now
    for _ in range(3):
        now = advance(now, given)
    monkeypatch.setattr(blocks, "BLOCK", block)
    for _ in range(3):
        cut = advance(cut, given)
    for one, other in ((now.firms, cut.firms), (now.suppliers, cut.suppliers)):
        for name, column in one.columns().items():
            assert np.array_equal(column.view(np.uint64), other.columns()[name].view(np.uint64)), name


def held(now) -> int:
    """Bytes of the tables of an economy."""
    tables = (now.firms, now.suppliers)
    return sum(column.nbytes for table in tables for column in table.columns().values())


def test_a_long_run_holds_no_more_memory_than_its_tables_need(start):
    now, given = start
    seen = []
    tracemalloc.start()
    try:
        for _ in range(3):
            for _ in range(40):
                now = advance(now, given)
            gc.collect()
            seen.append((tracemalloc.get_traced_memory()[0], held(now)))
    finally:
        tracemalloc.stop()
    (first, tables), *_, (last, tables_at_last) = seen
    assert last - first < 60_000 + 4 * max(0, tables_at_last - tables), f"traced, and bytes of tables: {seen}"
