"""The recorder watches a run once a quarter and hands out its tables.

Quarterly counts are cheap; concentration, clusters and networks are looked at once a year: at the first quarter seen,
in every fourth quarter of a year, and at the last.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import call
from typing import Any

import numpy as np
import pyarrow as pa

from simulation.economy import Economy, Given, cells_of
from simulation.engine.threads import each_of
from simulation.institutions import reports
from simulation.measures import arrow, balance, census, cluster_book, rolls, yearly
from simulation.measures.clusters import contiguity
from simulation.measures.lives import Life
from simulation.measures.people import from_seeds
from simulation.measures.places import TOWN_REACH_KM, TOWNS_LOOKED_AT, ZONE_REACH_KM, Around
from simulation.measures.schema_agents import KINDS, SHEETS
from simulation.units import QUARTERS_PER_YEAR, quarter_name

Column = np.ndarray[Any, np.dtype[Any]]
SCALE_OF_SINGLE_AGENTS = 0.1
"""Largest scale at which single firms and links are kept."""
NS_A_FIRM = 10
"""What each of a quarter's counts takes."""


class Recorder:
    """Watches a run; `see` it once a quarter, then ask for its `tables`."""

    def __init__(self, given: Given, single_agents: bool | None = None) -> None:
        self.given = given
        self.single_agents = given.scale <= SCALE_OF_SINGLE_AGENTS if single_agents is None else single_agents
        grid = given.map.grid
        self.neighbours = contiguity(grid.row, grid.column, grid.rows, grid.columns, grid.torus)
        self.zones = np.array([zone.key for zone in given.map.zones], dtype=object)
        self.around_zones = Around(grid, np.array([z.cell for z in given.map.zones], dtype=np.int64), ZONE_REACH_KM)
        towns = np.array([town.cell for town in given.map.places[:TOWNS_LOOKED_AT]], dtype=np.int64)
        self.around_towns = Around(grid, towns, TOWN_REACH_KM)
        self.poverty = from_seeds(given.country.seeds)
        self.rows: dict[str, list[Any]] = {name: [] for name in SHEETS}
        self.lives: list[Life] = []
        self.last: Economy | None = None
        self.looked_at: int | None = None
        self.sizes_then: tuple[Column, Column] | None = None
        self.carried_at_start: float | None = None

    def see(self, economy: Economy) -> None:
        """Take down one quarter."""
        first, self.last = self.last is None, economy
        given, cell = self.given, cells_of(self.given, economy.firms.site)
        counts: list[Callable[[], Any]] = [
            partial(balance.rows, economy) if economy.institutions is not None else list,
            partial(census.zones, economy, given, cell, self.around_zones, self.zones) if self.zones.size else dict,
            partial(census.nation, economy, given), partial(census.people_carried, economy, given, cell, self.poverty),
            partial(census.specialties, economy, given),
        ]  # fmt: skip
        sheets, zones, nation, carried, specialties = each_of(call, counts, NS_A_FIRM * cell.size)
        self.carried_at_start = carried if self.carried_at_start is None else self.carried_at_start
        self.rows["nation"].append(nation | {"people_lifted": carried - self.carried_at_start})
        self.rows["specialties"].append(specialties)
        if self.zones.size:
            self.rows["zones"].append(zones)
        self.rows["balance"] += sheets
        self._money(economy)
        born = economy.firms if first else economy.births
        if born is not None:
            self.rows["entries"].append(rolls.entrants(born, self.given))
        if first or economy.quarter % QUARTERS_PER_YEAR == QUARTERS_PER_YEAR - 1:
            self._look(economy)

    def _money(self, economy: Economy) -> None:
        """Loans, the authorities' and the nation's books, and payments between sectors."""
        if economy.institutions is not None:
            self.rows["loans"] += reports.loan_rows(economy.institutions, economy.quarter)
            self.rows["nation"][-1] |= reports.nation_row(economy.institutions, economy.quarter)
        if economy.institutions is not None and self.zones.size:
            columns = reports.zone_columns(economy.institutions, economy.quarter)
            self.rows["zones"][-1] = columns | self.rows["zones"][-1]
        when = {"quarter": quarter_name(economy.quarter)}
        for payer, payee, what, amount in economy.flows:
            self.rows["ledger"].append(when | {"payer": payer, "payee": payee, "what": what, "amount_usd_mn": amount})

    def _look(self, economy: Economy) -> None:
        given, seen = self.given, yearly.look(economy, self.given)
        looks: list[Callable[[], Any]] = [
            partial(yearly.firm_sizes, economy, self.sizes_then), partial(yearly.concentration, economy, given, seen),
            partial(yearly.likeness, seen, self.neighbours), partial(yearly.trade, economy, given, seen.cell),
        ]  # fmt: skip
        sizes, (row, columns), likeness, bought = each_of(call, looks, NS_A_FIRM * seen.cell.size)
        row |= sizes | yearly.supply_network(economy, given, seen.cell, bought) | {"morans_i": likeness}
        row["largest_town_workers_share"] = yearly.largest_town_share(seen, self.around_towns)
        self.lives = cluster_book.seen_again(self.lives, economy, given, seen, self.neighbours)
        book = cluster_book.rows(self.lives, economy, given, seen, bought)
        row["clusters"] = len(book)
        row["super_clusters"] = len({r["super_cluster"] for r in book} - {""})
        self.rows["clusters"] += book
        self.rows["nation"][-1] |= row
        self.rows["specialties"][-1] |= columns
        self.rows["cells"].append(rolls.occupied(seen, economy.quarter))
        if self.single_agents:
            self.rows["firms"].append(rolls.members(economy, given, seen))
            self.rows["links"].append(rolls.links(economy, bought))
        self.sizes_then, self.looked_at = (economy.firms.id, economy.firms.workers), economy.quarter

    def tables(self) -> dict[str, pa.Table]:
        """All tables so far, by name; the last quarter gets its yearly look if it had none."""
        if self.last is not None and self.looked_at != self.last.quarter:
            self._look(self.last)
        return {name: self._table(name) for name in SHEETS}

    def _table(self, name: str) -> pa.Table:
        rows = self.rows[name]
        if not rows:
            return arrow.empty(name, SHEETS[name], self.given.scale)
        columns = arrow.joined(rows) if isinstance(rows[0], dict) and _is_many(rows[0]) else arrow.stacked(rows)
        if columns["quarter"].size == 0:
            return arrow.empty(name, SHEETS[name], self.given.scale)
        return arrow.to_table(name, SHEETS[name], self._in_words(columns), self.given.scale)

    def _in_words(self, columns: dict[str, Any]) -> dict[str, Any]:
        """Columns of numbers that stand for names, as those names."""
        names = {"kind": KINDS, "specialty": self.given.specialties.names, "zone": tuple(self.zones)}
        for column, listed in names.items():
            if column in columns and columns[column].dtype.kind == "i":
                columns[column] = arrow.words(columns[column], listed)
        if columns["quarter"].dtype.kind == "i":
            first, last = int(columns["quarter"].min()), int(columns["quarter"].max())
            names_of_quarters = [quarter_name(n) for n in range(first, last + 1)]
            columns["quarter"] = arrow.words(columns["quarter"] - first, names_of_quarters)
        return columns


def _is_many(part: dict[str, Any]) -> bool:
    """Whether a part of a table holds columns (many rows) rather than one row."""
    return all(isinstance(value, np.ndarray) for value in part.values())
