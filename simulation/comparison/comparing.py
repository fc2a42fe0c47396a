"""A comparison from its scenarios or from a finished ensemble to its files."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.comparison import report
from simulation.comparison.findings import Finding, findings
from simulation.comparison.picture import draw_growth
from simulation.comparison.reading import Finished, finished, said_of
from simulation.comparison.tables import tables_of
from simulation.ensemble import store
from simulation.ensemble.crews import Crew
from simulation.ensemble.parts import alone, parts_of, seeds_of
from simulation.ensemble.running import Tally, Watcher, ensemble
from simulation.keeping import manifest
from simulation.keeping.folder import Held, held, is_empty
from simulation.keeping.manifest import DamagedError
from simulation.keeping.results import write_table
from simulation.run import asked_for
from simulation.scenario.faults import Fault, ScenarioFaults, shown, unknown
from simulation.scenario.loading import differences, load
from simulation.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas

KIND = "comparison"
FILES = ("levels.parquet", "differences.parquet", "growth.png", "report.html")


@dataclass(frozen=True)
class Comparison:
    """What a comparison found, and where its files are."""

    folder: Path
    levels: pandas.DataFrame
    """scenario, measure, quarter, mean, low, high: the range of nine runs in ten."""
    differences: pandas.DataFrame
    """scenario, base, measure, quarter, mean, low, high, pairs, sd_paired, sd_unpaired."""
    findings: tuple[Finding, ...]
    failures: tuple[dict[str, Any], ...]
    """Runs that failed: scenario, seed, message; they are in no mean."""
    differs: tuple[str, ...]
    """The text of `sez diff` for each scenario against the base."""
    tally: Tally | None
    """What was kept and what was run; nothing where a finished ensemble was compared."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Tables, figure and report."""
        return tuple(self.folder / name for name in FILES)

    def sentences(self) -> list[str]:
        """What was found, a line a scenario and measure."""
        return [f"{each.scenario}: {each.sentence()}" for each in self.findings]


def fresh(
    asked: Sequence[str | Path | Scenario],
    seeds: int,
    scale: float | None,
    quarters: int | None,
    base: str | None,
    out: str | Path | None,
    crew: Crew | None,
    watcher: Watcher | None,
) -> Comparison:
    """Run what is missing, then compare."""
    found = [asked_for(one if isinstance(one, Scenario) else load(one), None, quarters, scale) for one in asked]
    points = alone(found)
    named = base_called(base, [point.label for point in points]) if base else 0
    with held(Path(out) if out else folder_for(found)) as place:
        tally = ensemble(parts_of(points, seeds_of(seeds)), place, crew, watcher)
        return _compared(place.folder, found[named].name, place, tally)


def folder_for(scenarios: Sequence[Scenario], results: Path = Path("results")) -> Path:
    """Where a comparison is kept unless told: results/compare/<names>; its runs are told apart by their ids."""
    names = "-vs-".join(scenario.name for scenario in scenarios)
    short = names if len(names) <= 80 else f"{names[:60]}-{hashlib.sha256(names.encode()).hexdigest()[:12]}"
    return results / "compare" / short


def base_called(base: str, labels: Sequence[str]) -> int:
    """Which scenario is the base: by its label, its name, or the file it comes from."""
    from simulation.scenario.loading import name_of

    for wish in (base, name_of(Path(base))):
        if wish in labels:
            return labels.index(wish)
    raise ScenarioFaults([Fault("--base", "", unknown("scenario", base, labels))])


def comparison_of(folder: Path, base: str | None, out: str | Path | None) -> Comparison:
    """Compare what a finished ensemble holds; the files go into its folder, or to `out`."""
    place = Path(out) if out else folder
    if not (is_empty(place) or store.is_ensemble(place) or manifest.has(place, KIND)):
        raise FileExistsError(f"{place} is not empty and holds no comparison; another folder would be right")
    return _compared(folder, base, place, None)


def _compared(folder: Path, base: str | None, out: Path | Held, tally: Tally | None) -> Comparison:
    ensemble_ = finished(folder)
    if not ensemble_.quarters:
        told = "; ".join(f"{row['scenario']}, seed {row['seed']}: {row['message']}" for row in ensemble_.failures()[:3])
        raise DamagedError(f"{folder} has no run to compare ({told or 'no common quarter'})")
    number = base_called(base, ensemble_.labels) if base else 0
    levels, changes = tables_of(ensemble_, number)
    found, differs = findings(ensemble_, number), list(differing(ensemble_, number))

    def fill(partial: Path) -> None:
        write_table(levels, partial / "levels.parquet")
        write_table(changes, partial / "differences.parquet")
        draw_growth(ensemble_, number, found, partial / "growth.png")
        report.write(partial / "report.html", ensemble_, number, found, differs, partial / "growth.png")

    with held(out) as place:
        place.keep(KIND, {"base": ensemble_.labels[number], **said_of(ensemble_)}, fill)
    failures = tuple(ensemble_.failures())
    tidy = levels.to_pandas(), changes.to_pandas()
    return Comparison(place.folder, *tidy, tuple(found), failures, tuple(differs), tally)


def differing(ensemble_: Finished, base: int) -> Iterator[str]:
    """The text of `sez diff` for every scenario against the base, with what its point changes."""
    points = ensemble_.about["asked"]["points"]
    scenario_of = {
        name: _as_it_was(ensemble_.folder / "scenarios" / f"{name}.toml")
        for name in dict.fromkeys(p["scenario"] for p in points)
    }
    for number, point in enumerate(points):
        if number != base:
            lines = list(diff_lines(scenario_of[points[base]["scenario"]], scenario_of[point["scenario"]]))
            changed = [f"{key} = {shown(value)}" for key, value in point["settings"].items()]
            yield f"{ensemble_.labels[number]}:"
            yield from (f"  {line}" for line in [*lines, *changed] or ["nothing differs"])


def _as_it_was(path: Path) -> Scenario:
    """A kept scenario; what this machine could run, or would refuse by now, does not matter to what was run."""
    return Scenario.model_validate_json(json.dumps(tomllib.loads(path.read_text(encoding="utf-8"))), strict=True)


def diff_lines(a: Scenario, b: Scenario) -> Iterator[str]:
    """Every setting in which two scenarios differ, a line each."""
    for key, left, right in differences(a, b):
        if key not in ("name", "title", "summary"):
            before, after = ("-" if value is None else shown(value) for value in (left, right))
            yield f"{key}: {before} -> {after}"
