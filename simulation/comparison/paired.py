"""Paired runs: scenarios over the same seeds, a few yearly figures of each, on a small pool of processes.

Draws of luck depend on seed, name, quarter and identity alone, so a pair differs by what its scenarios differ in.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from math import fsum, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from simulation.ensemble import crews
from simulation.measures.declaring import Measure
from simulation.measures.overview import of_nation
from simulation.measures.ratios import Ratio, pooled
from simulation.units import QUARTERS_PER_YEAR, year_of

if TYPE_CHECKING:
    from simulation.economy import Economy, Given
    from simulation.scenario.schema import Scenario

Key = TypeVar("Key", bound=Hashable)
Outcome = dict[str, dict[int, float]]
"""Yearly figures of a run: measure, year, value for the nation."""
Figures = dict[str, "float | Ratio"]
"""A quarter's figures by measure; those that add up as parts and wholes still as both."""

MEASURES: Mapping[str, Measure] = {
    name: of_nation(name)
    for name in (
        "firms", "workers", "exports_usd_mn", "upkeep_paid_share", "works_quality", "cover_ratio",
        "guarantees_called_so_far_usd_mn", "arrears_usd_mn", "development_room_share", "real_exchange_ratio",
        "power_reliability_share",
    )
}  # fmt: skip
"""What is taken down of each run: measures of the nation by name."""


def outcome(scenario: Scenario, years: Sequence[int]) -> Outcome:
    """Play a scenario and take down the figures of these years; a year that it does not reach is left out."""
    from simulation.quarter import advance
    from simulation.quarter_zero.start import begin

    now, given = begin(scenario)
    seen: dict[int, list[Figures]] = {year: [] for year in years}
    for _ in range(scenario.quarters):
        now = advance(now, given)
        if year_of(now.quarter) in seen:
            seen[year_of(now.quarter)].append(figures(now, given))
    whole = {year: rows for year, rows in seen.items() if len(rows) == QUARTERS_PER_YEAR}
    return {
        name: {year: of_year(measure, [row[name] for row in rows]) for year, rows in whole.items()}
        for name, measure in MEASURES.items()
    }


def figures(now: Economy, given: Given) -> Figures:
    """The measures in one quarter, the nation's."""
    from simulation.measures.observing import observe

    seen = observe(now, given)
    row = seen.nation | seen.overview
    return {name: row[name] for name in MEASURES}


def of_year(measure: Measure, quarters: Sequence[float | Ratio]) -> float:
    """A year's figure from its quarters, as the measure declares it: all parts over all wholes, a sum, ..."""
    if measure.in_a_year == "share":
        return pooled(one for one in quarters if isinstance(one, Ratio)).value
    values = [float(one) for one in quarters if not isinstance(one, Ratio)]
    if measure.in_a_year == "state":
        return values[-1]
    return fsum(values) if measure.in_a_year == "sum" else fsum(values) / len(values)


def play_all(asked: Mapping[Key, Scenario], years: Sequence[int], workers: int = 2) -> Iterator[tuple[Key, Outcome]]:
    """Play scenarios, each on one process, and hand out what each gave as it is done."""
    with crews.processes(min(workers, max(1, len(asked)))) as pool:
        waiting = {crews.hand_out(pool, outcome, scenario, tuple(years)): key for key, scenario in asked.items()}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


class Band(NamedTuple):
    """Paired differences over seeds: mean, the 90 % band of the mean, and the middle 90 % of single pairs."""

    mean: float
    low: float
    high: float
    pair_low: float
    pair_high: float
    pairs: int


def band(differences: Iterable[float]) -> Band:
    """Mean of paired differences and its bands (Student's t); blank bands for a single pair, missing ones left out."""
    values = np.array([value for value in differences if np.isfinite(value)], dtype=np.float64)
    if values.size == 0:
        return Band(nan, nan, nan, nan, nan, 0)
    mean = float(values.mean())
    spread = (
        t_quantile(0.95, values.size - 1) * float(values.std(ddof=1)) / sqrt(values.size) if values.size > 1 else nan
    )
    low, high = (float(one) for one in np.percentile(values, (5.0, 95.0)))
    return Band(mean, mean - spread, mean + spread, low, high, int(values.size))


def t_quantile(share: float, freedom: int) -> float:
    """Student's t below which this share lies; nan without a degree of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share)) if freedom >= 1 else nan
