"""What an ensemble asks for: every scenario at every point with every seed, interleaved so that a stop is balanced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulation.keeping.provenance import run_id
from simulation.scenario.faults import Fault, ScenarioFaults
from simulation.scenario.schema import Scenario

TABLES = ("nation", "zones", "specialties", "clusters", "loans")
"""Tables that an ensemble keeps of each run; single firms, links, cells and payments are of single runs."""


@dataclass(frozen=True)
class Point:
    """A scenario with some settings changed: number and settings tell the points of a scenario apart."""

    scenario: Scenario
    number: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    """All that is changed, dotted."""
    overlays: tuple[str, ...] = ()
    varied: Mapping[str, Any] = field(default_factory=dict)
    """What the design changes of it."""
    unchanged: Scenario | None = None
    """The scenario before any change."""

    @property
    def origin(self) -> Scenario:
        """The scenario before any change."""
        return self.unchanged or self.scenario

    @property
    def label(self) -> str:
        """What tables and figures call it: the scenario's name, its overlays, and the values of the design."""
        name = " + ".join((self.scenario.name, *self.overlays))
        told = ", ".join(f"{key}={_short(value)}" for key, value in self.varied.items())
        return f"{name} ({told})" if told else name


@dataclass(frozen=True)
class Part:
    """One run of an ensemble."""

    point: Point
    replicate: int
    """Counted from 1; the same replicate has the same luck in every scenario."""
    seed: int

    @cached_property
    def scenario(self) -> Scenario:
        """What is run."""
        return self.point.scenario.model_copy(update={"seed": self.seed})

    @cached_property
    def run_id(self) -> str:
        """What decides its numbers, in one word."""
        return run_id(self.scenario)


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def parts_of(points: Sequence[Point], seeds: Iterable[int]) -> list[Part]:
    """Every point with every seed; all points of the first seed come first."""
    return [Part(point, number + 1, seed) for number, seed in enumerate(seeds) for point in points]


def seeds_of(count: int, first: int = 1) -> range:
    """Seeds one after the other."""
    return range(first, first + count)


def alone(scenarios: Sequence[Scenario]) -> list[Point]:
    """Each scenario as it is; ScenarioFaults where two have one name."""
    seen: set[str] = set()
    for scenario in scenarios:
        if scenario.name in seen:
            text = "two scenarios of this name found; different names, by `name = ...`, would be right"
            raise ScenarioFaults([Fault(scenario.name, "name", text)])
        seen.add(scenario.name)
    return [Point(scenario) for scenario in scenarios]
