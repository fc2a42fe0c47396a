"""What each repayment scenario does against `on_schedule`, over paired seeds, with the loop on and with it cut.

    python benchmarks/evidence.py                        50 seeds at 1:30, all of scenarios/repayment/
    python benchmarks/evidence.py --seeds 3 --only default haircut_30
    python benchmarks/evidence.py --kept                 the tables of what is done, while another one runs

Every finished run is kept as one small file under --out, named after all that decides its numbers: asking again plays
only what is missing. Seed by seed, so that what is done is paired at any time. Prints Markdown tables of the paired
differences in 2030, 2040 and 2055: mean and the 90 % band of the mean, bold where the band leaves out zero.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from simulation import load
from simulation.comparison.paired import MEASURES, Band, Outcome, band, play_all
from simulation.keeping.provenance import run_id
from simulation.scenario.loading import shipped
from simulation.scenario.schema import Scenario

BASE, FOLDER = "on_schedule", "repayment"
YEARS = (2030, 2040, 2055)
LOOPS = ("on", "cut")
"""The whole loop from debt service to firms, as it is and as an ablation."""
DIGITS = {
    "upkeep_paid_share": 3, "works_quality": 3, "cover_ratio": 2, "development_room_share": 3,
    "real_exchange_ratio": 4, "power_reliability_share": 4,
}  # fmt: skip
Key = tuple[str, str, int]
"""Scenario, loop, seed."""


class Row(NamedTuple):
    """A scenario's paired difference to the base in a year."""

    scenario: str
    loop: str
    measure: str
    year: int
    base: float
    """Mean of the base."""
    of: Band


def asked() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=50, help="seeds 1 to N")
    parser.add_argument("--scale", type=float, default=1.0 / 30.0, help="share of firms simulated")
    parser.add_argument("--quarters", type=int, help="length; left out: the scenario's")
    parser.add_argument("--only", nargs="*", help="repayment scenarios; left out: all")
    parser.add_argument("--loops", nargs="*", default=list(LOOPS), choices=LOOPS)
    parser.add_argument("--workers", type=int, default=2, help="runs at a time")
    parser.add_argument("--kept", action="store_true", help="play nothing: the tables of what is kept")
    parser.add_argument("--out", type=Path, default=Path("results/evidence"))
    return parser.parse_args()


def names(only: list[str] | None) -> list[str]:
    """Scenarios to compare, the base first."""
    there = [name.removeprefix(f"{FOLDER}-") for name in shipped() if name.startswith(f"{FOLDER}-")]
    wanted = [name for name in there if name != BASE and (only is None or name in only)]
    if unknown := set(only or ()) - set(there):
        sys.exit(f"no scenario {', '.join(sorted(unknown))} in {FOLDER}; there are {', '.join(there)}")
    return [BASE, *wanted]


@cache
def scenario_of(name: str, loop: str, scale: float, quarters: int | None) -> Scenario:
    """A scenario at this scale, its loop on or cut."""
    length = {} if quarters is None else {"quarters": quarters}
    return load(f"{FOLDER}-{name}").but({"scale": scale, "mechanisms.loan_feedback": loop == "on"} | length)


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
    scenarios = {key: scenario_of(*key[:2], wish.scale, wish.quarters).but(seed=key[2]) for key in keys}
    files = {key: file_of(key, scenario, wish.out) for key, scenario in scenarios.items()}
    found = {key: told for key in keys if (told := kept(files[key])) is not None}
    missing = {} if wish.kept else {key: scenarios[key] for key in keys if key not in found}
    print(f"kept {len(found)}, to run {len(missing)}", file=sys.stderr)
    started = time.perf_counter()
    for done, (key, outcome) in enumerate(play_all(missing, YEARS, wish.workers), 1):
        keep(outcome, files[key])
        found[key] = outcome
        left = (time.perf_counter() - started) / done * (len(missing) - done) / 60.0
        print(f"{done} of {len(missing)}, {left:.0f} min left ({' '.join(map(str, key))})", file=sys.stderr)
    return found


def differences(found: dict[Key, Outcome]) -> Iterator[Row]:
    """Paired differences of every scenario, loop, measure and year, over the seeds of which both runs are there."""
    for name, loop in dict.fromkeys((name, loop) for name, loop, _ in found if name != BASE):
        seeds = [seed for n, lp, seed in found if (n, lp) == (name, loop) and (BASE, loop, seed) in found]
        for measure in MEASURES if seeds else ():
            for year in found[(name, loop, seeds[0])][measure]:
                own, base = ([found[(n, loop, seed)][measure][year] for seed in seeds] for n in (name, BASE))
                of = band(one - other for one, other in zip(own, base, strict=True))
                yield Row(name, loop, measure, year, band(base).mean, of)


def told(rows: list[Row]) -> Iterator[str]:
    """The rows as Markdown, a chapter a loop, a table a measure."""
    years = sorted({row.year for row in rows})
    for loop in dict.fromkeys(row.loop for row in rows):
        yield f"\n## With the loop {loop}"
        for measure, declared in MEASURES.items():
            of = {(row.scenario, row.year): row for row in rows if (row.measure, row.loop) == (measure, loop)}
            yield f"\n### {declared.called}\n\n{declared.yearly_words}; difference to `{BASE}`.\n"
            yield f"| scenario | {' | '.join(map(str, years))} |\n|---|{'---:|' * len(years)}"
            own = [next((row.base for (_, at), row in of.items() if at == year), float("nan")) for year in years]
            yield f"| {BASE} itself | {' | '.join(number(value, measure) for value in own)} |"
            for name in dict.fromkeys(name for name, _ in of):
                yield f"| {name} | {' | '.join(cell(of.get((name, year))) for year in years)} |"


def number(value: float, measure: str, sign: str = "") -> str:
    """A figure as its measure is written; a dash where nothing is known."""
    return "–" if value != value else f"{value:{sign},.{DIGITS.get(measure, 0)}f}"


def cell(row: Row | None) -> str:
    """A mean and its band, bold where the band leaves out zero; a dash where nothing is known."""
    if row is None or not row.of.pairs:
        return "–"
    low, mean, high = (number(value, row.measure, "+") for value in (row.of.low, row.of.mean, row.of.high))
    text = f"{mean} [{low}, {high}]"
    return f"**{text}**" if row.of.low > 0.0 or row.of.high < 0.0 else text


def main() -> None:
    """Gather, print, and keep the tables."""
    wish = asked()
    rows = list(differences(gathered(wish)))
    pairs = max((row.of.pairs for row in rows), default=0)
    about = f"Paired differences over {pairs} seeds at 1:{1.0 / wish.scale:.3g}: mean [90 % band of the mean]"
    text = "\n".join([f"{about}, bold where it leaves out zero.", *told(rows)])
    print(text)
    (wish.out / "differences.md").write_text(text + "\n", encoding="utf-8")
    with (wish.out / "differences.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow([*Row._fields[:-1], *Band._fields])
        writer.writerows([*row[:-1], *row.of] for row in rows)


if __name__ == "__main__":
    main()
