"""A comparison from its scenarios or from a finished ensemble to its files."""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from simulation.comparison import clear, report
from simulation.comparison.findings import Finding, findings
from simulation.comparison.picture import draw_growth
from simulation.comparison.reading import Finished, finished, said_of
from simulation.comparison.tables import tables_of
from simulation.comparison.touching import touched
from simulation.ensemble import store
from simulation.ensemble.asking import asked_by
from simulation.ensemble.crews import Crew
from simulation.ensemble.parts import alone, parts_of, seeds_of
from simulation.ensemble.running import Tally, Watcher, ensemble
from simulation.keeping import manifest
from simulation.keeping.folder import Held, held, is_empty
from simulation.keeping.manifest import DamagedError
from simulation.keeping.results import write_table
from simulation.measures.asking import checked, known_in
from simulation.run import asked_for
from simulation.scenario.faults import Fault, ScenarioFaults, shown, unknown
from simulation.scenario.loading import differences, load
from simulation.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas

KIND = "comparison"
SEEDS = 20
"""Seeds of a comparison unless told: the fewest that are drawn as a band."""
FILES = ("levels.parquet", "differences.parquet", "tests.parquet", "growth.png", "report.html")


@dataclass(frozen=True)
class Comparison:
    """What a comparison found, and where its files are."""

    folder: Path
    levels: pandas.DataFrame
    """scenario, measure, quarter, mean, low, high: the range of nine runs in ten."""
    differences: pandas.DataFrame
    """scenario, base, measure, quarter, mean, low, high, pairs, sd_paired, sd_unpaired."""
    tests: pandas.DataFrame
    """Every difference that was tested, the largest first: with `p`, and `q`, its false-discovery rate."""
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

    def __repr__(self) -> str:
        scenarios = ", ".join(dict.fromkeys(each.scenario for each in self.findings))
        base = self.findings[0].base if self.findings else "itself"
        return "\n".join((
            f"Comparison of {scenarios or 'one scenario'} against {base}, in {self.folder}",
            self.clear()[0],
            f"{len(self.levels):,} levels, {len(self.differences):,} differences, {len(self.failures)} failed runs",
        ))  # fmt: skip

    def _repr_html_(self) -> str:
        from html import escape

        first, clear_ones, last = repr(self).splitlines()
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.sentences() + self.clear()[1:])
        picture = base64.b64encode((self.folder / "growth.png").read_bytes()).decode()
        figure = f'<img width="680" alt="curves of the scenarios" src="data:image/png;base64,{picture}">'
        return f"<p>{escape(first)}</p><p>{escape(clear_ones)}</p><ul>{lines}</ul>{figure}<p>{escape(last)}</p>"

    def clear(self) -> list[str]:
        """Where the clear differences are among all measures, the largest first, and at which false-discovery rate."""
        return clear.lines(self.tests)


class Wish(NamedTuple):
    """What a comparison is asked beside its scenarios; what is left out is decided by the comparison."""

    seeds: int | None = None
    scale: float | None = None
    quarters: int | None = None
    base: str | None = None
    out: str | Path | None = None
    measures: tuple[str, ...] = ()
    """Measures of any table that are told beside the usual ones."""


def fresh(
    asked: Sequence[str | Path | Scenario], wish: Wish, crew: Crew | None = None, watcher: Watcher | None = None
) -> Comparison:
    """Run what is missing of every scenario, then compare."""
    found = [asked_for(s if isinstance(s, Scenario) else load(s), None, wish.quarters, wish.scale) for s in asked]
    points = alone(found)
    named = base_called(wish.base, [point.label for point in points]) if wish.base else 0
    more = known_measures(wish.measures, found)
    with held(Path(wish.out) if wish.out else folder_for(found)) as place:
        tally = ensemble(parts_of(points, seeds_of(wish.seeds or SEEDS)), place, crew, watcher)
        return _compared(place.folder, found[named].name, place, tally, more)


def of_experiment(file: str | Path, wish: Wish, crew: Crew | None = None, watcher: Watcher | None = None) -> Comparison:
    """Run what is missing of an experiment, then compare its scenarios and points."""
    asked = asked_by(file)
    said = {"seeds": wish.seeds, "scale": wish.scale, "quarters": wish.quarters}
    if twice := [name for name, value in said.items() if value is not None]:
        text = f"{' and '.join(twice)} found; an experiment says its own, so leaving them out would be right"
        raise ScenarioFaults([Fault(str(file), "", text)])
    experiment, labels = asked.experiment, [point.label for point in asked.points]
    base = labels[base_called(wish.base, labels)] if wish.base else labels[0]
    more = known_measures(wish.measures, [point.scenario for point in asked.points])
    told = {"design": experiment.design.model_dump(mode="json") if experiment.design else None, "name": experiment.name}
    with held(Path(wish.out) if wish.out else Path("results/compare") / experiment.name) as place:
        tally = ensemble(asked.parts, place, crew, watcher, experiment.stop, told)
        return _compared(place.folder, base, place, tally, more)


def known_measures(measures: Sequence[str], scenarios: Sequence[Scenario]) -> list[str]:
    """The measures that are asked for by name; ScenarioFaults where a run of these scenarios would not tell one."""
    return checked(measures, known_in(scenarios)) if measures else []


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


def comparison_of(folder: Path, wish: Wish) -> Comparison:
    """Compare what a finished ensemble holds; the files go into its folder, or where the wish says."""
    place = Path(wish.out) if wish.out else folder
    if not (is_empty(place) or store.is_ensemble(place) or manifest.has(place, KIND)):
        raise FileExistsError(f"{place} is not empty and holds no comparison; another folder would be right")
    more = checked(wish.measures, finished(folder).known) if wish.measures else []
    return _compared(folder, wish.base, place, None, more)


def _compared(folder: Path, base: str | None, out: Path | Held, tally: Tally | None, more: Sequence[str]) -> Comparison:
    ensemble_ = finished(folder)
    if not ensemble_.quarters:
        told = "; ".join(f"{row['scenario']}, seed {row['seed']}: {row['message']}" for row in ensemble_.failures()[:3])
        raise DamagedError(f"{folder} has no run to compare ({told or 'no common quarter'})")
    number = base_called(base, ensemble_.labels) if base else 0
    levels, changes = tables_of(ensemble_, number, more)
    tests = clear.tested(levels, changes)
    found, differs = (
        findings(ensemble_, number, more, touched_by_point(ensemble_, number)),
        list(differing(ensemble_, number)),
    )
    report_of = report.Told(tuple(found), tuple(differs), tuple(clear.lines(tests)))

    def fill(partial: Path) -> None:
        write_table(levels, partial / "levels.parquet")
        write_table(changes, partial / "differences.parquet")
        write_table(pa.Table.from_pandas(tests, preserve_index=False), partial / "tests.parquet")
        draw_growth(ensemble_, number, found, partial / "growth.png")
        report.write(partial / "report.html", ensemble_, number, report_of, partial / "growth.png")

    with held(out) as place:
        place.keep(KIND, {"base": ensemble_.labels[number], **said_of(ensemble_)}, fill)
    failures = tuple(ensemble_.failures())
    tidy = levels.to_pandas(), changes.to_pandas(), tests
    return Comparison(place.folder, *tidy, tuple(found), failures, tuple(differs), tally)


def touched_by_point(ensemble_: Finished, base: int) -> list[list[str]]:
    """Measures of the zones, specialties and loans that each scenario touches, in the order of the labels."""
    points = ensemble_.about["asked"]["points"]
    kept = {
        name: _as_it_was(ensemble_.folder / "scenarios" / f"{name}.toml") for name in {p["scenario"] for p in points}
    }
    of_base = points[base]
    return [
        touched(
            kept[of_base["scenario"]], kept[p["scenario"]], {**of_base["settings"], **p["settings"]}, ensemble_.known
        )
        for p in points
    ]


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
