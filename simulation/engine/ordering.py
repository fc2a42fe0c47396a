"""Rows by identity, by group and in the order of draws: linear in the rows, and the same on every machine."""

from __future__ import annotations

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.table import Column

FEW_ROWS = 16
"""Groups a row from which on NumPy sorts faster than groups are counted."""


@compiled
def _look_up(identities, wanted, slots, out):  # type: ignore[no-untyped-def]
    # identities are hashes already, so their last bits name a slot; whoever finds it taken takes the next
    last = slots.size - 1
    for row in range(identities.size):
        slot = np.int64(identities[row] & np.uint64(last))
        while slots[slot] >= 0 and identities[slots[slot]] != identities[row]:
            slot = (slot + 1) & last
        if slots[slot] < 0:
            slots[slot] = row
    for i in range(wanted.size):
        slot = np.int64(wanted[i] & np.uint64(last))
        while slots[slot] >= 0 and identities[slots[slot]] != wanted[i]:
            slot = (slot + 1) & last
        out[i] = slots[slot]


def rows_of(identities: Column, wanted: Column) -> Column:
    """Row of each wanted identity in a table with these identities, -1 where there is none."""
    slots = np.full(1 << (2 * identities.size).bit_length(), -1, dtype=np.int64)
    out = np.empty(wanted.size, dtype=np.int64)
    _look_up(identities.astype(np.uint64, copy=False), wanted.astype(np.uint64, copy=False), slots, out)
    return out


@compiled
def _in_groups(index, end, out):  # type: ignore[no-untyped-def]
    for i in range(index.size):
        end[index[i] + 1] += 1
    for group in range(end.size - 1):
        end[group + 1] += end[group]
    for i in range(index.size):
        out[end[index[i]]] = i
        end[index[i]] += 1


def in_groups(index: Column, size: int) -> Column:
    """Rows group by group, those of one as they stand [int64]; a counting sort where there are not many more groups."""
    if FEW_ROWS * index.size < size:
        return np.argsort(index, kind="stable")
    out = np.empty(index.size, dtype=np.int64)
    _in_groups(index, np.zeros(size + 1, dtype=np.int64), out)
    return out


@compiled
def _in_order(draws, out):  # type: ignore[no-untyped-def]
    # as many bins as draws, then each draw steps back past the few larger ones before it
    rows = draws.size
    end = np.zeros(rows + 1, dtype=np.int64)
    for i in range(rows):
        end[np.int64(draws[i] * rows) + 1] += 1
    for i in range(rows):
        end[i + 1] += end[i]
    for i in range(rows):
        at = np.int64(draws[i] * rows)
        out[end[at]] = i
        end[at] += 1
    for n in range(1, rows):
        back, late = n, out[n]
        while back > 0 and draws[out[back - 1]] > draws[late]:
            out[back] = out[back - 1]
            back -= 1
        out[back] = late


def in_order(draws: Column) -> Column:
    """Rows in the order of their uniform draws, equal ones as they stand [int64]; a bin sort, linear in the rows."""
    out = np.empty(draws.size, dtype=np.int64)
    _in_order(draws, out)
    return out
