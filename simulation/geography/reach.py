"""Sums over neighbours: what lies in reach of a place (E1)."""

from __future__ import annotations

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.table import Column
from simulation.engine.threads import spread
from simulation.geography.kernel import Kernel

FEW = 2
"""Additions a pair that are better made where they belong than kind by kind, to be laid out by cell in the end."""
NS_A_CELL = 3
"""What a cell takes for each kind: most are empty."""


@compiled
def _additions(of_cell, link, amounts, kinds):  # type: ignore[no-untyped-def]
    whole = 0
    for y in range(of_cell.size - 1):
        occupied = 0
        for s in range(kinds):
            occupied += amounts[y * kinds + s] != 0.0
        whole += occupied * (link[of_cell[y + 1]] - link[of_cell[y]])
    return whole


@compiled
def _scatter_few(low, high, of_cell, first, link, weight, amounts, kinds, out):  # type: ignore[no-untyped-def]
    cells = of_cell.size - 1
    for y in range(cells):
        for s in range(low, high):
            out[y * kinds + s] = 0.0
    for y in range(cells):
        for s in range(low, high):
            amount = amounts[y * kinds + s]
            if amount != 0.0:
                for run in range(of_cell[y], of_cell[y + 1]):
                    at = first[run] * kinds + s
                    for i in range(link[run], link[run + 1]):
                        out[at] += weight[i] * amount
                        at += kinds


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
    of_cell, first, link = links.runs
    few = kinds > 1 and _additions(of_cell, link, amounts, kinds) < FEW * amounts.size
    scatter, fixed = _scatter_few if few else _scatter, (of_cell, first, link, weight, amounts, kinds, out)
    spread(lambda low, high: scatter(low, high, *fixed), kinds, ns=NS_A_CELL * (amounts.size // kinds))
    return out
