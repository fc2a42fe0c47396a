"""What a lesson's runs show: each number to look at in A and in B, their difference, and whether it is clear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.comparison.paired import Band, band
from simulation.country.finding import country_of
from simulation.measures.declaring import SHARE, Measure
from simulation.measures.schema_agents import SHEETS
from simulation.page.lesson.lessons import SHARED, SIDES, TABLES_READ, Look, Opened, open_lesson, zones_of
from simulation.report import words

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from simulation.run import Run

Tables = Mapping[str, "pyarrow.Table"]
Pair = Mapping[str, "Run"]
"""The runs `a` and `b` that share their luck."""

MOST, FEW = 2 / 3, 1 / 3
"""Of A's clusters, from these shares on B has most, or only few."""


class Finding(NamedTuple):
    """What the pairs show of one look."""

    look: str
    a: float
    """Mean of A over the pairs; for clusters.shared the number of A's clusters."""
    b: float
    band: Band
    """Of the differences B - A; for clusters.shared of the shares."""
    verdict: str
    """more, less or same; for clusters.shared most, half or few."""
    clear: bool
    """More than one pair, and their 90 % interval on one side of zero (or none of this is asked)."""


def play(opened: Opened, pairs: int, tables: Sequence[str] = TABLES_READ) -> Iterator[Pair]:
    """Play a lesson's pairs of runs one after the other; the first is the one that is watched."""
    from simulation.run import run

    for number in range(pairs):
        yield {side: run(scenario, tables=tables) for side, scenario in opened.pair(number).items()}


def measured(name: str, pairs: int = 1) -> list[Finding]:
    """What a lesson's runs show: for a helper process, to which a name goes and from which numbers come."""
    opened = open_lesson(name)
    return findings(opened, list(play(opened, pairs)))


def findings(opened: Opened, pairs: Sequence[Pair]) -> list[Finding]:
    """What these pairs show of every look, in the lesson's order."""
    return [_finding(name, look, pairs) for name, look in opened.lesson.look.items()]


def _finding(name: str, look: Look, pairs: Sequence[Pair]) -> Finding:
    if look.measure == SHARED:
        return _shared(name, look, pairs)
    a, b = (np.array([value(look, pair[side]) for pair in pairs]) for side in SIDES)
    seen = band(b - a)
    return Finding(name, float(a.mean()), float(b.mean()), seen, *_compared(seen))


def _compared(seen: Band) -> tuple[str, bool]:
    """More, less or no clear difference: by the interval of the mean, or, of a single pair, by its sign."""
    if seen.pairs > 1:
        verdict = "more" if seen.low > 0.0 else "less" if seen.high < 0.0 else "same"
        return verdict, True
    return ("more" if seen.mean > 0.0 else "less" if seen.mean < 0.0 else "same"), False


def _shared(name: str, look: Look, pairs: Sequence[Pair]) -> Finding:
    named = [{side: clusters_at(pair[side].tables, look.quarter) for side in SIDES} for pair in pairs]
    shares = band(len(of["a"] & of["b"]) / len(of["a"]) if of["a"] else nan for of in named)
    a, b = (float(np.mean([len(of[side]) for of in named])) for side in SIDES)
    verdict = "most" if shares.mean >= MOST else "few" if shares.mean <= FEW else "half"
    return Finding(name, a, b, shares, verdict, len(pairs) > 1)


def clusters_at(tables: Tables, quarter: str) -> set[str]:
    """Keys of the clusters (place and specialty) of a quarter, or of the last one before it that was looked at."""
    frame = tables["clusters"].to_pandas()
    dates = frame["quarter"][frame["quarter"] <= quarter]
    return set(frame["cluster"][frame["quarter"] == dates.max()]) if len(dates) else set()


def value(look: Look, run: Run) -> float:
    """The number of a look in one run; nan where the run does not have it."""
    table, column = look.measure.split(".")
    if column not in run.tables[table].column_names:
        return nan
    frame = run.tables[table].select(["quarter", *(["zone"] if look.zones else []), column]).to_pandas()
    rows = frame[frame["quarter"] == look.quarter]
    if look.zones:
        rows = rows[rows["zone"].isin(zones_of(look, country_of(run.scenario.country)))]
    return _over(rows[column], declared(look))


def _over(column: pandas.Series, of: Measure) -> float:
    """Over zones: counts and amounts add up, of all else the mean is taken."""
    numbers = [float(each) for each in column if isfinite(each)]
    if not numbers:
        return nan
    return float(np.sum(numbers)) if of.national else float(np.mean(numbers))


def unit(look: Look) -> str:
    """Unit of a look's number."""
    return SHARE if look.measure == SHARED else declared(look).unit


def declared(look: Look) -> Measure:
    """The measure that a look is at."""
    table, column = look.measure.split(".")
    return SHEETS[table].measure(column)


def shown(number: float, of: str) -> str:
    """A number with its unit, as people read it."""
    if not isfinite(number):
        return "none"
    if of.startswith("share"):
        return words.per_cent(number)
    return f"{_short(number * 1e6)} USD" if of.startswith("million USD") else _short(number)


def _short(number: float) -> str:
    """Three figures, so that two numbers that differ by a hundredth read differently: 1.15 mn."""
    for size, name in words.UNITS:
        if abs(number) >= 0.9995 * size:
            return f"{number / size:.3g} {name}".replace("-", "\N{MINUS SIGN}")
    return f"{number:.3g}".replace("-", "\N{MINUS SIGN}")
