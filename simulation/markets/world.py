"""The world's demand and prices, which nobody here can move."""

from __future__ import annotations

import dataclasses

from simulation.engine.table import Column


@dataclasses.dataclass(frozen=True)
class Paths:
    """What the world does, one value a quarter from the first on (index 1 in the mean of the first year)."""

    first: int
    """The country's first quarter, that of the first value."""
    home_demand: Column
    world_demand: Column
    input_price: Column
    exchange: Column
    """Real exchange rate against the dollar, in which values are counted; above 1 a weak currency."""
    competitiveness: Column
    """Real effective exchange rate, against all partners in trade; above 1 a weak currency."""
    rivals_gain: Column
    """Weight that the rest of the world gains on this country's exporters for reasons outside the model."""

    def at(self, name: str, quarter: int) -> float:
        """Value in a quarter; the run-in has the first quarter's."""
        path: Column = getattr(self, name)
        return float(path[min(max(quarter - self.first, 0), path.size - 1)])
