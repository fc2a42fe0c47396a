"""Towns of the plain map: sizes by rank, places spread evenly without a lattice."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.engine.luck import Luck
from simulation.engine.rules import exp_of, log_of
from simulation.engine.table import total, total_by
from simulation.geography.grid import Grid
from simulation.geography.people import Towns
from simulation.seeding.seeds import Seeds

Column = np.ndarray[Any, np.dtype[Any]]
PLASTIC = 1.32471795724474602596
"""Root of x^3 = x + 1: its powers spread points evenly over a square (Roberts 2018, the R2 sequence)."""


def plain_towns(grid: Grid, count: int, seed: int, seeds: Seeds) -> Towns:
    """`count` towns of sizes rank^-0.8 with 70 % of the plain's people; the seed shifts all of them together."""
    if count > len(grid):
        raise ValueError(f"{count} towns do not fit into {len(grid)} cells; ask for at most {len(grid)}")
    everyone = seeds.number("geography_parameters", "plain_people_per_cell") * len(grid)
    exponent = seeds.number("geography_parameters", "plain_town_exponent")
    weight = np.array([float(exp_of(exponent * log_of(float(rank)))) for rank in range(1, count + 1)])
    share = seeds.number("geography_parameters", "plain_town_share")
    people = share * everyone * weight / total(weight) if count else weight
    cell = _spread(grid, count, seed)
    names = tuple(f"Town {rank}" for rank in range(1, count + 1))
    return Towns(names, ("the plain",) * count, people, grid.x_km[cell], grid.y_km[cell], cell, names)


def _spread(grid: Grid, count: int, seed: int) -> Column:
    """Cells of the towns: each next one far from those before; a cell that is taken gives way to the next free one."""
    shift = Luck(seed).uniform("places of plain towns", 0, np.arange(2, dtype=np.uint64))
    rank = np.arange(1, count + 1)
    x, y = (shift[0] + rank / PLASTIC) % 1.0, (shift[1] + rank / (PLASTIC * PLASTIC)) % 1.0
    wanted = (y * grid.rows).astype(np.int64) * grid.columns + (x * grid.columns).astype(np.int64)
    taken, cells = np.zeros(len(grid), dtype=bool), []
    for first in wanted.tolist():
        cell = first
        while taken[cell]:
            cell = (cell + 1) % len(grid)
        taken[cell] = True
        cells.append(cell)
    return np.array(cells, dtype=np.int64)


def plain_people(grid: Grid, towns: Towns, seeds: Seeds) -> tuple[Column, Column]:
    """Townspeople and all people of every cell: the rest live evenly over the countryside."""
    town = total_by(towns.cell, towns.people, len(grid))
    everyone = seeds.number("geography_parameters", "plain_people_per_cell") * len(grid)
    return town, town + (everyone - total(town)) / len(grid)
