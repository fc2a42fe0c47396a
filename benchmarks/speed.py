"""Prints how fast the engine is: firm-quarters a second, where the time goes, and bytes a firm.

    python benchmarks/speed.py                                  # 1,000 to 1,000,000 firms, 1 and 2 threads
    python benchmarks/speed.py --most 100000 --json speed.json  # smaller, and kept

One and two threads take turns quarter by quarter in one process, so that other work hits both alike; figures
are medians. What compiled loops take is measured at their doors, so handing columns to them counts as "the rest".
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numba
import numpy as np

from simulation import load, rules
from simulation.economy import Economy, Given
from simulation.quarter import QUARTER
from simulation.quarter_zero.start import begin

CHECKOUT = Path(__file__).resolve().parents[1]
FIRMS_IN_ALL = 512_000 * 0.95
"""Pakistan's manufacturing firms that are no suppliers, at scale 1."""
SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUARTERS = {1_000: 16, 10_000: 16, 100_000: 8, 1_000_000: 8}
WARM_UP = 2


class Clock:
    """Seconds spent behind the doors it watches."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def watching(self, door: Any) -> Any:
        """The same callable, timed."""

        def timed(*given: Any) -> Any:
            start = time.perf_counter()
            try:
                return door(*given)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def watch_compiled(clock: Clock) -> None:
    """Time every compiled loop that Python calls; everything must be compiled already."""
    doors: dict[int, Any] = {id(rules.spread): clock.watching(rules.spread)}
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "simulation"]
    for module in modules:
        for name, value in list(vars(module).items()):
            loop = isinstance(value, numba.core.registry.CPUDispatcher) and not value.targetoptions.get("forceinline")
            if loop or value is rules.spread:
                doors.setdefault(id(value), clock.watching(value))
                setattr(module, name, doors[id(value)])


def played(now: Economy, given: Given, clock: Clock) -> tuple[Economy, dict[str, float], float]:
    """One quarter: the economy after it, seconds by phase, and seconds in compiled loops."""
    seconds, before = {}, clock.seconds
    for phase in QUARTER:
        start = time.perf_counter()
        now = phase(now, given)
        seconds[phase.__name__] = time.perf_counter() - start
    return now, seconds, clock.seconds - before


def bytes_of(now: Economy) -> tuple[float, float]:
    """Bytes a firm: of its own columns, and with what a quarter hands from phase to phase."""
    own = sum(column.nbytes for column in now.firms.columns().values())
    rows = now.extra["wage_bill"].size  # firms while the bills were paid: some have closed since, some were born
    columns = [c for c in now.extra.values() if isinstance(c, np.ndarray) and c.shape == (rows,)]
    extra = sum(column.nbytes for column in columns) * len(now.firms) / rows
    return own / len(now.firms), (own + extra) / len(now.firms)


def measured(size: int, path: Path, clock: Clock, watch: bool) -> dict[str, Any]:
    """Figures of one size, for one and two threads."""
    scenario = load(path).but(scale=size / FIRMS_IN_ALL, run_in_quarters=1)
    start, resting = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    now, given = begin(scenario)
    set_up = time.perf_counter() - start
    for _ in range(WARM_UP):
        now, _, _ = played(now, given, clock)
    if watch:
        watch_compiled(clock)
    found: dict[str, Any] = {"firms": len(now.firms), "set_up_s": set_up}
    by_threads: dict[int, list[tuple[int, dict[str, float], float]]] = defaultdict(list)
    for turn in range(QUARTERS[size]):
        threads = 1 + (turn + turn // 4) % 2  # rows are sorted once a year: not always on the same side
        rules.use_threads(threads)
        now, seconds, compiled = played(now, given, clock)
        by_threads[threads].append((len(now.firms), seconds, compiled))
    rules.use_threads(1)
    found["bytes"], found["bytes_at_work"] = bytes_of(now)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resting
    found["peak_bytes"] = 1024.0 * grown / len(now.firms)
    for threads, quarters in by_threads.items():
        found[f"threads_{threads}"] = summed(quarters)
    return found


def summed(quarters: list[tuple[int, dict[str, float], float]]) -> dict[str, Any]:
    """Medians over quarters: nanoseconds a firm, share in compiled loops, nanoseconds a firm by phase."""
    whole = [1e9 * sum(seconds.values()) / firms for firms, seconds, _ in quarters]
    phases = {
        phase: statistics.median(1e9 * seconds[phase] / firms for firms, seconds, _ in quarters)
        for phase in quarters[0][1]
    }
    compiled = statistics.median(inside / sum(seconds.values()) for _, seconds, inside in quarters)
    middle = statistics.median(whole)
    return {
        "ns_a_firm": middle, "firm_quarters_a_second": 1e9 / middle, "compiled_share": compiled,
        "phases_ns_a_firm": phases,
    }  # fmt: skip


def print_sizes(found: list[dict[str, Any]]) -> None:
    """The table of sizes, and ratios side by side."""
    heads = f"{'ns/firm':>9} {'firm-quarters/s':>16} {'compiled':>9} {'B/firm':>7} {'at work':>8} {'peak':>7}"
    print(f"{'firms':>10} {'threads':>7} {heads}")
    for one in found:
        stored = f"{one['bytes']:>7.0f} {one['bytes_at_work']:>8.0f} {one['peak_bytes']:>7,.0f}"
        for threads in (1, 2):
            row = one[f"threads_{threads}"]
            speed = f"{row['ns_a_firm']:>9,.0f} {row['firm_quarters_a_second']:>16,.0f} {row['compiled_share']:>9.0%}"
            print(f"{one['firms']:>10,} {threads:>7} {speed} {stored}")
    print("\nside by side      one thread / two threads   one thread / the same at 10,000 firms (time a firm)")
    base = next((one for one in found if one["firms"] >= 8_000), found[0])["threads_1"]["ns_a_firm"]
    for one in found:
        alone, both = (one[f"threads_{threads}"]["ns_a_firm"] for threads in (1, 2))
        print(f"{one['firms']:>10,} firms {alone / both:>22.2f} {alone / base:>14.2f}")


def print_phases(one: dict[str, Any]) -> None:
    """Nanoseconds a firm by phase for the largest size."""
    print(f"\nphase by phase at {one['firms']:,} firms, ns a firm (one thread, two threads, share of one)")
    alone, both = (one[f"threads_{threads}"] for threads in (1, 2))
    for phase, spent in sorted(alone["phases_ns_a_firm"].items(), key=lambda item: -item[1]):
        print(f"{phase:>26} {spent:>9,.1f} {both['phases_ns_a_firm'][phase]:>9,.1f} {spent / alone['ns_a_firm']:>7.1%}")


def asked() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=int, default=SIZES[0], help="smallest number of firms")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="largest number of firms (a million needs 3 GB)")
    parser.add_argument("--scenario", type=Path, default=CHECKOUT / "scenarios" / "pakistan" / "baseline.toml")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    return parser.parse_args()


def main() -> None:
    """Measure every size that is asked for, print, keep."""
    wish, clock = asked(), Clock()
    found = []
    for size in (size for size in SIZES if wish.least <= size <= wish.most):
        found.append(measured(size, wish.scenario, clock, watch=not found))
        print(f"  measured {found[-1]['firms']:,} firms (set up in {found[-1]['set_up_s']:.1f} s)", file=sys.stderr)
    print_sizes(found)
    print_phases(found[-1])
    if wish.json:
        wish.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
