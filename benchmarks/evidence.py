"""What each repayment scenario does against `on_schedule`, over paired seeds, with the loop on and with it cut.

    python benchmarks/evidence.py                        50 seeds at 1:30, all of scenarios/repayment/
    python benchmarks/evidence.py --seeds 3 --only default haircut_30

Every finished run is kept as one small file under --out, named after all that decides its numbers: asking again plays
only what is missing. Prints paired differences in 2030, 2040 and 2055: mean and the 90 % band of the mean.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from functools import cache
from pathlib import Path

from simulation import load
from simulation.paired import MEASURES, Outcome, band, play_all
from simulation.provenance import run_id
from simulation.scenario.loading import shipped
from simulation.scenario.schema import Scenario

BASE, FOLDER = "on_schedule", "repayment"
YEARS = (2030, 2040, 2055)
LOOPS = ("on", "cut")
"""The whole loop from debt service to firms, as it is and as an ablation."""
DIGITS = {"maintenance": 3, "quality": 3, "cover": 2}
Key = tuple[str, str, int]
"""Scenario, loop, seed."""


def asked() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=50, help="seeds 1 to N")
    parser.add_argument("--scale", type=float, default=1.0 / 30.0, help="share of firms simulated")
    parser.add_argument("--quarters", type=int, help="length; left out: the scenario's")
    parser.add_argument("--only", nargs="*", help="repayment scenarios; left out: all")
    parser.add_argument("--loops", nargs="*", default=list(LOOPS), choices=LOOPS)
    parser.add_argument("--workers", type=int, default=2, help="runs at a time")
    parser.add_argument("--out", type=Path, default=Path("results/evidence"))
    return parser.parse_args()


def names(only: list[str] | None) -> list[str]:
    """Scenarios to compare, the base first."""
    there = [name.removeprefix(f"{FOLDER}-") for name in shipped() if name.startswith(f"{FOLDER}-")]
    wanted = [name for name in there if name != BASE and (only is None or name in only)]
    if unknown := set(only or ()) - set(there):
        sys.exit(f"no scenario {', '.join(sorted(unknown))} in {FOLDER}; there are {', '.join(there)}")
    return [BASE, *wanted]


def scenario_of(name: str, loop: str, seed: int, wish: argparse.Namespace) -> Scenario:
    """A scenario at this scale and seed, its loop on or cut."""
    changes = {"scale": wish.scale, "seed": seed, "mechanisms.loan_feedback": loop == "on"}
    length = {} if wish.quarters is None else {"quarters": wish.quarters}
    return shipped_called(name).but(changes | length)


@cache
def shipped_called(name: str) -> Scenario:
    """A repayment scenario, read once."""
    return load(f"{FOLDER}-{name}")


def file_of(key: Key, scenario: Scenario, out: Path) -> Path:
    """Where a run's figures are kept."""
    return out / f"{key[0]}-{key[1]}-{run_id(scenario)}.json"


def keep(found: Outcome, file: Path) -> None:
    """One run's figures, whole or not at all."""
    partial = file.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(json.dumps(found), encoding="utf-8")
    partial.replace(file)


def kept(file: Path) -> Outcome | None:
    """Figures of a run that was kept; years as numbers again."""
    if not file.is_file():
        return None
    told = json.loads(file.read_text(encoding="utf-8"))
    return {name: {int(year): value for year, value in path.items()} for name, path in told.items()}


def gathered(wish: argparse.Namespace) -> dict[Key, Outcome]:
    """All runs, those that are kept read and the missing played."""
    wish.out.mkdir(parents=True, exist_ok=True)
    keys = [(n, loop, s) for s in range(1, wish.seeds + 1) for loop in wish.loops for n in names(wish.only)]
    scenarios = {key: scenario_of(*key, wish) for key in keys}
    files = {key: file_of(key, scenario, wish.out) for key, scenario in scenarios.items()}
    found = {key: told for key in keys if (told := kept(files[key])) is not None}
    missing = {key: scenarios[key] for key in keys if key not in found}
    print(f"kept {len(found)}, to run {len(missing)}", file=sys.stderr)
    started = time.perf_counter()
    for done, (key, outcome) in enumerate(play_all(missing, YEARS, wish.workers), 1):
        keep(outcome, files[key])
        found[key] = outcome
        left = (time.perf_counter() - started) / done * (len(missing) - done) / 60.0
        print(f"{done} of {len(missing)}, {left:.0f} min left ({' '.join(map(str, key))})", file=sys.stderr)
    return found


def rows_of(found: dict[Key, Outcome]) -> list[dict[str, object]]:
    """Paired differences: scenario, loop, measure, year, the base's mean, and the bands."""
    seeds = sorted({seed for *_, seed in found})
    rows: list[dict[str, object]] = []
    for name, loop in dict.fromkeys((name, loop) for name, loop, _ in found if name != BASE):
        for measure in MEASURES:
            for year in found[(name, loop, seeds[0])][measure]:
                pairs = [[found[(n, loop, seed)][measure][year] for seed in seeds] for n in (name, BASE)]
                of = band(one - other for one, other in zip(*pairs, strict=True))
                about = {"scenario": name, "loop": loop, "measure": measure, "year": year}
                rows.append(about | {"base": band(pairs[1]).mean} | of._asdict())
    return rows


def told(rows: list[dict[str, object]]) -> None:
    """The table, a block a measure."""
    years = sorted({row["year"] for row in rows})
    for measure, meaning in MEASURES.items():
        print(f"\n{measure}: {meaning}; difference to {BASE}, mean [90 % band of the mean]")
        of = [row for row in rows if row["measure"] == measure]
        print(f"{'scenario':<24}{'loop':<5}" + "".join(f"{year:>34}" for year in years))
        for name, loop in dict.fromkeys((row["scenario"], row["loop"]) for row in of):
            own = {row["year"]: row for row in of if (row["scenario"], row["loop"]) == (name, loop)}
            print(f"{name:<24}{loop:<5}" + "".join(f"{cell(own.get(year), measure):>34}" for year in years))


def cell(row: dict[str, object] | None, measure: str) -> str:
    """A mean and its band; blank where nothing is known."""
    if row is None or not row["pairs"]:
        return "."
    digits = DIGITS.get(measure, 0)
    low, mean, high = (f"{row[name]:+,.{digits}f}" for name in ("low", "mean", "high"))
    mark = "*" if float(str(row["low"])) > 0.0 or float(str(row["high"])) < 0.0 else ""
    return f"{mean} [{low}, {high}]{mark}"


def main() -> None:
    """Gather, print, and keep the table."""
    wish = asked()
    rows = rows_of(gathered(wish))
    told(rows)
    file = wish.out / "differences.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0] if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"\n* the band leaves out zero; {wish.seeds} pairs at scale {wish.scale:.4g}; {file}")


if __name__ == "__main__":
    main()
