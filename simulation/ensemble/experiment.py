"""Experiment files: scenarios, seeds, and what is varied, in a few lines of TOML; all faults at once, as for scenarios.

name = "spin_offs"
scenarios = ["../plain/marshall.toml"]   # relative to this file, or absolute, or shipped names
seeds = 60

[overlays.no_localisation]                  # named changes; each is run beside the scenario as it is
mechanisms.localisation = false

[design]                                    # or a grid, a list, a Latin hypercube, Sobol's or Morris's design
kind = "grid"
[design.settings]
behaviour.entry.spin_off_rate = [0.002, 0.004, 0.008]
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator

from simulation.scenario.faults import Fault, ScenarioFaults
from simulation.scenario.loading import name_of
from simulation.scenario.reading import Source, read_one
from simulation.scenario.shipped import is_there
from simulation.scenario.wording import worded
from simulation.seeding.settings import Settings

Name = Annotated[str, Field(pattern=r"^\w[\w.\-]*$", max_length=100)]
Value = bool | int | float | str


class Bounds(Settings):
    """Between what a setting is varied."""

    low: float = Field(description="least value")
    high: float = Field(description="largest value")
    whole: bool = Field(default=False, description="whole numbers only, as for quarters")
    log: bool = Field(default=False, description="even in logarithms, for settings that span a power of ten")


class Design(Settings):
    """How settings are varied together."""

    kind: Literal["grid", "list", "latin_hypercube", "sobol", "morris"] = Field(
        description="grid: all combinations; list: first with first; the others: points between bounds"
    )
    points: int = Field(
        default=16, ge=2, le=100_000, description="of latin_hypercube; base sample of sobol; trajectories of morris"
    )
    levels: int = Field(default=4, ge=2, le=64, description="levels of morris, an even number")
    seed: int = Field(default=1, ge=0, lt=2**31, description="of the design's own luck")
    settings: dict[str, list[Value] | Bounds] = Field(
        min_length=1, description="dotted settings: a list of values for grid and list, bounds for the others"
    )


class Stop(Settings):
    """When there are enough seeds: the mean is known well enough, in every scenario and at every point."""

    measure: list[str] = Field(
        default=["workers"],
        min_length=1,
        description="one or several of any table, such as zones.rashakai.workers, in the last quarter",
    )
    half_width_pct: float = Field(gt=0, le=100, description="half the 90 % interval of the mean [% of the mean]")
    at_least: int = Field(default=10, ge=3, le=100_000, description="seeds that are run in any case")

    @field_validator("measure", mode="before")
    @classmethod
    def _listed(cls, said: object) -> object:
        return [said] if isinstance(said, str) else said


class Experiment(Settings):
    """What is asked of an ensemble."""

    name: Name = Field(default="unnamed", description="names the folder of results")
    title: str = Field(default="", max_length=200, description="one line for figures and tables")
    summary: str = Field(default="", max_length=2000, description="what is asked, and why")
    scenarios: list[str] = Field(
        min_length=1, max_length=1000, description="files or shipped names; the first is the base"
    )
    seeds: int = Field(default=20, ge=1, le=1_000_000, description="runs of each scenario at each point")
    first_seed: int = Field(default=1, ge=0, lt=2**62, description="the seeds follow one another from here")
    scale: float | None = Field(default=None, gt=0, le=100, description="share of the firms, for all scenarios")
    quarters: int | None = Field(default=None, ge=1, le=800, description="length of the runs, for all scenarios")
    overlays: dict[Name, dict[str, Any]] = Field(default={}, description="named changes of dotted settings")
    combine: Literal["alone", "all", "every"] = Field(
        default="alone", description="overlays one at a time, all at once, or in every combination"
    )
    design: Design | None = Field(default=None, description="settings that are varied")
    stop: Stop | None = Field(default=None, description="fewer seeds where the mean is known well enough")


def is_experiment(path: str | Path) -> bool:
    """Whether a file is an experiment's: it lists scenarios."""
    try:
        return is_there(path) and not Path(path).is_dir() and "scenarios" in read_one(Path(path)).data
    except ScenarioFaults:
        return False


def load_experiment(path: str | Path) -> tuple[Experiment, Source]:
    """The experiment of a file, checked, with the places of its keys; ScenarioFaults holds every fault."""
    source = read_one(Path(path))
    data = dict(source.data)
    data.setdefault("name", name_of(Path(path)))
    if isinstance(data.get("overlays"), dict):
        data["overlays"] = {name: _flat(changes) for name, changes in data["overlays"].items()}
    if isinstance(data.get("design"), dict) and isinstance(data["design"].get("settings"), dict):
        data["design"] = data["design"] | {"settings": _flat(data["design"]["settings"])}
    try:
        experiment = Experiment.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        told = (_worded(data, each) for each in error.errors())
        raise ScenarioFaults(
            Fault(source.place(key), ".".join(key), text) for key, text in dict.fromkeys(told)
        ) from None
    faults = list(_findings(experiment, source))
    if faults:
        raise ScenarioFaults(faults)
    return experiment, source


def _worded(data: dict[str, Any], error: Any) -> tuple[tuple[str, ...], str]:
    if error["loc"][:2] == ("design", "settings") and len(error["loc"]) > 2:
        return tuple(map(str, error["loc"][:3])), "a list of values, or a table with low and high, would be right"
    return worded(Experiment, data, error)


def _flat(changes: Any, above: str = "") -> Any:
    """Dotted keys, whether they were written in quotes or as tables."""
    if not isinstance(changes, dict):
        return changes
    flat: dict[str, Any] = {}
    for key, value in changes.items():
        inner = isinstance(value, dict) and value and not {"low", "high"} & set(value)
        flat |= _flat(value, f"{above}{key}.") if inner else {above + key: value}
    return flat


def _findings(experiment: Experiment, source: Source) -> Iterator[Fault]:
    """What the schema cannot see."""
    design = experiment.design
    for key, wish in design.settings.items() if design else ():
        place = source.place(("design", "settings", key))
        by_list = design is not None and design.kind in ("grid", "list")
        if by_list != isinstance(wish, list):
            right = "a list of values" if by_list else "a table with low and high"
            yield Fault(place, key, f"{right} would be right for a design of kind {design.kind if design else ''}")
        elif isinstance(wish, Bounds) and not wish.low < wish.high:
            yield Fault(place, key, f"low {wish.low:g} and high {wish.high:g} found; low below high would be right")
        elif isinstance(wish, Bounds) and wish.log and wish.low <= 0:
            yield Fault(place, key, f"low {wish.low:g} found; more than 0 would be right with log")
        elif isinstance(wish, list) and not wish:
            yield Fault(place, key, "an empty list found; at least one value would be right")
    if design and design.kind == "list" and len({len(v) for v in design.settings.values() if isinstance(v, list)}) > 1:
        yield Fault(source.place(("design", "settings")), "design.settings", "lists of different length found; a value "
                    "for each point would be right")  # fmt: skip
    if design and design.kind == "morris" and design.levels % 2:
        yield Fault(
            source.place(("design", "levels")), "design.levels", f"{design.levels} found; an even number is right"
        )
