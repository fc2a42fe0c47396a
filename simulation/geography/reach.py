"""Sums over neighbours: what lies in reach of a place (E1)."""

from __future__ import annotations

import numpy as np

from simulation.compiling import compiled
from simulation.table import Column


@compiled
def _scatter(start, other, weight, amounts, kinds, out):  # type: ignore[no-untyped-def]
    for y in range(start.size - 1):
        for s in range(kinds):
            amount = amounts[y * kinds + s]
            if amount != 0.0:
                for link in range(start[y], start[y + 1]):
                    out[other[link] * kinds + s] += weight[link] * amount


def in_reach(start: Column, other: Column, weight: Column, amounts: Column, kinds: int = 1) -> Column:
    """Weighted sum of `amounts` over the neighbours of each cell, for each of `kinds` (pair = cell * kinds + kind).

    `weight` holds one symmetric weight a link of the kernel. Only occupied cells are scattered, in order, so the bits
    do not depend on threads.
    """
    out = np.zeros(amounts.size)
    _scatter(start, other, weight, amounts, kinds, out)
    return out
