"""What a smaller run costs in truth: the baseline's headline measures at 1:100 to 1:1, over some seeds each.

    nice python benchmarks/scale.py --file scale.jsonl                           # all: 1:1 takes minutes a seed
    python benchmarks/scale.py --file scale.jsonl --scales 0.01 0.033 --seeds 4  # some of it

Each finished run is a line of the file; what is there is not run again, so it may be stopped at any time. Prints a
table in Markdown: means over seeds in the last year, the standard deviation between seeds, and how far each scale's
mean is from the largest scale's there.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from simulation import load, run
from simulation.keeping.provenance import sources_digest

SEEDS = {0.01: 10, 0.033: 8, 0.1: 6, 0.3: 3, 1.0: 2}
"""Seeds a scale: fewer where a run is long, and where more firms leave less to luck."""
LAST_YEAR = 4
MEASURES = (
    "firms", "workers", "value_added_usd_mn", "exports_usd_mn", "productivity_usd_per_worker_year",
    "wage_usd_per_year", "spin_off_share", "losing_share", "zone_workers_share", "size_250_up_share",
    "size_tail_exponent", "specialised_share", "clusters", "krugman_index", "ellison_glaeser_firms",
    "local_sourcing_share", "growth_laplace_ratio",
)  # fmt: skip
Found = dict[str, Any]


def played(scenario: str, scale: float, seed: int) -> Found:
    """Headline measures of one run: means over the quarters of the last year in which each was taken."""
    nation = run(load(scenario), scale=scale, seed=seed, tables=("nation",)).nation
    last = nation.tail(LAST_YEAR)
    return {name: float(last[name].mean()) for name in MEASURES}


def kept(path: Path) -> dict[tuple[float, int], Found]:
    """Runs of these sources in the file, by scale and seed."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [json.loads(line) for line in lines]
    return {(row["scale"], row["seed"]): row for row in rows if row["sources"] == sources_digest()}


def missing(scales: list[float], most: int | None, there: dict[tuple[float, int], Found]) -> list[tuple[float, int]]:
    """Runs still to do, small ones first."""
    wanted = [(scale, seed) for scale in scales for seed in range(1, 1 + (most or SEEDS.get(scale, 2)))]
    return [pair for pair in wanted if pair not in there]


def table(rows: list[Found]) -> str:
    """Means and standard deviations by scale, and the distance of each mean from the largest scale's."""
    scales = sorted({row["scale"] for row in rows})
    of = {scale: [row["measures"] for row in rows if row["scale"] == scale] for scale in scales}
    heads = [f"1:{1 / scale:.3g} ({len(of[scale])} seeds)" for scale in scales]
    lines = [f"| last year | {' | '.join(heads)} |", f"|---|{'---:|' * len(scales)}"]
    for name in MEASURES:
        largest = mean(each[name] for each in of[scales[-1]])
        cells = [cell([each[name] for each in of[scale]], largest) for scale in scales]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(values: list[float], largest: float) -> str:
    """Mean, spread between seeds, and distance from the largest scale's mean in percent."""
    middle = mean(values)
    spread = f" ± {told(stdev(values), 2)}" if len(values) > 1 else ""
    away = f" ({100 * (middle / largest - 1):+.0f} %)" if largest else ""
    return f"{told(middle, 3)}{spread}{away}"


def told(value: float, digits: int) -> str:
    """A number to so many digits, whole from a hundred on."""
    return f"{float(f'{value:.{digits}g}'):,.0f}" if abs(value) >= 100.0 else f"{value:.{digits}g}"


def asked() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, required=True, help="finished runs, a line each")
    parser.add_argument("--scales", type=float, nargs="+", default=sorted(SEEDS))
    parser.add_argument("--seeds", type=int, help="seeds at every scale [10, 8, 6, 3, 2]")
    parser.add_argument("--scenario", default="pakistan-baseline")
    return parser.parse_args()


def main() -> None:
    """Run what is missing, then print the table of all that is there."""
    wish = asked()
    for scale, seed in missing(sorted(wish.scales), wish.seeds, kept(wish.file)):
        row = {"scale": scale, "seed": seed, "sources": sources_digest()}
        row["measures"] = played(wish.scenario, scale, seed)
        with wish.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n")
        print(f"done: 1:{1 / scale:.3g}, seed {seed}", file=sys.stderr)
    print(table(list(kept(wish.file).values())))


if __name__ == "__main__":
    main()
