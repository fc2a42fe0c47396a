"""From an experiment file to the runs it asks for, and what they will cost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulation.ensemble.designs import (
    Values,
    clashes,
    combinations,
    number_of_combinations,
    number_of_points,
    points_of,
)
from simulation.ensemble.experiment import Experiment, load_experiment
from simulation.ensemble.parts import Part, Point, alone, parts_of, seeds_of
from simulation.measures.asking import fault_of, known_in
from simulation.run import asked_for
from simulation.scenario.faults import Fault, ScenarioFaults
from simulation.scenario.loading import load
from simulation.scenario.reading import Source
from simulation.scenario.schema import Scenario
from simulation.scenario.shipped import is_there

MOST_POINTS = 10_000
"""Every point is a scenario that is checked before anything runs, in about five milliseconds."""
MOST_RUNS = 1_000_000
_SEEDS: tuple[str, ...] = ("seeds",)


@dataclass(frozen=True)
class Asked:
    """An experiment with its points."""

    experiment: Experiment
    points: tuple[Point, ...]

    @property
    def parts(self) -> list[Part]:
        """Its runs, interleaved."""
        return parts_of(self.points, seeds_of(self.experiment.seeds, self.experiment.first_seed))

    @property
    def runs(self) -> int:
        """How many they are."""
        return len(self.points) * self.experiment.seeds


def asked_by(path: str | Path) -> Asked:
    """The experiment of a file with every point checked; ScenarioFaults holds every fault."""
    experiment, source = load_experiment(path)
    scenarios = _scenarios(experiment, source)
    _counted(experiment, source, scenarios)
    variations = _variations(experiment, source)
    points, faults = [], dict[Fault, None]()
    for scenario in scenarios:
        for number, (overlays, laid, varied) in enumerate(variations):
            settings = laid | varied
            try:
                changed = scenario.but(settings) if settings else scenario
            except ScenarioFaults as found:
                faults |= dict.fromkeys(_placed(fault, source, scenario) for fault in found.faults)
            else:
                points.append(Point(changed, number, settings, overlays, varied, scenario))
    faults |= dict.fromkeys(_unknown_measures(experiment, source, [point.scenario for point in points]))
    if faults:
        raise ScenarioFaults(faults)
    return Asked(experiment, tuple(points))


def _unknown_measures(experiment: Experiment, source: Source, scenarios: list[Scenario]) -> Iterator[Fault]:
    """Measures of the stop rule that no run will tell."""
    known = known_in(scenarios) if experiment.stop else None
    for measure in experiment.stop.measure if experiment.stop else ():
        if known and (text := fault_of(measure, known)):
            yield Fault(source.place(("stop", "measure")), "stop.measure", text)


def _scenarios(experiment: Experiment, source: Source) -> list[Scenario]:
    found, faults, place = [], list[Fault](), source.place(("scenarios",))
    for name in experiment.scenarios:
        beside = Path(source.file).parent / name
        try:
            found.append(
                asked_for(load(beside if is_there(beside) else name), None, experiment.quarters, experiment.scale)
            )
        except ScenarioFaults as faulty:
            faults += [
                fault._replace(place=place, key="scenarios") if fault.place == name else fault
                for fault in faulty.faults
            ]
    if not faults:
        try:
            alone(found)
        except ScenarioFaults as same:
            faults = [Fault(place, "scenarios", f"{fault.place}: {fault.text}") for fault in same.faults]
    if faults:
        raise ScenarioFaults(faults)
    return found


def _counted(experiment: Experiment, source: Source, scenarios: list[Scenario]) -> None:
    """ScenarioFaults where there are too many points or runs, with their cost; none of them is made for it."""
    combined = number_of_combinations(len(experiment.overlays), experiment.combine)
    designed = number_of_points(experiment.design) if experiment.design else 1
    points = len(scenarios) * combined * designed
    runs = points * experiment.seeds
    if points <= MOST_POINTS and runs <= MOST_RUNS:
        return
    if points <= MOST_POINTS:
        key, right = _SEEDS, f"at most {MOST_RUNS // points:,} seeds"
    else:
        key = _cause(experiment, combined)
        right = f"at most {MOST_POINTS:,} points"
    hours = runs * round(_of_one(scenarios[0])[0] * 1000.0) // 3_600_000
    told = f"{_count(points)} points and {_count(runs)} runs found, about {_count(hours)} hours on one core"
    raise ScenarioFaults([Fault(source.place(key), ".".join(key), f"{told}; {right} would be right")])


def _cause(experiment: Experiment, combined: int) -> tuple[str, ...]:
    """The key of an experiment that makes its points too many."""
    if combined > MOST_POINTS or experiment.design is None:
        return ("combine",) if experiment.combine == "every" else ("overlays",)
    return ("design", "settings" if experiment.design.kind in ("grid", "list") else "points")


def _count(number: int) -> str:
    """A number in words that stay short."""
    return f"{number:,}" if number < 10**12 else f"more than 10^{int((number.bit_length() - 1) * math.log10(2.0))}"


def _variations(experiment: Experiment, source: Source) -> list[tuple[tuple[str, ...], Values, Values]]:
    """Overlays of each point, what they change, what the design changes; ScenarioFaults where two set one key."""
    design = [("the design", dict.fromkeys(experiment.design.settings))] if experiment.design else []
    laid = list(combinations(experiment.overlays, experiment.combine))
    faults = dict[Fault, None]()
    for chosen, _ in laid:
        for key, one, other in clashes([(name, experiment.overlays[name]) for name in chosen] + design):
            text = f"{one} and {other} both set it; one of them would be right"
            faults[Fault(source.place(("overlays", one)), key, text)] = None
    if faults:
        raise ScenarioFaults(faults)
    varied = points_of(experiment.design) if experiment.design else [{}]
    return [(chosen, settings, values) for chosen, settings in laid for values in varied]


def _placed(fault: Fault, source: Source, scenario: Scenario) -> Fault:
    """A fault of a changed scenario at the line of the experiment that changes it."""
    parts = tuple(fault.key.split("."))
    candidates = [("design", "settings", fault.key), ("design", "settings", *parts)]
    candidates += [
        ("overlays", name, *key) for name in source.data.get("overlays", {}) for key in ((fault.key,), parts)
    ]
    place = next((source.places[key] for key in candidates if key in source.places), source.file)
    return Fault(place, fault.key, f"{fault.text} (in {scenario.name})")


SECONDS_TO_SET_UP = {"country": 0.3, "plain": 0.1}
SECONDS_A_QUARTER = {"country": 0.036, "plain": 0.0085}
SECONDS_A_FIRM_QUARTER = 8e-7
BYTES_A_QUARTER = {"country": 6900.0, "plain": 2200.0}
"""Measured at 0.002 to 0.05 on one core; a record of a run; its rows in the tables take as much again."""
FIRMS_MEAN = 1.6
"""Firms over the run per firm at its start."""


@dataclass(frozen=True)
class Cost:
    """What an ensemble will cost, about."""

    runs: int
    seconds: float
    disk_bytes: float
    memory_bytes: float
    """Of all workers at once."""

    def line(self) -> str:
        """In words."""
        time = f"{self.seconds / 60:.2g} minutes" if self.seconds < 5400 else f"{self.seconds / 3600:.2g} hours"
        return (
            f"{self.runs:,} runs, about {time}, {self.disk_bytes / 1e9:.2g} GB of disk, "
            f"{self.memory_bytes / 1e9:.2g} GB of memory"
        )


def cost(asked: Asked, workers: int) -> Cost:
    """The cost of an experiment with so many workers."""
    each = [_of_one(point.scenario) for point in asked.points]
    seeds, runs = asked.experiment.seeds, asked.runs
    memory = max(point.scenario.bytes_needed for point in asked.points) * min(workers, runs)
    seconds = seeds * sum(seconds for seconds, _ in each) / min(workers, runs)
    return Cost(runs, seconds, 2 * seeds * sum(size for _, size in each), memory)


def _of_one(scenario: Scenario) -> tuple[float, float]:
    """Seconds and bytes of one run."""
    quarters = scenario.quarters + scenario.run_in_quarters
    firms = scenario.firms_at_start * FIRMS_MEAN
    kind = "country" if scenario.plain is None else "plain"
    a_quarter = SECONDS_A_QUARTER[kind] + SECONDS_A_FIRM_QUARTER * firms
    return SECONDS_TO_SET_UP[kind] + quarters * a_quarter, scenario.quarters * BYTES_A_QUARTER[kind]
