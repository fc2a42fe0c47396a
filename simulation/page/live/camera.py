"""The camera: a frame a quarter of a running economy, through the measures that runs are recorded with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from simulation.economy import Economy, Given
from simulation.institutions import reports
from simulation.measures import census, cluster_book, rolls, yearly
from simulation.measures.clusters import contiguity
from simulation.measures.lives import Life
from simulation.measures.places import TOWN_REACH_KM, TOWNS_LOOKED_AT, ZONE_REACH_KM, Around
from simulation.page.frames import YEARLY, Frame, framed, marked, scaled
from simulation.units import QUARTERS_PER_YEAR, quarter_name

Row = dict[str, Any]


class Camera:
    """Takes a frame a quarter of a running economy; names are looked for once a year, in its last quarter."""

    def __init__(self, given: Given) -> None:
        grid = given.map.grid
        self.given = given
        self.neighbours = contiguity(grid.row, grid.column, grid.rows, grid.columns, grid.torus)
        self.keys = np.array([zone.key for zone in given.map.zones], dtype=object)
        cells = np.array([zone.cell for zone in given.map.zones], dtype=np.int64)
        self.around = Around(grid, cells, ZONE_REACH_KM)
        self.lives: list[Life] = []
        self.book: list[Row] = []
        self.yearly: Row = {}
        towns = np.array([town.cell for town in given.map.places[:TOWNS_LOOKED_AT]], dtype=np.int64)
        self.towns = Around(grid, towns, TOWN_REACH_KM)
        self.looked = False

    def take(self, now: Economy) -> Frame:
        """The frame of this quarter; to be asked for every quarter from the first on."""
        given, seen = self.given, yearly.look(now, self.given)
        if not self.looked or now.quarter % QUARTERS_PER_YEAR == QUARTERS_PER_YEAR - 1:
            self._look(now, seen)
        row = census.nation(now, given) | self.yearly | reports.nation_row(now.institutions, now.quarter)
        occupied = rolls.occupied(seen, now.quarter)
        specialty = np.array(given.specialties.names, dtype=object)[occupied["specialty"]]
        return framed(
            quarter_name(now.quarter), scaled("nation", row, given.scale),
            marked(occupied["cell"], specialty, occupied["firms"], occupied["workers"], given.scale),
            [scaled("clusters", each, given.scale) for each in self._as_large_as_now(seen)],
            [scaled("zones", each, given.scale) for each in self._zones(now, seen)],
            [scaled("loans", each, given.scale) for each in reports.loan_rows(now.institutions, now.quarter)],
        )  # fmt: skip

    def _look(self, now: Economy, seen: yearly.Look) -> None:
        self.looked = True
        bought = yearly.trade(now, self.given, seen.cell)
        self.lives = cluster_book.seen_again(self.lives, now, self.given, seen, self.neighbours)
        self.book = cluster_book.rows(self.lives, now, self.given, seen, bought)
        row, _ = yearly.concentration(now, self.given, seen)
        row |= yearly.supply_network(now, self.given, seen.cell, bought)
        row["largest_town_workers_share"] = yearly.largest_town_share(seen, self.towns)
        self.yearly = {key: row[key] for key in YEARLY}

    def _as_large_as_now(self, seen: yearly.Look) -> Iterator[Row]:
        """The clusters of the last look with the workers and makers that their cells have this quarter."""
        lives = {life.key: life for life in self.lives}
        for row in self.book:
            life = lives[row["cluster"]]
            cells = life.now.cells
            workers, makers = seen.workers[cells, life.specialty].sum(), seen.counts[cells, life.specialty].sum()
            yield row | {"workers": float(workers), "makers": int(makers)}

    def _zones(self, now: Economy, seen: yearly.Look) -> Iterator[Row]:
        if not self.keys.size:
            return
        columns = census.zones(now, self.given, seen.cell, self.around, self.keys)
        for n, row in enumerate(reports.zone_rows(now.institutions, now.quarter)):
            yield row | {name: column[n] for name, column in columns.items()}
