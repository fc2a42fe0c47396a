"""levels.parquet and differences.parquet: tidy, one row a scenario, measure and quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from simulation.comparison import statistics
from simulation.comparison.reading import Finished
from simulation.engine.table import Column

LEVELS = ("scenario", "measure", "quarter", "mean", "low", "high")
DIFFERENCES = ("scenario", "base", "measure", "quarter", "mean", "low", "high", "pairs", "sd_paired", "sd_unpaired")
WORDS = {"scenario", "base", "measure", "quarter"}
MEANINGS = {
    "levels": {
        "mean": "mean of the runs",
        "low": "5 % of the runs are below",
        "high": "5 % of the runs are above",
    },
    "differences": {
        "mean": "mean of the paired differences, scenario less base",
        "low": "lower end of the 90 % interval of that mean",
        "high": "upper end of the 90 % interval of that mean",
        "pairs": "seeds for which both runs tell the measure",
        "sd_paired": "standard deviation of the paired differences",
        "sd_unpaired": "standard deviation that differences of unpaired runs would have",
    },
}


@dataclass
class Rows:
    """Columns of a tidy table, gathered part by part."""

    names: tuple[str, ...]
    parts: list[dict[str, Any]]

    def table(self, kind: str) -> pa.Table:
        """The Arrow table, with the meaning of each column."""
        columns, fields = [], []
        for name in self.names:
            values = [part[name] for part in self.parts]
            column = pa.array(_joined(values).tolist() if name in WORDS else _joined(values))
            meaning = MEANINGS[kind].get(name, name)
            fields.append(pa.field(name, pa.string() if name in WORDS else column.type, metadata={"meaning": meaning}))
            columns.append(column.cast(fields[-1].type))
        return pa.table(columns, schema=pa.schema(fields))


def _joined(values: list[Any]) -> Column:
    return np.concatenate(values) if values else np.array([], dtype=np.float64)


def tables_of(ensemble: Finished, base: int, more: Sequence[str] = ()) -> tuple[pa.Table, pa.Table]:
    """Levels of every scenario, and differences of all others from the base; of the usual measures and of these."""
    levels, differences = Rows(LEVELS, []), Rows(DIFFERENCES, [])
    quarters = np.array(ensemble.quarters, dtype=object)
    for measure, cube in ensemble.measures(more):
        for number, label in enumerate(ensemble.labels):
            levels.parts += _level_rows(cube[number], label, measure, quarters)
        for number, label in enumerate(ensemble.labels):
            if number != base:
                named = {"scenario": label, "base": ensemble.labels[base], "measure": measure}
                differences.parts += _difference_rows(cube[number], cube[base], named, quarters)
    return levels.table("levels"), differences.table("differences")


def _level_rows(runs: Column, label: str, measure: str, quarters: Column) -> Iterator[dict[str, Any]]:
    found = statistics.levels(runs)
    yield from _told({"scenario": label, "measure": measure}, quarters, found._asdict())


def _difference_rows(runs: Column, base: Column, named: dict[str, str], quarters: Column) -> Iterator[dict[str, Any]]:
    found = statistics.differences(runs, base)
    yield from _told(named, quarters, found._asdict())


def _told(named: dict[str, str], quarters: Column, found: dict[str, Column]) -> Iterator[dict[str, Any]]:
    """The rows of the quarters in which the measure is told at all."""
    told = np.flatnonzero(np.isfinite(found["mean"]))
    if told.size:
        words = {key: np.full(told.size, value, dtype=object) for key, value in named.items()}
        yield words | {"quarter": quarters[told]} | {name: column[told] for name, column in found.items()}
