"""The one observer of an economy: recorder, page, Mesa model and comparisons all see a quarter through it.

    observe(now, given).nation          what one quarter shows
    observer = Observer(given)          what a run shows, with lives of clusters, growth, people lifted
    seen = observer.see(now)
    if observer.looks(now): year = observer.look(seen)

Nothing is counted before it is asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cached_property, partial
from operator import call
from typing import Any, NamedTuple

import numpy as np

from simulation.economy import Economy, Given, cells_of
from simulation.engine.table import Column
from simulation.engine.threads import each_of
from simulation.institutions import reports
from simulation.measures import balance, census, cluster_book, overview, yearly
from simulation.measures.clusters import contiguity
from simulation.measures.declaring import Columns, Row
from simulation.measures.lives import Life
from simulation.measures.people import Poverty, from_seeds
from simulation.measures.places import TOWN_REACH_KM, TOWNS_LOOKED_AT, ZONE_REACH_KM, Around
from simulation.measures.ratios import Ratio
from simulation.units import QUARTERS_PER_YEAR, quarter_name

NS_A_FIRM = 10
"""What each of a quarter's counts takes."""


class Surroundings:
    """What observing needs of a country and never changes; each part is made when first asked for."""

    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def neighbours(self) -> tuple[Column, Column]:
        """Pairs of cells that touch."""
        grid = self.given.map.grid
        return contiguity(grid.row, grid.column, grid.rows, grid.columns, grid.torus)

    @cached_property
    def zones(self) -> Column:
        """Keys of the zones, in the map's order."""
        return np.array([zone.key for zone in self.given.map.zones], dtype=object)

    @cached_property
    def around_zones(self) -> Around:
        """Cells near each zone."""
        cells = np.array([zone.cell for zone in self.given.map.zones], dtype=np.int64)
        return Around(self.given.map.grid, cells, ZONE_REACH_KM)

    @cached_property
    def around_towns(self) -> Around:
        """Cells that are part of each large town."""
        cells = np.array([town.cell for town in self.given.map.places[:TOWNS_LOOKED_AT]], dtype=np.int64)
        return Around(self.given.map.grid, cells, TOWN_REACH_KM)

    @cached_property
    def poverty(self) -> Poverty:
        """The assumptions of the count of people lifted."""
        return from_seeds(self.given.country.seeds)


@dataclasses.dataclass(frozen=True, eq=False)
class Observed:
    """What one quarter shows, table by table."""

    now: Economy
    given: Given
    around: Surroundings
    carried_at_start: float | None = None
    """People whom jobs held above the poverty line when the run began; None where nobody watched it begin."""

    @cached_property
    def cell(self) -> Column:
        """Cell of each firm."""
        return cells_of(self.given, self.now.firms.site)

    @cached_property
    def counted(self) -> Row:
        """What firms and suppliers show of the nation."""
        return census.nation(self.now, self.given)

    @cached_property
    def carried(self) -> float:
        """People of once poor families whom jobs hold above the line now."""
        return census.people_carried(self.now, self.given, self.cell, self.around.poverty)

    @property
    def nation(self) -> Row:
        """The row of `nation`, but for what is looked at once a year."""
        lifted = {} if self.carried_at_start is None else {"people_lifted": self.carried - self.carried_at_start}
        books = reports.nation_row(self.now.institutions, self.now.quarter) if self.has_books else {}
        return self.counted | lifted | books

    @property
    def overview(self) -> dict[str, Ratio | float]:
        """Figures of the nation that no table keeps, as the nation's."""
        return dict(overview.overview(self.now.institutions))

    @cached_property
    def zones(self) -> Columns:
        """The columns of `zones`, in the map's order; none where there are no zones."""
        if not self.around.zones.size:
            return {}
        books = reports.zone_columns(self.now.institutions, self.now.quarter) if self.has_books else {}
        return books | census.zones(self.now, self.given, self.cell, self.around.around_zones, self.around.zones)

    @cached_property
    def specialties(self) -> Columns:
        """The columns of `specialties`, but for what is looked at once a year."""
        return census.specialties(self.now, self.given)

    @property
    def loans(self) -> list[Row]:
        """The rows of `loans`."""
        return reports.loan_rows(self.now.institutions, self.now.quarter) if self.has_books else []

    @cached_property
    def balance(self) -> list[Row]:
        """The rows of `balance`."""
        return balance.rows(self.now) if self.has_books else []

    @property
    def ledger(self) -> list[Row]:
        """The rows of `ledger`."""
        when = quarter_name(self.now.quarter)
        return [
            {"quarter": when, "payer": payer, "payee": payee, "what": what, "amount_usd_mn": amount}
            for payer, payee, what, amount in self.now.flows
        ]

    @cached_property
    def places(self) -> yearly.Look:
        """Firms and workers by cell and specialty."""
        return yearly.look(self.now, self.given, self.cell)

    @cached_property
    def bought(self) -> yearly.Trade:
        """Who buys from whom."""
        return yearly.trade(self.now, self.given, self.cell)

    @property
    def has_books(self) -> bool:
        """Whether there are institutions to look at; a country made by hand may have none."""
        return self.now.institutions is not None

    def count(self) -> None:
        """Have everything counted that a quarter is recorded with, on as many threads as are worth it."""
        parts = ("balance", "zones", "counted", "carried", "specialties")
        each_of(partial(getattr, self), parts, NS_A_FIRM * self.cell.size)


class Looked(NamedTuple):
    """What is looked at once a year."""

    nation: Row
    """Columns of `nation`."""
    specialties: Columns
    """Columns of `specialties`."""
    clusters: list[Row]
    """The rows of `clusters`."""


def observe(now: Economy, given: Given) -> Observed:
    """What one quarter shows of itself, by somebody who did not see the quarters before."""
    return Observed(now, given, Surroundings(given))


class Observer:
    """Watches a run from its first quarter on and remembers what later figures are compared with."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.around = Surroundings(given)
        self.lives: list[Life] = []
        self.looked_at: int | None = None
        self.sizes_then: tuple[Column, Column] | None = None
        self.carried_at_start: float | None = None

    def see(self, now: Economy) -> Observed:
        """What a quarter shows; to be asked for every one from the first on."""
        seen = Observed(now, self.given, self.around, self.carried_at_start)
        if self.carried_at_start is None:
            self.carried_at_start = seen.carried
            seen = dataclasses.replace(seen, carried_at_start=seen.carried)
        return seen

    def looks(self, now: Economy) -> bool:
        """Whether it is time for the yearly look: at the first quarter, and at the last of every year."""
        return self.looked_at is None or now.quarter % QUARTERS_PER_YEAR == QUARTERS_PER_YEAR - 1

    def look(self, seen: Observed) -> Looked:
        """The yearly look: concentration, sizes, clusters and networks, which cost more than a count."""
        now, given, places = seen.now, self.given, seen.places
        looks: list[Callable[[], Any]] = [
            partial(yearly.firm_sizes, now, self.sizes_then), partial(yearly.concentration, now, given, places),
            partial(yearly.likeness, places, self.around.neighbours), partial(getattr, seen, "bought"),
        ]  # fmt: skip
        sizes, (row, columns), likeness, bought = each_of(call, looks, NS_A_FIRM * places.cell.size)
        row |= sizes | yearly.supply_network(now, given, places.cell, bought) | {"morans_i": likeness}
        row["largest_town_workers_share"] = yearly.largest_town_share(places, self.around.around_towns)
        self.lives = cluster_book.seen_again(self.lives, now, given, places, self.around.neighbours)
        book = cluster_book.rows(self.lives, now, given, places, bought)
        row |= {"clusters": len(book), "super_clusters": len({r["super_cluster"] for r in book} - {""})}
        self.sizes_then, self.looked_at = (now.firms.id, now.firms.workers), now.quarter
        return Looked(row, columns, book)
