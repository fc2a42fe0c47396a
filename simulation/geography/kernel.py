"""Distances between neighbouring cells, kept as one list a cell, and sums over them that fade with distance."""

from __future__ import annotations

import dataclasses
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.rules import exp
from simulation.engine.table import Column
from simulation.geography.grid import Grid

CUT_KM = 60.0
OWN_KM = 5.2
"""Mean distance between two points of one 10 km square (0.5214 of its side)."""


class Runs(NamedTuple):
    """Neighbours that follow each other in cell order, run by run, so that a processor takes several at once."""

    of_cell: Column
    """First run of each cell [cells + 1]."""
    first: Column
    """First neighbour of each run."""
    link: Column
    """Place of each run in the kernel's list [runs + 1]."""


@dataclasses.dataclass(frozen=True, eq=False)
class Kernel:
    """Neighbours of every cell, itself included: those of cell c are `other[start[c]:start[c + 1]]`, in cell order."""

    start: Column
    other: Column
    distance_km: Column

    @cached_property
    def runs(self) -> Runs:
        """The neighbours in runs."""
        begins = np.ones(self.other.size, dtype=np.bool_)
        begins[1:] = self.other[1:] != self.other[:-1] + 1
        begins[self.start[:-1][np.diff(self.start) > 0]] = True
        link = np.flatnonzero(begins)
        return Runs(np.searchsorted(link, self.start), self.other[link], np.append(link, self.other.size))

    @cached_property
    def ones(self) -> Column:
        """The weights of neighbours that count alike however far they are."""
        return np.ones(self.other.size)

    def weights(self, decay_km: float) -> Column:
        """exp(-d / decay), one a pair of neighbours."""
        out = np.empty(self.distance_km.size)
        _fade(self.distance_km, decay_km, out)
        return out

    def smoothed(self, weights: Column, values: Column) -> Column:
        """Sum over each cell's neighbours of weight times value, added in cell order.  S(x) = sum_y w(x,y) v(y)."""
        out = np.empty(self.start.size - 1)
        _smooth(self.start, self.other, weights, np.ascontiguousarray(values, dtype=np.float64), out)
        return out


@lru_cache(maxsize=8)
def within(kernel: Kernel, km: float) -> Kernel:
    """The pairs of a kernel that are at most so far apart."""
    near = kernel.distance_km <= km
    start = np.concatenate(([0], np.cumsum(near)))[kernel.start]
    return Kernel(start, kernel.other[near], kernel.distance_km[near])


@compiled
def _fade(distance, decay, out):  # type: ignore[no-untyped-def]
    for i in range(out.size):
        out[i] = exp(-distance[i] / decay)


@compiled
def _smooth(start, other, weights, values, out):  # type: ignore[no-untyped-def]
    for cell in range(out.size):
        whole = 0.0
        for pair in range(start[cell], start[cell + 1]):
            whole += weights[pair] * values[other[pair]]
        out[cell] = whole


def neighbours(grid: Grid, cut_km: float = CUT_KM, own_km: float = OWN_KM) -> Kernel:
    """Pairs of cells whose centres are at most `cut_km` apart; a cell is `own_km` from itself."""
    down, along, away = _offsets(grid, cut_km)
    row, column = grid.row[:, None] + down, grid.column[:, None] + along
    if grid.torus:
        found = grid.index[row % grid.rows, column % grid.columns]
    else:
        inside = (row >= 0) & (row < grid.rows) & (column >= 0) & (column < grid.columns)
        found = np.where(inside, grid.index[row % grid.rows, column % grid.columns], -1)
    distance = np.broadcast_to(np.where(away == 0.0, own_km, away), found.shape)
    if grid.torus:  # elsewhere rows and columns, and so the numbers of cells, only rise along the steps
        order = np.argsort(found, axis=1, kind="stable")
        found, distance = np.take_along_axis(found, order, 1), np.take_along_axis(distance, order, 1)
    land = found >= 0
    start = np.concatenate(([0], np.cumsum(land.sum(axis=1))))
    return Kernel(start.astype(np.int64), found[land].astype(np.int64), np.ascontiguousarray(distance[land]))


def _offsets(grid: Grid, cut_km: float) -> tuple[Column, Column, Column]:
    """Steps in rows and columns to every possible neighbour, and how far they lead [km]; each cell of a torus once."""
    reach = int(cut_km / grid.cell_km)
    rows, columns = _span(reach, grid.rows, grid.torus), _span(reach, grid.columns, grid.torus)
    down, along = (axis.ravel() for axis in np.meshgrid(rows, columns, indexing="ij"))
    away = grid.cell_km * np.sqrt((down * down + along * along).astype(np.float64))
    near = away <= cut_km
    return down[near], along[near], away[near]


def _span(reach: int, size: int, torus: bool) -> Column:
    return np.arange(-min(reach, (size - 1) // 2), min(reach, size // 2) + 1) if torus else np.arange(-reach, reach + 1)
