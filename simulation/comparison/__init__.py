"""Scenarios side by side: the same luck in each, levels with bands, paired differences with intervals.

statistics.py   bands, paired differences, Student's t
reading.py      from the tables of an ensemble to matrices
tables.py       levels.parquet, differences.parquet
naming.py       what a measure of any table is called
touching.py     which zones, specialties and loans a scenario touches
findings.py     what was found, and sentences that are true of it
clear.py        where the clear differences are among all measures, at a stated false-discovery rate
picture.py      growth.png
report.py       report.html
comparing.py    all of it, kept under comparison.json
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.comparison.comparing import Comparison
    from simulation.ensemble.crews import Crew
    from simulation.ensemble.running import Watcher
    from simulation.scenario.schema import Scenario


def compare(
    *scenarios: str | Path | Scenario,
    seeds: int | None = None,
    scale: float | None = None,
    quarters: int | None = None,
    base: str | None = None,
    out: str | Path | None = None,
    crew: Crew | None = None,
    watcher: Watcher | None = None,
    measures: Sequence[str] = (),
) -> Comparison:
    """Run what is missing of every scenario with every seed, and compare.

    The folder of a finished ensemble, or the file of an experiment, stands for its scenarios. `measures` are told
    beside the usual ones: `zones.rashakai.workers`, `loans.dhabeji.arrears_usd_mn`. `comparison.levels`, `.differences`
    and `.tests` are tidy pandas tables, `comparison.folder` holds the files.
    """
    from simulation.comparison.comparing import Wish, comparison_of, fresh, of_experiment
    from simulation.ensemble.experiment import is_experiment

    wish = Wish(seeds, scale, quarters, base, out, tuple(measures))
    first = scenarios[0] if len(scenarios) == 1 else None
    if isinstance(first, (str, Path)) and Path(first).is_dir():
        return comparison_of(Path(first), wish)
    if isinstance(first, (str, Path)) and is_experiment(first):
        return of_experiment(first, wish, crew, watcher)
    return fresh(scenarios, wish, crew, watcher)
