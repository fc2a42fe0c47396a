"""The world moves on by a quarter (step 1)."""

from __future__ import annotations

import numpy as np

from simulation.economy import Economy, Given


def the_world_moves(now: Economy, given: Given) -> Economy:
    """A new quarter: nothing paid, nobody born yet; once a year rows are sorted by site, for locality only."""
    quarter = now.quarter + 1
    firms = now.firms
    if quarter % 4 == 0:
        firms = firms.take(np.argsort(firms.site, kind="stable"))
    return now.but(quarter=quarter, firms=firms, flows=(), births=None, deaths={}, extra={})
