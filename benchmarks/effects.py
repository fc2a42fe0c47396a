"""What each instrument does to CPEC's zones, pair by pair: workers in 2035 against the baseline, and what else moves.

    python benchmarks/effects.py                         every instrument, four seeds at 1:100 (minutes)
    python benchmarks/effects.py --scale 0.0333 --seeds 8 --only plot_price holiday

Pairs share their seeds. Each run is kept in results/effects/ as it ends; what is there is not played again, so delete
the folder after a change of the model. The table goes to standard output, as docs/explanation/effects.md has it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from itertools import product
from pathlib import Path

import numpy as np

from simulation import load
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

BASELINE = Path(__file__).parents[1] / "scenarios" / "pakistan" / "baseline.toml"
QUARTERS = 84
HEAD = (
    "against the baseline, 2035",
    "CPEC zones' workers",
    "their arrears, mn USD",
    "nation's workers",
    "treasury, mn USD",
)
ZONES = "zones.cpec."
CHANGES: dict[str, dict[str, object]] = {
    "baseline": {},
    "land for nothing": {f"{ZONES}plot_price_usd_per_acre": 0.0},
    "land at 200,000 USD an acre": {f"{ZONES}plot_price_usd_per_acre": 200_000.0},
    "land at 600,000 USD an acre": {f"{ZONES}plot_price_usd_per_acre": 600_000.0},
    "plot subsidy of 100 %": {
        "policy.subsidy": {"instrument": "plot_subsidy", "where": "cpec", "start": "2019Q1", "subsidy_pct": 100.0}
    },
    "no tax holiday": {"policy.sez_act_holiday.relief_pct": 0.0},
    "no duty relief": {"policy.sez_act_machines.relief_pct": 0.0},
}
"""Each row of the table, as changes of the baseline."""


def asked() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=4, help="seeds 1 to N")
    parser.add_argument("--scale", type=float, default=0.01, help="share of firms simulated")
    parser.add_argument("--only", nargs="*", default=[], help="rows whose names hold one of these words")
    parser.add_argument("--out", type=Path, default=Path("results/effects"), help="where runs are kept")
    parser.add_argument("--workers", type=int, default=1, help="runs at a time")
    return parser.parse_args()


def played(scale: float, seed: int, name: str) -> dict[str, float]:
    """What one run comes to at the end of 2035, at 1:1; money in mn USD of 2020."""
    now, given = begin(load(BASELINE).but({"scale": scale, "seed": seed, **CHANGES[name]}))
    cost = 0.0
    for _ in range(QUARTERS):
        now = advance(now, given)
        cost += now.institutions.treasury.reliefs + now.institutions.treasury.support
    zones, firms = now.institutions.zones, now.firms
    sites = np.flatnonzero(zones.programme) + len(given.map.grid)
    return {
        "zone workers": float((firms.weight * firms.workers)[np.isin(firms.site, sites)].sum()),
        "zone arrears": float(zones.arrears[zones.programme].sum()),
        "workers": firms.all_of(firms.workers),
        "treasury": cost,
    }


def kept(wish: argparse.Namespace, seed: int, name: str) -> dict[str, float]:
    """The same from its file if it has been played, else played and kept."""
    file = wish.out / f"{name.replace(' ', '_').replace(',', '')}_{wish.scale:g}_{seed}.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(played(wish.scale, seed, name)))
    return dict(json.loads(file.read_text()))


def line(name: str, with_it: list[dict[str, float]], without: list[dict[str, float]]) -> str:
    """A row: change of zones' workers in per cent with its standard error, and of the rest."""
    pct = [
        100.0 * (one["zone workers"] / other["zone workers"] - 1.0) for one, other in zip(with_it, without, strict=True)
    ]
    error = float(np.std(pct, ddof=1)) / len(pct) ** 0.5 if len(pct) > 1 else float("nan")
    means = {key: np.mean([one[key] for one in with_it]) - np.mean([one[key] for one in without]) for key in with_it[0]}
    return (
        f"| {name} | {np.mean(pct):+.0f} +- {error:.0f} % | {means['zone arrears']:+,.0f} | "
        f"{means['workers']:+,.0f} | {means['treasury']:+,.0f} |"
    )


def main() -> None:
    """Play what is missing and print the table."""
    wish = asked()
    names = [n for n in CHANGES if n == "baseline" or not wish.only or any(word in n for word in wish.only)]
    seeds = range(1, wish.seeds + 1)
    pairs = [(wish, seed, name) for name, seed in product(names, seeds)]
    with multiprocessing.get_context("spawn").Pool(wish.workers) as pool:
        found = dict(zip([(name, seed) for _, seed, name in pairs], pool.starmap(kept, pairs), strict=True))
    by_name = {name: [found[name, seed] for seed in seeds] for name in names}
    print("| " + " | ".join(HEAD) + " |")
    print("|---|---|---|---|---|")
    for name in names[1:]:
        print(line(name, by_name[name], by_name["baseline"]))


if __name__ == "__main__":
    main()
