"""Rows that stand for several firms part when those have grown large (after step 10).

What one large firm does to its neighbours must not count many times over, so whoever grows past `alone_from_workers`
stands for itself from then on. A row parts into as many rows as it stood for, with all it had: money and people in all
stay what they were, and each row has an identity, and so a luck, of its own.
"""

from __future__ import annotations

import numpy as np

from simulation.economy import Economy, Given
from simulation.engine.table import Column

STEP = np.uint64(0x9E3779B97F4A7C15)
"""Keeps the causes of identities apart: 2^64 over the golden ratio."""


def large_firms_part(now: Economy, given: Given) -> Economy:
    """Every firm of a size stands for itself alone."""
    firms = now.firms
    large = np.flatnonzero((firms.weight > 1.0) & (firms.workers >= given["alone_from_workers"]))
    if large.size == 0:
        return now
    weight = firms.weight.copy()
    weight[large] = 1.0
    origin, number = others_of(large, firms.weight[large])
    causes = firms.id[origin] + (number + np.uint64(1)) * STEP
    others = firms.take(origin).but(
        id=given.luck.identities("one of several", now.quarter, causes), weight=np.ones(origin.size)
    )
    return now.but(firms=firms.but(weight=weight).append(others))


def others_of(rows: Column, weight: Column) -> tuple[Column, Column]:
    """For each of these rows, once for every firm but the first it stands for: the row, and the firm's number."""
    more = weight.astype(np.int64) - 1
    first = np.repeat(np.cumsum(more) - more, more)
    return np.repeat(rows, more), (np.arange(int(more.sum())) - first).astype(np.uint64)
