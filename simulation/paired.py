"""Paired runs: scenarios over the same seeds, a few yearly figures of each, on a small pool of processes.

Draws of luck depend on seed, name, quarter and identity alone, so a pair differs by what its scenarios differ in.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from math import fsum, nan, sqrt
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from simulation.table import total
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
T_95 = (
    6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746,
    1.740, 1.734, 1.729, 1.725,
)  # fmt: skip
"""Student's t at 0.95 for 1 to 20 degrees of freedom."""
Z_95 = 1.6449


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
    from simulation.finance.acting import reliability_of
    from simulation.finance.state import exchange_of, money_of

    zones = now.institutions.zones
    built = zones.cpec & (zones.works > 0.0)
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
    spread = student(values.size - 1) * float(values.std(ddof=1)) / sqrt(values.size) if values.size > 1 else nan
    low, high = (float(one) for one in np.percentile(values, (5.0, 95.0)))
    return Band(mean, mean - spread, mean + spread, low, high, int(values.size))


def student(freedom: int) -> float:
    """Student's t at 0.95; beyond the table its expansion in 1/n about the normal (Cornish and Fisher 1938)."""
    if freedom <= len(T_95):
        return T_95[freedom - 1]
    z = Z_95
    first, second = (z**3 + z) / 4.0, (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    return z + first / freedom + second / freedom**2
