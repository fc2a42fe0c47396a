"""From a file, or a shipped scenario's name, to a checked scenario; all faults at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulation.scenario import checking
from simulation.scenario.reading import Source, read
from simulation.scenario.schema import Scenario, unfit
from simulation.scenario.shipped import LESSON as LESSON
from simulation.scenario.shipped import found as found
from simulation.scenario.shipped import name_of as name_of
from simulation.scenario.shipped import scenarios_folder as scenarios_folder
from simulation.scenario.shipped import shipped as shipped


def load(path_or_name: str | Path) -> Scenario:
    """The scenario of a file, or of a shipped name such as `pakistan-baseline`.

    Raises ScenarioFaults, which holds every fault at once.
    """
    path = found(path_or_name)
    source = read(path)
    source.data.setdefault("name", name_of(path))
    return checked(source)


def checked(source: Source) -> Scenario:
    """Plain data as a scenario; raises ScenarioFaults with every fault, in the order of the file."""
    return checking.checked(Scenario, source, unfit)


def differences(a: Scenario, b: Scenario) -> Iterator[tuple[str, Any, Any]]:
    """Every setting in which two scenarios differ: dotted key, value in each, None where it is not said."""
    left, right = _flat(a.resolved()), _flat(b.resolved())
    for key in [*left, *(key for key in right if key not in left)]:
        if left.get(key) != right.get(key):
            yield key, left.get(key), right.get(key)


def _flat(data: dict[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        flat |= _flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return flat
