"""Scenarios side by side: the same luck in each, levels with bands, paired differences with intervals.

statistics.py   bands, paired differences, Student's t
reading.py      from the tables of an ensemble to matrices
tables.py       levels.parquet, differences.parquet
findings.py     what was found, and sentences that are true of it
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

SEEDS = 20
"""Seeds of a comparison unless told: the fewest that are drawn as a band."""


def compare(
    *scenarios: str | Path | Scenario,
    seeds: int | None = None,
    scale: float | None = None,
    quarters: int | None = None,
    base: str | None = None,
    out: str | Path | None = None,
    crew: Crew | None = None,
    watcher: Watcher | None = None,
) -> Comparison:
    """Run what is missing of every scenario with every seed, and compare; or compare a finished ensemble's folder.

    `comparison.levels` and `comparison.differences` are tidy pandas tables, `comparison.folder` holds the files.
    """
    from simulation.comparison.comparing import comparison_of, fresh

    asked: Sequence[str | Path | Scenario] = scenarios
    if len(asked) == 1 and isinstance(asked[0], (str, Path)) and Path(asked[0]).is_dir():
        return comparison_of(Path(asked[0]), base, out)
    return fresh(asked, seeds or SEEDS, scale, quarters, base, out, crew, watcher)
