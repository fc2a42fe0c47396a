"""The world moves on by a quarter (step 1)."""

from __future__ import annotations

from simulation.economy import Economy, Given
from simulation.engine.ordering import in_groups


def the_world_moves(now: Economy, given: Given) -> Economy:
    """A new quarter: nothing paid, nobody born yet; once a year rows are sorted by site, for locality only."""
    quarter = now.quarter + 1
    firms = now.firms
    if quarter % 4 == 0:
        firms = firms.take(in_groups(firms.site, now.land.plots.size))
    return now.but(quarter=quarter, firms=firms, flows=(), births=None, deaths={})
