"""The report card of runs: each number that a country's `moments` expect, as found, with range, source and verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from simulation.country.country import Country
from simulation.geography.grid import Grid
from simulation.measures import patterns
from simulation.measures.growth import annual_rate
from simulation.measures.patterns import Expected, Numbers, Tables, expected_of

Verdict = Literal["inside", "below", "above", "not told"]
YEARS_OF_RECORD = 9
"""Years between the two of the record that are compared (2015 and 2024 in Pakistan)."""


class Seen(NamedTuple):
    """One run: its tables in pandas, those of its pair if it has one, and where it was played."""

    tables: Tables
    pair: Tables | None
    grid: Grid


class Fact(NamedTuple):
    """A line of the card: mean, lowest and highest over the runs; nan and `not told` where no run can tell."""

    name: str
    mean: float
    lowest: float
    highest: float
    expected: Expected
    verdict: Verdict


def card(runs: Sequence[Seen], country: Country) -> list[Fact]:
    """Every number that the country's seeds expect, in their order."""
    found = [numbers(run, country) for run in runs]
    return [fact(name, [of.get(name, np.nan) for of in found], ends) for name, ends in expected_of(country).items()]


def fact(name: str, values: Sequence[float], expected: Expected) -> Fact:
    """A number over the runs that can tell it, judged by its mean."""
    known = [value for value in values if value == value]
    if not known:
        return Fact(name, np.nan, np.nan, np.nan, expected, "not told")
    mean = float(np.mean(known))
    return Fact(name, mean, min(known), max(known), expected, verdict(mean, expected))


def verdict(value: float, expected: Expected) -> Verdict:
    """Where a number lies against its range, ends included."""
    if value < expected.low:
        return "below"
    return "above" if value > expected.high else "inside"


def numbers(run: Seen, country: Country) -> Numbers:
    """All numbers that the kept tables of a run can tell."""
    found: Numbers = {}
    for needed, told in _parts(run, country):
        if all(name in run.tables for name in needed):
            found |= told()
    return found


def _parts(run: Seen, country: Country) -> Iterator[tuple[tuple[str, ...], Callable[[], Numbers]]]:
    """Tables that each part needs, and the part."""
    tables, grid = run.tables, run.grid
    needs_cells = ("nation", "cells", "specialties")
    yield needs_cells, lambda: patterns.one_town_one_product(tables, grid, country)
    yield ("clusters",), lambda: patterns.phases(tables)
    yield ("nation",), lambda: patterns.firm_sizes(tables)
    yield ("entries", "cells", "specialties"), lambda: patterns.lineage(tables, grid)
    yield ("zones", "nation"), lambda: patterns.zones(tables, run.pair) | patterns.stress(tables, run.pair)
    yield ("nation",), lambda: record(tables["nation"])
    yield ("clusters",), lambda: clusters_then_and_later(tables["clusters"])


def record(nation: pd.DataFrame) -> Numbers:
    """What the national record can judge: growth over the first nine years, entry and exit a year over them.

    Ratios only, so that they hold at every scale; exports in dollars, as the record has them. Flows are sums of a
    year, stocks those of its last quarter.
    """
    year = nation.quarter.astype(str).str[:4].astype(int)
    first, last = (nation[year == int(year.min()) + since] for since in (0, YEARS_OF_RECORD))
    if len(first) < 4 or len(last) < 4:
        return {}
    between = nation[(year > int(year.min())) & (year <= int(year.min()) + YEARS_OF_RECORD)]
    firms = float(between.firms.mean())
    made, sold = (
        float(last[name].sum() / first[name].sum()) for name in ("value_added_usd_mn", "export_earnings_usd_mn")
    )
    return {
        "7 firms, growth a year over nine years": annual_rate(
            float(first.firms.iloc[-1]), float(last.firms.iloc[-1]), YEARS_OF_RECORD
        ),
        "7 value added, tenth year over the first": made,
        "7 exports, tenth year over the first": sold,
        "7 entries over firms, a year": float(between.entries.sum()) / YEARS_OF_RECORD / firms,
        "7 exits over firms, a year": float(between.exits.sum()) / YEARS_OF_RECORD / firms,
    }


def clusters_then_and_later(clusters: pd.DataFrame) -> Numbers:
    """Share of the clusters seen at the first look that are still seen, under their key, after nine years."""
    looks = sorted(clusters.quarter.astype(str).unique())
    later = [look for look in looks if looks and int(look[:4]) == int(looks[0][:4]) + YEARS_OF_RECORD]
    if not later:
        return {}
    then, now = (
        set(clusters[clusters.quarter.astype(str) == look].cluster.astype(str)) for look in (looks[0], later[-1])
    )
    return {"7 first clusters still there after nine years": len(then & now) / len(then)} if then else {}


def as_mapping(facts: Sequence[Fact]) -> list[Mapping[str, object]]:
    """The card as plain rows, for a table or a file."""
    return [
        {
            "fact": one.name, "mean": one.mean, "lowest": one.lowest, "highest": one.highest,
            "expected_low": one.expected.low, "expected_high": one.expected.high, "source": one.expected.source,
            "verdict": one.verdict,
        }
        for one in facts
    ]  # fmt: skip
