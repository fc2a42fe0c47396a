"""Paired runs: scenarios over the same seeds, a few yearly figures of each, on a small pool of processes.

Draws of luck depend on seed, name, quarter and identity alone, so a pair differs by what its scenarios differ in.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from math import atan, cos, fsum, nan, pi, sin, sqrt
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from simulation.engine.table import total
from simulation.units import QUARTERS_PER_YEAR, year_of

if TYPE_CHECKING:
    from simulation.economy import Economy
    from simulation.scenario.schema import Scenario

Key = TypeVar("Key", bound=Hashable)
Outcome = dict[str, dict[int, float]]
"""Yearly figures of a run: measure, year, value for the nation."""

MEASURES: Mapping[str, str] = {
    "firms": "firms, mean of the year",
    "workers": "workers, mean of the year",
    "exports": "exports, million USD of 2020 a year",
    "maintenance": "upkeep paid over needed in CPEC's zones that are built, share",
    "quality": "infrastructure quality of CPEC's zones, weighted by works",
    "cover": "cash before debt service over service due of zones that owe, ratio; blank while none is due",
    "guarantees": "guarantees called since 2015, million USD of 2020",
    "arrears": "debt service unpaid at the end of the year, million USD of 2020",
    "room": "development spending of the treasury over its path, mean of the year",
    "exchange": "real exchange rate over the baseline's, above 1 a weak rupee, mean of the year",
    "hours": "share of hours that the grid serves, mean of the year",
}


def outcome(scenario: Scenario, years: Sequence[int]) -> Outcome:
    """Play a scenario and take down the figures of these years; a year that it does not reach is left out."""
    from simulation.quarter import advance
    from simulation.quarter_zero.start import begin

    now, given = begin(scenario)
    seen: dict[int, list[dict[str, float]]] = {year: [] for year in years}
    for _ in range(scenario.quarters):
        now = advance(now, given)
        if year_of(now.quarter) in seen:
            seen[year_of(now.quarter)].append(figures(now, given.scale))
    whole = {year: rows for year, rows in seen.items() if len(rows) == QUARTERS_PER_YEAR}
    return {name: {year: of_year(name, rows) for year, rows in whole.items()} for name in MEASURES}


def figures(now: Economy, scale: float) -> dict[str, float]:
    """Parts of the yearly figures in one quarter, the nation's."""
    from simulation.institutions.serving import reliability_of
    from simulation.institutions.state import exchange_of, money_of

    zones = now.institutions.zones
    built = zones.programme & (zones.works > 0.0)
    owing = np.isfinite(zones.cover) & (zones.service_due > 0.0)
    loans, quarter = now.institutions.loans, now.quarter
    unpaid = fsum(one.arrears * money_of(now.institutions, one.loan.currency, quarter) for one in loans)
    return {
        "firms": len(now.firms) / scale,
        "workers": total(now.firms.workers) / scale,
        "exports": total(now.firms.exports) / scale,
        "works": total(zones.works[built]),
        "quality": total((zones.quality * zones.works)[built]),
        "needed": total(zones.upkeep_needed[built]),
        "maintenance": total(zones.upkeep_paid[built]),
        "due": total(zones.service_due[owing]),
        "cover": total(zones.cover[owing] * zones.service_due[owing]),
        "guarantees": now.institutions.treasury.guarantees_in_all / scale,
        "arrears": unpaid / scale,
        "room": now.institutions.nation.room,
        "exchange": exchange_of(now.institutions, quarter),
        "hours": reliability_of(now.institutions, quarter),
    }


OVER = {"maintenance": "needed", "quality": "works", "cover": "due"}
"""Figures that are a part over a whole."""


def of_year(name: str, rows: Sequence[Mapping[str, float]]) -> float:
    """A year's figure from its four quarters: a ratio of sums, a sum, the last value, or a mean."""
    part = fsum(row[name] for row in rows)
    if name in OVER:
        whole = fsum(row[OVER[name]] for row in rows)
        return part / whole if whole > 0.0 else nan
    if name in ("guarantees", "arrears"):
        return rows[-1][name]
    return part if name == "exports" else part / len(rows)


def play_all(asked: Mapping[Key, Scenario], years: Sequence[int], workers: int = 2) -> Iterator[tuple[Key, Outcome]]:
    """Play scenarios, each on one process, and hand out what each gave as it is done."""
    context = get_context("spawn")
    over = context.Event()
    pool = ProcessPoolExecutor(min(workers, max(1, len(asked))), context, _ends_with_its_parent, (over,))
    waiting = {pool.submit(outcome, scenario, tuple(years)): key for key, scenario in asked.items()}
    try:
        for done in as_completed(waiting):
            yield waiting[done], done.result()
    finally:
        over.set()
        pool.shutdown(cancel_futures=True)


def _ends_with_its_parent(over: Event) -> None:
    """No process of the pool outlives the one that asked, nor waits for its run's end when the user stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    for ended in (over.wait, *([parent.join] if parent else [])):
        threading.Thread(target=_leave_after, args=(ended,), daemon=True).start()


def _leave_after(ended: Callable[[], object]) -> None:
    ended()
    os._exit(0)


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
    """Student's t below which this share lies, share of at least 1/2; nan without a degree of freedom."""
    if freedom < 1:
        return nan
    low, high = 0.0, 1.0
    while t_share(high, freedom) < share:
        high *= 2.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if t_share(middle, freedom) < share else (low, middle)
    return 0.5 * (low + high)


def t_share(t: float, freedom: int) -> float:
    """Share of Student's distribution below t >= 0, for whole degrees of freedom.

    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    angle = atan(t / sqrt(freedom))
    sine, square = sin(angle), cos(angle) ** 2
    odd = freedom % 2
    term, terms = (cos(angle) if odd else 1.0), 0.0
    for step in range(1 + odd, freedom, 2):
        terms += term
        term *= square * step / (step + 1)
    within = 2.0 / pi * (angle + sine * terms) if odd else sine * terms
    return 0.5 + 0.5 * within
