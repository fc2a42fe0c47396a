"""A sample of the nation's firms whose rows stand for several: large firms one to one, small ones in systematic turns.

Expansion weights as in microsimulation, rows as super-individuals (Scheffer et al. 1995): a few large firms are most of
what one simulates a place for, and alone decide its neighbours' odds, so each of them stands for itself alone.
"""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.economy import Given
from simulation.engine.table import Column, total_by

SIZES = (2.0, 5.0, 10.0, 20.0)
"""Workers that part small firms into strata, so that a sample has the nation's sizes."""


def sampled(given: Given, nation: Firms, group: Column) -> Firms:
    """Rows that stand for all firms of the nation: one of each turn of `given.weight` small ones, and every large one.

    Turns are taken by group of quarter zero, size and place, so that every group keeps its number of firms exactly, and
    every neighbourhood and size about its own; small firms are then given the workers that the nation's small ones of
    their group have.
    """
    if given.weight <= 1.0:
        return nation.but(weight=np.full(len(nation), given.weight))
    small = nation.workers < given["alone_from_workers"]
    rows, count = one_of_each_turn(given, nation, group, np.flatnonzero(small))
    weight = np.where(small, 0.0, 1.0)
    weight[rows] = count
    kept = np.flatnonzero(weight)
    table = nation.take(kept).but(weight=weight[kept])
    return table.but(workers=with_their_workers(table.workers, table.weight, group[kept], small[kept], (nation, group)))


def one_of_each_turn(given: Given, nation: Firms, group: Column, small: Column) -> tuple[Column, Column]:
    """Row that stands for each turn of small firms, drawn by luck, and how many are in the turn."""
    size = np.searchsorted(np.array(SIZES), nation.workers[small], side="right")
    order = small[np.lexsort((nation.id[small], nation.site[small], size, group[small]))]
    first = np.concatenate(([True], np.diff(group[order]) != 0)) if order.size else np.zeros(0, dtype=bool)
    place = np.arange(order.size) - np.maximum.accumulate(np.where(first, np.arange(order.size), 0))
    start = np.flatnonzero(place % int(given.weight) == 0)
    count = np.diff(np.append(start, order.size)).astype(np.float64)
    drawn = given.luck.uniform("who stands for a turn", 0, nation.id[order[start]])
    return order[start + (drawn * count).astype(np.int64)], count


def with_their_workers(
    workers: Column, weight: Column, group: Column, small: Column, drawn: tuple[Firms, Column]
) -> Column:
    """Workers of the sample so that each group's small firms have together as many as in the nation they stand for."""
    nation, group_of = drawn
    groups = int(group_of.max(initial=-1)) + 1
    have = total_by(group[small], (weight * workers)[small], groups)
    large = total_by(group[~small], workers[~small], groups)
    want = total_by(group_of, nation.workers, groups) - large
    factor = np.divide(want, have, out=np.ones(groups), where=have > 0.0)
    return np.where(small, workers * factor[group], workers)


def shared_out(count: int, weight: float) -> Column:
    """Weights of rows that together stand for so many: as many as a row may stand for, and one for the rest."""
    if weight <= 1.0:
        return np.full(round(count / weight), weight)
    whole, rest = divmod(count, int(weight))
    return np.array([weight] * whole + [float(rest)] * (rest > 0))
