"""A stop rule that does not depend on who was faster: seeds count from the first, all points of a seed together."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from pathlib import Path

from simulation.ensemble import records
from simulation.ensemble.experiment import Stop
from simulation.ensemble.parts import Part
from simulation.scenario.faults import Fault, ScenarioFaults, unknown

Z_90 = 1.6449
"""The normal quantile of a 90 % interval; from ten runs on, Student's is within a tenth of it."""


class StopRule:
    """Hears of runs in any order; `seeds` is the least number of first seeds that is enough, once known."""

    def __init__(self, wish: Stop, parts: Sequence[Part]) -> None:
        self.wish = wish
        self.points = {id(part.point) for part in parts}
        self.values: dict[int, dict[int, float | None]] = {}
        self.seeds: int | None = None

    def hear(self, part: Part, record: bytes | None) -> bool:
        """A run was played or failed; True when there are enough."""
        value = None if record is None else last_value(record, self.wish.measure)
        self.values.setdefault(part.replicate, {})[id(part.point)] = value
        if self.seeds is None:
            self.seeds = next((n for n in range(self.wish.at_least, self._complete() + 1) if self._narrow(n)), None)
        return self.seeds is not None

    def hear_kept(self, part: Part, folder: Path) -> bool:
        """A run was kept before."""
        return self.hear(part, records.path_of(folder, part.run_id).read_bytes())

    def _complete(self) -> int:
        """First seeds of which all points are told."""
        seeds = 0
        while len(self.values.get(seeds + 1, ())) == len(self.points):
            seeds += 1
        return seeds

    def _narrow(self, seeds: int) -> bool:
        """Whether the mean is known well enough at every point."""
        for point in self.points:
            told = [self.values[n][point] for n in range(1, seeds + 1)]
            values = [value for value in told if value is not None and math.isfinite(value)]
            if len(values) < self.wish.at_least:
                return False
            half = Z_90 * statistics.stdev(values) / math.sqrt(len(values))
            if half > self.wish.half_width_pct / 100.0 * abs(statistics.fmean(values)):
                return False
        return True


def last_value(record: bytes, measure: str) -> float | None:
    """A measure of the nation in the last quarter of a record."""
    nation = records.table_of(record, "nation")
    if measure not in nation.column_names:
        raise ScenarioFaults([Fault("", "stop.measure", unknown("measure", measure, nation.column_names[1:]))])
    value = nation.column(measure)[-1].as_py()
    return None if value is None else float(value)
