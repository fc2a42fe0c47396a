"""Throughput of an ensemble of class-size runs against the ideal: the same runs one after the other, over the cores.

RUNS runs (environment, 40 unless told) of the baseline at scale 0.01 and QUARTERS quarters are played by plain `run` in
one process that is warm, and then by the crew of `sez ensemble` on WORKERS processes (two unless told), from the start
of its processes to its tables. Where the machine is shared, look at processor seconds: they say what an ensemble costs
beyond its runs, whoever else computes. Asked for: 85 % of the ideal rate from 1,000 runs on an idle machine.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from pathlib import Path

from simulation import load, run
from simulation.ensemble.crews import here
from simulation.ensemble.parts import TABLES, Part, Point, parts_of, seeds_of
from simulation.ensemble.running import Tally, ensemble

RUNS, WORKERS = int(os.environ.get("RUNS", "40")), int(os.environ.get("WORKERS", "2"))
QUARTERS = int(os.environ.get("QUARTERS", "40"))
Seconds = tuple[float, float]
"""By the clock, and of processors."""


def main() -> None:
    """Measure and print."""
    parts = parts_of([Point(load("pakistan-baseline").but(scale=0.01, quarters=QUARTERS))], seeds_of(RUNS))
    run(parts[0].scenario, tables=TABLES)
    serial = one_by_one(parts)
    with tempfile.TemporaryDirectory() as place:
        whole, tally = by_crew(parts, Path(place) / "it")
        size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
    assert not tally.failed
    print(f"{RUNS} runs of {QUARTERS} quarters: {size / RUNS / 1e3:.0f} kB a run")
    print(f"one by one: {serial[0]:.1f} s, {serial[1]:.1f} s of processors, {serial[0] / RUNS:.3f} s a run")
    print(f"{WORKERS} workers: {whole[0]:.1f} s, {whole[1]:.1f} s of processors; {tally.line()}")
    print(f"  {serial[0] / WORKERS / whole[0]:.0%} of the ideal rate; processors: {serial[1] / whole[1]:.0%}")
    idle = WORKERS * tally.seconds - tally.seconds_played
    print(f"  a run takes {tally.seconds_played / serial[0]:.2f} times as long beside others")
    print(f"  processes start, wait and hand over: {idle / WORKERS:.1f} s; tables: {whole[0] - tally.seconds:.1f} s")


def one_by_one(parts: list[Part]) -> Seconds:
    """The runs in this process."""
    clock, processors = time.perf_counter(), time.process_time()
    for part in parts:
        run(part.scenario, tables=TABLES)
    return time.perf_counter() - clock, time.process_time() - processors


def by_crew(parts: list[Part], folder: Path) -> tuple[Seconds, Tally]:
    """The runs by the crew of an ensemble, and what it says of itself."""
    clock, processors = time.perf_counter(), of_processors()
    tally = ensemble(parts, folder, here(WORKERS))
    return (time.perf_counter() - clock, of_processors() - processors), tally


def of_processors() -> float:
    """Processor seconds so far of this process and of its processes that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
