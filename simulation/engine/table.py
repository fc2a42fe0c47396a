"""Tables: state as columns of equal length, changed only by making a new table.

A kind of agent is a frozen dataclass deriving from `Table`; each field is one column (a NumPy array).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Self

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.threads import each_of, spread

Column = np.ndarray[Any, np.dtype[Any]]
"""Values of one meaning, one a row; of whatever kind of number."""
BLOCK_OF_SUMS = 4096
"""Rows of a sum that are added by themselves before blocks are added: so two threads give the bits of one.

Eight blocks of a loop (`engine/blocks.py`), which adds up what it makes.
"""


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows of one kind of agent, one column a meaning."""

    def __post_init__(self) -> None:
        columns = self.columns()
        if len({column.size for column in columns.values()}) > 1:
            lengths = {name: column.size for name, column in columns.items()}
            raise ValueError(f"{type(self).__name__} has columns of unequal length: {lengths}")

    @classmethod
    @cache
    def names(cls) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in dataclasses.fields(cls))

    @classmethod
    def picked_from(cls, columns: Mapping[str, Column]) -> Self:
        """The table of these columns by name; KeyError where one is missing, and others are left aside."""
        return cls(**{name: columns[name] for name in cls.names()})

    def columns(self) -> dict[str, Column]:
        """The columns by name."""
        return dict(vars(self))

    def __len__(self) -> int:
        return int(getattr(self, self.names()[0]).size)

    def but(self, **changed: Column) -> Self:
        """The same table with these columns replaced."""
        return type(self)(**{**self.columns(), **changed})

    def take(self, rows: Column) -> Self:
        """The rows at these places, or where this mask is true, in that order."""
        places = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        if places.size and not 0 <= places.min() <= places.max() < len(self):
            raise IndexError(f"rows {places.min()} to {places.max()} of a table of {len(self)}")
        # room is made by this thread, whose memory is used again, and rows are known to be there ("clip")
        pairs = [(column, np.empty(places.size, column.dtype)) for column in self.columns().values()]
        return type(self)(*each_of(lambda pair: pair[0].take(places, out=pair[1], mode="clip"), pairs, 2 * places.size))

    def append(self, other: Self) -> Self:
        """These rows, then the other's."""
        if len(other) == 0:
            return self
        both = list(zip(self.columns().values(), other.columns().values(), strict=True))
        rooms = [(pair, np.empty(len(self) + len(other), pair[0].dtype)) for pair in both]
        return type(self)(*each_of(lambda room: np.concatenate(room[0], out=room[1]), rooms, len(self)))


@compiled
def added(parts):  # type: ignore[no-untyped-def]
    """Sum of some numbers in their order; np.sum and Python's sum have orders of their own."""
    whole = 0.0
    for part in parts:
        whole += part
    return whole


@compiled
def _total_of_blocks(low, high, values, block, parts):  # type: ignore[no-untyped-def]
    # four blocks at a time, each in its own order: one addition waits for another of its block only
    fours = low + max(0, min(high, values.size // block) - low) // 4 * 4
    for b in range(low, fours, 4):
        one = two = three = last = 0.0
        for i in range(b * block, (b + 1) * block):
            one += values[i]
            two += values[i + block]
            three += values[i + 2 * block]
            last += values[i + 3 * block]
        parts[b], parts[b + 1], parts[b + 2], parts[b + 3] = one, two, three, last
    for b in range(fours, high):
        part = 0.0
        for i in range(b * block, min((b + 1) * block, values.size)):
            part += values[i]
        parts[b] = part


@compiled
def _weighed_total_of_blocks(low, high, values, weight, block, parts):  # type: ignore[no-untyped-def]
    fours = low + max(0, min(high, values.size // block) - low) // 4 * 4
    for b in range(low, fours, 4):
        one = two = three = last = 0.0
        for i in range(b * block, (b + 1) * block):
            one += values[i] * weight[i]
            two += values[i + block] * weight[i + block]
            three += values[i + 2 * block] * weight[i + 2 * block]
            last += values[i + 3 * block] * weight[i + 3 * block]
        parts[b], parts[b + 1], parts[b + 2], parts[b + 3] = one, two, three, last
    for b in range(fours, high):
        part = 0.0
        for i in range(b * block, min((b + 1) * block, values.size)):
            part += values[i] * weight[i]
        parts[b] = part


@compiled
def _total_by(index, values, out):  # type: ignore[no-untyped-def]
    for i in range(index.size):
        out[index[i]] += values[i]


@compiled
def _totals_by(index, columns, out):  # type: ignore[no-untyped-def]
    for i in range(index.size):
        for column in range(len(columns)):
            out[column, index[i]] += columns[column][i]


@compiled
def _total_across(matrix, out):  # type: ignore[no-untyped-def]
    for row in range(out.size):
        whole = 0.0
        for column in range(matrix.shape[1]):
            whole += matrix[row, column]
        out[row] = whole


def total(values: Column) -> float:
    """Sum of a column in fixed blocks of rows, then blocks in order: the same bits for any number of threads."""
    column = np.ascontiguousarray(values, dtype=np.float64)
    parts = np.empty(-(-column.size // BLOCK_OF_SUMS))
    spread(lambda low, high: _total_of_blocks(low, high, column, BLOCK_OF_SUMS, parts), parts.size, ns=BLOCK_OF_SUMS)
    return float(added(parts))


def total_of_all(values: Column, weight: Column) -> float:
    """Sum over all whom the rows stand for: each row's value counts its weight; the bits of `total` where all are 1."""
    column, heavy = np.ascontiguousarray(values, dtype=np.float64), np.ascontiguousarray(weight, dtype=np.float64)
    parts = np.empty(-(-column.size // BLOCK_OF_SUMS))
    fixed = column, heavy, BLOCK_OF_SUMS, parts
    spread(lambda low, high: _weighed_total_of_blocks(low, high, *fixed), parts.size, ns=BLOCK_OF_SUMS)
    return float(added(parts))


def total_by(index: Column, values: Column, size: int) -> Column:
    """Sums of `values` in `size` groups named by `index`, added in row order."""
    out = np.zeros(size)
    _total_by(np.ascontiguousarray(index), np.ascontiguousarray(values, dtype=np.float64), out)
    return out


def totals_by(index: Column, columns: Sequence[Column], size: int) -> Column:
    """Sums of several columns as `total_by` [columns, size], in one pass: several sums wait for themselves at once."""
    out = np.zeros((len(columns), size))
    together = tuple([np.ascontiguousarray(column, dtype=np.float64) for column in columns])
    _totals_by(np.ascontiguousarray(index), together, out)
    return out


def total_by_known(index: Column, values: Column, size: int) -> Column:
    """Sums as `total_by`; what has no group, -1, is added to none."""
    return total_by(index, values, size + 1)[:-1]  # -1 finds the last


def totals_by_known(index: Column, columns: Sequence[Column], size: int) -> Column:
    """Sums of several columns as `total_by_known` [columns, size]."""
    return totals_by(index, columns, size + 1)[:, :-1]  # -1 finds the last


def totals_across(matrix: Column) -> Column:
    """Sum of each row of a matrix, its columns added in order; np.sum adds eight abreast, an order of its own."""
    out = np.empty(matrix.shape[0])
    _total_across(np.ascontiguousarray(matrix, dtype=np.float64), out)
    return out


def count_by(index: Column, size: int) -> Column:
    """How many rows each of `size` groups has [int64]."""
    return np.bincount(index, minlength=size)
