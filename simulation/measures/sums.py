"""Sums of several columns over one grouping of rows, in one pass.

Rows of a group stand together, so that each addition waits for the last one: several sums wait at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulation.compiling import compiled

Column = np.ndarray[Any, np.dtype[Any]]


@compiled
def _add(group, columns, sums):  # type: ignore[no-untyped-def]
    for row in range(group.size):
        for column in range(len(columns)):
            sums[column, group[row]] += columns[column][row]


def sums_by(group: Column, columns: Sequence[Column], groups: int) -> Column:
    """Sums of each column in the groups of its rows [columns, groups], added in row order as by `total_by`."""
    sums = np.zeros((len(columns), groups))
    _add(group, tuple([np.ascontiguousarray(column, dtype=np.float64) for column in columns]), sums)
    return sums
