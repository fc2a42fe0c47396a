"""Measures: yardsticks taking turns with the engine, and the engine's phases at several sizes.

What runs on one thread is timed by that thread's own clock, so that other work on the machine hardly counts; two
threads are timed by the wall's.
"""

from __future__ import annotations

import cProfile
import pstats
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from simulation.benchmark import in_numpy
from simulation.benchmark.doors import Doors, Work
from simulation.benchmark.in_mesa_quarter import Yardstick
from simulation.benchmark.roofline import bare_seconds
from simulation.benchmark.stopwatch import Stopwatch
from simulation.benchmark.surroundings import country_of, offer_of
from simulation.benchmark.task import PHASES
from simulation.country.default import BASELINE
from simulation.economy import Economy, Given
from simulation.engine.threads import use_threads
from simulation.phases.failure import firms_fail
from simulation.quarter import QUARTER, advance
from simulation.quarter_zero.start import begin
from simulation.scenario.loading import load
from simulation.today import OfFirms

FIRMS_AT_1_TO_1 = 512_000 * 0.95
"""The default country's manufacturing firms that are no suppliers."""
LARGE_FIRMS = 11_000
"""Of these so many, about, are so large that each has a row of its own at every scale."""
WARM_UP = 2
A_YEAR = 4
PROFILE_LINES = 14
GIVEN_TO_MESA = (
    "the_world_moves", "books_are_opened", "investment_is_drawn", "authorities_act", "infrastructure_serves",
    "loans_are_repaid", "places_adapt", "books_are_closed",
)  # fmt: skip
"""Phases of the world, places and institutions, whose outcome the yardstick of objects is given every quarter."""
CLOCKS = {1: time.thread_time, 2: time.perf_counter}
Say = Callable[[str], None]


def country_with(firms: int) -> tuple[Economy, Given]:
    """The baseline with about so many rows of firms, everything compiled that a quarter needs."""
    use_threads(1)
    now, given = begin(load(BASELINE).but({**scaled_to(firms), "run_in_quarters": 1}))
    for _ in range(WARM_UP):
        now = advance(now, given)
    return now, given


def scaled_to(rows: int) -> dict[str, float]:
    """Settings that give about so many rows; where they would all be large firms', even these stand for several."""
    if rows < 2 * LARGE_FIRMS:
        return {"scale": rows / FIRMS_AT_1_TO_1, "behaviour.sampling.alone_from_workers": 1e6}
    if rows < FIRMS_AT_1_TO_1:
        return {"scale": (rows - LARGE_FIRMS) / (FIRMS_AT_1_TO_1 - LARGE_FIRMS)}
    return {"scale": rows / FIRMS_AT_1_TO_1}


def until_ordered(now: Economy, given: Given, watch: Stopwatch) -> Economy:
    """The quarter as far as firms have ordered inputs."""
    for phase in QUARTER[: _first_own()]:
        with watch(phase.__name__):
            now = phase(now, given)
    return now


def from_ordered(now: Economy, given: Given, watch: Stopwatch) -> Economy:
    """The rest of the quarter."""
    for phase in QUARTER[_first_own() :]:
        with watch(phase.__name__):
            now = phase(now, given)
    return now


def _first_own() -> int:
    return [phase.__name__ for phase in QUARTER].index(PHASES[0])


def yardsticks(firms: int, turns: int, say: Say) -> dict[str, Any]:
    """Nanoseconds a firm of the engine, NumPy and Mesa for the firms' own part and for a whole quarter, in turns."""
    now, given = country_with(firms)
    country, random, model = country_of(given), np.random.default_rng(1), None
    took: dict[str, list[float]] = {}

    def note(what: str, seconds: float, size: int) -> None:
        took.setdefault(what, []).append(1e9 * seconds / size)

    for turn in range(2 * turns):
        threads = 1 + (turn + turn // A_YEAR) % 2  # rows are sorted once a year: not always on the same side
        use_threads(threads)
        watch, before = Stopwatch(CLOCKS[threads]), now
        ordered = until_ordered(now, given, watch)
        now = from_ordered(ordered, given, watch)
        own = sum(watch.seconds[phase] for phase in PHASES)
        note(f"engine, {threads} thread(s), own part", own, len(ordered.firms))
        whole = sum(watch.seconds.values())
        same = whole - sum(watch.seconds[phase] for phase in GIVEN_TO_MESA)
        note(f"engine, {threads} thread(s), same work", same, len(ordered.firms))
        note(f"engine, {threads} thread(s), quarter", whole, len(ordered.firms))
        if threads == 1:
            offer = offer_of(ordered, given)
            note("numpy, own part", _in_numpy(offer.task, random), len(ordered.firms))
            model = model or Yardstick(offer, country, before, given)
            model.follow(offer)
            size, start = len(model.agents_by_type[model.firm]), time.thread_time()
            model.step()
            note("mesa, quarter", time.thread_time() - start, size)
            note("mesa, own part", model.own_part_seconds, size)
            say(f"turn {turn // 2 + 1} of {turns}: Mesa {took['mesa, quarter'][-1]:,.0f} ns a firm")
    use_threads(1)
    return {
        "firms": len(now.firms), "turns": turns, "ns_a_firm": {what: median(each) for what, each in took.items()},
        "mesa_profile": profile_of(model.step) if model else [], "ordered": offer_of(ordered, given).task,
    }  # fmt: skip


def _in_numpy(task: Any, random: np.random.Generator) -> float:
    start = time.thread_time()
    in_numpy.played(task, in_numpy.drawn(random, len(task.firms)))
    return time.thread_time() - start


def profile_of(step: Callable[[], None]) -> list[tuple[str, int, float]]:
    """Where a step spends its time: function, calls, seconds of its own; the dearest first."""
    profile = cProfile.Profile()
    profile.runcall(step)
    stats: Any = pstats.Stats(profile)
    rows = [
        (f"{Path(file).name}:{line}({name})" if line else name, calls[0], calls[2])
        for (file, line, name), calls in stats.stats.items()
    ]
    return sorted(rows, key=lambda row: -row[2])[:PROFILE_LINES]


def size_of(now: Economy, given: Given) -> dict[str, float]:
    """Bytes a firm: of its own columns, and with what a quarter hands from phase to phase until firms fail."""
    for phase in QUARTER[: QUARTER.index(firms_fail)]:
        now = phase(now, given)
    tables = [part for part in now.today.parts.values() if isinstance(part, OfFirms)]
    own = list(now.firms.columns().values())
    handed = [column for table in tables for column in table.columns().values()]
    each = {id(column): column.nbytes for column in (*own, *handed)}  # firms keep some of what is handed on
    size = sum(column.nbytes for column in own)
    return {"bytes_a_firm": size / len(now.firms), "bytes_a_firm_at_work": sum(each.values()) / len(now.firms)}


def by_size(sizes: Sequence[int], turns: int, say: Say) -> list[dict[str, Any]]:
    """The engine at several sizes, smallest first; the largest also phase by phase."""
    found: list[dict[str, Any]] = []
    for firms in sorted(sizes):
        resting = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        now, given = country_with(firms)
        one, now = timed(now, given, turns)
        grown = 1024.0 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resting)
        found.append(
            {"firms": len(now.firms), **one, **size_of(now, given), "peak_bytes_a_firm": grown / len(now.firms)}
        )
        say(f"{len(now.firms):,} firms: {one['ns_a_firm_1']:,.0f} ns a firm on one thread")
        if firms == max(sizes):
            found[-1]["phases"] = phases(now, given)
    return found


def timed(now: Economy, given: Given, turns: int) -> tuple[dict[str, float], Economy]:
    """Median nanoseconds a firm on one thread, by its own clock and the wall's, and on two, taking turns."""
    took: dict[str, list[float]] = {"1": [], "1_wall": [], "2_wall": []}
    for turn in range(2 * turns):
        threads = 1 + (turn + turn // A_YEAR) % 2
        use_threads(threads)
        size, start, own = len(now.firms), time.perf_counter(), time.thread_time()
        now = advance(now, given)
        took[f"{threads}_wall"].append(1e9 * (time.perf_counter() - start) / size)
        if threads == 1:
            took["1"].append(1e9 * (time.thread_time() - own) / size)
    use_threads(1)
    return {f"ns_a_firm_{how}": median(each) for how, each in took.items()}, now


def phases(now: Economy, given: Given) -> list[dict[str, Any]]:
    """A year phase by phase on one thread: seconds, what its compiled loops did, and the bare loop's time for that."""
    rows: dict[str, dict[str, Any]] = {}
    firms = 0
    with Doors() as doors:
        for _ in range(A_YEAR):
            firms += len(now.firms)
            for phase in QUARTER:
                row = rows.setdefault(phase.__name__, {"phase": phase.__name__, "seconds": 0.0, "work": Work()})
                start, doors.work, doors.counting = time.thread_time(), Work(), 0.0
                now = phase(now, given)
                row["seconds"] += time.thread_time() - start - doors.counting
                row["work"] += doors.work
    return [_told(row, firms) for row in rows.values()]


def _told(row: dict[str, Any], firms: int) -> dict[str, Any]:
    work: Work = row["work"]
    return {
        "phase": row["phase"], "ns_a_firm": 1e9 * row["seconds"] / firms,
        "compiled_ns_a_firm": 1e9 * work.seconds / firms, "bytes_a_firm": (work.read + work.filled) / firms,
        "exps_a_firm": work.exps / firms, "logs_a_firm": work.logs / firms, "draws_a_firm": work.draws / firms,
        "bare_ns_a_firm": 1e9 * bare_seconds(work.times(1.0 / A_YEAR)) * A_YEAR / firms,
    }  # fmt: skip
