"""Prints patterns 1 to 6 of the model for a scenario over some seeds, each with its number, range and source; then the
clusters by name and the years 2015 and 2024 beside the record.

    python benchmarks/patterns.py scenarios/pakistan/baseline.toml --seeds 20
    python benchmarks/patterns.py scenarios/pakistan/baseline.toml --against scenarios/pakistan/no_loans.toml
    python benchmarks/patterns.py scenarios/pakistan/baseline.toml --off localisation urbanisation spin_offs

Pairs (`--against`) share seeds, so that they differ by policy and not by luck. A number outside its range is marked.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from pathlib import Path

import numpy as np

from simulation import load, run
from simulation.country.finding import country_of
from simulation.measures.patterns import every_pattern, expected_of
from simulation.quarter_zero.start import map_of

LOOKS = ("2015Q4", "2025Q4", "2035Q4", "2055Q4")
RECORD = {
    "firms": "512,000 makers in 2015; small ones grew 1.58 % a year net",
    "workers": "5.0 mn in 2015",
    "value_added_usd_mn": "32,700 in 2015; national accounts +21 % to 2024",
    "exports_usd_mn": "22,600 in 2015; all goods 23,700 (2015) to 30,700 (2024) nominal",
    "entries": "5 to 8.5 % of firms a year, assumed",
    "exits": "4 to 7 % of firms a year, assumed",
    "spin_off_share": "",
}
"""What seeds/ hold of 2015 to 2024, amounts in mn USD of 2020."""
NEEDED = ("nation", "zones", "specialties", "clusters", "cells", "entries")


def asked() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--seeds", type=int, default=3, help="seeds 1 to N")
    parser.add_argument("--scale", type=float, help="share of firms simulated; left out: the scenario's")
    parser.add_argument("--quarters", type=int, help="length; left out: the scenario's")
    parser.add_argument("--against", type=Path, help="the paired scenario, such as one without loans and works")
    parser.add_argument("--off", nargs="*", default=[], help="mechanisms to switch off")
    parser.add_argument("--random", action="store_true", help="start from random places instead of the seeded ones")
    parser.add_argument("--workers", type=int, default=2, help="runs at a time")
    return parser.parse_args()


def tables_of(path, seed, wish):
    """Tables of one run in pandas."""
    changes = {f"mechanisms.{name}": False for name in wish.off}
    changes |= {"start_from": "random"} if wish.random else {}
    scenario = load(path)
    scenario = scenario.but(changes) if changes else scenario
    played = run(scenario, seed=seed, quarters=wish.quarters, scale=wish.scale)
    return played.scenario, {name: played.tables[name].to_pandas() for name in NEEDED}


def one_seed(job):
    """All numbers of one seed."""
    wish, seed = job
    scenario, tables = tables_of(wish.scenario, seed, wish)
    pair = tables_of(wish.against, seed, wish)[1] if wish.against else None
    grid = map_of(scenario).grid
    return (
        every_pattern(tables, grid, country_of(scenario.country), pair),
        clusters_named(tables["clusters"]),
        years(tables["nation"]),
    )


def clusters_named(clusters):
    """By year: names of clusters, largest first."""
    by_size, quarter = clusters.sort_values("workers", ascending=False), clusters.quarter.astype(str)
    return {look: by_size[quarter.reindex(by_size.index) == look].name.astype(str).tolist() for look in LOOKS}


def years(nation):
    """Flows summed and stocks at the end of 2015 and of 2024."""
    year, flows = nation.quarter.astype(str).str[:4], ("value_added_usd_mn", "exports_usd_mn", "entries", "exits")
    own = {y: nation[year == y] for y in ("2015", "2024")}
    return {
        (n, y): float(t[n].sum() if n in flows else t[n].iloc[-1]) for n in RECORD for y, t in own.items() if len(t)
    }


def printed_clusters(named):
    """How many clusters by year over the seeds, and their names under the first seed."""
    lines = ["", "clusters by year: mean (lowest to highest); names under seed 1, largest first"]
    for look in LOOKS:
        counts = np.array([len(own[look]) for own in named])
        if counts.any():
            names = "; ".join(named[0][look])
            lines.append(f"{look[:4]}: {counts.mean():.1f} ({counts.min()} to {counts.max()}): {names}")
    return "\n".join(lines)


def printed_years(found):
    """The years 2015 and 2024 beside the record."""
    lines = ["", f"{'measure':24} {'2015':>12} {'2024':>12}   seeds"]
    for name, record in RECORD.items():
        means = [np.mean([own.get((name, y), np.nan) for own in found]) for y in ("2015", "2024")]
        lines.append(f"{name:24} {means[0]:12,.3f} {means[1]:12,.3f}   {record}")
    return "\n".join(lines)


def verdict(expected, value):
    """Whether a mean lies in the expected range."""
    if np.isnan(value):
        return "?"
    return "" if expected.low <= value <= expected.high else "outside"


def printed(found, seeds, ranges):
    """The table, one line a number."""
    lines = [f"{'pattern':54} {'mean':>8} {'lowest':>8} {'highest':>8}   expected        source"]
    for name, expected in ranges.items():
        values = np.array([numbers.get(name, np.nan) for numbers in found])
        values = values[~np.isnan(values)]
        middle = float(values.mean()) if values.size else float("nan")
        spread = (values.min(), values.max()) if values.size else (np.nan, np.nan)
        ends = f"{expected.low:g} to {expected.high:g}"
        lines.append(
            f"{name:54} {middle:8.3f} {spread[0]:8.3f} {spread[1]:8.3f}   {ends:14}  {expected.source} "
            f"{verdict(expected, middle)}".rstrip()
        )
    return "\n".join([*lines, f"{seeds} seeds"])


def main():
    """Run the seeds, two at a time, and print."""
    wish = asked()
    started = time.perf_counter()
    jobs = [(wish, seed) for seed in range(1, wish.seeds + 1)]
    with multiprocessing.get_context("spawn").Pool(min(wish.workers, len(jobs))) as pool:
        found = pool.map(one_seed, jobs, chunksize=1)
    patterns, named, recorded = zip(*found, strict=True)
    print(
        printed(patterns, wish.seeds, expected_of(country_of(load(wish.scenario).country))),
        f"{time.perf_counter() - started:.0f} s",
        sep=", ",
    )
    print(printed_clusters(named), printed_years(recorded), sep="\n")


if __name__ == "__main__":
    main()
