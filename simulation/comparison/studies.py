"""Ablation and sweep: the points they ask for, and their tables out of the finished runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from simulation.comparison import statistics
from simulation.comparison.reading import Finished, said_of
from simulation.engine.table import Column
from simulation.ensemble.designs import points_of
from simulation.ensemble.experiment import Design
from simulation.ensemble.parts import Point
from simulation.keeping.folder import Held, held
from simulation.keeping.results import write_table
from simulation.scenario.schema import Mechanisms, Scenario

ABLATED = ("firms", "workers", "exports_usd_mn", "value_added_usd_mn", "clusters", "specialised_share")
"""Measures of the nation in an ablation's table, those that a run tells."""

Draw = Callable[[Path], object]
"""Draws a study's picture into a file."""


def without_each(scenario: Scenario) -> list[Point]:
    """The scenario as it is, and with every mechanism that is on switched off in turn."""
    on = [name for name in Mechanisms.model_fields if getattr(scenario.mechanisms, name)]
    points = [Point(scenario)]
    for number, name in enumerate(on, start=1):
        change = {f"mechanisms.{name}": False}
        points.append(Point(scenario.but(change), number, change, (f"without {name}",), {}, scenario))
    return points


def swept(scenario: Scenario, values: Mapping[str, Sequence[Any]]) -> list[Point]:
    """The scenario at every combination of these values; raises ScenarioFaults."""
    design = Design(kind="grid", settings={key: list(each) for key, each in values.items()})
    points = points_of(design)
    return [Point(scenario.but(p), number, p, (), p, scenario) for number, p in enumerate(points)]


def ablation(ensemble: Finished) -> pa.Table:
    """What is missing without each mechanism in the last quarter: paired differences from the whole model."""
    rows = []
    for measure in (m for m in ABLATED if m in ensemble.numbers("nation")):
        last = _last_told(ensemble.measure(measure))
        for place, point in enumerate(ensemble.about["asked"]["points"]):
            if place:
                found = statistics.differences(last[place][:, None], last[0][:, None])
                whole = float(np.nanmean(last[0]))
                rows.append({
                    "mechanism": point["overlays"][0].removeprefix("without "),
                    "measure": measure,
                    "whole": whole,
                    **{name: float(getattr(found, name)[0]) for name in ("mean", "low", "high")},
                    "change_pct": 100.0 * float(found.mean[0]) / whole if whole else float("nan"),
                    "pairs": int(found.pairs[0]),
                })  # fmt: skip
    return pa.Table.from_pylist(rows)


def _last_told(cube: Column) -> Any:
    """The last quarter in which the measure is told, [points, replicates]."""
    told = np.flatnonzero(np.isfinite(cube).any(axis=(0, 1)))
    return cube[:, :, told[-1] if told.size else -1]


def sweep(ensemble: Finished, measures: Sequence[str]) -> pa.Table:
    """Each measure in the last quarter at each point: settings, level, and paired difference from the first point.

    `mean`, `low`, `high` are the mean of the runs and the range of nine in ten; `change`, `change_low`, `change_high`
    the mean of the pairs with the same luck and its 90 % interval.
    """
    rows = []
    for measure, cube in ensemble.chosen(measures).items():
        last = _last_told(cube)
        for place, point in enumerate(ensemble.about["asked"]["points"]):
            level = statistics.levels(last[place][:, None])
            change = statistics.differences(last[place][:, None], last[0][:, None])
            rows.append({
                **point["varied"],
                "measure": measure,
                **{name: float(getattr(level, name)[0]) for name in ("mean", "low", "high")},
                "runs": int(np.isfinite(last[place]).sum()),
                "change": float(change.mean[0]),
                "change_low": float(change.low[0]),
                "change_high": float(change.high[0]),
                "pairs": int(change.pairs[0]),
            })  # fmt: skip
    return pa.Table.from_pylist(rows)


TOLD_OF_A_POINT = ("measure", "mean", "low", "high", "runs", "change", "change_low", "change_high", "pairs")
"""Columns of a sweep's table beside its settings."""


def keep(
    ensemble: Finished, kind: str, table: pa.Table, pictures: Mapping[str, Draw], place: Path | Held
) -> list[Path]:
    """A study's table `<kind>.parquet`, and its pictures by their files' names, in the folder of its runs."""
    files = [f"{kind}.parquet", *pictures]

    def fill(partial: Path) -> None:
        write_table(table, partial / files[0])
        for name, draw in pictures.items():
            draw(partial / name)

    with held(place) as taken:
        taken.keep(kind, said_of(ensemble), fill)
        return [taken.folder / name for name in files]
