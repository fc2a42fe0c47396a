"""A stop rule that does not depend on who was faster: seeds count from the first, all points of a seed together."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from simulation.ensemble import records
from simulation.ensemble.experiment import Stop
from simulation.ensemble.parts import Part
from simulation.measures.asking import PARTS, Name, named

Z_90 = 1.6449
"""The normal quantile of a 90 % interval; from ten runs on, Student's is within a tenth of it."""


class StopRule:
    """Hears of runs in any order; `seeds` is the least number of first seeds that is enough, once known."""

    def __init__(self, wish: Stop, parts: Sequence[Part]) -> None:
        self.wish = wish
        self.points = {id(part.point) for part in parts}
        self.values: dict[int, dict[int, tuple[float, ...]]] = {}
        self.seeds: int | None = None

    def hear(self, part: Part, record: bytes | None) -> bool:
        """A run was played or failed; True when there are enough."""
        told = () if record is None else last_values(record, self.wish.measure)
        self.values.setdefault(part.replicate, {})[id(part.point)] = told
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
        """Whether the mean of every measure is known well enough at every point."""
        for point in self.points:
            told = [values for n in range(1, seeds + 1) if (values := self.values[n][point])]
            if len(told) < self.wish.at_least or not all(map(self._is_known, zip(*told, strict=True))):
                return False
        return True

    def _is_known(self, told: Sequence[float]) -> bool:
        """Whether the mean of a measure in these runs is known well enough."""
        values = [value for value in told if math.isfinite(value)]
        if len(values) < self.wish.at_least:
            return False
        half = Z_90 * statistics.stdev(values) / math.sqrt(len(values))
        return half <= self.wish.half_width_pct / 100.0 * abs(statistics.fmean(values))


def last_values(record: bytes, measures: Sequence[str]) -> tuple[float, ...]:
    """Measures of any table in the last quarter of a record; nan where the run does not tell one then."""
    return tuple(_last_value(record, named(measure)) for measure in measures)


def _last_value(record: bytes, name: Name) -> float:
    table = records.table_of(record, name.table)
    if name.column not in table.column_names:
        return math.nan
    if name.part:
        table = table.filter(pc.equal(table.column(PARTS[name.table]).cast(pa.string()), name.part))
    last = table.column(name.column)[-1].as_py() if len(table) else None
    return math.nan if last is None else float(last)
