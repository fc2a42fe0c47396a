"""Where the firms of quarter zero stand and how large they are."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.state import Firms, firms
from simulation.economy import Given
from simulation.engine.luck import Luck
from simulation.engine.rules import exp_of, log_of
from simulation.engine.table import Column, total, total_by
from simulation.quarter_zero.groups import Group

MEAN_AGE_YEARS = 12.5
START_SPREAD = 0.175
"""Spread of standings at quarter zero per root quarter: 0.13 leaves too few large firms (seeds/assumptions.csv)."""
SMALLEST, LARGEST = 1.0, 15_000.0


def drawn_firms(given: Given, groups: list[Group]) -> tuple[Firms, Column]:
    """Firms with place, specialty, age, skill, and workers by the size law, and the number of each one's group."""
    counts = np.array([group.firms for group in groups])
    which = np.repeat(np.arange(counts.size), counts)
    who = given.luck.identities("at the start", 0, np.arange(which.size, dtype=np.uint64))
    specialty = np.array([group.specialty for group in groups])[which]
    age = np.floor(-4.0 * MEAN_AGE_YEARS * log_of(given.luck.uniform("age", 0, who)))
    root = np.sqrt(age)
    size = exp_of(START_SPREAD * root * given.luck.normal("size", 0, who))
    targets = np.array([group.workers for group in groups])
    workers = sized(which, size, targets)
    table = firms(
        which.size, id=who, born=(-age).astype(np.int64), specialty=specialty,
        site=drawn_cells(given.luck, who, which, groups), workers=workers,
        skill=given["skill_spread"] * given.luck.normal("skill at the start", 0, who),
    )  # fmt: skip
    return table, which


def drawn_cells(luck: Luck, who: Column, which: Column, groups: list[Group]) -> Column:
    """A cell for each firm, with the odds of its group."""
    u, out = luck.uniform("place at the start", 0, who), np.zeros(who.size, dtype=np.int64)
    for number, group in enumerate(groups):
        rows = np.flatnonzero(which == number)
        if rows.size:
            odds = np.cumsum(group.weights)
            out[rows] = group.cells[np.minimum(np.searchsorted(odds, u[rows] * odds[-1]), group.cells.size - 1)]
    return out


def sized(which: Column, size: Column, targets: Column) -> Column:
    """Workers so that each group has its number: the law times a constant, between one worker and the largest firm."""
    low, high = np.full(targets.size, 1e-6), np.full(targets.size, 1e6)
    for _ in range(60):
        middle = np.sqrt(low * high)
        have = total_by(which, np.clip(middle[which] * size, SMALLEST, LARGEST), targets.size)
        low, high = np.where(have < targets, middle, low), np.where(have < targets, high, middle)
    return np.clip(np.sqrt(low * high)[which] * size, SMALLEST, LARGEST)


def into_estates(given: Given, table: Firms, let: Column) -> Firms:
    """Firms of a cell with a working estate move into it, in an order keyed by luck, until `let` hectares are taken."""
    zones, cells = given.map.zones, len(given.map.grid)
    allowed, seat = given.map.allowed(given.specialties.names), zones.cell
    site, hectares = table.site.copy(), table.hectares.copy()
    turn = np.argsort(given.luck.uniform("turn in the estate", 0, table.id), kind="stable")
    need = np.maximum(table.workers, given["shed_workers"]) / given["workers_per_ha"]
    for z in np.flatnonzero(let > 0.0):
        rows = turn[(site[turn] == seat[z]) & allowed[z][table.specialty[turn]]]
        fits = rows[np.cumsum((table.weight * need)[rows]) <= let[z]]
        site[fits], hectares[fits] = cells + z, need[fits]
    return table.but(site=site, hectares=hectares)


def town_weights(town_people: Column, people: Column, urban_weight: float) -> Column:
    """Odds of a founder in each cell: townspeople, and the others at the weight of the country."""
    return town_people + (people - town_people) / urban_weight


def shares(values: Column) -> Column:
    """Each value over the sum."""
    return values / total(values)
