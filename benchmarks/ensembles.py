"""Throughput of an ensemble of class-size runs against the ideal: serial time over the number of cores.

Of the baseline at scale 0.01, three runs are played in this process, once it is warm, and then RUNS (environment, 40
unless told) by the crew of `sez ensemble`. Expected from 200 runs on an idle machine: 85 % of the ideal rate.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from simulation import load, run
from simulation.ensemble.crews import cores, here
from simulation.ensemble.parts import TABLES, Point, parts_of, seeds_of
from simulation.ensemble.running import ensemble

RUNS = int(os.environ.get("RUNS", "40"))


def main() -> None:
    """Measure and print."""
    scenario = load("pakistan-baseline").but(scale=0.01, quarters=int(os.environ.get("QUARTERS", "40")))
    run(scenario, tables=TABLES)
    serial = min(_seconds(scenario, seed) for seed in (1, 2, 3))
    parts = parts_of([Point(scenario)], seeds_of(RUNS))
    with tempfile.TemporaryDirectory() as place:
        started = time.perf_counter()
        tally = ensemble(parts, Path(place) / "it", here())
        whole = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
    ideal = cores() / serial
    print(f"one run, warm: {serial:.2f} s; {cores()} cores: ideal {60 * ideal:.1f} runs a minute")
    print(f"{tally.line()}")
    print(f"with tables: {whole:.1f} s, {RUNS / whole / ideal:.0%} of the ideal; {size / RUNS / 1e3:.0f} kB a run")
    assert not tally.failed


def _seconds(scenario: object, seed: int) -> float:
    started = time.perf_counter()
    run(scenario, seed=seed, tables=TABLES)  # type: ignore[arg-type]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
