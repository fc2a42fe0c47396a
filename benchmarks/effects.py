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
FOCI = {
    "rashakai": "garments_knitwear", "allama_iqbal": "home_textiles", "dhabeji": "pharma_chemicals",
    "mohmand_marble": "stone_ceramics", "bostan": "food_processing",
}  # fmt: skip
"""What the five zones of the Chinese specialty policy make."""
SPECIALTY_POLICY = "the Chinese specialty policy"


def tools(instrument: str, **fields: object) -> dict[str, object]:
    """An instrument in each of the five zones for its specialty, from 2025."""
    each = {"instrument": instrument, "start": "2025Q1", **fields}
    return {f"policy.{instrument}_{zone}": each | {"where": zone, "specialty": made} for zone, made in FOCI.items()}


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
    "focus alone, five zones": tools("focus_specialty"),
    "markets of 1,000 stalls, five zones": tools(
        "specialised_market", stalls=1000, cost_usd_mn=16.0, build_quarters=8, paid_by="treasury"
    ),
    "supplier parks, five zones": tools(
        "supplier_park", unit_relief_pct=50.0, cost_usd_mn=4.0, build_quarters=4, paid_by="treasury"
    ),
    "courses for 1,000 people a quarter and zone": {
        "policy.courses": {
            "instrument": "training", "where": "cpec", "start": "2025Q1", "people_per_quarter": 1000,
            "cost_usd_per_person": 400.0, "paid_by": "treasury",
        }
    },
    "promotion 1 for 0.3": {f"{ZONES}promotion": 1.0},
    "quality 1.2 for 1": {f"{ZONES}built_quality": 1.2},
    "quality 0.85 for 1": {f"{ZONES}built_quality": 0.85},
    "power of its own, no outages": {f"{ZONES}captive_power_reliability": 1.0},
    "moving asks a gain of 0.15 for 0.10": {"behaviour.choice.relocation_cost": 0.15},
    SPECIALTY_POLICY: {},
}  # fmt: skip
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
    path = BASELINE.with_name("chinese_specialty_policy.toml") if name == SPECIALTY_POLICY else BASELINE
    now, given = begin(load(path).but({"scale": scale, "seed": seed, **CHANGES[name]}))
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
