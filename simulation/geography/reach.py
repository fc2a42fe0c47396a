"""Sums over neighbours: what lies in reach of a place (E1)."""

from __future__ import annotations

import numpy as np

from simulation.compiling import compiled
from simulation.geography.kernel import Kernel
from simulation.table import Column
from simulation.threads import spread

NS_A_CELL = 3
"""What a cell takes for each kind: most are empty."""


@compiled
def _scatter(low, high, of_cell, first, link, weight, amounts, kinds, out):  # type: ignore[no-untyped-def]
    # kind by kind, so that neighbours follow each other; then laid out by cell, as columns of pairs are
    cells = of_cell.size - 1
    by_kind = np.zeros((high - low, cells))
    for y in range(cells):
        occupied = False
        for s in range(low, high):
            occupied |= amounts[y * kinds + s] != 0.0  # a sum of answers: most cells are empty, and soon passed over
        for s in range(low, high if occupied else low):
            amount = amounts[y * kinds + s]
            if amount != 0.0:
                for run in range(of_cell[y], of_cell[y + 1]):
                    size = link[run + 1] - link[run]
                    there = by_kind[s - low, first[run] : first[run] + size]
                    factor = weight[link[run] : link[run + 1]]
                    for i in range(size):
                        there[i] += factor[i] * amount
    for y in range(cells):
        for s in range(low, high):
            out[y * kinds + s] = by_kind[s - low, y]


def in_reach(links: Kernel, weight: Column, amounts: Column, kinds: int = 1) -> Column:
    """Weighted sum of `amounts` over the neighbours of each cell, for each of `kinds` (pair = cell * kinds + kind).

    `weight` holds one symmetric weight a link of the kernel. Only occupied cells are scattered, in order; threads share
    kinds, so the bits do not depend on them.
    """
    out = np.empty(amounts.size)
    fixed = *links.runs, weight, amounts, kinds, out
    spread(lambda low, high: _scatter(low, high, *fixed), kinds, ns=NS_A_CELL * (amounts.size // kinds))
    return out
