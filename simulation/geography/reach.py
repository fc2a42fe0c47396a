"""Sums over neighbours: what lies in reach of a place (E1)."""

from __future__ import annotations

import numpy as np

from simulation.compiling import compiled
from simulation.geography.kernel import Kernel
from simulation.table import Column


@compiled
def _scatter(of_cell, first, link, weight, amounts, kinds, out):  # type: ignore[no-untyped-def]
    for y in range(of_cell.size - 1):
        for s in range(kinds):
            amount = amounts[y * kinds + s]
            if amount != 0.0:
                for run in range(of_cell[y], of_cell[y + 1]):
                    size = link[run + 1] - link[run]
                    there = out[s, first[run] : first[run] + size]
                    factor = weight[link[run] : link[run + 1]]
                    for i in range(size):
                        there[i] += factor[i] * amount


def in_reach(links: Kernel, weight: Column, amounts: Column, kinds: int = 1) -> Column:
    """Weighted sum of `amounts` over the neighbours of each cell, for each of `kinds` (pair = cell * kinds + kind).

    `weight` holds one symmetric weight a link of the kernel. Only occupied cells are scattered, in order, so the bits
    do not depend on threads.
    """
    out = np.zeros((kinds, amounts.size // kinds))
    _scatter(*links.runs, weight, amounts, kinds, out)
    return np.ascontiguousarray(out.T).ravel()
