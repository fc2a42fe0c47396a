"""Patterns 1 to 6 of the model's purpose, measured on the tables of one run (and of its pair without loans or works).

Each function answers names and numbers; nan says that this run cannot tell. A country's `expected_patterns` hold the
range each number should lie in, and who says so; one that no source gives is judged around the source's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulation.country.country import Country
from simulation.engine.table import Column
from simulation.geography.grid import Grid
from simulation.measures.clusters import FIRMS_LEAST
from simulation.measures.concentration import (
    MAKERS_LEAST,
    Makers,
    by_cell,
    reshuffled,
    specialised,
    specialised_share,
)
from simulation.measures.growth import annual_rate, best_rate
from simulation.measures.places import distance_km

Tables = Mapping[str, pd.DataFrame]
Numbers = dict[str, float]
DEALS = 20
KEPT_KM = 15.0
NEAR_KM = 25.0
YEARS = (2015, 2025, 2035, 2055)


class Expected(NamedTuple):
    """What a number should be, and by whom."""

    low: float
    high: float
    source: str


def expected_of(country: Country) -> dict[str, Expected]:
    """The range that each number should lie in, as the country's seeds have it; empty where they say nothing."""
    sources = {row.subject: row.source for row in country.seeds.rows("expected_patterns")}
    ends = country.seeds.table("expected_patterns")
    return {name: Expected(float(of["low"]), float(of["high"]), sources[name]) for name, of in ends.items()}


def look(cells: pd.DataFrame, quarter: str, shape: tuple[int, int], names: list[str]) -> Makers:
    """Firms by cell and specialty in a quarter [C, S], and the rows that stand for them."""
    now = cells[cells.quarter.astype(str) == quarter]
    kind = now.specialty.astype(str).map({name: n for n, name in enumerate(names)}).to_numpy()
    cell, (size, kinds) = now.cell.to_numpy(), shape
    firms, rows = (by_cell(cell, kind, size, kinds, now[of].to_numpy()) for of in ("firms", "rows"))
    return Makers(firms, rows)


def quarters_looked_at(cells: pd.DataFrame) -> list[str]:
    """Quarters with a yearly look, in order."""
    return sorted(cells.quarter.astype(str).unique())


def names_of(tables: Tables) -> list[str]:
    """The specialties of the run, in their order."""
    return list(dict.fromkeys(tables["specialties"].specialty.astype(str)))


def one_town_one_product(tables: Tables, grid: Grid, country: Country) -> Numbers:
    """Pattern 1: specialised cells by year, beside twenty deals of the specialties; seeded clusters; largest town."""
    cells, nation, names = tables["cells"], tables["nation"], names_of(tables)
    shape, looks = (grid.row.size, len(names)), quarters_looked_at(tables["cells"])
    products = np.array([n != "other" for n in names])
    found = {f"1 cells specialised {y}": _in_year(nation, "specialised_share", y) for y in YEARS}
    last = look(cells, looks[-1], shape, names)
    luck = np.random.default_rng(1)
    dealt = [specialised_share(dealt_anew(last, luck), FIRMS_LEAST, products) for _ in range(DEALS)]
    found["1 reshuffled, highest of 20 deals, last year"] = max(dealt)
    first = look(cells, looks[0], shape, names)
    found["1 seeded clusters with half their firms at the end"] = seeded_kept(
        (first.firms, last.firms), grid, names, MAKERS_LEAST, country
    )
    found["1 largest town, share of workers at the end"] = float(nation.largest_town_workers_share.dropna().iloc[-1])
    return found


def dealt_anew(here: Makers, luck: np.random.Generator) -> Makers:
    """The same rows with their specialties dealt anew; each stands for as many firms as those of its cell do."""
    held = np.nonzero(here.rows)
    rows = here.rows[held].astype(np.int64)
    cell, kind = (np.repeat(axis, rows) for axis in held)
    weight = np.repeat(here.firms[held] / rows, rows)
    dealt, (size, kinds) = reshuffled(kind, luck.random(kind.size)), here.rows.shape
    return Makers(by_cell(cell, dealt, size, kinds, weight), by_cell(cell, dealt, size, kinds))


def seeded_kept(looks: tuple[Column, Column], grid: Grid, names: list[str], least: float, country: Country) -> float:
    """Share of the seeded clusters (those with enough makers at the start) that keep half of their firms to the end."""
    (first, last), kept = looks, []
    for facts in country.seeds.table("quarter_zero_clusters").values():
        if str(facts["specialty_id"]) not in names or not hasattr(grid, "at") or grid.torus:
            continue
        kind = names.index(str(facts["specialty_id"]))
        centre = grid.at(float(facts["longitude_deg"]), float(facts["latitude_deg"]))
        near = distance_km(grid, np.arange(grid.row.size), np.array([centre])) <= KEPT_KM
        then, now = int(first[near, kind].sum()), int(last[near, kind].sum())
        if then >= least:
            kept.append(2 * now >= then)
    return float(np.mean(kept)) if kept else float("nan")


def _in_year(nation: pd.DataFrame, column: str, year: int) -> float:
    own = nation[nation.quarter.astype(str).str.startswith(str(year))][column].dropna()
    return float(own.iloc[-1]) if len(own) else float("nan")


def phases(tables: Tables) -> Numbers:
    """Pattern 2: how fast clusters that form in the run grow, first and later, and whether firms peak before output."""
    clusters = tables["clusters"]
    start = str(clusters.quarter.astype(str).min()) if len(clusters) else ""
    take_off, later, leads = [], [], []
    for _, own in clusters.groupby("cluster", observed=True, sort=True):
        makers = own.makers.to_numpy(dtype=float)
        if makers.size > 10:
            leads.append(int(np.argmax(makers)) < int(np.argmax(own.value_added_usd_mn.to_numpy())))
        if str(own.quarter.iloc[0]) != start and makers.size > 5:
            take_off.append(best_rate(makers))
            later += [annual_rate(makers[10], makers[-1], makers.size - 11)] if makers.size > 15 else []
    return {
        "2 take-off of new clusters, best 5 years a year": _mean(take_off),
        "2 new clusters, growth a year after ten years": _mean(later),
        "2 firms peak before value added, share of clusters": _mean(leads),
    }


def firm_sizes(tables: Tables) -> Numbers:
    """Pattern 3: size classes at the end, the tail, and the shape of growth rates."""
    last = tables["nation"].dropna(subset=["size_1_5_share"]).iloc[-1]
    return {
        "3 small (below 10 workers) at the end": float(last.size_1_5_share + last.size_6_9_share),
        "3 medium (10 to 249) at the end": float(last.size_10_49_share + last.size_50_249_share),
        "3 large (250 and more) at the end": float(last.size_250_up_share),
        "3 tail exponent at the end": float(last.size_tail_exponent),
        "3 E|g|/sd of growth": float(tables["nation"].growth_laplace_ratio.mean()),
        "3 spread of growth, 80 and more over 2 to 5 workers": float(
            tables["nation"].growth_spread_large_over_small.mean()
        ),
    }


def lineage(tables: Tables, grid: Grid) -> Numbers:
    """Pattern 4: spin-offs among the entrants of specialised places, and how near they stay to their parents."""
    entries, names, looks = tables["entries"], names_of(tables), quarters_looked_at(tables["cells"])
    kind = entries.specialty.astype(str).map({name: n for n, name in enumerate(names)}).to_numpy()
    spun, quarter = (entries.kind.astype(str) == "spin_off").to_numpy(), entries.quarter.astype(str).to_numpy()
    shape, inside = (grid.row.size, len(names)), np.zeros(len(entries), dtype=bool)
    for before, now in pairwise(looks):
        here = look(tables["cells"], before, shape, names)
        at = specialised(here, FIRMS_LEAST)[:, None] & (here.firms >= MAKERS_LEAST)
        born = (quarter > before) & (quarter <= now)
        inside[born] = at[entries.cell.to_numpy()[born], kind[born]]
    row = pd.Series(np.arange(len(entries)), index=entries.firm.to_numpy())
    parent = row.reindex(entries.parent.to_numpy()[spun]).to_numpy()
    known, cell = ~np.isnan(parent), entries.cell.to_numpy()
    away = distance_km(grid, cell[spun][known], cell[parent[known].astype(np.int64)])
    return {
        "4 spin-offs among entrants in specialised places": _mean(spun[inside]),
        "4 spin-offs within 25 km of the parent": _mean(away <= NEAR_KM),
    }


def zones(tables: Tables, pair: Tables | None) -> Numbers:
    """Pattern 5: firms around the zones that open in the run, against the nation and against the pair; let land."""
    opened = [own.reset_index(drop=True) for _, own in tables["zones"].groupby("zone", observed=True, sort=True)]
    opened = [own for own in opened if own.workers.iloc[0] == 0 and (own.workers > 0).any()]
    nation, lifted, let = tables["nation"].firms.to_numpy(), [], []
    for own in opened:
        start = int(np.argmax(own.workers.to_numpy() > 0))
        if start + 40 < len(own) and own.firms_within_35_km[start] > 0:
            local = own.firms_within_35_km[start + 40] / own.firms_within_35_km[start]
            lifted.append(float(local / (nation[start + 40] / nation[start])))
        if "serviced_ha" in own and start + 20 < len(own) and own.serviced_ha[start + 20] > 0:
            let.append(float(own.let_ha[start + 20] / own.serviced_ha[start + 20]))
    return {
        "5 zones' surroundings over the nation, ten years": _mean(lifted),
        "5 zones lift output within 35 km (against the pair)": against(opened, pair, "value_added_within_35_km_usd_mn"),
        "5 zones lift firms within 35 km (against the pair)": against(opened, pair, "firms_within_35_km"),
        "5 let share of serviced land after five years": _mean(let),
    }


def against(opened: list[pd.DataFrame], pair: Tables | None, column: str) -> float:
    """Mean rise of a year's sum around each zone that opens, ten years on (or at the end), over the pair's."""
    rises = []
    for own in opened if pair is not None else []:
        other = pair["zones"]  # type: ignore[index]
        other = other[other.zone.astype(str) == str(own.zone.iloc[0])].reset_index(drop=True)
        last = min(int(np.argmax(own.workers.to_numpy() > 0)) + 40, len(own) - 1)
        here, there = (float(t[column].iloc[max(last - 3, 0) : last + 1].sum()) for t in (own, other))
        rises += [here / there - 1.0] if there > 0 else []
    return _mean(rises)


def stress(tables: Tables, pair: Tables | None) -> Numbers:
    """Pattern 6: quality of zones that fell into arrears against the others, and the nation against the pair."""
    own = tables["zones"]
    found = {"6 quality of zones in arrears less that of others": float("nan")}
    if "quality" in own:
        last = own[own.quarter.astype(str) == str(own.quarter.iloc[-1])]
        built = last[last.works_built_usd_mn > 0]
        behind = built.arrears_usd_mn > 0
        gap = _mean(built.quality[behind]) - _mean(built.quality[~behind])
        found["6 quality of zones in arrears less that of others"] = gap
    if pair is not None:
        made, without = (t["nation"].value_added_usd_mn.iloc[-4:].sum() for t in (tables, pair))
        found["6 value added, run over pair, at the end less 1"] = float(made / without - 1.0)
    return found


def _mean(values: Any) -> float:
    known = np.asarray([v for v in values if v == v], dtype=float)
    return float(known.mean()) if known.size else float("nan")


def every_pattern(tables: Tables, grid: Grid, country: Country, pair: Tables | None = None) -> Numbers:
    """All numbers of the six patterns of one run."""
    return (
        one_town_one_product(tables, grid, country)
        | phases(tables)
        | firm_sizes(tables)
        | lineage(tables, grid)
        | zones(tables, pair)
        | stress(tables, pair)
    )
