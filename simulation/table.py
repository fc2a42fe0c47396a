"""Tables: state as columns of equal length, changed only by making a new table.

A kind of agent is a frozen dataclass deriving from `Table`; each field is one column (a NumPy array).
"""

from __future__ import annotations

import dataclasses
from typing import Any, Self

import numpy as np

from simulation.compiling import compiled
from simulation.rules import BLOCK_OF_SUMS

Column = np.ndarray[Any, np.dtype[Any]]


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows of one kind of agent, one column a meaning."""

    def __post_init__(self) -> None:
        lengths = {name: column.size for name, column in self.columns().items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"{type(self).__name__} has columns of unequal length: {lengths}")

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in dataclasses.fields(cls))

    def columns(self) -> dict[str, Column]:
        """The columns by name."""
        return {name: getattr(self, name) for name in self.names()}

    def __len__(self) -> int:
        return int(getattr(self, self.names()[0]).size)

    def but(self, **changed: Column) -> Self:
        """The same table with these columns replaced."""
        return dataclasses.replace(self, **changed)

    def take(self, rows: Column) -> Self:
        """The rows at these places, or where this mask is true, in that order."""
        return type(self)(**{name: column[rows] for name, column in self.columns().items()})

    def append(self, other: Self) -> Self:
        """These rows, then the other's."""
        if len(other) == 0:
            return self
        mine, theirs = self.columns(), other.columns()
        return type(self)(**{name: np.concatenate((mine[name], theirs[name])) for name in mine})


@compiled
def _total(values, block):  # type: ignore[no-untyped-def]
    whole = 0.0
    for low in range(0, values.size, block):
        part = 0.0
        for i in range(low, min(low + block, values.size)):
            part += values[i]
        whole += part
    return whole


@compiled
def _total_by(index, values, out):  # type: ignore[no-untyped-def]
    for i in range(index.size):
        out[index[i]] += values[i]


def total(values: Column) -> float:
    """Sum of a column in fixed blocks of rows, then blocks in order: the same bits for any number of threads."""
    return float(_total(np.ascontiguousarray(values, dtype=np.float64), BLOCK_OF_SUMS))


def total_by(index: Column, values: Column, size: int) -> Column:
    """Sums of `values` in `size` groups named by `index`, added in row order."""
    out = np.zeros(size)
    _total_by(np.ascontiguousarray(index), np.ascontiguousarray(values, dtype=np.float64), out)
    return out


def totals_across(matrix: Column) -> Column:
    """Sum of each row of a matrix, its columns added in order; np.sum adds eight abreast, an order of its own."""
    out = np.zeros(matrix.shape[0])
    for column in matrix.T:
        out += column
    return out


def count_by(index: Column, size: int) -> Column:
    """How many rows each of `size` groups has [int64]."""
    return np.bincount(index, minlength=size)


def rows_of(identities: Column, wanted: Column) -> Column:
    """Row of each wanted identity in a table with these identities, -1 where there is none."""
    if identities.size == 0:
        return np.full(wanted.size, -1, dtype=np.int64)
    order = np.argsort(identities, kind="stable")
    place = np.minimum(np.searchsorted(identities[order], wanted), identities.size - 1)
    rows = order[place]
    return np.where(identities[rows] == wanted, rows, -1)
