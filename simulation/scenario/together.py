"""Settings that are right one by one and fail together, in words: what no bound of a single setting can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulation.scenario.meaning import Finding

if TYPE_CHECKING:
    from simulation.scenario.schema import Scenario

LEAST_FIRMS = 1.0
"""At quarter zero: with none there is no economy to begin with."""


def findings(scenario: Scenario) -> Iterator[Finding]:
    """What of a scenario, all of whose settings are right alone, cannot be meant together."""
    yield from _no_firms(scenario)
    yield from _too_many_towns(scenario)


def _no_firms(scenario: Scenario) -> Iterator[Finding]:
    firms, scale = scenario.firms_at_start, scenario.scale
    if firms < LEAST_FIRMS:
        least = scale * LEAST_FIRMS / firms if firms > 0.0 else 1.0
        yield ("scale",), f"{scale:g} found, at which no firm is left; at least {least:.2g} would be right"


def _too_many_towns(scenario: Scenario) -> Iterator[Finding]:
    plain = scenario.plain
    if plain is not None and plain.towns > plain.rows * plain.columns:
        cells = plain.rows * plain.columns
        yield (
            ("plain", "towns"),
            f"{plain.towns:,} found on {plain.rows} x {plain.columns} cells; at most {cells:,}, one a cell, "
            "would be right",
        )
